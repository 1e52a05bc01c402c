import { dirname, join } from "node:path";
import type { KernelMemory } from "../../memory/kernel_memory.ts";
import { yuvWeights } from "../../pixels/color/yuv_of_frame.ts";
import type { Layers } from "../../pixels/compose/layers.ts";
import type { Frame, Size } from "../../raster/frame.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { evenSize } from "../ffmpeg/encode/even_sides.ts";
import { openPictureInput } from "../ffmpeg/encode/open_picture_input.ts";
import type { PictureInput } from "../ffmpeg/encode/picture_stream.ts";
import { type Ffmpeg, FfmpegRun } from "../ffmpeg/ffmpeg.ts";
import type { FfmpegLog } from "../ffmpeg/ffmpeg_log.ts";
import { isGranted, readEnvironment } from "../system/permission.ts";
import { inWorkingFolder, onDisk } from "../system/working_folder.ts";
import { troubleOf } from "./camera_error.ts";
import { sizeText } from "./system_cameras.ts";
import { type LivePlace, MAKE_VIRTUAL_CAMERA } from "./virtual_camera.ts";

/** Where live pictures go. */
export interface LiveOutput extends AsyncDisposable {
  /** Takes composites. */
  readonly frames: Sink<Frame>;
  /** Takes what they are made of. */
  readonly layers: Sink<Layers>;
}

