import { UnsupportedMediaError } from "../errors.ts";
import type { FrameSource } from "../pipeline.ts";
import { type Pixels, plainPixels } from "../simd/pixels.ts";
import {
  decodeArguments,
  type OpenRawVideoOptions,
  type OpenVideoOptions,
} from "./decode_arguments.ts";
import type { FfmpegRun } from "./ffmpeg.ts";
import type { Fraction } from "./ffmpeg_log.ts";
import { nativeFormat } from "./pixel_format.ts";
import { assertVideoFormat } from "./playlist.ts";
import { RawVideo } from "./raw_video.ts";
import { findInput, STDIN_NAME, type VideoInput } from "./video_input.ts";

export type { OpenRawVideoOptions, OpenVideoOptions };

/**
 * Open a video file for reading frame by frame.
 *
 * Every frame comes once, at whatever rate, turned upright, as RGBA. One frame
 * is in memory at a time, however long the video. Of several video streams the
 * first that is not a cover picture is read.
 *
 * @param path What {@linkcode findInput} understands: a path, numbered pictures, a folder, …
 * @param options The ffmpeg, and where to start.
 * @returns The frames; dispose of them, that ends ffmpeg. They can be read once.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {UnsupportedMediaError} If the file is no video, or a playlist.
 * @throws {FfmpegError} If ffmpeg cannot be started, or fails.
 */
export async function openVideo(path: string, options: OpenVideoOptions): Promise<VideoSource> {
  return framesOf(await openRawVideo(path, { ...options, isNative: false }), options.pixels);
}

/**
 * RGBA frames out of their bytes.
 *
 * @param video The bytes.
 * @param pixels Who converts them, if they are YUV.
 */
export function framesOf(video: RawVideo, pixels: Pixels = plainPixels): VideoSource {
  const { width, height, every, format } = video;
  return {
    width,
    height,
    get frameCount() {
      return video.frameCount;
    },
    get frameRate() {
      return video.frameRate;
    },
    get timescale() {
      return video.timescale;
    },
    get audioCodecs() {
      return video.audioCodecs;
    },
    async *[Symbol.asyncIterator]() {
      const converted = format === "rgba" ? undefined : pixels.createFrame(width, height);
      using _ = { [Symbol.dispose]: () => converted && pixels.free(converted) };
      // The one buffer of the whole video goes to the stream and comes back full.
      let buffer = new ArrayBuffer(video.frameBytes);
      for (let count = 0;; count++) {
        const number = video.firstFrame + count * every;
        const bytes = await video.read(buffer);
        if (bytes.length < video.frameBytes) {
          await video.assertGoodEnd(count, bytes.length);
          return;
        }
        buffer = bytes.buffer;
        const timestamp = await video.time(number);
        const bitmap = converted === undefined || format === "rgba"
          ? new Uint8ClampedArray(buffer)
          : pixels.frameOfYuvCubic(bytes, video, format.yuv420p, { out: converted }).bitmap;
        yield { number, timestamp, width, height, bitmap };
      }
    },
    [Symbol.asyncDispose]: () => video[Symbol.asyncDispose](),
  };
}

/** Frames of a video file, and what else is known of it. */
export interface VideoSource extends FrameSource {
  /** Frames a second, if they come at one rate. */
  readonly frameRate: Fraction | undefined;
  /** Ticks a second of the frames' clock. */
  readonly timescale: number | undefined;
  /** Codecs of its sound, in order. */
  readonly audioCodecs: readonly string[];
}

/** As {@linkcode openVideo}, for frames as bytes. */
export async function openRawVideo(path: string, options: OpenRawVideoOptions): Promise<RawVideo> {
  return await (await startRawVideo(path, options)).open();
}

/**
 * The first half of {@linkcode openRawVideo}: ffmpeg runs when it returns, and much
 * else can be done until it has opened the file.
 */
