import type { SettingValue } from "../../methods/settings/setting.ts";
import type { ModelOverrideTexts } from "../../networks/model/model_overrides.ts";
import type { Fit } from "../../pixels/resize/fit_frame.ts";
import type { StereoLayout } from "../../pixels/stereo/split_eyes.ts";
import type { Size } from "../../raster/frame.ts";
import type { OptionKind } from "../../raster/option_checks.ts";
import type { FrameRange, Progress } from "../progress.ts";
import type { Container, VideoCodec } from "./video_formats.ts";

/**
 * How the background of a video file is replaced; each option is the command line's of the same name.
 *
 * @category In one call
 */
export interface ReplaceFileOptions {
  /**
   * How the foreground is found: a method's name, or the path of a module.
   *
   * @default {"segment"; "tutorial" for numbered pictures}
   */
  method?: string | undefined;
  /**
   * The last level of change that still is background, 0–255.
   *
   * @default {the method's own}
   */
  threshold?: number | undefined;
  /** Settings of the method, by name: `--set`. */
  settings?: Readonly<Record<string, SettingValue>> | undefined;
  /**
   * What is done to each mask: "auto", "none", or steps as in "open:1,fill".
   *
   * @default {"auto"}
   */
  refine?: string | undefined;
  /**
   * Which neural network: "fast", "quality", "rvm", or the path of one, which may measure depth.
   *
   * @default {"fast"}
   */
  model?: string | undefined;
  /** What is said of a network of yours: `--model-size` and the like. */
  modelOptions?: ModelOverrideTexts | undefined;
  /**
   * The network looks at each n-th frame, at least 1.
   *
   * @default {1}
   */
  every?: number | undefined;
  /**
   * What runs the network: "cpu", the processor; "gpu", what else ONNX Runtime finds and starts;
   * "auto", the faster of both. Only the processor was measured.
   *
   * @default {"cpu"}
   */
  device?: "auto" | "cpu" | "gpu" | undefined;
  /** The path of a picture of the empty room. */
  cleanPlate?: string | undefined;
  /** When the video itself shows the empty room, in seconds from the start of the file. */
  cleanPlateAt?: number | undefined;
  /** How both eyes lie in the video, if it has both: the left one's picture is written. */
  stereo?: StereoLayout | undefined;
  /**
   * Whether the right eye's picture comes first.
   *
   * @default {false}
   */
  swapEyes?: boolean | undefined;
  /**
   * Whether both eyes' pictures are written, in the layout of the video, each with its background.
   *
   * @default {false}
   */
  keepStereo?: boolean | undefined;
  /** The path of what the right eye sees; the video is what the left one does. */
  right?: string | undefined;
  /** The path of a gray video, or of numbered pictures, of how near all is. */
  depth?: string | undefined;
  /**
   * What is near in it.
   *
   * @default {"bright"}
   */
  near?: "bright" | "dark" | undefined;
  /** The path of both cameras' calibration, as OpenCV writes it. */
  calibration?: string | undefined;
  /**
   * What is foreground by its distance: "1.5m" with a calibration, else "20" pixels of disparity, or
   * "0.4" of depth.
   *
   * @default {the scene tells}
   */
  nearerThan?: string | undefined;
  /**
   * How many first frames are learned from, but not written.
   *
   * @default {0}
   */
  warmUp?: number | undefined;
  /**
   * The path of a survey, which `surveyFile` has made of this video with this method: it is used instead
   * of looking at the whole video first. The files are the same to the byte.
   */
  survey?: string | undefined;
  /**
   * The method begins anew every so many frames, each time after a run-up of 30 frames, and keeps only
   * what its survey has learned. So a part of the video can be made without all frames before it.
   * A method whose mattes depend on a few frames anyway needs none.
   *
   * @default {never}
   */
  resetEvery?: number | undefined;
  /**
   * How the background fills the frame.
   *
   * @default {"cover"; "stretch" for the tutorial's JPEGs}
   */
  fit?: Fit | undefined;
  /** Seconds into a background video. */
  backgroundStart?: number | undefined;
  /**
   * How many pixels the edge is softened over, 0–200.
   *
   * @default {0}
   */
  feather?: number | undefined;
  /**
   * The background's light on the edge, 0–1.
   *
   * @default {0}
   */
  lightWrap?: number | undefined;
  /**
   * Whether the old background's colour is taken out of the edge.
   *
   * @default {false}
   */
  despill?: boolean | undefined;
  /** Where to begin, in seconds. */
  start?: number | undefined;
  /** How many seconds. */
  duration?: number | undefined;
  /** Which numbers are written. */
  frames?: FrameRange | undefined;
  /**
   * Which part of the work this call does: "3/8", or "auto" where an engine's variables tell. Pictures
   * come where they belong; of a video a piece, for `joinShards`. Of a part that is done already, no frame
   * is read, and the sides are 0.
   */
  shard?: string | undefined;
  /** How many parts there are, where the engine does not tell. */
  shards?: number | undefined;
  /** The size to which frames are resized first. */
  size?: Size | undefined;
  /** Frames a second: others are dropped or repeated. */
  fps?: number | undefined;
  /** Whether the video may be an http or https address. */
  allowNetwork?: boolean | undefined;
  /** Where masks are written: a pattern of PNGs, or a video. */
  mattes?: string | undefined;
  /** What goes into a folder. */
  format?: Container | "jpg" | "png" | undefined;
  /** How a video is compressed. */
  codec?: VideoCodec | undefined;
  /** Constant rate factor, 0–63: less is better and larger. */
  crf?: number | undefined;
  /** The encoder's speed: "fast". */
  preset?: string | undefined;
  /**
   * Quality of JPEGs, 1–100.
   *
   * @default {95}
   */
  jpegQuality?: number | undefined;
  /**
   * Whether a video that is there may be replaced.
   *
   * @default {false}
   */
  overwrite?: boolean | undefined;
  /**
   * Threads that make pictures, 1–64.
   *
   * @default {as many as there are cores}
   */
  jobs?: number | undefined;
  /**
   * The folder that paths are relative to; those from the root on and addresses stay as they are.
   *
   * @default {the process's own}
   */
  cwd?: string | undefined;
  /** The path of ffmpeg. */
  ffmpeg?: string | undefined;
  /** Ends the run by throwing the signal's reason; no half file stays. */
  signal?: AbortSignal | undefined;
  /** Told of all that happens: downloads and the survey pass as well. */
  onEvent?: ((event: ReplaceFileEvent) => void) | undefined;
  /** Told in one line what a user should know. */
  onNotice?: ((notice: string) => void) | undefined;
  /** Called after each frame, with about how many there are, if that is known. */
  onProgress?: ((progress: Progress, total: number | undefined) => void) | undefined;
}

