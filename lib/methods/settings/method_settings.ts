/**
 * What each method can be told: its type, range, default and summary stand here once. From here
 * come the checks in the estimators' constructors, `--set`, `--help`, completion, and the table in
 * docs/methods.md.
 *
 * @module
 */

import type { Setting, Settings } from "./setting.ts";

/**
 * The names of the methods.
 *
 * @category Methods
 */
export type MethodName =
  | "tutorial"
  | "difference"
  | "clean-plate"
  | "median"
  | "average"
  | "mog2"
  | "knn"
  | "chroma"
  | "depth"
  | "segment";

/**
 * How two eyes' pictures are matched: by blocks, or semi-globally in one of OpenCV's modes.
 *
 * @category Methods
 */
export type StereoMatching = "bm" | "sgbm" | "3way" | "hh" | "hh4";

/** Settings that are numbers, by their names. */
type Numbers<Names extends string> = {
  readonly [Name in Names]: Setting & { readonly default: number };
};

/** Settings that are yes or no. */
type Flags<Names extends string> = {
  readonly [Name in Names]: Setting & { readonly default: boolean };
};

/** A setting that is one of some words. */
type Choice<Word extends string> = Setting & {
  readonly default: Word;
  readonly choices: readonly Word[];
};

type PlateSettings =
  & Numbers<"threshold" | "noiseRate">
  & Flags<"align" | "exposure">
  & { readonly distance: Choice<"rgb" | "chroma"> };

type ModelSettings =
  & Numbers<"history" | "shadowValue" | "shadowThreshold" | "learningRate">
  & Flags<"detectShadows">;

type Mog2ModelSettings =
  & ModelSettings
  & Numbers<"varThreshold" | "nMixtures" | "backgroundRatio" | "varThresholdGen">
  & Numbers<"varInit" | "varMin" | "varMax" | "complexityReductionThreshold">;

type KnnModelSettings =
  & ModelSettings
  & Numbers<"dist2Threshold" | "nSamples" | "kNNSamples" | "seed">;

/** What each method has. */
interface MethodSettings extends Readonly<Record<MethodName, Settings>> {
  readonly tutorial: Numbers<"threshold">;
  readonly difference: Numbers<"threshold" | "framesApart"> & Flags<"threeFrames" | "align">;
  readonly "clean-plate": PlateSettings;
  readonly median: PlateSettings & Numbers<"samples" | "every">;
  readonly average: PlateSettings & Numbers<"learningRate">;
  readonly mog2: Mog2ModelSettings & Numbers<"warmUp">;
  readonly knn: KnnModelSettings & Numbers<"warmUp">;
  readonly chroma:
    & {
      readonly key: Setting & { readonly default: string };
      readonly space: Choice<"ycbcr" | "hsv">;
    }
    & Numbers<"inner" | "outer" | "spill">;
  readonly depth:
    & { readonly matching: Choice<StereoMatching> }
    & Numbers<"threshold" | "disparities" | "blockSize">;
  readonly segment: Numbers<"every"> & Flags<"plate" | "roi">;
}

/** The threshold of a difference's gray level. */
const grayThreshold = {
  summary: "the last gray level of change that is background",
  least: 0,
  most: 255,
} as const;

/** How frames are compared with a plate. */
const plate: PlateSettings = {
  threshold: {
    summary: "the last distance from the plate, in levels, that is background",
    default: 20,
    least: 0,
    most: 441,
  },
  distance: {
    summary: "rgb, or chroma: shadows stay background",
    default: "rgb",
    choices: ["rgb", "chroma"],
  },
  align: { summary: "move the plate as the camera shakes", default: true },
  exposure: { summary: "follow exposure and white balance", default: true },
  noiseRate: {
    summary: "how fast each pixel's noise is learned",
    default: 0,
    least: 0,
    most: 1,
  },
};

/** A variance, or a squared distance, of which 0 makes no sense. */
const square = { least: 0, isAbove: true } as const;
const share = { least: 0, most: 1 } as const;

/** What the two background models of OpenCV share, under its names. */
const model: ModelSettings = {
  history: {
    summary: "frames that the model remembers",
    default: 500,
    least: 1,
    isWhole: true,
  },
  detectShadows: { summary: "tell shadows from foreground", default: true },
  shadowValue: {
    summary: "what a shadow is in the raw mask",
    default: 127,
    least: 0,
    most: 255,
    isWhole: true,
  },
  shadowThreshold: { summary: "how much darker a shadow may be", default: 0.5, ...share },
  learningRate: {
    summary: "how fast a frame is learned; −1 is automatic",
    default: -1,
    ...share,
    or: -1,
  },
};

/** Of an estimator on such a model. */
const warmUp = {
  summary: "first frames that are learned, but get no mask",
  least: 0,
  isWhole: true,
} as const;

