import type { Container, VideoCodec } from "../../files/ffmpeg/encode/containers.ts";
import type { Device } from "../../files/onnx/device.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { Fit } from "../../pixels/resize/fit_frame.ts";
import type { StereoLayout } from "../../pixels/stereo/split_eyes.ts";
import type { Size } from "../../raster/frame.ts";
import type { ShardChoice } from "../shards/shard.ts";
import type { RunNames } from "./run_names.ts";
import type { CommandLine } from "./command_line.ts";
import type { ModelOverrideTexts } from "../../networks/model/model_overrides.ts";

/**
 * What a command line says of neural networks.
 *
 * @category In one call
 */
export interface ModelChoices {
  /** What messages call what was said, here and elsewhere. */
  readonly names: RunNames;
  /** "fast", "quality", "rvm", or the path of a neural network. */
  readonly model: string;
  /** What is said of that network, as written. */
  readonly modelOptions: ModelOverrideTexts;
  /** It looks at each n-th frame; at each if left out. */
  readonly every: number | undefined;
  /** What runs it; the processor if left out. */
  readonly device: Device | undefined;
}

/**
 * What a run was asked to do.
 *
 * @category In one call
 */
export interface RunOptions extends ModelChoices {
  /**
   * What the command line says, by the names that commander gives its options ("jpegQuality"):
   * all others have their defaults.
   */
  given: ReadonlySet<string>;
  /** The command line as it was written, for messages that give a better one. */
  words: CommandLine;
  /** The video that a run reads. */
  video: string;
  /** All that the command line names, patterns and folders as they stand. */
  videos: readonly string[];
  /** A path, or a word such as "blur". */
  background: string;
  /** Of a camera several, of which the first is shown first. */
  backgrounds: readonly string[];
  /** A file pattern, a folder, a video file, or "-". */
  output: string;
  /** What goes into a folder, or to standard output. */
  format: Container | "jpg" | "png" | undefined;
  /** How a video's pictures are compressed; the container's usual way if left out. */
  codec: VideoCodec | undefined;
  /** Constant rate factor of a video: less is better and larger. */
  crf: number | undefined;
  /** The encoder's speed. */
  preset: string | undefined;
  /** Whether a video that is there may be replaced. */
  overwrite: boolean;
  /** Whether a video whose output is there is left out. */
  skipExisting: boolean;
  /** Whether to go on from the first picture that is missing. */
  resume: boolean;
  /** If it is not given: the tutorial's, until it is known what is written. */
  fit: Fit;
  /** Seconds into a background video. */
  backgroundStart: number | undefined;
  /** Pixels. */
  feather: number;
  /** 0–1. */
  lightWrap: number;
  /** Whether the room's light is taken off the edge. */
  despill: boolean;
  /** Seconds into the video. */
  start: number | undefined;
  /** Seconds of the video. */
  duration: number | undefined;
  /** What frames are resized to first. */
  size: Size | undefined;
  /** Frames a second, reached by dropping and repeating. */
  fps: number | undefined;
  /** What a camera is asked for; 1280×720 if left out. */
  cameraSize: Size | undefined;
  /** Frames a second that a camera is asked for; 30 if left out. */
  cameraFps: number | undefined;
  /** Whether a camera's frames are mirrored, left to right. */
  mirror: boolean;
  /** Whether a camera's frame never waits for the next one. */
  lowLatency: boolean;
  /** Whether the video may be an http or https address. */
  allowNetwork: boolean;
  /** Whether nothing is fetched: what is missing is told. */
  offline: boolean;
  /** The method's own if left out. */
  threshold: number | undefined;
  /** A method's name, or the path of a module; if it is not given, as with {@linkcode fit}. */
  method: string;
  /** Settings of the method, as written. */
  set: readonly string[];
  /** "auto", "none", or steps. */
  refine: string;
  /** The path of a picture of the empty room. */
  cleanPlate: string | undefined;
  /** Seconds into the video, where it shows the empty room. */
  cleanPlateAt: number | undefined;
  /** How both eyes lie in the video, if it has both. */
  stereo: StereoLayout | undefined;
  /** Whether the right eye's picture comes first. */
  swapEyes: boolean;
  /** Whether both eyes' pictures are written, each with its background. */
  keepStereo: boolean;
  /** The path of what the right eye sees. */
  right: string | undefined;
  /** The path of a video, or numbered pictures, of how near all is. */
  depth: string | undefined;
  /** What is near in it; bright if left out. */
  near: "bright" | "dark" | undefined;
  /** The path of both cameras' calibration. */
  calibration: string | undefined;
  /** What is foreground by its distance, as written; the scene tells if left out. */
  nearerThan: string | undefined;
  /** How many first frames are learned from, but not written. */
  warmUp: number;
  /** The path of what a survey has learned; the run makes one itself if left out. */
  survey: string | undefined;
  /** The method begins anew every so many frames; never if left out. */
  resetEvery: number | undefined;
  /** Of JPEGs, 1–100. */
  quality: number;
  /** Where mattes go: a file pattern, a folder, or a video file. */
  mattes: string | undefined;
  /** Only these frames are written. */
  frames: FrameRange | undefined;
  /** Which part of the work this run does; all of it if left out. */
  shard: ShardChoice | undefined;
  /** How many parts there are, where the engine does not tell. */
  shards: number | undefined;
  /** The path of the ffmpeg to run; the one on PATH, or npm's, if left out. */
  ffmpeg: string | undefined;
  /** Threads that make pictures. */
  jobs: number;
  /** Whether what was done is printed as JSON. */
  json: boolean;
  /** Whether that is a line an event, instead of a summary. */
  jsonLines: boolean;
  /** Whether notices and progress are left out. */
  quiet: boolean;
  /** Whether the plan of the run, and causes of errors, are told. */
  verbose: boolean;
}

/** What the command line's options are if nothing is said. */
export const runDefaults = {
  output: "output%d.jpg",
  fit: "stretch",
  method: "tutorial",
  refine: "auto",
  model: "fast",
  warmUp: 0,
  feather: 0,
  lightWrap: 0,
  quality: 95,
} as const;

/** What the command line leaves undefined or false. */
export const nothingAsked = {
  format: undefined,
  codec: undefined,
  crf: undefined,
  preset: undefined,
  overwrite: false,
  skipExisting: false,
  resume: false,
  backgroundStart: undefined,
  despill: false,
  start: undefined,
  duration: undefined,
  size: undefined,
  fps: undefined,
  cameraSize: undefined,
  cameraFps: undefined,
  mirror: false,
  lowLatency: false,
  allowNetwork: false,
  offline: false,
  threshold: undefined,
  cleanPlate: undefined,
  cleanPlateAt: undefined,
  stereo: undefined,
  swapEyes: false,
  keepStereo: false,
  right: undefined,
  depth: undefined,
  near: undefined,
  calibration: undefined,
  nearerThan: undefined,
  survey: undefined,
  resetEvery: undefined,
  mattes: undefined,
  frames: undefined,
  shard: undefined,
  shards: undefined,
  ffmpeg: undefined,
  every: undefined,
  device: undefined,
  json: false,
  jsonLines: false,
  quiet: true,
  verbose: false,
} as const;

/** How many threads make pictures: ffmpeg needs cores too, but seldom as many as it is given. */
export function defaultJobs(): number {
  return Math.min(64, navigator.hardwareConcurrency);
}
