import type { Size } from "../raster.ts";

/** A complaint about raw output, which has no timestamps: no frame is lost for it. */
const HARMLESS = /non monotonically increasing dts to muxer/;

/** The line that describes what comes through the pipe. */
const OUTPUT_STREAM =
  /^ {2,4}Stream #0:0[^ ]* Video: rawvideo(?: \([^)]*\))?, (\w+)(?:\((.*?)\))?, (\d+)x(\d+)(?=[ ,])(.*)$/;

/** A frame that passes the filter `showinfo`. */
const FRAME_TIME = /^n: *\d+ pts: *(-?\d+|NOPTS) /;

/** What `showinfo` says first. */
const FRAME_CLOCK = /^config in time_base: (\d+)\/(\d+), frame_rate: (\d+)\/(\d+)/;

/** How many of the last lines are kept for error messages. */
const KEPT_LINES = 20;

/** A fraction, as ffmpeg gives rates and clocks. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * What ffmpeg says on stderr under `-loglevel level+info -nostats`, made sense
 * of line by line: there is no ffprobe beside an embedded ffmpeg, and a second
 * run to ask for the size would cost as much time as starting does.
 *
 * Text from inside a media file (titles, comments) is always printed indented
 * and behind a colon, so it cannot pass for one of the lines read here.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const log = new FfmpegLog();
 * log.add("[info]   Duration: 00:00:04.00, start: 0.000000, bitrate: 517 kb/s");
 * log.add("[info] Output #0, rawvideo, to 'pipe:':");
 * log.add("[info]   Stream #0:0: Video: rawvideo (RGBA / 0x41424752), rgba, 64x36, 25 fps, 25 tbn");
 * assertEquals(log.frameSize, { width: 64, height: 36 });
 * assertEquals(log.frameCount, 100);
 * ```
 */
export class FfmpegLog {
  /** ffmpeg's own version, from its banner. */
  version: string | undefined;
  /** The names of the container format: "mov,mp4,m4a,3gp,3g2,mj2". */
  format: string | undefined;
  /** Size of the frames on the pipe, after rotation. Known before the first frame comes. */
  frameSize: Size | undefined;
  /** How the pixels on the pipe are coded: "rgba", "yuv420p". */
  pixelFormat: string | undefined;
  /** What ffmpeg says of their colours: "tv", "bt709", "progressive". */
  colours: readonly string[] = [];
  /** What ffmpeg calls errors, without their prefixes. Damage shows here, and in no exit code. */
  readonly errors: string[] = [];
  /** The last lines as they came. */
  readonly lastLines: string[] = [];
  /** Seconds in a tick of the frames' clock, as a fraction, if the filter `showinfo` is in use. */
  timeBase: Fraction | undefined;
  /** Frames a second, exactly, if they come at one rate; then by the filter `showinfo`. */
  frameRate: Fraction | undefined;
  /** Whether the input's light goes beyond what a screen without HDR shows: PQ or HLG. */
  isHdr = false;
  /** Whether the input is VP8 or VP9 with alpha, which only libvpx decodes. */
  vpxAlpha: "libvpx" | "libvpx-vp9" | undefined;
  /** Codecs of the input's sound, in order: "aac". */
  readonly audioCodecs: string[] = [];
  /** The ticks of frames that nobody has asked for yet, in order; `undefined` where there is none. */
  readonly #ticks: (number | undefined)[] = [];
  #videoCodec: string | undefined;
  #duration: number | undefined;
  #rate: number | undefined;
  #inOutput = false;

  /** About how many frames the video has, from its header's duration and rate. */
  get frameCount(): number | undefined {
    if (this.#duration === undefined || this.#rate === undefined) return undefined;
    return Math.round(this.#duration * this.#rate);
  }

  /** Whether {@linkcode takeTime} has something to give. */
  get hasTime(): boolean {
    return this.#ticks.length > 0;
  }

  /**
   * When the next frame is shown.
   *
   * @returns Seconds, or `undefined` if the file does not say.
   */
  takeTime(): number | undefined {
    const ticks = this.#ticks.shift();
    const { timeBase } = this;
    if (ticks === undefined || timeBase === undefined) return undefined;
    return ticks * timeBase.numerator / timeBase.denominator;
  }

  /**
   * Take in one line.
   *
   * @param line The line, without its end.
   */
  add(line: string): void {
    const [, level, text] = /^(?:\[[^\]]+ @ \w+\] )*\[([a-z]+)\] (.*)$/.exec(line) ??
      [undefined, "continued", line];
    const time = FRAME_TIME.exec(text);
    if (time) {
      this.#ticks.push(time[1] === "NOPTS" ? undefined : Number(time[1]));
      return;
    }
    this.lastLines.push(line);
    if (this.lastLines.length > KEPT_LINES) this.lastLines.shift();
    if (level === "info") this.#addInfo(text);
    else if (["error", "fatal", "panic"].includes(level)) this.#addError(text);
  }

  #addInfo(text: string): void {
    const version = /^ffmpeg version (\S+)/.exec(text);
    if (version) this.version ??= version[1];

    const input = /^Input #0, (\S+), from /.exec(text);
    if (input) this.format ??= input[1];

    const duration = /^ {2}Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?),/.exec(text);
    if (duration && !this.#inOutput) {
      const [hours, minutes, seconds] = duration.slice(1).map(Number);
      this.#duration ??= 3600 * hours + 60 * minutes + seconds;
    }

    const video = !this.#inOutput && /^ {2,4}Stream #0:\d[^ ]* Video: (\w+)(.*)/.exec(text);
    if (video) {
      this.isHdr ||= /smpte2084|arib-std-b67/.test(video[2]);
      this.#videoCodec ??= video[1];
    }
    if (!this.#inOutput && /^ +alpha_mode +: 1$/.test(text)) {
      this.vpxAlpha = this.#videoCodec === "vp8" ? "libvpx" : "libvpx-vp9";
    }

    const audio = /^ {2,4}Stream #0:\d[^ ]* Audio: (\w+)/.exec(text);
    if (audio && !this.#inOutput) this.audioCodecs.push(audio[1]);

    const clock = FRAME_CLOCK.exec(text);
    if (clock && this.timeBase === undefined) {
      const [numerator, denominator, frames, seconds] = clock.slice(1).map(Number);
      this.timeBase = { numerator, denominator };
      if (frames > 0 && seconds > 0) this.frameRate = { numerator: frames, denominator: seconds };
    }

    if (text.startsWith("Output #0, rawvideo,")) this.#inOutput = true;
    const stream = this.#inOutput && OUTPUT_STREAM.exec(text);
    if (stream) {
      const [, format, colours = "", width, height, rest] = stream;
      this.frameSize ??= { width: Number(width), height: Number(height) };
      this.pixelFormat ??= format;
      this.colours = colours === "" ? [] : colours.split(/, |\//);
      const rate = /, ([\d.]+)(k?) fps/.exec(rest);
      if (rate) this.#rate ??= Number(rate[1]) * (rate[2] === "k" ? 1000 : 1);
    }
  }

  #addError(text: string): void {
    const message = text.replace(/^file:.*?: (?=[A-Z])/, "").trim();
    if (message === "" || HARMLESS.test(message) || this.errors.includes(message)) return;
    this.errors.push(message);
  }

  /** The one error that tells a person most: a file that breaks off, otherwise the last. */
  get reason(): string | undefined {
    return this.errors.find((error) => /partial file|truncat|moov atom/i.test(error)) ??
      this.errors.at(-1);
  }
}
