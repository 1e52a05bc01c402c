import type { Frame } from "../raster/frame.ts";
import type { MaskEstimator } from "./estimator.ts";
import { AverageEstimator, type AverageOptions } from "./plate/average_estimator.ts";
import { ChromaEstimator, type ChromaOptions } from "./chroma_estimator.ts";
import { CleanPlateEstimator } from "./plate/clean_plate_estimator.ts";
import { DifferenceEstimator, type DifferenceOptions } from "./difference_estimator.ts";
import { KnnEstimator, type KnnOptions } from "./models/knn/knn_estimator.ts";
import { MedianEstimator, type MedianOptions } from "./plate/median_estimator.ts";
import { Mog2Estimator, type Mog2Options } from "./models/mog2/mog2_estimator.ts";
import type { PlateOptions } from "./plate/plate_comparison.ts";
import { SegmentEstimator, type SegmentOptions } from "./segment/segment_estimator.ts";
import type { OpenSegmenter } from "../networks/segmenter.ts";
import { type MethodName, methodSettings } from "./settings/method_settings.ts";
import type { Settings, SettingValue } from "./settings/setting.ts";
import { TutorialEstimator, type TutorialOptions } from "./tutorial_estimator.ts";

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
  /** What else the method can be told, by the names in {@linkcode Method.settings}. */
  settings?: Readonly<Record<string, SettingValue>>;
  /** Told in one line what a user should know of the masks. */
  onNotice?: ((notice: string) => void) | undefined;
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
  /** What it can be told; `--threshold` is the setting of that name. */
  readonly settings?: Settings;
  /** A new estimator, without any memory yet. */
  create(options?: MethodOptions): MaskEstimator;
}

/** For masks that have been told from an empty room. */
const PLATE_REFINEMENT = "open:1,close:2,remove:400,fill:2000,smooth:1,gaussian:0.8";

/** For masks of what moves: held, closed and filled. */
const MOTION_REFINEMENT = "open:1,hold:4,close:6,remove:400,fill:all:bottom,smooth:1,gaussian:0.8";

/** For mattes that a network has made: as sharp as a picture's, and steady along motion. */
const NETWORK_REFINEMENT = "levels:51:204,smooth:1";

/** Give a class its common options and its settings. */
function settled<Options>(options: MethodOptions): Options & { threshold?: number } {
  const { settings, threshold } = options;
  return {
    ...settings,
    ...(threshold !== undefined && { threshold }),
  } as unknown as Options & { threshold?: number };
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
 *
 * @category Methods
 */
export const methods: Readonly<Record<MethodName, Method>> = {
  tutorial: {
    summary: "what changed between consecutive frames, as in the tutorial",
    settings: methodSettings.tutorial,
    create: (options = {}) => new TutorialEstimator(settled<TutorialOptions>(options)),
  },
  difference: {
    summary: "what changed since an earlier frame, held until the person has moved on",
    refine: "open:1,hold:12,close:8,remove:400,fill:all:bottom,smooth:1,gaussian:0.8",
    settings: methodSettings.difference,
    create: (options = {}) => new DifferenceEstimator(settled<DifferenceOptions>(options)),
  },
  "clean-plate": {
    summary: "what differs from a picture of the empty room: the surest",
    refine: PLATE_REFINEMENT,
    needsPlate: true,
    takesPhotos: true,
    settings: methodSettings["clean-plate"],
    create: (options = {}) => {
      if (options.cleanPlate === undefined) {
        throw new TypeError("Cannot compare with a clean plate: there is none");
      }
      return new CleanPlateEstimator(options.cleanPlate, settled<PlateOptions>(options));
    },
  },
  median: {
    summary: "what differs from the median of the whole video",
    refine: MOTION_REFINEMENT,
    settings: methodSettings.median,
    create: (options = {}) => new MedianEstimator(settled<MedianOptions>(options)),
  },
  average: {
    summary: "what differs from the average of the whole video, or of a stream so far",
    refine: MOTION_REFINEMENT,
    settings: methodSettings.average,
    create: (options = {}) => new AverageEstimator(settled<AverageOptions>(options)),
  },
  mog2: {
    summary: "OpenCV's MOG2: a mixture of Gaussians for each pixel",
    refine: "open:1,hold:12,close:8,remove:400,fill:all:bottom,smooth:1,gaussian:0.8",
    settings: methodSettings.mog2,
    create: (options = {}) => new Mog2Estimator(settled<Mog2Options>(options)),
  },
  knn: {
    summary: "OpenCV's KNN: nearest neighbours among earlier values of each pixel",
    refine: MOTION_REFINEMENT,
    settings: methodSettings.knn,
    create: (options = {}) => new KnnEstimator(settled<KnnOptions>(options)),
  },
  chroma: {
    summary: "what is not of a green (or any colour) screen's colour, softly",
    needsScreen: true,
    takesPhotos: true,
    refine: "",
    settings: methodSettings.chroma,
    create: (options = {}) => new ChromaEstimator(settled<ChromaOptions>(options)),
  },
  segment: {
    summary: "people, by a neural network: whatever they do and whatever is behind",
    needsNetwork: true,
    takesPhotos: true,
    refine: NETWORK_REFINEMENT,
    settings: methodSettings.segment,
    create: ({ openSegmenter, onNotice, ...options } = {}) => {
      if (openSegmenter === undefined) {
        throw new TypeError("Cannot segment: there is no network");
      }
      return new SegmentEstimator(openSegmenter, {
        ...settled<SegmentOptions>(options),
        onNotice,
      });
    },
  },
};
