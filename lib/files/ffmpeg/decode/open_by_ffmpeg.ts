import type { FrameSource } from "../../../pipeline/sink.ts";
import type { Size, TimedFrame } from "../../../raster/frame.ts";
import type { PixelFormat } from "../../threads/tutorial/picture_encoder.ts";
import { frameOfYuvCubic } from "../../../pixels/color/frame_of_yuv_cubic.ts";
import { FrameStore, type LentFrame } from "../../../memory/frame_store.ts";
import type { Beginning } from "../probe/judge_complaints.ts";
import {
  decodeArguments,
  isCounted,
  leadOf,
  type LearnedOptions,
  LONGEST_PIXEL,
  type OpenRawVideoOptions,
  type OpenVideoOptions,
  type Seek,
  WORTH_SEEKING,
} from "./decode_arguments.ts";
import type { FfmpegRun } from "../ffmpeg.ts";
import { isIndexLast } from "../probe/file_head.ts";
import type { Fraction } from "../ffmpeg_log.ts";
import { createNonce } from "../log_arguments.ts";
import { openError } from "./open_error.ts";
import { findBeginning, lacksPictures, measureDuration } from "../probe/packet_list.ts";
import { nativeFormat } from "./pixel_format.ts";
import { assertNoPlaylistWords } from "./playlist.ts";
import { type RawFrames, RawVideo } from "./raw_video.ts";
import { StdinReplay } from "./stdin_replay.ts";
import { findInput, headTraits, type VideoInput } from "./video_input.ts";

export type { OpenRawVideoOptions, OpenVideoOptions };

/**
 * Open a video file by ffmpeg, whatever it is: {@linkcode openVideo} of open_video.ts reads
 * pictures better.
 *
 * @param path What {@linkcode findInput} understands.
 * @param options The ffmpeg, and where to start.
 * @returns The frames; dispose of them.
 * @throws As openVideo does.
 */
export async function openByFfmpeg(path: string, options: OpenVideoOptions): Promise<VideoSource> {
  return framesOf(
    await openRawVideo(path, { ...options, isNative: false }),
    options.store,
  );
}

/**
 * RGBA frames out of their bytes.
 *
 * @param video The bytes.
 * @param store Where they are put.
 */
export function framesOf(
  video: RawFrames,
  store: FrameStore = new FrameStore(undefined),
): VideoSource {
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
    [Symbol.asyncIterator]: () => readFrames(video, store),
    [Symbol.asyncDispose]: () => video[Symbol.asyncDispose](),
  };
}

async function* readFrames(video: RawFrames, store: FrameStore): AsyncGenerator<LentVideoFrame> {
  const { width, height, format } = video;
  using yuv = format === "rgba"
    ? undefined
    : store.takeGray({ width: video.frameBytes, height: 1 });
  for await (const { number, timestamp, bytes } of picturesOf(video)) {
    using stored = store.takeFrame(video);
    const { bitmap } = stored;
    if (format === "rgba") bitmap.set(bytes);
    else {
      yuv!.data.set(bytes);
      frameOfYuvCubic(yuv!.data, video, format.yuv420p, { out: stored });
    }
    yield { number, timestamp, width, height, bitmap, stored };
  }
}

/** What {@linkcode picturesOf} reads, whatever a picture's bytes mean. */
type RawPictures = Omit<RawFrames, "format">;