/** Their kinds. */
export const fileOptionKinds: Readonly<Record<keyof ReplaceFileOptions, OptionKind>> = {
  method: "string",
  threshold: "number",
  settings: "object",
  refine: "string",
  model: "string",
  modelOptions: "object",
  every: "number",
  device: "string",
  cleanPlate: "string",
  cleanPlateAt: "number",
  stereo: "string",
  swapEyes: "boolean",
  keepStereo: "boolean",
  right: "string",
  depth: "string",
  near: "string",
  calibration: "string",
  nearerThan: "string",
  warmUp: "number",
  survey: "string",
  resetEvery: "number",
  fit: "string",
  backgroundStart: "number",
  feather: "number",
  lightWrap: "number",
  despill: "boolean",
  start: "number",
  duration: "number",
  frames: "object",
  shard: "string",
  shards: "number",
  size: "object",
  fps: "number",
  allowNetwork: "boolean",
  mattes: "string",
  format: "string",
  codec: "string",
  crf: "number",
  preset: "string",
  jpegQuality: "number",
  overwrite: "boolean",
  jobs: "number",
  cwd: "string",
  ffmpeg: "string",
  signal: "object",
  onEvent: "function",
  onNotice: "function",
  onProgress: "function",
};

/**
 * What happens meanwhile: the command line's `--json=lines` has the same events.
 *
 * @category In one call
 */
export type ReplaceFileEvent =
  | {
    /** How far it is: after each frame, and when the output is closed. */
    readonly event: "progress";
    /** What is done with frames: a look at the whole video first, the output, its end. */
    readonly stage: "survey" | "run" | "finish";
    /** Frames read in this stage. */
    readonly framesRead: number;
    /** Frames written; 0 in a survey. */
    readonly framesWritten: number;
    /** About how many will be read; `undefined` where nobody can know. */
    readonly total: number | undefined;
  }
  | {
    /** An npm package is fetched, once. */
    readonly event: "fetch";
    /** Its name and version: "npm:name@version". */
    readonly package: string;
    /** Size of its archive. */
    readonly bytes: number;
    /** Whether it begins, or is over. */
    readonly state: "begun" | "ended";
  }
  | {
    /** Something that a user should know. */
    readonly event: "notice";
    /** One line. */
    readonly text: string;
  };

/**
 * What came of it.
 *
 * @category In one call
 */
export interface ReplacedFile extends Readonly<Progress>, Readonly<Size> {
  /** The video, or the pictures' pattern. */
  readonly output: string;
  /** How long it took, in seconds. */
  readonly seconds: number;
}
