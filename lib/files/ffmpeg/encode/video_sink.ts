import type { OptionNames } from "../../../option_names.ts";
import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import type { Layers } from "../../../pixels/compose/layers.ts";
import type { Sink } from "../../../pipeline/sink.ts";
import type { Frame, Gray, Size } from "../../../raster/frame.ts";
import type { Ffmpeg } from "../ffmpeg.ts";
import type { Chapter } from "../ffmetadata.ts";
import type { Fraction } from "../ffmpeg_log.ts";
import type { FileStreams, TrackWords } from "../probe/file_streams.ts";
import type { Container, VideoCodec } from "./containers.ts";
import type { WriteOut } from "./hand_on.ts";

/**
 * Sound that goes with the pictures.
 *
 * @category Video files
 */
export interface SoundSource {
  /** The file it is taken from. */
  readonly path: string;
  /** ffmpeg's arguments that open it, `-i` included, if its name alone will not do. */
  readonly args?: readonly string[] | undefined;
  /** What it holds, if that is known: otherwise it is asked for. */
  readonly streams?: FileStreams | undefined;
  /** Where to begin, in seconds. */
  readonly start?: number | undefined;
  /** How many seconds before that it is read from, so that it is read as the pictures were. */
  readonly lead?: number | undefined;
  /** How much of it, in seconds. */
  readonly duration?: number | undefined;
  /**
   * Whether it begins with the first picture that is written, whose time is counted from
   * `start` on: what is before is left out.
   *
   * @default {false}
   */
  readonly isCut?: boolean;
}

/**
 * What {@linkcode createVideo} works with.
 *
 * @category Video files
 */
export interface CreateVideoOptions extends Size {
  /** The ffmpeg that encodes. */
  ffmpeg: Ffmpeg;
  /** The kind of file. */
  container: Container;
  /** How pictures are compressed; the container's usual way if left out. */
  codec?: VideoCodec | undefined;
  /** Constant rate factor: less is better and larger. */
  crf?: number | undefined;
  /** The encoder's speed: "fast". */
  preset?: string | undefined;
  /** Whether the pictures have transparent parts. */
  hasAlpha?: boolean;
  /** Whether nothing at all may be lost, however large the file. */
  isLossless?: boolean;
  /** Frames a second, if they come at one rate. */
  frameRate?: Fraction | undefined;
  /** Ticks a second of the frames' clock, so that their times come through exactly. */
  timescale?: number | undefined;
  /** Sound, if the container can hold any. */
  sound?: SoundSource | undefined;
  /** Told in one line if the sound is damaged. */
  onNotice?: ((notice: string) => void) | undefined;
  /** When the last picture is over, by the clock of their timestamps; its stay is guessed if left out. */
  end?: number | undefined;
  /**
   * What times count from, in seconds of the clock of the timestamps, in a piece of a longer video.
   *
   * @default {the first picture; with sound, its beginning}
   */
  origin?: number | undefined;
  /** Named parts, by the same clock. */
  chapters?: readonly Chapter[] | undefined;
  /** Title and language of the pictures' track. */
  words?: TrackWords | undefined;
  /**
   * Whether the pictures come as they happen, and somebody may be watching: then a video without
   * a path is coded with no delay, and larger for it.
   *
   * @default {false}
   */
  isLive?: boolean;
  /** Takes the bytes of a video without a path: writes them to standard output. */
  writeOut?: WriteOut | undefined;
  /**
   * Where the pictures will lie: if threads share it, another one converts and writes them.
   *
   * @default {where the first one lies}
   */
  memory?: KernelMemory | undefined;
  /** What messages call options. */
  names?: OptionNames | undefined;
  /** Ends the encoding. */
  signal?: AbortSignal | undefined;
}

/**
 * Takes pictures with their times; `close` makes the file appear.
 *
 * @category Video files
 */
export interface VideoSink extends AsyncDisposable {
  /** Takes composites; a picture's number is ignored, its timestamp must grow. */
  readonly frames: Sink<Frame>;
  /**
   * Takes what composites are made of, instead of these. Where it lies in kernel memory that threads
   * share, it is composed in another thread. Several may be handed over at a time.
   */
  readonly composites: Sink<Layers>;
  /** Takes masks and mattes. */
  readonly grays: Sink<Gray>;
  /**
   * Write what is left, and check that all of it is there: of several files that belong together,
   * each is checked before one gets its name.
   */
  finish(): Promise<void>;
  /** Finish, if that was not done, and give the file its name. Without it nothing stays. */
  close(): Promise<void>;
}
