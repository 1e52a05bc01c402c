import { dirname } from "node:path";
import { composite } from "../../../pixels/compose/composite.ts";
import { yuvBytes, yuvOfFrame, yuvWeights } from "../../../pixels/color/yuv_of_frame.ts";
import { createFrameBeside, createGrayBeside, release } from "../../../memory/beside.ts";
import { type KernelMemory, memoryOf } from "../../../memory/kernel_memory.ts";
import type { Layers } from "../../../pixels/compose/layers.ts";
import type { Sink } from "../../../pipeline/sink.ts";
import type { Frame, Gray, Size } from "../../../raster/frame.ts";
import { evenSize, withEvenSides } from "./even_sides.ts";
import type { FfmpegRun } from "../ffmpeg.ts";
import { encoderFailure, hasWriteError } from "./encoder_failure.ts";
import { createNonce, listeningArguments, withMark } from "../log_arguments.ts";
import type { Chapter } from "../ffmetadata.ts";
import { fileInfo } from "../../system/file_info.ts";
import { createGif } from "./create_gif.ts";
import { type HandingOn, handOn, STDOUT_NAME } from "./hand_on.ts";
import { openPictureInput } from "./open_picture_input.ts";
import type { PictureInput } from "./picture_stream.ts";
import { matroskaFrameHeader, matroskaHeader, type RawPixels } from "./matroska.ts";
import { checkVideo, nameVideo } from "./check_video.ts";
import { fileClock, heardTracks, knownSound, writtenChapters } from "./file_clock.ts";
import { hasHalfChroma, takesYuv, videoArguments } from "./video_arguments.ts";
import type { CreateVideoOptions, VideoSink } from "./video_sink.ts";
import { ThreadFailure } from "../../threads/thread_calls.ts";
import { makeFolder, makeWorkFolder } from "../../system/write_whole.ts";
import { onDisk } from "../../system/working_folder.ts";

/**
 * A video file that is written frame by frame, through ffmpeg, under a temporary
 * name until it is known to be whole.
 *
 * @param path The file's path; `undefined` for standard output, by way of `writeOut`.
 * @param options What to write, and how.
 * @returns The sink. Dispose of it: without `close` that leaves no file.
 * @throws {TypeError} If there is neither a path nor `writeOut`.
 * @throws {RangeError} If the container cannot hold the codec, or has no transparency.
 * @category Video files
 */
export function createVideo(path: string | undefined, options: CreateVideoOptions): VideoSink {
  if (path === undefined && options.writeOut === undefined) {
    throw new TypeError("Cannot write a video: it must have a path, or writeOut");
  }
  if (options.container !== "gif") return new FfmpegVideo(path, options);
  const { ffmpeg, width, height, frameRate, timescale, signal } = options;
  return createGif(path, options, (clip) =>
    new FfmpegVideo(clip, {
      ffmpeg,
      width,
      height,
      frameRate,
      timescale,
      signal,
      container: "mkv",
      isLossless: true,
    }, path ?? STDOUT_NAME));
}

/** Writes a picture behind its header. */
type WriteYuv = (input: PictureInput, header: Uint8Array<ArrayBuffer>) => Promise<void>;

/** Bytes of a pixel. */
const CHANNELS = { rgba: 4, gray: 1 } as const;

/** What the files say of their colours. */
const WEIGHTS = yuvWeights("bt709", false);

class FfmpegVideo implements VideoSink {
  readonly frames: Sink<Frame>;
  readonly composites: Sink<Layers>;
  readonly grays: Sink<Gray>;
  readonly #path: string | undefined;
  /** What it is called in messages. */
  readonly #name: string;
  readonly #options: CreateVideoOptions;
  /** The sides that the video will have. */
  readonly #size: Size;
  /** A folder of our own beside the file's place, where ffmpeg writes. */
  #folder: string | undefined;
  #run: FfmpegRun | undefined;
  #handingOn: HandingOn | undefined;
  #count = 0;
  #isFinished = false;
  /** The last composite, where it is not made as YUV at once. */
  #composite: Frame | undefined;
  /** The background that stays, and its YUV. */
  #behind: { readonly of: Frame; readonly yuv: Gray } | undefined;
  #starting: Promise<PictureInput> | undefined;
  #input: PictureInput | undefined;
  /** What the pictures' times count from. */
  #origin = 0;
  /** What of these times is the beginning of the file. */
  #beginning = 0;
  /** Whether pictures are turned into YUV 4:2:0 here, as the encoder wants them. */
  readonly #isYuv: boolean;
  /** The last picture with even sides. */
  #even: Uint8Array<ArrayBuffer> | undefined;