/** A picture as bytes, lent until the next one is asked for. */
interface RawPicture {
  readonly number: number;
  /** Seconds. */
  readonly timestamp: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The pictures of a video as bytes. While somebody works on one, the next one is read.
 *
 * @param video The video.
 * @throws As `assertGoodEnd` does, at the end.
 */
export async function* picturesOf(video: RawPictures): AsyncGenerator<RawPicture, void, void> {
  // Two buffers for the whole video, each goes to the stream and comes back full.
  let spare = new ArrayBuffer(video.frameBytes);
  let next = readAhead(video, new ArrayBuffer(video.frameBytes));
  for (let count = 0;; count++) {
    const number = video.firstFrame + count * video.every;
    const bytes = await next;
    if (bytes.length < video.frameBytes) {
      await video.assertGoodEnd(count, bytes.length);
      return;
    }
    const timestamp = await video.time(number);
    next = readAhead(video, spare);
    spare = bytes.buffer;
    yield { number, timestamp, bytes };
  }
}

/** Read what somebody may want: who waits for it is told of its failure. */
function readAhead(video: RawPictures, buffer: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
  const reading = video.read(buffer);
  reading.catch(() => {});
  return reading;
}

/** A frame that can be retained. */
type LentVideoFrame = TimedFrame & LentFrame;

/**
 * Frames of a video file, and what else is known of it.
 *
 * @category Video files
 */
export interface VideoSource extends FrameSource {
  /** Frames a second, if they come at one rate. */
  readonly frameRate: Fraction | undefined;
  /** Ticks a second of the frames' clock. */
  readonly timescale: number | undefined;
  /** Codecs of its sound, in order. */
  readonly audioCodecs: readonly string[];
}

/**
 * Open a video for its brightness alone, in 16 bits, little-endian.
 *
 * @param path What {@linkcode findInput} understands.
 * @param options The ffmpeg, and where to start.
 * @throws As openVideo does.
 */
export async function openGray16Video(
  path: string,
  options: OpenVideoOptions,
): Promise<RawVideo<"gray16le">> {
  const input = await findInput(path, { pictureRate: options.fps, ...options });
  const how = { ...options, isNative: false, isGray16: true, isToneMapped: false };
  const seek = await seekFor(input, options);
  return await new StartingVideo<"gray16le">(input, { ...how, seek }).open();
}

/** As {@linkcode openByFfmpeg}, for frames as bytes. */
export async function openRawVideo(path: string, options: OpenRawVideoOptions): Promise<RawVideo> {
  return await (await startByFfmpeg(path, options)).open();
}

/**
 * The first half of {@linkcode openRawVideo}: ffmpeg runs when it returns, and much
 * else can be done until it has opened the file.
 */
async function startByFfmpeg(
  path: string,
  options: OpenRawVideoOptions,
): Promise<StartingVideo> {
  return await startInput(
    await findInput(path, { pictureRate: options.fps, ...options }),
    options,
  );
}

/** The same, for an input that was found already. */
export async function startInput(
  input: VideoInput,
  options: OpenRawVideoOptions,
): Promise<StartingVideo> {
  const rest = (input: VideoInput) => {
    const hasOtherPixels = options.hasOtherPixels ?? input.hasOtherPixels ?? false;
    const isNative = !hasOtherPixels && (options.isNative || isConvertible(options));
    return { ...options, isNative, hasOtherPixels };
  };
  if (!input.isStdin) {
    const seek = await seekFor(input, options);
    return new StartingVideo(input, { ...rest(input), seek });
  }
  const stdin = new StdinReplay();
  const head = await stdin.peek(HEAD_LENGTH);
  assertNoPlaylistWords(input.name, head);
  const found = { ...input, ...headTraits(head), isIndexLast: isIndexLast(head) };
  return new StartingVideo(found, rest(found), stdin);
}

/** How to begin with the first frame that is wanted; nothing if all is to be decoded from the start. */
async function seekFor(input: VideoInput, options: OpenVideoOptions): Promise<Seek | undefined> {
  if ((options.firstFrame ?? 1) <= WORTH_SEEKING) return undefined;
  const { planSeek } = await import("./plan_seek.ts");
  return await planSeek(input, options);
}

/** What is learned where pixels cannot be converted here. */
const OTHER_PIXELS = { isNative: false, hasOtherPixels: true };

/** How much of standard input is looked at before ffmpeg gets it. */
const HEAD_LENGTH = 1024;

/** Whether frames may come as YUV, since they can be converted here, to the same colours. */
function isConvertible({ isAccurate, store, size }: OpenVideoOptions): boolean {
  return isAccurate === true && store?.memory !== undefined && size === undefined;
}

/** A video that ffmpeg is opening. */
export class StartingVideo<Format extends PixelFormat | "gray16le" = PixelFormat>
  implements AsyncDisposable {
  /** Where the video comes from. */
  readonly input: VideoInput;
  readonly #options: OpenRawVideoOptions;
  /** As it is now: another opening may learn meanwhile that this ffmpeg is old. */
  readonly #isOld: boolean;
  readonly #run: FfmpegRun;
  readonly #stdin: StdinReplay | undefined;
  #opening: Promise<RawVideo<Format>> | undefined;
  #learned: LearnedOptions;

  /**
   * Start ffmpeg.
   *
   * @param input Where the video comes from.
   * @param options The ffmpeg, and where to start.
   * @param stdin Our standard input, if it comes from there.
   */
  constructor(input: VideoInput, options: OpenRawVideoOptions, stdin?: StdinReplay) {
    const { ffmpeg, signal } = options;
    signal?.throwIfAborted();
    this.input = input;
    this.#options = options;
    const { isToneMapped = false, decoder, hasOtherPixels = false } = options;
    this.#learned = { isToneMapped, decoder, hasOtherPixels };
    this.#isOld = ffmpeg.isOld;
    this.#stdin = stdin;
    const nonce = createNonce();
    this.#run = ffmpeg.start(decodeArguments(input, options, nonce), signal, {
      stdin: stdin === undefined ? "null" : "piped",
      nonce,
    });
    stdin?.feed(this.#run.stdin);
  }

  /** What another opening of the same video need not learn again, once it is open. */
  get learned(): LearnedOptions {
    return this.#learned;
  }

  /** Wait until the size of the frames is known. */
  open(): Promise<RawVideo<Format>> {
    return this.#opening ??= this.#open();
  }

