import type { Size } from "../../raster/frame.ts";
import type { Ffmpeg, FfmpegRun } from "../ffmpeg/ffmpeg.ts";
import { createNonce, UNDESCRIBED_OUTPUT } from "../ffmpeg/log_arguments.ts";
import { frameLength, nativeFormat } from "../ffmpeg/decode/pixel_format.ts";
import type { PixelFormat } from "../threads/tutorial/picture_encoder.ts";
import {
  cameraAttempts,
  type CameraWishes,
  fileAsCamera,
  pipeAsCamera,
} from "./camera_arguments.ts";
import { CameraError, cameraError } from "./camera_error.ts";
import type { CameraName } from "./camera_name.ts";

/** What opens a camera. */
export interface OpenCameraOptions {
  readonly ffmpeg: Ffmpeg;
  /** What it is called in messages. */
  readonly label: string;
  readonly wishes: CameraWishes;
  /** The frames' sides where they are not the camera's own. */
  readonly size?: Size | undefined;
  /** Ends the opening, and the reading, by throwing its reason. */
  readonly signal: AbortSignal;
}

/** A picture as a camera gave it. */
export interface CameraPicture {
  /** How its bytes are to be read. */
  readonly format: PixelFormat;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A camera that gives pictures. */
export interface Camera extends Size, AsyncDisposable {
  /** Frames a second, as the camera tells. */
  readonly rate: number | undefined;
  /**
   * Wait for the next picture.
   *
   * @param spare A buffer that is needed no longer: it takes a later picture.
   * @returns It; nothing where the camera has gone.
   */
  read(spare?: ArrayBuffer): Promise<CameraPicture | undefined>;
}

/**
 * Open a camera, or what stands for one.
 *
 * @param name The camera; `first` is to be found before.
 * @param options How.
 * @returns The camera, which has given its first picture.
 * @throws {CameraError} If it gives none.
 */
export async function openCamera(
  name: Exclude<CameraName, { kind: "first" | "list" }>,
  options: OpenCameraOptions,
): Promise<Camera> {
  const attempts = name.kind === "device"
    ? cameraAttempts(name.device, options.wishes)
    : [name.kind === "file" ? fileAsCamera(name.path) : pipeAsCamera(name.path)];
  let failure: CameraError | undefined;
  for (const args of attempts) {
    const opening = await tryToOpen(args, options);
    if (!(opening instanceof CameraError)) return opening;
    failure = opening;
    // Asked for less, it would say the same.
    if (failure.trouble !== "other") break;
  }
  throw failure!;
}

async function tryToOpen(
  input: readonly string[],
  { ffmpeg, label, size, signal }: OpenCameraOptions,
): Promise<Camera | CameraError> {
  signal.throwIfAborted();
  const nonce = createNonce();
  // Without a second input, which would mark what can be believed: with two of them, ffmpeg looks
  // after each only a hundred times a second. All that is believed here is what the filter says.
  const args = [...input, ...outputArguments(size, nonce, ffmpeg.isOld)];
  const run = ffmpeg.start(args, signal, { nonce });
  try {
    await run.waitFor((log) => log.isDescribed);
    signal.throwIfAborted();
    const { frameSize } = run.log;
    const format = nativeFormat(run.log, true);
    if (frameSize === undefined || format === undefined) {
      await run.ended();
      return cameraError(label, run.log);
    }
    const { frameRate } = run.log;
    const rate = frameRate && frameRate.numerator / frameRate.denominator;
    return new FfmpegCamera(run, frameSize, format, rate, signal);
  } catch (error) {
    await run[Symbol.asyncDispose]();
    throw error;
  }
}

/** Whatever a camera gives, as YUV 4:2:0, each picture once and at once. */
function outputArguments(size: Size | undefined, nonce: string, isOld: boolean): string[] {
  const filters = [
    ...(size === undefined ? [] : [`scale=${size.width}:${size.height}:flags=area`]),
    "format=yuv420p|yuvj420p",
    `showinfo@${nonce}=checksum=0`,
  ];
  return [
    "-map",
    "0:V:0",
    ...UNDESCRIBED_OUTPUT,
    ...(isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"]),
    "-vf",
    filters.join(","),
    // Otherwise the end of a picture would wait for the next one, and each thread that copies keeps one.
    "-flush_packets",
    "1",
    "-threads",
    "1",
    "-f",
    "rawvideo",
    "pipe:1",
  ];
}

class FfmpegCamera implements Camera {
  readonly width: number;
  readonly height: number;
  readonly rate: number | undefined;
  readonly #run: FfmpegRun;
  readonly #format: PixelFormat;
  readonly #signal: AbortSignal;
  readonly #length: number;
  readonly #reader: ReadableStreamBYOBReader;
  readonly #spare: ArrayBuffer[] = [];

  constructor(
    run: FfmpegRun,
    { width, height }: Size,
    format: PixelFormat,
    rate: number | undefined,
    signal: AbortSignal,
  ) {
    this.#run = run;
    this.width = width;
    this.height = height;
    this.#format = format;
    this.rate = rate;
    this.#signal = signal;
    this.#length = frameLength(format, width, height);
    this.#reader = run.stdout.getReader({ mode: "byob" });
  }

  async read(spare?: ArrayBuffer): Promise<CameraPicture | undefined> {
    if (spare?.byteLength === this.#length) this.#spare.push(spare);
    const buffer = this.#spare.pop() ?? new ArrayBuffer(this.#length);
    const { value } = await this.#reader.read(new Uint8Array(buffer), { min: this.#length });
    this.#signal.throwIfAborted();
    // Nobody asks for the times that ffmpeg tells, of which each would be kept.
    while (this.#run.log.hasTime) this.#run.log.takeTime();
    if (value === undefined || value.length < this.#length) return undefined;
    return { format: this.#format, bytes: value };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#run.kill();
    await this.#reader.cancel().catch(() => {});
    await this.#run[Symbol.asyncDispose]();
  }
}