export async function startRawVideo(
  path: string,
  options: OpenRawVideoOptions,
): Promise<StartingVideo> {
  const input = await findInput(path, { pictureRate: options.fps, ...options });
  // Another format may need another run, and what a pipe has given is gone.
  const isNative = (options.isNative || isConvertible(options)) && !input.isStdin;
  return new StartingVideo(input, { ...options, isNative });
}

/** Whether frames may come as YUV, since they can be converted here, to the same colours. */
function isConvertible({ isAccurate, pixels, size }: OpenVideoOptions): boolean {
  return isAccurate === true && pixels?.isSimd === true && size === undefined;
}

/** A video that ffmpeg is opening. */
export class StartingVideo implements AsyncDisposable {
  /** Where the video comes from. */
  readonly input: VideoInput;
  readonly #options: OpenRawVideoOptions;
  /** As it is now: another opening may learn meanwhile that this ffmpeg is old. */
  readonly #isOld: boolean;
  readonly #run: FfmpegRun;
  #opening: Promise<RawVideo> | undefined;

  /**
   * Start ffmpeg.
   *
   * @param input Where the video comes from.
   * @param options The ffmpeg, and where to start.
   */
  constructor(input: VideoInput, options: OpenRawVideoOptions) {
    const { ffmpeg, signal } = options;
    signal?.throwIfAborted();
    this.input = input;
    this.#options = options;
    this.#isOld = ffmpeg.isOld;
    this.#run = ffmpeg.start(decodeArguments(input, options), signal, {
      stdin: input.isStdin ? "inherit" : "null",
    });
  }

  /** Wait until the size of the frames is known. */
  open(): Promise<RawVideo> {
    return this.#opening ??= this.#open();
  }

  async #open(): Promise<RawVideo> {
    const path = this.input.name;
    const run = this.#run;
    const { log } = run;
    const { ffmpeg, signal } = this.#options;
    let changes: Partial<OpenRawVideoOptions> = {};
    try {
      await run.waitFor((log) => log.frameSize !== undefined);
      signal?.throwIfAborted();
      assertVideoFormat(path, log.format);
      if (log.frameSize !== undefined) {
        const format = nativeFormat(log, this.#options.isAccurate);
        const special = this.#specialNeeds();
        if (special === undefined && format !== undefined) {
          return new RawVideo(path, run, log.frameSize, format, this.#options);
        }
        changes = special ?? { isNative: false };
      } else {
        const { code } = await run.ended();
        const rejectsFpsMode = log.errors.some((error) => error.includes("'fps_mode'"));
        if (!rejectsFpsMode || this.#isOld) throw openError(path, run, code);
        ffmpeg.isOld = true;
      }
    } catch (error) {
      await run[Symbol.asyncDispose]();
      throw error;
    }
    // Again, in another way.
    await run[Symbol.asyncDispose]();
    return await new StartingVideo(this.input, { ...this.#options, ...changes }).open();
  }

  /** What to tell ffmpeg besides, now that it has told what the file is. */
  #specialNeeds(): Partial<OpenRawVideoOptions> | undefined {
    const { log } = this.#run;
    const { isToneMapped, decoder, onNotice } = this.#options;
    if (this.input.isStdin) return undefined;
    if (log.isHdr && !isToneMapped) {
      onNotice?.(`'${this.input.name}' is HDR: its light is mapped into a screen's range`);
      return { isToneMapped: true, isNative: false };
    }
    if (log.vpxAlpha !== undefined && decoder === undefined) return { decoder: log.vpxAlpha };
    return undefined;
  }

  /** End ffmpeg, also if it has opened the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    const video = await this.#opening?.catch(() => undefined);
    await video?.[Symbol.asyncDispose]();
    await this.#run[Symbol.asyncDispose]();
  }
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
  if (
    path === STDIN_NAME && errors.some((error) => /Invalid data|partial file|stream 0/.test(error))
  ) {
    return new UnsupportedMediaError(
      `Cannot read ${path}: it is no video that ffmpeg knows, or an mp4 with its index at the ` +
        "end, which can be read from a file only",
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
