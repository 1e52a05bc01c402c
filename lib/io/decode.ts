import { DamagedMediaError, UnsupportedMediaError } from "../errors.ts";
import type { FrameSource } from "../pipeline.ts";
import type { NumberedFrame, Size } from "../raster.ts";
import type { Ffmpeg, FfmpegRun } from "./ffmpeg.ts";
import { assertReadableFile } from "./input_file.ts";
import { assertNoPlaylist, assertVideoFormat } from "./playlist.ts";

/** Options of {@linkcode openVideo}. */
export interface OpenVideoOptions {
  /** The ffmpeg to decode with. */
  ffmpeg: Ffmpeg;
  /**
   * The number of the first frame wanted, at least 1. Earlier ones are decoded,
   * for the numbers' sake, but not handed out.
   *
   * @default {1}
   */
  firstFrame?: number;
  /** Ends ffmpeg, and the reading by throwing the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Open a video file for reading frame by frame.
 *
 * Every frame comes once, at whatever rate, turned upright, as RGBA. One frame
 * is in memory at a time, however long the video. Of several video streams the
 * first that is not a cover picture is read.
 *
 * @param path The video's path; never taken as a URL or a pattern.
 * @param options The ffmpeg, and where to start.
 * @returns The frames; dispose of them, that ends ffmpeg. They can be read once.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {UnsupportedMediaError} If the file is no video, or a playlist.
 * @throws {FfmpegError} If ffmpeg cannot be started, or fails.
 */
export async function openVideo(path: string, options: OpenVideoOptions): Promise<FrameSource> {
  const { ffmpeg, firstFrame = 1, signal } = options;
  await assertReadableFile(path, "video");
  await assertNoPlaylist(path);
  signal?.throwIfAborted();
  const run = ffmpeg.start(decodeArguments(path, firstFrame, ffmpeg.isOld), signal);
  try {
    await run.waitFor((log) => log.frameSize !== undefined);
    signal?.throwIfAborted();
    const { log } = run;
    assertVideoFormat(path, log.format);
    if (log.frameSize !== undefined) {
      return new FfmpegFrames(path, run, log.frameSize, firstFrame, signal);
    }
    const { code } = await run.ended();
    const rejectsFpsMode = log.errors.some((error) => error.includes("'fps_mode'"));
    if (!rejectsFpsMode || ffmpeg.isOld) throw openError(path, run, code);
  } catch (error) {
    await run[Symbol.asyncDispose]();
    throw error;
  }
  await run[Symbol.asyncDispose]();
  ffmpeg.isOld = true;
  return await openVideo(path, options);
}

function decodeArguments(path: string, firstFrame: number, isOld: boolean): string[] {
  return [
    "-protocol_whitelist",
    "file,pipe",
    ...literalName(path),
    "-i",
    `file:${path}`,
    "-map",
    "0:V:0",
    "-map_metadata",
    "-1",
    ...(isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"]),
    ...(firstFrame > 1 ? ["-vf", `select=gte(n\\,${firstFrame - 1})`] : []),
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgba",
    "pipe:1",
  ];
}

/** To ffmpeg, `%d` and the like in a picture's name stand for the numbered pictures beside it. */
function literalName(path: string): string[] {
  if (!/%(\d*d|[*?[{])/.test(path)) return [];
  if (/\.gif$/i.test(path)) return ["-f", "gif"];
  const isPicture = /\.(bmp|dpx|exr|jpe?g|p[bgnp]m|pcx|png|svg|tga|tiff?|webp)$/i.test(path);
  return isPicture ? ["-f", "image2", "-pattern_type", "none"] : [];
}

function openError(path: string, run: FfmpegRun, exitCode: number): Error {
  const { reason, errors } = run.log;
  if (errors.some((error) => error.includes("matches no streams"))) {
    return new UnsupportedMediaError(
      `Cannot read '${path}': it has no video, only sound or a cover`,
    );
  }
  // The playlists that assertNoPlaylist() did not know.
  if (errors.some((error) => /Unsafe file name|not (in|on) (the )?whitelist/i.test(error))) {
    return new UnsupportedMediaError(`Cannot read '${path}': it asks for other files`);
  }
  if (errors.some((error) => error.includes("moov atom not found"))) {
    return new UnsupportedMediaError(
      `Cannot read '${path}': it is no video, or one that breaks off before its index (moov atom)`,
    );
  }
  if (errors.some((error) => /Invalid data|Unknown format/.test(error))) {
    return new UnsupportedMediaError(`Cannot read '${path}': it is no video that ffmpeg knows`);
  }
  const why = reason !== undefined
    ? `ffmpeg says "${reason}"`
    : run.log.version === undefined
    ? `'${run.command[0]}' does not answer as ffmpeg does`
    : `ffmpeg ended with exit code ${exitCode}`;
  return run.error(`Cannot read '${path}': ${why}`, exitCode);
}

/** Frames from a running ffmpeg. */
class FfmpegFrames implements FrameSource {
  readonly width: number;
  readonly height: number;
  readonly #path: string;
  readonly #run: FfmpegRun;
  readonly #firstFrame: number;
  readonly #signal: AbortSignal | undefined;
  readonly #reader: ReadableStreamBYOBReader;

  constructor(
    path: string,
    run: FfmpegRun,
    size: Size,
    firstFrame: number,
    signal: AbortSignal | undefined,
  ) {
    this.width = size.width;
    this.height = size.height;
    this.#path = path;
    this.#run = run;
    this.#firstFrame = firstFrame;
    this.#signal = signal;
    this.#reader = run.stdout.getReader({ mode: "byob" });
  }

  get frameCount(): number | undefined {
    return this.#run.log.frameCount;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<NumberedFrame, void, void> {
    const { width, height } = this;
    const byteLength = 4 * width * height;
    // The one buffer of the whole video goes to the stream and comes back full.
    let buffer = new ArrayBuffer(byteLength);
    for (let number = this.#firstFrame;; number++) {
      const { value } = await this.#reader.read(new Uint8Array(buffer), { min: byteLength });
      this.#signal?.throwIfAborted();
      if (value === undefined || value.length < byteLength) {
        return await this.#assertGoodEnd(number - this.#firstFrame, value?.length ?? 0);
      }
      yield { number, width, height, bitmap: new Uint8ClampedArray(value.buffer) };
      buffer = value.buffer;
    }
  }

  /** ffmpeg ends well even where the file is damaged, so its words count as much as its code. */
  async #assertGoodEnd(framesRead: number, bytesLeft: number): Promise<void> {
    const { code, signal } = await this.#run.ended();
    const { reason } = this.#run.log;
    if (signal !== null) {
      throw this.#run.error(
        `Cannot go on reading '${this.#path}': ffmpeg was killed (${signal})`,
        code,
      );
    }
    if (reason !== undefined) {
      const count = this.#firstFrame - 1 + framesRead;
      const readable = framesRead === 0 && count > 0
        ? `at most ${count} frames could be read`
        : `${count} ${count === 1 ? "frame" : "frames"} could be read`;
      throw new DamagedMediaError(
        `'${this.#path}' is damaged: ${readable}; ffmpeg said "${reason}"`,
      );
    }
    if (code !== 0 || bytesLeft > 0) {
      throw this.#run.error(
        `Cannot go on reading '${this.#path}': ffmpeg ended with exit code ${code}`,
        code,
      );
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel().catch(() => {});
    await this.#run[Symbol.asyncDispose]();
  }
}
