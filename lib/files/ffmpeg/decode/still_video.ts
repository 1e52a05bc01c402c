import { DamagedMediaError, UnsupportedMediaError } from "../../../errors.ts";
import type { Frame, Size } from "../../../raster/frame.ts";
import { resizeArea } from "../../../pixels/resize/resize_area.ts";
import type { LearnedOptions, OpenRawVideoOptions } from "./decode_arguments.ts";
import type { Fraction } from "../ffmpeg_log.ts";
import { readImage } from "../../pictures/read_image.ts";
import { type JpegCodec, openJpegCodec } from "../../pictures/jpeg_codec.ts";
import { isMotionJpeg, KIND_LENGTH, pictureKind } from "../../pictures/picture_kind.ts";
import { needsCare } from "../../pictures/formats/png_file.ts";
import type { RawFrames } from "./raw_video.ts";
import type { VideoInput } from "./video_input.ts";
import { onDisk } from "../../system/working_folder.ts";

/** Frames a second of a picture that nobody gives a rate. */
const DEFAULT_RATE = 25;

/** How far into a PNG one looks for what ffmpeg would overlook. */
const PNG_HEAD = 1 << 16;

/**
 * Whether a video is of pictures that `readImage` reads otherwise than ffmpeg does: with
 * OpenCV's pixels, and upright. A single picture always; of many, plain PNGs and BMPs are
 * the same from ffmpeg, and quicker.
 *
 * @param paths The pictures, or the one file that may be one.
 */
export async function areReadAsPictures(paths: readonly string[]): Promise<boolean> {
  try {
    using file = await Deno.open(onDisk(paths[0]));
    const head = new Uint8Array(PNG_HEAD);
    const bytes = head.subarray(0, await file.read(head) ?? 0);
    const kind = pictureKind(bytes.subarray(0, KIND_LENGTH));
    const text = new TextDecoder("latin1").decode(bytes.subarray(0, 4 * KIND_LENGTH));
    // Animations are videos.
    if (kind === undefined || kind === "gif" || isMotionJpeg(paths[0])) return false;
    if (kind === "png" && text.includes("acTL")) return false;
    if (paths.length === 1) return true;
    return kind === "png" ? needsCare(bytes) : kind !== "bmp";
  } catch {
    // Whoever reads it says why it cannot be read.
    return false;
  }
}

/** Where pictures come from that are read as a video. */
type StillInput = VideoInput & { readonly pictures: readonly string[] };

/** A video of pictures of which the first is to be read. */
export class StartingPictures implements AsyncDisposable {
  readonly input: StillInput;
  /** Each picture tells by itself what it is. */
  readonly learned: LearnedOptions = {};
  readonly #options: OpenRawVideoOptions;
  #opening: Promise<RawPictures> | undefined;

  /**
   * Nothing is read yet.
   *
   * @param input The pictures.
   * @param options Which of them, and who decodes.
   */
  constructor(input: StillInput, options: OpenRawVideoOptions) {
    this.input = input;
    this.#options = options;
  }

  /** Read the first picture: its size is that of all frames. */
  open(): Promise<RawPictures> {
    return this.#opening ??= RawPictures.open(this.input, this.#options);
  }

  /** Give back what decodes. */
  async [Symbol.asyncDispose](): Promise<void> {
    const frames = await this.#opening?.catch(() => undefined);
    await frames?.[Symbol.asyncDispose]();
  }
}

/** Frames of pictures in files, as bytes. */
export class RawPictures implements RawFrames {
  readonly width: number;
  readonly height: number;
  readonly format = "rgba";
  readonly frameBytes: number;
  readonly firstFrame: number;
  readonly every: number;
  /** What no thread can read by itself. */
  readonly pipe: undefined;
  readonly audioCodecs: readonly string[] = [];
  readonly frameCount: number;
  readonly frameRate: Fraction;
  readonly #name: string;
  readonly #paths: readonly string[];
  readonly #options: OpenRawVideoOptions;
  readonly #jpeg: JpegCodec;
  readonly #stop = new AbortController();
  /** The picture that is being read ahead. */
  #next: Promise<Frame | undefined>;
  #index = 0;
  #damage: Error | undefined;
  #isResizeTold = false;

  private constructor(
    name: string,
    paths: readonly string[],
    first: Frame,
    jpeg: JpegCodec,
    options: OpenRawVideoOptions,
    counts: { frameCount: number; frameRate: Fraction },
  ) {
    const { firstFrame = 1, every = 1, size } = options;
    this.#name = name;
    this.#paths = paths;
    this.#jpeg = jpeg;
    this.#options = options;
    this.width = size?.width ?? first.width;
    this.height = size?.height ?? first.height;
    this.frameBytes = 4 * this.width * this.height;
    this.firstFrame = firstFrame;
    this.every = every;
    this.frameCount = counts.frameCount;
    this.frameRate = counts.frameRate;
    this.#next = Promise.resolve(first);
  }

