import type { OpenDepth } from "../networks/depth/depth_network.ts";
import type { OpenSegmenter } from "../networks/segmenter.ts";
import type { Frame } from "../raster/frame.ts";
import type { BothEyes } from "./depth/depth_estimator.ts";
import type { MaskEstimator } from "./estimator.ts";
import type { Settings, SettingValue } from "./settings/setting.ts";

/**
 * What every method may be told; each takes what it knows of.
 *
 * @category Methods
 */
export interface MethodOptions {
  /** The last level of change that still is background, 0–255; each method has its own default. */
  threshold?: number | undefined;
  /** A picture of the empty room, of the frames' size. */
  cleanPlate?: Frame | undefined;
  /** Opens the neural network, for a method that needs one. */
  openSegmenter?: OpenSegmenter | undefined;
  /** Opens the neural network that tells depth, for a method that can use one. */
  openDepth?: OpenDepth | undefined;
  /** Where frames have what both eyes see. */
  eyes?: BothEyes | undefined;
  /** What else the method can be told, by the names in {@linkcode Method.settings}. */
  settings?: Readonly<Record<string, SettingValue>>;
  /**
   * How many frames later a frame may be finished than it has come, where a network looks at one frame
   * while the one before is finished.
   *
   * @default {1}
   */
  lookahead?: 0 | 1 | undefined;
  /**
   * Whether the frames are a later part of a video: then nothing is told at its end of what was in none of
   * them, since others may have had it.
   *
   * @default {false}
   */
  isPart?: boolean | undefined;
  /** Told in one line what a user should know of the masks. */
  onNotice?: ((notice: string) => void) | undefined;
}

/**
 * What `--refine auto` is for a method, by what its network gives.
 *
 * @param method The method.
 * @param givesMattes Whether its network gives mattes already.
 * @returns Steps, as `--refine` would say them.
 */
export function autoRefinement(
  { refine = "", refineMattes = refine }: Pick<Method, "refine" | "refineMattes">,
  givesMattes: boolean = false,
): string {
  return givesMattes ? refineMattes : refine;
}

/**
 * A way of making masks that is chosen by name.
 *
 * @category Methods
 */
export interface Method {
  /** One line for `--help`. */
  readonly summary: string;
  /** What `--refine auto` is for it, as `--refine` would say it; "" for nothing. */
  readonly refine?: string;
  /** The same where its network gives mattes already: {@linkcode OpenSegmenter.givesMattes}. */
  readonly refineMattes?: string;
  /** Whether it must have a clean plate. */
  readonly needsPlate?: boolean;
  /** Whether it must have a screen of one colour: `evaluate` takes it only if it is named. */
  readonly needsScreen?: boolean;
  /** Whether a neural network does it, which must be opened. */
  readonly needsNetwork?: boolean;
  /** Whether it makes use of a clean plate, where there is one. */
  readonly takesPlate?: boolean;
  /** Whether it makes something of a single picture: others look for what moves. */
  readonly takesPhotos?: boolean;
  /** Whether it asks how far things are: by two eyes, a depth video, or a network. */
  readonly takesDistance?: boolean;
  /** What it can be told; `--threshold` is the setting of that name. */
  readonly settings?: Settings;
  /**
   * Those of its settings that decide what a survey learns, if it has a survey: one that was saved serves
   * runs that differ in others. Of a method without this, all do.
   */
  readonly surveySettings?: readonly string[];
  /** A new estimator, without any memory yet. */
  create(options?: MethodOptions): MaskEstimator;
}