  async #open(): Promise<RawVideo<Format>> {
    const run = this.#run;
    const { log } = run;
    const { ffmpeg, signal, seek } = this.#options;
    let changes: Partial<OpenRawVideoOptions>;
    try {
      // An older ffmpeg describes its output before the first picture has passed.
      const opened = run.waitFor((log) => log.isDescribed && (!seek || log.hasTime));
      // A pipe or a camera may be waited for, a file is there.
      await (this.input.isFile ? run.patiently(opened, "has given no picture") : opened);
      signal?.throwIfAborted();
      if (log.frameSize !== undefined) {
        const { isGray16, isNative, isAccurate } = this.#options;
        const format = isGray16 ? "gray16le" : isNative ? nativeFormat(log, isAccurate) : "rgba";
        const special = this.#failedSeek() ?? this.#specialNeeds();
        if (special === undefined && format !== undefined) {
          this.#stdin?.forget();
          this.#tellOfPixels();
          return await this.#opened(log.frameSize, format as Format);
        }
        changes = special ?? OTHER_PIXELS;
      } else {
        const { code } = await run.ended();
        const rejectsFpsMode = log.errors.some((error) => error.includes("'fps_mode'"));
        const isUnknown = rejectsFpsMode && !this.#isOld;
        if (!isUnknown && !seek) throw openError(this.input, run, code);
        if (isUnknown) ffmpeg.isOld = true;
        changes = isUnknown ? {} : { seek: undefined };
      }
    } catch (error) {
      await run[Symbol.asyncDispose]();
      throw error;
    }
    // Again, in another way.
    await run[Symbol.asyncDispose]();
    const again = new StartingVideo<Format>(
      this.input,
      { ...this.#options, ...changes },
      this.#stdin,
    );
    const video = await again.open();
    this.#learned = again.learned;
    return video;
  }

  async #opened(size: Size, format: Format): Promise<RawVideo<Format>> {
    const { input } = this;
    const { ffmpeg, start, duration: length, signal, seek } = this.#options;
    const { name, isRepeatable, isMpegStream, end: { isCut } } = input;
    const beginning = async (): Promise<Beginning> => {
      if (seek) return seek.beginning;
      // What lies before the start is decoded from a key frame on.
      const isInside = !isRepeatable || start !== undefined;
      return isInside ? "between" : await findBeginning(ffmpeg, input, signal);
    };
    const { log } = this.#run;
    const duration = log.isDurationForged && isRepeatable
      ? log.likelyDuration(await measureDuration(ffmpeg, input, signal))
      : undefined;
    const isShort = async () =>
      !isRepeatable || await lacksPictures(ffmpeg, input, {
        until: length === undefined ? undefined : (start ?? 0) + length,
        signal,
        seconds: duration ?? log.duration,
      });
    const clock = { lead: leadOf(input, start), shift: seek?.shift ?? 0 };
    const kind = { isMpegStream, isCut, beginning, isShort, isSought: seek !== undefined };
    const traits = { name, run: this.#run, size, format, duration, ...clock, ...kind };
    return new RawVideo(traits, this.#options);
  }

  /** To begin at the start, if the first frame is not the one that was wanted. */
  #failedSeek(): Partial<OpenRawVideoOptions> | undefined {
    const { seek } = this.#options;
    const { nextTicks, timeBase } = this.#run.log;
    const isThere = seek === undefined || (nextTicks === seek.first &&
      timeBase?.numerator === seek.timeBase.numerator &&
      timeBase.denominator === seek.timeBase.denominator);
    return isThere ? undefined : { seek: undefined };
  }

  /** What to tell ffmpeg besides, now that it has told what the file is. */
  #specialNeeds(): Partial<OpenRawVideoOptions> | undefined {
    const { log } = this.#run;
    const { isToneMapped, decoder, isTurned, onNotice } = this.#options;
    if (this.#stdin?.isRepeatable === false) return undefined;
    if (isCounted(this.#options) && log.mayBeTurned && !isTurned) return { isTurned: true };
    if (log.isHdr && !isToneMapped) {
      onNotice?.(`'${this.input.name}' is HDR: its light is mapped into a screen's range`);
      return { isToneMapped: true, ...OTHER_PIXELS };
    }
    if (log.vpxAlpha !== undefined && decoder === undefined) return { decoder: log.vpxAlpha };
    return undefined;
  }

  /** Say where pixels keep another shape than they are shown in. */
  #tellOfPixels(): void {
    const { pixelAspect } = this.#run.log;
    const { isSquare, size, onNotice } = this.#options;
    if (pixelAspect === undefined || size !== undefined || !this.input.hasPixelShape) return;
    const { numerator, denominator } = pixelAspect;
    const aspect = numerator / denominator;
    if (Math.abs(aspect - 1) < 0.01) return;
    const pixels = `the pixels of '${this.input.name}' are ${numerator}:${denominator}`;
    if (isSquare || aspect > LONGEST_PIXEL || aspect < 1 / LONGEST_PIXEL) {
      onNotice?.(`${pixels}, which nobody shows: they are taken for square`);
    } else if (isSquare === false) {
      onNotice?.(`${pixels}, and stay as they are stored: a player would show another shape`);
    }
  }

  /** End ffmpeg, also if it has opened the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    const video = await this.#opening?.catch(() => undefined);
    await video?.[Symbol.asyncDispose]();
    await this.#run[Symbol.asyncDispose]();
  }
}
