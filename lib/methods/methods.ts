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
import { TutorialEstimator } from "./tutorial_estimator.ts";

/** What every method may be told; each takes what it knows of. */
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
  /** Whether it must have a screen of one colour: `evaluate` takes it only if it is named. */
  readonly needsScreen?: boolean;
  /** Whether a neural network does it, which must be opened. */
  readonly needsNetwork?: boolean;
  /** Whether it makes use of a clean plate, where there is one. */
  readonly takesPlate?: boolean;
  /** Whether it knows a threshold of 0–255; left out, it does. */
  readonly takesThreshold?: boolean;
  /** What it can be told besides the common options. */
  readonly settings?: Readonly<Record<string, Setting>>;
  /** A new estimator, without any memory yet. */
  create(options?: MethodOptions): MaskEstimator;
}

const flag = (summary: string, preset: boolean): Setting => ({ summary, default: preset });
const number = (summary: string, preset: number, least: number, most: number): Setting => ({
  ...{ summary, default: preset, least, most },
});

/** How frames are compared with a plate. */
const plateSettings = {
  distance: {
    summary: "rgb, or chroma: shadows stay background",
    default: "rgb",
    choices: ["rgb", "chroma"],
  },
  align: flag("move the plate as the camera shakes", true),
  exposure: flag("follow exposure and white balance", true),
  noiseRate: number("how fast each pixel's noise is learned", 0, 0, 1),
};

/** What the two background models of OpenCV share, under its names. */
const modelSettings = {
  history: number("frames that the model remembers", 500, 1, 1e6),
  detectShadows: flag("tell shadows from foreground", true),
  shadowValue: number("what a shadow is in the raw mask", 127, 0, 255),
  shadowThreshold: number("how much darker a shadow may be", 0.5, 0, 1),
  learningRate: number("0–1, or −1 for automatic", -1, -1, 1),
};

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
 */
export const methods: Readonly<Record<MethodName, Method>> = {
  tutorial: {
    summary: "what changed between consecutive frames, as in the tutorial",
    create: ({ threshold } = {}) => new TutorialEstimator({ threshold }),
  },
  difference: {
    summary: "what changed since an earlier frame, held until the person has moved on",
    refine: "open:1,hold:12,close:8,remove:400,fill:all:bottom,smooth:1,gaussian:0.8",
    settings: {
      framesApart: number("how many frames apart the two are", 3, 1, 100),
      threeFrames: flag("must differ from the frame after, too", false),
      align: flag("move the earlier frame as the camera shakes", true),
    },
    create: (options = {}) =>
      new DifferenceEstimator({
        framesApart: 3,
        align: true,
        ...settled<DifferenceOptions>(options),
      }),
  },
  "clean-plate": {
    summary: "what differs from a picture of the empty room: the surest",
    refine: PLATE_REFINEMENT,
    needsPlate: true,
    settings: {
      ...plateSettings,
      noiseRate: number("how fast each pixel's noise is learned", 0.05, 0, 1),
    },
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
    settings: {
      samples: number("frames that the median is taken of, odd", 25, 3, 255),
      every: number("of a stream: of how many frames one is taken", 5, 1, 10000),
      ...plateSettings,
    },
    create: (options = {}) => new MedianEstimator(settled<MedianOptions>(options)),
  },
  average: {
    summary: "what differs from the average of the whole video, or of a stream so far",
    refine: MOTION_REFINEMENT,
    settings: {
      learningRate: number("how much of each frame comes into the average", 0.02, 0, 1),
      ...plateSettings,
    },
    create: (options = {}) => new AverageEstimator(settled<AverageOptions>(options)),
  },
  mog2: {
    summary: "OpenCV's MOG2: a mixture of Gaussians for each pixel",
    takesThreshold: false,
    refine: "open:1,hold:12,close:8,remove:400,fill:all:bottom,smooth:1,gaussian:0.8",
    settings: {
      varThreshold: number("squared distance in variances that is foreground", 16, 0.001, 1e6),
      nMixtures: number("Gaussians for each pixel", 5, 1, 255),
      backgroundRatio: number("weight that makes background", 0.9, 0, 1),
      varThresholdGen: number("the same as varThreshold, for a new Gaussian", 9, 0.001, 1e6),
      varInit: number("variance of a new Gaussian", 15, 0.001, 1e6),
      varMin: number("least variance", 4, 0, 1e6),
      varMax: number("largest variance", 75, 0, 1e6),
      complexityReductionThreshold: number("how soon a Gaussian is given up", 0.05, 0, 1),
      ...modelSettings,
    },
    create: (options = {}) => new Mog2Estimator({ warmUp: 5, ...settled<Mog2Options>(options) }),
  },
  knn: {
    summary: "OpenCV's KNN: nearest neighbours among earlier values of each pixel",
    takesThreshold: false,
    refine: MOTION_REFINEMENT,
    settings: {
      dist2Threshold: number("squared distance that is near", 400, 0.001, 1e6),
      nSamples: number("samples in each of three lists", 7, 1, 85),
      kNNSamples: number("near samples that make background", 2, 1, 255),
      seed: number("of the random turns", 0, -2147483648, 2147483647),
      ...modelSettings,
    },
    create: (options = {}) => new KnnEstimator(settled<KnnOptions>(options)),
  },
  chroma: {
    summary: "what is not of a green (or any colour) screen's colour, softly",
    needsScreen: true,
    refine: "",
    settings: {
      key: {
        summary: "the screen's colour, or auto: the border's in the first frame",
        default: "auto",
      },
      space: {
        summary: "ycbcr, or hsv: by hue, for screens with shadows",
        default: "ycbcr",
        choices: ["ycbcr", "hsv"],
      },
      inner: number("up to here all is background, in %: 0 the key, 100 gray", 40, 0, 1000),
      outer: number("from here on all is foreground, in %", 80, 0, 1000),
      spill: number("how much of the screen's light is taken from the foreground", 1, 0, 1),
    },
    create: (options = {}) => new ChromaEstimator(settled<ChromaOptions>(options)),
  },
  segment: {
    summary: "people, by a neural network: whatever they do and whatever is behind",
    needsNetwork: true,
    takesThreshold: false,
    refine: NETWORK_REFINEMENT,
    settings: {
      every: number("the network looks at each n-th frame", 1, 1, 10000),
      plate: flag("learn what is behind, to correct the network by it", true),
      roi: flag("look closer at the region where people are: for small figures", false),
    },
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

/** The names of the methods. */
export type MethodName =
  | "tutorial"
  | "difference"
  | "clean-plate"
  | "median"
  | "average"
  | "mog2"
  | "knn"
  | "chroma"
  | "segment";
