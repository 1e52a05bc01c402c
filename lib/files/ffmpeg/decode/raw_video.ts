import { DamagedMediaError, UnsupportedMediaError } from "../../../errors.ts";
import type { Size } from "../../../raster/frame.ts";
import type { PixelFormat } from "../../threads/tutorial/picture_encoder.ts";
import { type Beginning, judgeComplaints, type Verdict } from "../probe/judge_complaints.ts";
import type { OpenVideoOptions } from "./decode_arguments.ts";
import type { FfmpegRun } from "../ffmpeg.ts";
import type { Fraction } from "../ffmpeg_log.ts";
import { frameLength } from "./pixel_format.ts";

/** What is known of a video that was opened. */
export interface RawVideoTraits<Format> {
  /** What it is called in messages. */
  readonly name: string;
  /** The running ffmpeg. */
  readonly run: FfmpegRun;
  /** Of a frame, after rotation. */
  readonly size: Size;
  /** How a frame's bytes are to be read. */
  readonly format: Format;
  /** How many seconds it lasts, where ffmpeg's own word for it cannot be believed. */
  readonly duration?: number | undefined;
  /** Whether it is a stretch of an MPEG stream. */
  readonly isMpegStream: boolean;
  /** Whether it may break off, whatever ffmpeg says. */
  readonly isCut: boolean;
  /** Tells whether pictures are missing, where the file breaks off. */
  readonly isShort: () => Promise<boolean>;
  /** How many seconds before the first frame the decoding has begun. */
  readonly lead: number;
  /** How many ticks of its clock later a frame is shown than ffmpeg says. */
  readonly shift: number;
  /** Whether the decoding has begun in the middle, well before the first frame. */
  readonly isSought: boolean;
  /** Tells where the decoding has begun. */
  readonly beginning: () => Promise<Beginning>;
}

/** Frames as bytes, from wherever they come. */
export type RawFrames = Pick<RawVideo, keyof RawVideo>;

/** Frames from a running ffmpeg, as bytes; of pictures, unless it was said that they are brightness alone. */
export class RawVideo<Format extends PixelFormat | "gray16le" = PixelFormat>
  implements AsyncDisposable {
  /** In pixels, after rotation. */
  readonly width: number;
  /** In pixels, after rotation. */
  readonly height: number;
  /** How a frame's bytes are to be read. */
  readonly format: Format;
  /** How many bytes a frame has. */
  readonly frameBytes: number;
  /** The number of the first frame that is read. */
  readonly firstFrame: number;
  /** Frame step: 5 reads every fifth frame. */
  readonly every: number;
  readonly #traits: RawVideoTraits<Format>;
  readonly #path: string;
  readonly #run: FfmpegRun;
  readonly #onNotice: ((notice: string) => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  #reader: ReadableStreamBYOBReader | undefined;
  /** Whether only a part of it is wanted. */
  readonly #hasLimit: boolean;
  #lastTime = -Infinity;

  constructor(
    traits: RawVideoTraits<Format>,
    { firstFrame = 1, every = 1, duration, onNotice, signal }: OpenVideoOptions,
  ) {
    const { name, run, size: { width, height }, format } = traits;
    this.width = width;
    this.height = height;
    this.format = format;
    this.frameBytes = frameLength(format, width, height);
    this.firstFrame = firstFrame;
    this.every = every;
    this.#traits = traits;
    this.#path = name;
    this.#run = run;
    this.#hasLimit = duration !== undefined;
    this.#onNotice = onNotice;
    this.#signal = signal;
  }

  /** About how many frames the whole video has, if its header tells. */
  get frameCount(): number | undefined {
    const { duration, frameRate } = this;
    if (duration === undefined || frameRate === undefined) return undefined;
    return Math.round(duration * frameRate.numerator / frameRate.denominator);
  }

  /** How many seconds the whole video lasts, if its header tells. */
  get duration(): number | undefined {
    return this.#traits.duration ?? this.#run.log.duration;
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
    const ticks = log.takeTime(this.#traits.shift);
    const time = ticks !== undefined
      ? ticks - this.#traits.lead
      : (number - this.firstFrame) * denominator / numerator;
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
    const { log } = this.#run;
    if (signal !== null) {
      throw this.#run.error(
        `Cannot go on reading '${this.#path}': ffmpeg was killed (${signal})`,
        code,
      );
    }
    const { isMpegStream, isCut, beginning, isShort } = this.#traits;
    const reading = { pictures: log.pictures, isMpegStream, beginning, isShort };
    const verdict = await judgeComplaints(log.complaints, reading);
    const said = verdict.damage ?? (code === 0 ? undefined : log.complaints.at(-1)?.text);
    if (said !== undefined) throw this.#damaged(framesRead, `ffmpeg said "${said}"`);
    if (isCut && await isShort()) {
      throw this.#damaged(framesRead, "it breaks off before its end");
    }
    const count = this.firstFrame - 1 + framesRead;
    if (verdict.beginsBroken && count === 0) {
      throw new UnsupportedMediaError(
        `Cannot read '${this.#path}': it holds no picture that can be decoded`,
      );
    }
    if (code !== 0 || bytesLeft > 0) {
      throw this.#run.error(
        `Cannot go on reading '${this.#path}': ffmpeg ended with exit code ${code}`,
        code,
      );
    }
    this.#tellOf(verdict);
    // Who wants only a part of it misses nothing.
    if (isCut && log.complaints.length === 0 && !this.#hasLimit) {
      this.#onNotice?.(`'${this.#path}' breaks off after its last picture: it lacks some sound`);
    }
  }

  #damaged(framesRead: number, why: string): DamagedMediaError {
    const count = this.firstFrame - 1 + framesRead;
    const readable = framesRead === 0 && count > 0
      ? `at most ${count} frames could be read`
      : `${count} ${count === 1 ? "frame" : "frames"} could be read`;
    return new DamagedMediaError(`'${this.#path}' is damaged: ${readable}; ${why}`);
  }

  #tellOf({ beginsBroken, endsBroken }: Verdict): void {
    const { changedAt } = this.#run.log;
    const tell = (text: string) => this.#onNotice?.(`'${this.#path}' ${text}`);
    if (beginsBroken && !this.#traits.isSought) {
      tell("begins between two key frames: its first pictures may be missing or broken");
    }
    if (endsBroken) tell("breaks off within its last picture");
    if (changedAt !== undefined) {
      const number = this.firstFrame + changedAt * this.every;
      tell(
        `has pictures of another size or shape from frame ${number} on: all are brought to ` +
          `${this.width}×${this.height}`,
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
