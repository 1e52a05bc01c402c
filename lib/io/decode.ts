import { DamagedMediaError, UnsupportedMediaError } from "../errors.ts";
import type { FrameSource } from "../pipeline.ts";
import type { Size } from "../raster.ts";
import type { PixelFormat } from "../simd/picture_encoder.ts";
import type { Ffmpeg, FfmpegRun } from "./ffmpeg.ts";
import type { Fraction } from "./ffmpeg_log.ts";
import { frameLength, nativeFormat } from "./pixel_format.ts";
import { assertVideoFormat } from "./playlist.ts";
import { findInput, type VideoInput } from "./video_input.ts";

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
  /** Where to begin, in seconds: earlier frames are neither handed out nor numbered. */
  start?: number | undefined;
  /** Whether http and https addresses may be opened. */
  allowNetwork?: boolean;
  /** How many seconds to read. */
  duration?: number | undefined;
  /** Frames a second, dropped or repeated to that rate; each once as it is if left out. */
  fps?: number | undefined;
  /** The frames' sides, area-resized; as they are if left out. */
  size?: Size | undefined;
  /**
   * Whether colours are converted without the shortcuts that OpenCV takes: nearer by
   * half a level, and with chroma interpolated, but not OpenCV's pixels.
   *
   * @default {false}
   */
  isAccurate?: boolean;
  /** Told in one line what is done to the video beyond decoding. */
  onNotice?: (notice: string) => void;
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
 * @param path What {@linkcode findInput} understands: a path, numbered pictures, a folder, …
 * @param options The ffmpeg, and where to start.
 * @returns The frames; dispose of them, that ends ffmpeg. They can be read once.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {UnsupportedMediaError} If the file is no video, or a playlist.
 * @throws {FfmpegError} If ffmpeg cannot be started, or fails.
 */
export async function openVideo(path: string, options: OpenVideoOptions): Promise<VideoSource> {
  return framesOf(await openRawVideo(path, { ...options, isNative: false }));
}