  constructor(
    path: string | undefined,
    options: CreateVideoOptions,
    name: string = path ?? STDOUT_NAME,
  ) {
    this.#path = path;
    this.#name = name;
    this.#options = options;
    this.#size = hasHalfChroma(options) ? evenSize(options) : options;
    this.#isYuv = takesYuv(options);
    this.frames = {
      write: (frame, _number, timestamp) =>
        this.#isYuv
          ? this.#writeYuv((input, header) => input.writeFrame(header, frame), frame, timestamp)
          : this.#writeBytes("rgba", () => this.#evened(frame.bitmap, 4), timestamp),
    };
    this.composites = {
      write: (layers, _number, timestamp) => {
        const { foreground, background, matte } = layers;
        if (!this.#isYuv) {
          return this.#writeBytes("rgba", () => {
            const out = this.#composite ??= createFrameBeside(foreground);
            return this.#evened(composite(foreground, background, matte, { out }).bitmap, 4);
          }, timestamp);
        }
        const behind = layers.isBackgroundStill ? this.#backgroundYuv(background) : undefined;
        const whole = { ...layers, backgroundYuv: behind };
        const write: WriteYuv = (input, header) => input.writeComposite(header, whole);
        return this.#writeYuv(write, foreground, timestamp);
      },
    };
    this.grays = {
      write: (gray, _number, timestamp) =>
        this.#writeBytes("gray", () => this.#evened(gray.data, 1), timestamp),
    };
  }

  /** A background that stays, as YUV, where it lies. */
  #backgroundYuv(background: Frame): Uint8Array {
    if (this.#behind?.of !== background) {
      release(this.#behind?.yuv);
      const yuv = createGrayBeside(background, { width: yuvBytes(background), height: 1 });
      yuvOfFrame(background, WEIGHTS, { out: yuv.data });
      this.#behind = { of: background, yuv };
    }
    return this.#behind.yuv.data;
  }

  /** Write a picture that becomes YUV; the memory of the first one is that of all. */
  async #writeYuv(write: WriteYuv, { bitmap }: Frame, timestamp: number): Promise<void> {
    const memory = this.#options.memory ?? memoryOf(bitmap);
    const length = yuvBytes(this.#size);
    await this.#write("yuv420p", memory, timestamp, (input) => {
      return write(input, this.#headerOf(timestamp, length));
    });
  }

  async #writeBytes(
    pixels: keyof typeof CHANNELS,
    bytesOf: () => Uint8Array<ArrayBuffer>,
    timestamp: number,
  ): Promise<void> {
    const { width, height } = this.#size;
    const length = CHANNELS[pixels] * width * height;
    await this.#write(pixels, undefined, timestamp, (input) => {
      return input.writePicture(this.#headerOf(timestamp, length), bytesOf);
    });
  }

  #headerOf(timestamp: number, length: number): Uint8Array<ArrayBuffer> {
    const time = Math.max(0, timestamp - this.#origin);
    return matroskaFrameHeader(time, length) as Uint8Array<ArrayBuffer>;
  }

  async #write(
    pixels: RawPixels,
    memory: KernelMemory | undefined,
    timestamp: number,
    write: (input: PictureInput) => Promise<void>,
  ): Promise<void> {
    this.#options.signal?.throwIfAborted();
    try {
      const input = await (this.#starting ??= this.#start(pixels, memory, timestamp));
      await this.#run!.patiently(write(input), "has taken no picture", () => this.#sign());
      this.#count++;
    } catch (error) {
      throw await this.#explain(error);
    }
  }

  #evened(
    { buffer, byteOffset, length }: Uint8Array | Uint8ClampedArray,
    channels: number,
  ): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, length);
    const { width, height } = this.#options;
    if (this.#size.width === width && this.#size.height === height) return bytes;
    return this.#even = withEvenSides(bytes, { width, height }, channels, this.#even);
  }

  async #start(
    pixels: RawPixels,
    memory: KernelMemory | undefined,
    timestamp: number,
  ): Promise<PictureInput> {
    const { ffmpeg, signal, end } = this.#options;
    const sound = await knownSound(this.#options);
    const { origin, beginning, cut } = fileClock(timestamp, sound, this.#options.origin);
    this.#origin = origin;
    this.#beginning = beginning;
    const start = {
      pixels,
      isOld: ffmpeg.isOld,
      sound,
      cut,
      end: end === undefined ? undefined : end - this.#beginning,
    };
    const nonce = createNonce();
    const target = await this.#makeTarget();
    const args = [
      ...withMark(videoArguments(target, start, this.#options), nonce),
      ...listeningArguments(heardTracks(sound)),
    ];
    this.#run = ffmpeg.start(args, signal, { stdin: "piped", nonce });
    if (this.#path === undefined) {
      this.#handingOn = handOn(this.#run, this.#options.writeOut!, signal);
    }
    const input = this.#input = await openPictureInput(
      this.#run,
      this.#options,
      WEIGHTS,
      memory,
    );
    const header = matroskaHeader(this.#size, pixels, this.#chapters());
    await input.writeBytes(header as Uint8Array<ArrayBuffer>);
    return input;
  }

  /** Where ffmpeg writes: a file in a folder that is made for it, or standard output. */
  async #makeTarget(): Promise<string> {
    if (this.#path === undefined) return "pipe:1";
    await makeFolder(dirname(this.#path));
    this.#folder = await makeWorkFolder(this.#path);
    return `${this.#folder}/video`;
  }

  /** The chapters, with times of the pictures. */
  #chapters(): Chapter[] {
    const { chapters = [] } = this.#options;
    return writtenChapters(chapters, { origin: this.#origin, beginning: this.#beginning });
  }

  /** What ffmpeg has to say, where all that we know is that its pipe broke. */
  async #explain(error: unknown): Promise<unknown> {
    const { signal, container, names } = this.#options;
    if (signal?.aborted) return signal.reason;
    const run = this.#run;
    // A picture that cannot be taken is no failure of ffmpeg's.
    const isOurs = error instanceof RangeError || error instanceof ThreadFailure;
    if (run === undefined || isOurs) return error;
    // If nothing is wrong with it, it waits for the next one.
    await this.#input?.close().catch(() => {});
    const status = await run.ended();
    if (status.success && run.log.errors.length === 0) return error;
    if (this.#handingOn?.failure !== undefined) return this.#handingOn.failure;
    const encoding = { what: this.#name, hidden: this.#folder, container, names };
    return encoderFailure(run, status, encoding);
  }

  /** What changes as long as ffmpeg writes: how much, and when last. */
  #sign(): string | number {
    if (this.#folder === undefined) return this.#handingOn?.sign ?? 0;
    const info = fileInfo(`${this.#folder}/video`);
    return `${info?.size} ${info?.mtime?.getTime()}`;
  }

  async finish(): Promise<void> {
    const run = this.#run;
    if (run === undefined || this.#isFinished) return;
    const { signal, container } = this.#options;
    try {
      const ended = this.#input!.close().then(() => run.ended());
      const { code } = await run.patiently(ended, "has not ended", () => this.#sign());
      await this.#handingOn?.done;
      if (code !== 0 || (this.#folder && hasWriteError(run.log.errors, this.#folder))) {
        throw new Error("ffmpeg failed");
      }
    } catch (error) {
      throw await this.#explain(error);
    }
    signal?.throwIfAborted();
    if (this.#path !== undefined) {
      await checkVideo(`${this.#folder}/video`, this.#path, { container, frames: this.#count });
    }
    this.#isFinished = true;
  }

  async close(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    await this.finish();
    this.#options.signal?.throwIfAborted();
    if (this.#path !== undefined) await nameVideo(`${this.#folder}/video`, this.#path);
    const { sound, onNotice } = this.#options;
    if (sound && run.log.isSoundDamaged) {
      onNotice?.(`the sound of '${sound.path}' is damaged: parts of it are missing or noise`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Who waits for a program that takes nothing would wait for ever.
    this.#run?.kill();
    await this.#starting?.catch(() => {});
    await this.#input?.[Symbol.asyncDispose]();
    release(this.#composite, this.#behind?.yuv);
    this.#composite = this.#behind = undefined;
    await this.#run?.[Symbol.asyncDispose]();
    await this.#handingOn?.done.catch(() => {});
    if (this.#folder === undefined) return;
    await Deno.remove(onDisk(this.#folder), { recursive: true }).catch(() => {});
  }
}