  /**
   * Read the first picture that is wanted.
   *
   * @param input The pictures.
   * @param options Which of them, and who decodes.
   * @throws {UnsupportedMediaError} If it cannot be read, or there is none.
   */
  static async open(input: StillInput, options: OpenRawVideoOptions): Promise<RawPictures> {
    const { fps, start = 0, duration = Infinity, firstFrame = 1, every = 1 } = options;
    const frameRate = fractionOf(fps ?? DEFAULT_RATE);
    const rate = frameRate.numerator / frameRate.denominator;
    const skipped = Math.ceil(start * rate - 1e-6);
    const shown = input.pictures.slice(skipped, Math.ceil((start + duration) * rate - 1e-6));
    const paths = shown.filter((_, i) => i >= firstFrame - 1 && (i - firstFrame + 1) % every === 0);
    if (paths.length === 0) {
      throw new UnsupportedMediaError(`Cannot read '${input.name}': it has no picture there`);
    }
    const jpeg = await openJpegCodec(options.onNotice, { signal: options.signal });
    try {
      const first = await readPicture(paths[0], jpeg, options);
      const counts = { frameCount: input.pictures.length, frameRate };
      return new RawPictures(input.name, paths, first, jpeg, options, counts);
    } catch (error) {
      jpeg[Symbol.dispose]();
      throw error;
    }
  }

  /** How long all the pictures are shown, in seconds. */
  get duration(): number {
    return this.frameCount * this.frameRate.denominator / this.frameRate.numerator;
  }

  /** Ticks a second of the frames' clock. */
  get timescale(): number {
    return this.frameRate.numerator;
  }

  /** When a frame is shown, in seconds. */
  time(number: number): Promise<number> {
    const { numerator, denominator } = this.frameRate;
    return Promise.resolve((number - 1) * denominator / numerator);
  }

  /**
   * Read the next picture.
   *
   * @param buffer Takes the pixels.
   * @returns The pixels in that memory; nothing at the end.
   */
  async read(buffer: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    const picture = await this.#next;
    this.#options.signal?.throwIfAborted();
    if (picture === undefined) return new Uint8Array();
    this.#index++;
    this.#next = this.#readAhead();
    // It is waited for with the next call, or not at all.
    this.#next.catch(() => {});
    const bytes = new Uint8Array(buffer);
    bytes.set(this.#fitted(picture).bitmap);
    return bytes;
  }

  async #readAhead(): Promise<Frame | undefined> {
    const path = this.#paths[this.#index];
    if (path === undefined || this.#stop.signal.aborted) return undefined;
    try {
      return await readPicture(path, this.#jpeg, { ...this.#options, signal: this.#signal });
    } catch (error) {
      if (this.#stop.signal.aborted) return undefined;
      const isDamage = error instanceof UnsupportedMediaError ||
        error instanceof Deno.errors.NotFound;
      if (!isDamage) throw error;
      this.#damage = error;
      return undefined;
    }
  }

  get #signal(): AbortSignal {
    const { signal } = this.#options;
    return signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  /** A picture in the size of all frames. */
  #fitted(picture: Frame): Frame {
    const size: Size = { width: this.width, height: this.height };
    if (picture.width === size.width && picture.height === size.height) return picture;
    if (this.#options.size === undefined && !this.#isResizeTold) {
      this.#isResizeTold = true;
      this.#options.onNotice?.(
        `the pictures of '${this.#name}' are stretched to the size of the first, ` +
          `${size.width}×${size.height}; '${this.#paths[this.#index - 1]}' is ` +
          `${picture.width}×${picture.height}`,
      );
    }
    return resizeArea(picture, size);
  }

  /**
   * Ask, at the end, whether that was all.
   *
   * @param framesRead How many frames were read.
   * @throws {DamagedMediaError} If a picture could not be read.
   */
  assertGoodEnd(framesRead: number): Promise<void> {
    if (this.#damage === undefined) return Promise.resolve();
    const count = `${framesRead} ${framesRead === 1 ? "picture" : "pictures"} could be read`;
    const error = new DamagedMediaError(
      `'${this.#name}' is damaged: ${count}. ${this.#damage.message}`,
      { cause: this.#damage },
    );
    return Promise.reject(error);
  }

  /** End now, whoever may be reading. */
  stop(): void {
    this.#stop.abort();
  }

  /** Give back what decodes. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#next.catch(() => {});
    this.#jpeg[Symbol.dispose]();
  }
}

function readPicture(
  path: string,
  jpeg: JpegCodec,
  { ffmpeg, signal, onNotice }: OpenRawVideoOptions,
): Promise<Frame> {
  return readImage(path, {
    jpeg,
    ffmpeg: () => Promise.resolve(ffmpeg),
    signal,
    ...(onNotice && { onNotice }),
  });
}

/** A rate as a fraction in its lowest terms, to a thousandth. */
function fractionOf(rate: number): Fraction {
  let [numerator, denominator] = [Math.round(1000 * rate), 1000];
  for (const divisor of [2, 2, 2, 5, 5, 5]) {
    if (numerator % divisor !== 0 || denominator % divisor !== 0) continue;
    numerator /= divisor;
    denominator /= divisor;
  }
  return { numerator, denominator };
}