/** What OpenCV's mixture of Gaussians can be told. */
export const mog2ModelSettings: Mog2ModelSettings = {
  varThreshold: {
    summary: "squared distance in variances that is foreground",
    default: 16,
    ...square,
  },
  nMixtures: {
    summary: "Gaussians for each pixel",
    default: 5,
    least: 1,
    most: 255,
    isWhole: true,
  },
  backgroundRatio: { summary: "weight that makes background", default: 0.9, ...share },
  varThresholdGen: {
    summary: "the same as varThreshold, for a new Gaussian",
    default: 9,
    ...square,
  },
  varInit: { summary: "variance of a new Gaussian", default: 15, ...square },
  varMin: { summary: "least variance", default: 4, least: 0 },
  varMax: { summary: "largest variance", default: 75, least: 0 },
  complexityReductionThreshold: {
    summary: "how soon a Gaussian is given up",
    default: 0.05,
    ...share,
  },
  ...model,
};

/** What OpenCV's nearest neighbours can be told. */
export const knnModelSettings: KnnModelSettings = {
  dist2Threshold: { summary: "squared distance that is near", default: 400, ...square },
  // Counts of samples must fit into a byte.
  nSamples: {
    summary: "samples in each of three lists",
    default: 7,
    least: 1,
    most: 85,
    isWhole: true,
  },
  kNNSamples: {
    summary: "near samples that make background, up to 3 · nSamples",
    default: 2,
    least: 1,
    most: 255,
    isWhole: true,
  },
  seed: {
    summary: "seed of the random choices",
    default: 0,
    least: -(2 ** 31),
    most: 2 ** 31 - 1,
    isWhole: true,
  },
  ...model,
};

/** What each method can be told, by the method's name. */
export const methodSettings: MethodSettings = {
  tutorial: { threshold: { ...grayThreshold, default: 3 } },
  difference: {
    threshold: { ...grayThreshold, default: 10 },
    framesApart: {
      summary: "how many frames apart the two are",
      default: 3,
      least: 1,
      most: 100,
      isWhole: true,
    },
    threeFrames: { summary: "must differ from the frame after, too", default: false },
    align: { summary: "move the earlier frame as the camera shakes", default: true },
  },
  "clean-plate": {
    ...plate,
    align: { ...plate.align, summary: "turn, zoom and move the plate as it was shot" },
    noiseRate: { ...plate.noiseRate, default: 0.05 },
  },
  median: {
    samples: {
      summary: "frames that the median is taken of",
      default: 25,
      least: 3,
      most: 255,
      isOdd: true,
    },
    every: {
      summary: "frame step of a stream: 5 learns from every fifth frame",
      default: 5,
      least: 1,
      isWhole: true,
    },
    ...plate,
  },
  average: {
    learningRate: {
      summary: "how much of each frame comes into the average",
      default: 0.02,
      ...share,
    },
    ...plate,
  },
  mog2: { ...mog2ModelSettings, warmUp: { ...warmUp, default: 5 } },
  knn: { ...knnModelSettings, warmUp: { ...warmUp, default: 0 } },
  chroma: {
    key: {
      summary: "the screen's colour, or auto: the border's in the first frame",
      default: "auto",
    },
    space: {
      summary: "ycbcr, or hsv: by hue, for screens with shadows",
      default: "ycbcr",
      choices: ["ycbcr", "hsv"],
    },
    inner: {
      summary: "up to here all is background, in %: 0 the key, 100 gray",
      default: 40,
      least: 0,
    },
    outer: {
      summary: "from here on all is foreground, in %, not below inner",
      default: 80,
      least: 0,
    },
    spill: {
      summary: "how much of the screen's light is taken from the foreground",
      default: 1,
      ...share,
    },
  },
  depth: {
    threshold: {
      summary: "the last disparity or depth that is background; −1: the scene tells",
      default: -1,
      least: 0,
      or: -1,
    },
    matching: {
      summary: "how two eyes are matched: bm is fast; sgbm, 3way, hh, hh4 are semi-global",
      default: "3way",
      choices: ["bm", "sgbm", "3way", "hh", "hh4"],
    },
    disparities: {
      summary:
        "how many pixels what is near may be apart, rounded up to 16; 0: a tenth of the width",
      default: 0,
      least: 0,
      most: 1024,
      isWhole: true,
    },
    blockSize: {
      summary: "side of what is compared, in pixels; 0: 15 of bm, 5 of the others",
      default: 0,
      least: 0,
      most: 255,
      isWhole: true,
    },
  },
  segment: {
    every: {
      summary: "the network looks at each n-th frame",
      default: 1,
      least: 1,
      isWhole: true,
    },
    plate: { summary: "learn what is behind, to correct the network by it", default: true },
    roi: {
      summary: "have a network of your own look closer where people are, as fast and quality do",
      default: false,
    },
  },
};