/** RGBA frames out of their bytes. */
export function framesOf(video: RawVideo): VideoSource {
  const { width, height } = video;
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
      // The one buffer of the whole video goes to the stream and comes back full.
      let buffer = new ArrayBuffer(video.frameBytes);
      for (let number = video.firstFrame;; number++) {
        const bytes = await video.read(buffer);
        if (bytes.length < video.frameBytes) {
          await video.assertGoodEnd(number - video.firstFrame, bytes.length);
          return;
        }
        buffer = bytes.buffer;
        const timestamp = await video.time(number);
        yield { number, timestamp, width, height, bitmap: new Uint8ClampedArray(buffer) };
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

/** Options of {@linkcode openRawVideo}. */
export interface OpenRawVideoOptions extends OpenVideoOptions {
  /** Whether HDR is to be brought into a screen's range: learned by opening it. */
  isToneMapped?: boolean;
  /** The decoder of a video with alpha: learned by opening it. */
  decoder?: string | undefined;
  /** Whether frames may come in the video's own pixel format, where we know it: see `format`. */
  isNative: boolean;
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
  return new StartingVideo(input, options);
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
    const { ffmpeg, signal, isNative } = this.#options;
    try {
      await run.waitFor((log) => log.frameSize !== undefined);
      signal?.throwIfAborted();
      const { log } = run;
      assertVideoFormat(path, log.format);
      const special = this.#specialNeeds();
      if (special !== undefined) {
        await run[Symbol.asyncDispose]();
        return await new StartingVideo(this.input, { ...this.#options, ...special }).open();
      }
      if (log.frameSize !== undefined) {
        const format = nativeFormat(log);
        if (format !== undefined) {
          return new RawVideo(path, run, log.frameSize, format, this.#options);
        }
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
    // Again, in another way: for an older ffmpeg, or as RGBA.
    const isUnknownFormat = run.log.frameSize !== undefined;
    await run[Symbol.asyncDispose]();
    const options = { ...this.#options, isNative: isNative && !isUnknownFormat };
    return await new StartingVideo(this.input, options).open();
  }

  /** What else to tell ffmpeg now that it has told what the file is. */
  #specialNeeds(): Partial<OpenRawVideoOptions> | undefined {
    const { log } = this.#run;
    const { isToneMapped, decoder, onNotice } = this.#options;
    if (log.frameSize === undefined || this.input.isStdin) return undefined;
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

function decodeArguments(input: VideoInput, options: OpenRawVideoOptions): string[] {
  const { ffmpeg, isNative, isAccurate = false, start, duration, decoder } = options;
  const filters = videoFilters(options);
  return [
    ...(decoder === undefined ? [] : ["-c:v", decoder]),
    ...(start === undefined ? [] : ["-ss", String(start)]),
    ...(duration === undefined ? [] : ["-t", String(duration)]),
    ...input.args,
    ...["-map", "0:V:0", "-map_metadata", "-1"],
    ...(ffmpeg.isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"]),
    ...(filters.length > 0 ? ["-vf", filters.join(",")] : []),
    ...(isAccurate ? ["-sws_flags", "accurate_rnd+full_chroma_int+full_chroma_inp"] : []),
    ...["-f", "rawvideo"],
    ...(isNative ? [] : ["-pix_fmt", "rgba"]),
    "pipe:1",
  ];
}

/** HDR to BT.709: a hundred nits are white, and what is brighter is pressed together. */
const TONE_MAP = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709," +
  "tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv444p";

function videoFilters(options: OpenRawVideoOptions) {
  const { ffmpeg, firstFrame = 1, isNative, isToneMapped, fps, size } = options;
  return [
    ...(fps === undefined ? [] : [`fps=${fps}`]),
    ...(firstFrame > 1 ? [`select=gte(n\\,${firstFrame - 1})`] : []),
    ...(isToneMapped ? [TONE_MAP] : []),
    ...(size === undefined ? [] : [`scale=${size.width}:${size.height}:flags=area`]),
    // Tells each frame's time, which raw output has no place for. Checksums cost time.
    ...(isNative ? [] : [ffmpeg.isOld ? "showinfo" : "showinfo=checksum=0"]),
  ];
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

/** Frames from a running ffmpeg, as bytes. */
export class RawVideo implements AsyncDisposable {
  /** In pixels, after rotation. */
  readonly width: number;
  /** In pixels, after rotation. */
  readonly height: number;
  /** How a frame's bytes are to be read. */
  readonly format: PixelFormat;
  /** How many bytes a frame has. */
  readonly frameBytes: number;
  /** The number of the first frame that is read. */
  readonly firstFrame: number;
  readonly #path: string;
  readonly #run: FfmpegRun;
  readonly #signal: AbortSignal | undefined;
  #reader: ReadableStreamBYOBReader | undefined;
  #lastTime = -Infinity;

  constructor(
    path: string,
    run: FfmpegRun,
    { width, height }: Size,
    format: PixelFormat,
    { firstFrame = 1, signal }: OpenVideoOptions,
  ) {
    this.width = width;
    this.height = height;
    this.format = format;
    this.frameBytes = frameLength(format, width, height);
    this.firstFrame = firstFrame;
    this.#path = path;
    this.#run = run;
    this.#signal = signal;
  }

  /** About how many frames the whole video has, if its header tells. */
  get frameCount(): number | undefined {
    return this.#run.log.frameCount;
  }

  /** Frames a second, if they come at one rate. */
  get frameRate(): Fraction | undefined {
    return this.#run.log.frameRate;
  }

  /** Ticks a second of the frames' clock. */
  get timescale(): number | undefined {
    return this.#run.log.timeBase?.denominator;
  }

  /** Codecs of the file's sound. */
  get audioCodecs(): readonly string[] {
    return this.#run.log.audioCodecs;
  }

  /**
   * When the frame that was read last is shown. To be asked once for each, if at all.
   *
   * @param number Its number.
   * @returns Seconds; where the file does not say, as for a rate of 25.
   */
  async time(number: number): Promise<number> {
    await this.#run.waitFor((log) => log.hasTime);
    const { log } = this.#run;
    const { numerator, denominator } = log.frameRate ?? { numerator: 25, denominator: 1 };
    const time = log.takeTime() ?? (number - this.firstFrame) * denominator / numerator;
    // A clock that stands still or goes back is pushed on by a microsecond.
    this.#lastTime = Math.max(time, this.#lastTime + 1e-6, 0);
    return this.#lastTime;
  }

  /**
   * Under which name any thread can read the bytes, instead of {@linkcode read}: blocking,
   * without Deno's stream in between. `undefined` where the system has no such name, or
   * Deno may not use it.
   */
  get pipe(): string | undefined {
    return this.#run.stdoutPath;
  }

  /**
   * Read the next frame.
   *
   * @param buffer Takes the bytes, {@linkcode frameBytes} of them; it is detached.
   * @returns The bytes in the same memory: fewer at the end, then ask {@linkcode assertGoodEnd}.
   */
  async read(buffer: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    this.#reader ??= this.#run.stdout.getReader({ mode: "byob" });
    const { value } = await this.#reader.read(new Uint8Array(buffer), { min: this.frameBytes });
    this.#signal?.throwIfAborted();
    return value ?? new Uint8Array();
  }

  /**
   * Ask, at the end, whether that was all: ffmpeg ends well even where the file is
   * damaged, so its words count as much as its code.
   *
   * @param framesRead How many frames were read.
   * @param bytesLeft How many bytes came behind them.
   * @throws {DamagedMediaError} If ffmpeg has complained of the file.
   * @throws {FfmpegError} If ffmpeg failed.
   */
  async assertGoodEnd(framesRead: number, bytesLeft: number): Promise<void> {
    const { code, signal } = await this.#run.ended();
    const { reason } = this.#run.log;
    if (signal !== null) {
      throw this.#run.error(
        `Cannot go on reading '${this.#path}': ffmpeg was killed (${signal})`,
        code,
      );
    }
    if (reason !== undefined) {
      const count = this.firstFrame - 1 + framesRead;
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

  /** End ffmpeg now, whoever may be reading. */
  stop(): void {
    this.#run.kill();
  }

  /** End ffmpeg. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader?.cancel().catch(() => {});
    await this.#run[Symbol.asyncDispose]();
  }
}
