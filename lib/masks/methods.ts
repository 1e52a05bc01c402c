import type { Frame } from "../raster.ts";
import type { Pixels } from "../simd/pixels.ts";
import type { MaskEstimator } from "./estimator.ts";
import { TutorialEstimator } from "./tutorial.ts";

/** What every method may be told; each takes what it knows of. */
export interface MethodOptions {
  /** The last level of change that still is background, 0–255; each method has its own default. */
  threshold?: number | undefined;
  /** A picture of the empty room, of the frames' size. */
  cleanPlate?: Frame | undefined;
  /** What else the method can be told, by the names in {@linkcode Method.settings}. */
  settings?: Readonly<Record<string, SettingValue>>;
  /** Who does the work on pixels: kernels that have been loaded. */
  pixels?: Pixels | undefined;
}

/** The value of a setting. */
export type SettingValue = number | boolean | string;

/** Something that a method can be told: `--set name=value`. */
export interface Setting {
  /** What it does, with its unit, in a few words. */
  readonly summary: string;
  /** What it is if nothing is said; its type is the setting's type. */
  readonly default: SettingValue;
  /** The least number. */
  readonly least?: number;
  /** The largest number. */
  readonly most?: number;
  /** The words to choose from. */
  readonly choices?: readonly string[];
}

/** A way of making masks that is chosen by name. */
export interface Method {
  /** One line for `--help`. */
  readonly summary: string;
  /** What `--refine auto` is for it, as `--refine` would say it; "" for nothing. */
  readonly refine?: string;
  /** Whether it must have a clean plate. */
  readonly needsPlate?: boolean;
  /** Whether it makes use of a clean plate, where there is one. */
  readonly takesPlate?: boolean;
  /** What it can be told besides the common options. */
  readonly settings?: Readonly<Record<string, Setting>>;
  /** A new estimator, without any memory yet. */
  create(options?: MethodOptions): MaskEstimator;
}

/**
 * The methods by name: what `--method` offers.
 *
 * @example The tutorial's is among them
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * using estimator = methods.tutorial.create({ threshold: 10 });
 * assertEquals(estimator.warmUp, 2);
 * ```
 */
export const methods: { readonly tutorial: Method } = {
  tutorial: {
    summary: "what changed between consecutive frames, as in the tutorial",
    create: ({ threshold } = {}) => new TutorialEstimator({ threshold }),
  },
};
