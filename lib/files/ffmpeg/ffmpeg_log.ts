import { printable } from "../../printable.ts";
import type { Size } from "../../raster/frame.ts";
import { FRAME_CLOCK, FRAME_COLOUR, PICTURE } from "./showinfo_lines.ts";

/** What becomes of the input's first video stream. */
const STREAM_MAPPING = /^ {2}Stream #0:(\d+) -> #0:0 \((\S+) (?:\((\S+)\) )?->/;

/** What decodes a stream of the second input. */
const SOUND_MAPPING = /^ {2}Stream #1:\d+ -> #\d+:\d+ \((\S+) \((\S+)\) ->/;

/** A turn that is noted in the file. */
const TURN = /^\s*(side data - )?(displaymatrix: |rotate +: )/;

/** Parts of ffmpeg that never speak of the file. */
const OWN_PART =
  /^(rawvideo|null)$|^(swscaler|swresampler|showinfo|Parsed_|auto_|scaler?_|format_|graph|out_|out#|vf#|fc#|vost#|AVFilterGraph)/;

/** Parts that take packets apart for a decoder; a parser has no name. */
const PACKET_PART = /^(NULL$|dec:|vist#|.*_(split|merge|mp4toannexb|extradata|metadata|bsf)$)/;

/** What readers of files say where these break off. */
const BREAKING_OFF = /^stream \d+, .*partial file$|^File ended prematurely/;

/** What they say of bytes that they do not know: what stands behind an FLV, or in its middle. */
const STRANGE_BYTES = /^Packet mismatch/;

/** How many of the last lines are kept for error messages. */
const KEPT_LINES = 20;

/** How many errors are kept: a damaged file may bring millions. */
const KEPT_ERRORS = 100;

/**
 * A fraction, as ffmpeg gives rates and clocks.
 *
 * @category ffmpeg
 */
export interface Fraction {
  /** What is above the line. */
  readonly numerator: number;
  /** What is below it; not 0. */
  readonly denominator: number;
}

/** Something that ffmpeg says is wrong with the file that it decodes. */
export interface Complaint {
  readonly text: string;
  /** Who says it: what reads the file, or what decodes the pictures and counts them. */
  readonly from: "file" | "pictures";
  /** How many pictures had come by then. */
  readonly pictures: number;
}

/**
 * What ffmpeg says on stderr under `-loglevel level+info -nostats`, made sense
 * of line by line: there is no ffprobe beside an embedded ffmpeg, and a second
 * run to ask for the size would cost as much time as starting does.
 *
 * Before ffmpeg decodes, it prints what is written in the file: titles, comments, names of tags.
 * These may hold line breaks, and whatever lines their author likes. So nothing is believed but
 *
 * - what the filter `showinfo` says under a random name, `showinfo@NONCE`;
 * - what comes behind the line that names a second input, `data:,NONCE`, which ffmpeg opens when it
 *   has said all about the first: nothing of the file is printed from there on
 *   (`markedArguments` of log_arguments.ts adds that input, and keeps the output's description empty).
 *
 * Where other lines are read, that is said, and why they do no harm.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const log = new FfmpegLog("x7");
 * log.add("[showinfo@x7 @ 0x5f] [info] config in time_base: 1/12800, frame_rate: 25/1");
 * log.add("[showinfo@x7 @ 0x5f] [info] n:   0 pts:  512 pts_time:0.04 pos: 48 fmt:rgba sar:1/1 s:64x36 i:P iskey:1 type:I ");
 * log.add("[showinfo@x7 @ 0x5f] [info] color_range:pc color_space:gbr color_primaries:bt709 color_trc:bt709");
 * assertEquals(log.frameSize, { width: 64, height: 36 });
 * assertEquals(log.takeTime(), 0.04);
 * ```
 *
 * @category ffmpeg
 */
export class FfmpegLog {
  /** ffmpeg's own version, from its banner: the first line of all. */
  version: string | undefined;
  /**
   * The names of the container format: "mov,mp4,m4a,3gp,3g2,mj2". Can be forged: what ffmpeg
   * may open is limited by `-format_whitelist`, this is for words only.
   */
  format: string | undefined;
  /** Size of the frames on the pipe, after rotation: the first one's, to which ffmpeg brings all. */
  frameSize: Size | undefined;
  /** How the pixels are coded that the filter `showinfo` has seen: "rgba", "yuv420p". */
  pixelFormat: string | undefined;
  /** Range and matrix of their colours: "tv", "bt709". */
  colours: readonly string[] = [];
  /** Width of a pixel of the first frame divided by its height; `undefined` if the file does not say. */
  pixelAspect: Fraction | undefined;
  /**
   * What ffmpeg calls errors, without their prefixes, each once: to say why a run failed. Can be
   * forged, so they tell of nothing else; {@linkcode complaints} cannot.
   */
  readonly errors: string[] = [];
  /** What ffmpeg says is wrong with the file, once it decodes. */
  readonly complaints: Complaint[] = [];
  /** The last lines as they came. */
  readonly lastLines: string[] = [];
  /** Seconds in a tick of the frames' clock, as a fraction. */
  timeBase: Fraction | undefined;
  /** Frames a second, exactly, if they come at one rate. */
  frameRate: Fraction | undefined;
  /** Whether the pictures' light goes beyond what a screen without HDR shows: PQ or HLG. */
  isHdr = false;
  /** How many frames have passed the filter `showinfo`. */
  pictures = 0;
  /** The number of the first frame, from 0, whose size or shape is another than that of those before. */
  changedAt: number | undefined;
  /**
   * Whether the file may say that its pictures are to be turned. Can be forged: then frames are
   * only counted in another way.
   */
  mayBeTurned = false;
  /** Codecs of the input's sound, in order: "aac". Can be forged: see file_streams.ts. */
  readonly audioCodecs: string[] = [];
  /** Whether sound that comes from a second input is broken, or breaks off. */
  isSoundDamaged = false;
  /** How ffmpeg calls a video codec that it does not know. Can be forged: for words only. */
  unknownCodec: string | undefined;
  /** The format that the file has, where it may not be opened. Can be forged: for words only. */
  refusedFormat: string | undefined;
  readonly #nonce: string | undefined;
  /** Whether nothing of the file is printed any more. */
  #isTrusted: boolean;
  /** The ticks of frames that nobody has asked for yet, in order; `undefined` where there is none. */
  readonly #ticks: (number | undefined)[] = [];
  /** Which stream of the input is decoded. */
  #stream = 0;
  #decoder: string | undefined;
  /** Of the second input's streams. */
  readonly #soundDecoders = new Set<string>();
  #codec: string | undefined;
  #mayHaveAlpha = false;
  /** All durations that are there to be read: of several, all but one are forged. */
  readonly #durations = new Set<number>();
  #isDescribed = false;
  #clocks = 0;

  /**
   * A log that has read nothing yet.
   *
   * @param nonce A word that no file's author knows, which is in ffmpeg's arguments. Without it all is
   * believed: for runs that read no file of somebody else's.
   */
  constructor(nonce?: string) {
    this.#nonce = nonce;
    this.#isTrusted = nonce === undefined;
  }

  /** Whether all is known of the first frame. */
  get isDescribed(): boolean {
    return this.frameSize !== undefined && this.#isDescribed;
  }

  /** How many seconds the video lasts, as its header says; `undefined` where several lines do. */
  get duration(): number | undefined {
    const [seconds] = this.#durations;
    return this.#durations.size === 1 && seconds >= 0 ? seconds : undefined;
  }

  /** About how many frames the video has, from its header's duration and rate. */
  get frameCount(): number | undefined {
    const { duration, frameRate } = this;
    if (duration === undefined || frameRate === undefined) return undefined;
    return Math.round(duration * frameRate.numerator / frameRate.denominator);
  }

  /** Whether lines in the file pass for its duration: then it must be learned in another way. */
  get isDurationForged(): boolean {
    return this.#durations.size > 1;
  }

  /**
   * Which of the lines that may tell the duration does.
   *
   * @param measured How many seconds the pictures last; sound may last a little longer.
   * @returns Seconds.
   */
  likelyDuration(measured: number): number {
    const distance = (seconds: number) => Math.abs(seconds - measured);
    const said = [...this.#durations].filter((seconds) => seconds >= 0);
    const nearest = said.sort((a, b) => distance(a) - distance(b))[0] ?? measured;
    return distance(nearest) <= Math.max(1, measured / 10) ? nearest : measured;
  }

  /**
   * The decoder that a VP8 or VP9 with alpha needs: only libvpx decodes that. Forged, it
   * decodes the same pixels.
   */
  get vpxAlpha(): "libvpx" | "libvpx-vp9" | undefined {
    if (!this.#mayHaveAlpha || this.#decoder !== this.#codec) return undefined;
    if (this.#codec === "vp8") return "libvpx";
    return this.#codec === "vp9" ? "libvpx-vp9" : undefined;
  }

  /** Whether the next frame's time can be taken. */
  get hasTime(): boolean {
    return this.#ticks.length > 0;
  }

  /** When the next frame is shown, in ticks, if the file says. */
  get nextTicks(): number | undefined {
    return this.#ticks[0];
  }

  /**
   * Take the time of the next frame. Each line is there before its frame has come.
   *
   * @param shift How many ticks later it is.
   * @returns Seconds, or `undefined` if the file does not say.
   */
  takeTime(shift = 0): number | undefined {
    const ticks = this.#ticks.shift();
    const { timeBase } = this;
    if (ticks === undefined || timeBase === undefined) return undefined;
    return (ticks + shift) * timeBase.numerator / timeBase.denominator;
  }

  /** The one error that tells a person most: a file that breaks off, otherwise the last. */
  get reason(): string | undefined {
    return this.errors.find((error) => /partial file|truncat|moov atom/i.test(error)) ??
      this.errors.at(-1);
  }

  /**
   * Take in one line.
   *
   * @param line The line, without its end.
   */
  add(line: string): void {
    const [, part = "", level, text] = /^(?:\[([^\]]+) @ \w+\] )*\[([a-z]+)\] (.*)$/.exec(line) ??
      [undefined, undefined, "continued", line];
    if (this.#nonce !== undefined && part === `showinfo@${this.#nonce}`) {
      this.#addFrame(text);
      return;
    }
    this.lastLines.push(printable(line));
    if (this.lastLines.length > KEPT_LINES) this.lastLines.shift();
    if (level === "info") this.#addInfo(text);
    else if (["error", "fatal", "panic"].includes(level)) this.#addError(part, text);
    else if (level === "warning") this.#addWarning(part, text);
  }

  #addFrame(text: string): void {
    const picture = PICTURE.exec(text);
    if (picture) {
      const [, ticks, format, across, down, width, height, rest] = picture;
      this.#ticks.push(ticks === "NOPTS" ? undefined : Number(ticks));
      this.#addShape(format, [across, down, width, height].map(Number));
      this.pictures++;
      this.#addInterruption(rest);
      return;
    }
    if (FRAME_COLOUR.test(text)) this.#addColours(text);
    if (TURN.test(text)) this.mayBeTurned = true;
    const clock = FRAME_CLOCK.exec(text);
    if (clock && this.#clocks++ === 0) {
      const [numerator, denominator, frames, seconds] = clock.slice(1).map(Number);
      this.timeBase = { numerator, denominator };
      // A rate that is not known is given as the clock's.
      if (frames > 0 && frames < 1000 * seconds) {
        this.frameRate = { numerator: frames, denominator: seconds };
      }
    }
  }

  #addColours(text: string): void {
    let rest = text;
    for (
      let found;
      (found = FRAME_COLOUR.exec(rest)) !== null;
      rest = rest.slice(found[0].length)
    ) {
      const [name, value] = found.slice(1).filter((group) => group !== undefined);
      if (this.#isDescribed) continue;
      if (name === "color_range") this.colours = [value];
      if (name === "color_space") this.colours = [...this.colours, value];
      if (name === "color_trc") {
        this.isHdr = /^(smpte2084|arib-std-b67)$/.test(value);
        this.#isDescribed = true;
      }
    }
    this.#addInterruption(rest);
  }

  /** What another thread has said before the end of one of `showinfo`'s lines. */
  #addInterruption(text: string): void {
    const message = text.trim();
    if (message === "") return;
    const isOfFile = BREAKING_OFF.test(message) || STRANGE_BYTES.test(message);
    this.#complain(isOfFile ? "file" : "pictures", message);
  }

  #addShape(format: string, [across, down, width, height]: readonly number[]): void {
    if (this.frameSize === undefined) {
      this.frameSize = { width, height };
      this.pixelFormat = format;
      if (across > 0 && down > 0) this.pixelAspect = { numerator: across, denominator: down };
      return;
    }
    // All is known of the first frame when the second comes.
    this.#isDescribed = true;
    if (this.changedAt !== undefined) return;
    const { numerator = 0, denominator = 1 } = this.pixelAspect ?? {};
    const isShape = Math.abs(across * denominator - down * numerator) <=
      0.01 * down * numerator;
    const { frameSize } = this;
    const isSize = frameSize.width === width && frameSize.height === height;
    if (!isSize || (!isShape && numerator > 0 && across > 0)) this.changedAt = this.pictures;
  }

  #addInfo(text: string): void {
    const version = /^ffmpeg version (\S+)/.exec(text);
    if (version) this.version ??= printable(version[1]);

    if (!this.#isTrusted) {
      if (/^Input #\d+, \S+, from 'data:,(\w+)':$/.exec(text)?.[1] === this.#nonce) {
        this.#isTrusted = true;
        // All inputs are open: whatever was said of that before is settled, or was forged.
        this.errors.length = 0;
      } else this.#addDump(text);
      return;
    }
    const mapping = STREAM_MAPPING.exec(text);
    if (mapping && this.#decoder === undefined) {
      this.#stream = Number(mapping[1]);
      this.#codec = mapping[2];
      this.#decoder = mapping[3] === "native" ? mapping[2] : mapping[3];
    }
    const [, codec, decoder] = SOUND_MAPPING.exec(text) ?? [];
    if (decoder !== undefined) this.#soundDecoders.add(decoder === "native" ? codec : decoder);
    this.#addOutput(text);
  }

  /** What ffmpeg prints of the file, with whatever its author has written between. */
  #addDump(text: string): void {
    const input = /^Input #0, (\S+), from /.exec(text);
    if (input) this.format ??= printable(input[1]);

    const duration = /^ {2}Duration: (?:N\/A|(\d+):(\d\d):(\d\d(?:\.\d+)?)),/.exec(text);
    if (duration) {
      const [hours = NaN, minutes, seconds] = duration.slice(1).map(Number);
      this.#durations.add(3600 * hours + 60 * minutes + seconds);
    }
    if (/^ +alpha_mode +: 1$/i.test(text)) this.#mayHaveAlpha = true;
    if (TURN.test(text)) this.mayBeTurned = true;

    const audio = /^ {2,4}Stream #0:\d[^ ]* Audio: (\w+)/.exec(text);
    if (audio) this.audioCodecs.push(audio[1]);
    const unknown = /^ {2,4}Stream #0:\d[^ ]* Video: none(?: \((.*?)(?: \/ .*?)?\))?,/.exec(text);
    // Of Matroska's names for codecs it tells before.
    const named = unknown ?? /^Unknown\/unsupported AVCodecID (.*)\.$/.exec(text);
    if (named?.[1]) this.unknownCodec ??= printable(named[1]).slice(0, 40);
  }

  /** What comes out where no frame has passed: the size that frames would have. */
  #addOutput(text: string): void {
    const stream = /^ {2,4}Stream #0:0[^ ]* Video: rawvideo\b.*?, (\d+)x(\d+)(?=[ ,])/.exec(text);
    if (stream) {
      const [width, height] = stream.slice(1).map(Number);
      this.frameSize ??= { width, height };
      this.#isDescribed = true;
    }
  }

  #addError(part: string, text: string): void {
    const message = printable(text).replace(/^file:.*?: (?=[A-Z])/, "").trim();
    if (message === "") return;
    if (/^Format not on whitelist/.test(message)) this.refusedFormat ??= printable(part);
    if (this.errors.length < KEPT_ERRORS && !this.errors.includes(message)) {
      this.errors.push(message);
    }
    if (this.#isTrusted) {
      this.isSoundDamaged ||= this.#soundDecoders.has(part) || /^(aist#1|dec:)/.test(part) ||
        (this.#soundDecoders.size > 0 &&
          (/ parser$|^NULL$/.test(part) || BREAKING_OFF.test(message))) ||
        /^Error while decoding stream #1:/.test(message);
    }
    if (this.#isTrusted && !OWN_PART.test(part)) this.#complain(this.#speaker(part), message);
  }

  /** Pictures that ffmpeg hands out though they are broken. */
  #addWarning(part: string, text: string): void {
    const broken = /corrupt (decoded frame|input packet)(?: in stream (\d+))?$/.exec(text);
    if (!broken || !this.#isTrusted || OWN_PART.test(part)) return;
    if (broken[2] !== undefined && Number(broken[2]) !== this.#stream) return;
    this.#complain("pictures", broken[0]);
  }

  #speaker(part: string): Complaint["from"] {
    return part === "" || part === this.#decoder || PACKET_PART.test(part) ? "pictures" : "file";
  }

  #complain(from: Complaint["from"], text: string): void {
    if (this.complaints.length >= KEPT_ERRORS) return;
    const [, stream] = /^stream (\d+),/.exec(text) ?? [];
    if (stream !== undefined && Number(stream) !== this.#stream) return;
    this.complaints.push({ text: printable(text), from, pictures: this.pictures });
  }
}