/** What an output is opened with. */
export interface LiveOutputOptions extends Size {
  readonly ffmpeg: Ffmpeg;
  /** Where the pictures will lie. */
  readonly memory?: KernelMemory | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whoever looked has closed the window: no failure. */
export class OutputClosed extends Error {
  override readonly name = "OutputClosed";
}

/**
 * Open what shows live pictures.
 *
 * @param place Where.
 * @param options What pictures come.
 * @throws {Error} If a program is missing.
 */
export function openLiveOutput(place: LivePlace, options: LiveOutputOptions): LiveOutput {
  switch (place.to) {
    case "preview":
      return openPreview(options);
    case "device":
      return openVirtualCamera(place.path, options);
    case "pipe":
      return openPipeOutput(place.path, options);
  }
}

/** What old screens and cameras take YUV for. */
const WEIGHTS = yuvWeights("bt601", false);

/** The rate that players are told. They show each picture when it comes, and not later. */
const PLAYED_AT = 1000;

/**
 * Open a window that shows pictures as they come.
 *
 * @param options What pictures come.
 * @throws {Error} If there is no ffplay, or no screen.
 */
export function openPreview(options: LiveOutputOptions): LiveOutput {
  const { ffmpeg } = options;
  if (hasNoScreen()) {
    throw new Error(
      "Cannot open a preview: there is no screen (DISPLAY is not set); -o out.mp4 writes a file",
    );
  }
  // One ffmpeg's player lies beside it.
  const command = /[\\/]/.test(ffmpeg.command)
    ? join(dirname(ffmpeg.command), Deno.build.os === "windows" ? "ffplay.exe" : "ffplay")
    : "ffplay";
  const args = [
    "-nostats",
    "-loglevel",
    "level+info",
    "-window_title",
    "Backdrop",
    "-fflags",
    "nobuffer",
    "-flags",
    "low_delay",
    "-framedrop",
    "-sync",
    "video",
    "-autoexit",
    ...rawInput(options, "-pixel_format"),
  ];
  return new ProgramOutput(command, args, options, (log) => {
    if (log === "missing") {
      return new Error(
        `Cannot open a preview: there is no '${command}', which comes with ffmpeg; -o out.mp4 ` +
          "writes a file",
      );
    }
    // The other code is that of a signal.
    if (CLOSED.includes(log.ended?.code ?? 1)) return new OutputClosed("the preview was closed");
    return new Error(`Cannot show a preview: ${log.reason ?? "ffplay has ended"}`);
  });
}

/** What ffplay exits with when its window is closed, or a signal ends it. */
const CLOSED = [0, 123];

/** Whether a window would be opened on no screen, where ffplay would play for nobody. */
function hasNoScreen(): boolean {
  const names = ["DISPLAY", "WAYLAND_DISPLAY"];
  if (Deno.build.os !== "linux") return false;
  const isKnown = names.every((variable) => isGranted({ name: "env", variable }));
  return isKnown && names.every((name) => !readEnvironment(name));
}

/**
 * Write to a virtual camera, which other programs read.
 *
 * @param device A device of v4l2loopback.
 * @param options What pictures come.
 */
export function openVirtualCamera(device: string, options: LiveOutputOptions): LiveOutput {
  const { ffmpeg } = options;
  const args = [
    "-nostdin",
    "-nostats",
    "-loglevel",
    "level+info",
    "-fflags",
    "nobuffer",
    ...rawInput(options, "-pix_fmt"),
    ...(ffmpeg.isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"]),
    // Each thread that copies would keep a picture back.
    "-threads",
    "1",
    "-pix_fmt",
    "yuv420p",
    "-f",
    "v4l2",
    device,
  ];
  return new ProgramOutput(ffmpeg.command, args, options, (log) => {
    const why = log === "missing" ? "there is no ffmpeg" : whyNotWritten(log.errors);
    return new Error(`Cannot write to '${device}': ${why}`);
  });
}

/**
 * Why a virtual camera takes nothing.
 *
 * @param errors What ffmpeg has said. The first one is the device's, and what follows says less.
 */
function whyNotWritten(errors: readonly string[]): string {
  switch (troubleOf({ errors })) {
    case "denied":
      return "permission is denied; may you use cameras? sudo usermod -aG video $USER, then log in anew";
    case "busy":
      return "another program writes to it, or reads it in another size";
    case "none":
      return `there is no such virtual camera: ${MAKE_VIRTUAL_CAMERA} makes one`;
    case "other":
      return errors.length === 0 ? "ffmpeg has ended" : `ffmpeg says "${errors[0]}"`;
  }
}

/** Pictures on standard input. */
function rawInput(size: Size, pixels: string): string[] {
  const look = ["-probesize", "32", "-analyzeduration", "0"];
  const kind = ["-f", "rawvideo", pixels, "yuv420p", "-video_size", sizeText(evenSize(size))];
  return [...look, ...kind, "-framerate", String(PLAYED_AT), "-i", "pipe:0"];
}

/** How a program has ended. */
interface Ended extends Pick<FfmpegLog, "errors" | "reason"> {
  readonly ended: Deno.CommandStatus | undefined;
}

const NOTHING = new Uint8Array();

/** A program that takes raw pictures from its standard input. */
class ProgramOutput implements LiveOutput {
  readonly frames: Sink<Frame> = {
    write: (frame) => this.#write((input) => input.writeFrame(NOTHING, frame)),
  };
  readonly layers: Sink<Layers> = {
    write: (layers) => this.#write((input) => input.writeComposite(NOTHING, layers)),
  };
  readonly #run: FfmpegRun;
  readonly #input: Promise<PictureInput>;
  readonly #errorOf: (log: Ended) => Error;

  constructor(
    command: string,
    args: readonly string[],
    options: LiveOutputOptions,
    errorOf: (log: Ended | "missing") => Error,
  ) {
    const { memory, signal } = options;
    this.#errorOf = errorOf;
    let child: Deno.ChildProcess;
    try {
      child = new Deno.Command(command, {
        args: [...args],
        stdin: "piped",
        stdout: "null",
        stderr: "piped",
        // Ctrl-C goes to the whole terminal group; the program is ours to end.
        detached: true,
        ...inWorkingFolder(),
      }).spawn();
    } catch (error) {
      throw error instanceof Deno.errors.NotFound ? errorOf("missing") : error;
    }
    this.#run = new FfmpegRun(child, [command, ...args], signal, false);
    this.#input = openPictureInput(this.#run, options, WEIGHTS, memory);
    // Whoever writes is told.
    this.#input.catch(() => {});
  }

  async #write(write: (input: PictureInput) => Promise<void>): Promise<void> {
    try {
      await write(await this.#input);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      const ended = await this.#run.ended();
      const { errors, reason } = this.#run.log;
      throw this.#errorOf({ errors, reason, ended });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#run.kill();
    await (await this.#input.catch(() => undefined))?.[Symbol.asyncDispose]();
    await this.#run[Symbol.asyncDispose]();
  }
}

/** A picture's header in a Y4M stream. */
const FRAME = new TextEncoder().encode("FRAME\n");

/** How long a reader that does not read may keep the end waiting, in milliseconds. */
const LAST_WAIT = 300;

/**
 * Write to a named pipe, as raw Y4M. While nobody reads it, pictures are thrown away; each reader gets a
 * stream of its own, from its header on.
 *
 * @param path The pipe.
 * @param options What pictures come.
 */
export function openPipeOutput(path: string, options: LiveOutputOptions): LiveOutput {
  return new PipeOutput(path, options);
}

class PipeOutput implements LiveOutput {
  readonly frames: Sink<Frame> = {
    write: (frame) => this.#write((input) => input.writeFrame(FRAME, frame)),
  };
  readonly layers: Sink<Layers> = {
    write: (layers) => this.#write((input) => input.writeComposite(FRAME, layers)),
  };
  readonly #path: string;
  readonly #options: LiveOutputOptions;
  #input: PictureInput | undefined;
  #opening: Promise<void> | undefined;
  #failure: unknown;
  #isOver = false;
  #drained: Promise<void> | undefined;
  readonly #closed = Promise.withResolvers<void>();
  readonly #onAbort = () => this.#letGo();

  constructor(path: string, options: LiveOutputOptions) {
    this.#path = path;
    this.#options = options;
    options.signal?.addEventListener("abort", this.#onAbort);
    this.#open();
  }

  /** Wait for a reader, while pictures go nowhere. */
  #open(): void {
    this.#opening = this.#openForReader().catch((error) => void (this.#failure = error))
      .finally(() => this.#opening = undefined);
  }

  async #openForReader(): Promise<void> {
    // Opening a pipe to write waits until somebody reads.
    const file = await Deno.open(onDisk(this.#path), { write: true });
    if (this.#isOver) return file.close();
    const pipe = { stdin: file.writable, stdinPath: onDisk(this.#path) };
    const input = await openPictureInput(pipe, this.#options, WEIGHTS, this.#options.memory);
    const { width, height } = evenSize(this.#options);
    const header = `YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg XCOLORRANGE=LIMITED\n`;
    // Whether the reader is still there, the first picture tells.
    input.writeBytes(new TextEncoder().encode(header)).catch(() => {});
    this.#input = input;
  }

  async #write(write: (input: PictureInput) => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const input = this.#input;
    if (input === undefined) return;
    try {
      await write(input);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      // The reader has gone: another one may come.
      this.#input = undefined;
      await input[Symbol.asyncDispose]();
      if (!this.#isOver) this.#open();
    }
  }

  /** Read what nobody else reads, so that whatever waits for a reader comes to its end. */
  #letGo(): void {
    this.#isOver = true;
    this.#drained ??= drain(this.#path, this.#closed.promise);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    if (this.#opening !== undefined) this.#letGo();
    await this.#opening;
    const timer = setTimeout(() => this.#letGo(), LAST_WAIT);
    await this.#input?.[Symbol.asyncDispose]();
    clearTimeout(timer);
    this.#closed.resolve();
    await this.#drained;
  }
}

/** Read a named pipe until some work has ended that waits for a reader. */
async function drain(path: string, work: Promise<void>): Promise<void> {
  // Opened both ways, it waits for nobody.
  const open = () => Deno.open(onDisk(path), { read: true, write: true });
  using reader = await open();
  const bytes = new Uint8Array(1 << 16);
  let isDone = false;
  const ended = work.then(async () => {
    isDone = true;
    // What it waits for last.
    using waker = await open();
    await waker.write(bytes.subarray(0, 1));
  });
  while (!isDone) await reader.read(bytes);
  await ended;
}
