import { assertSameSize, type Mask, type Matte } from "../raster/frame.ts";

/**
 * Which pixels of a frame a metric looks at.
 *
 * @category Evaluation
 */
export interface RegionOption {
  /**
   * The pixels that count, H × W: those that are not 0.
   *
   * @default {all}
   */
  region?: Mask | undefined;
}

/**
 * Pixels by what the mask says and what the truth is; "positive" is foreground.
 *
 * @category Evaluation
 */
export interface MaskCounts {
  /** Foreground, and found (TP). */
  readonly truePositives: number;
  /** Background taken for foreground (FP). */
  readonly falsePositives: number;
  /** Foreground that was missed (FN). */
  readonly falseNegatives: number;
  /** Background, and left alone (TN). */
  readonly trueNegatives: number;
}

/**
 * How good a mask is, by CDnet's measures.
 *
 * @category Evaluation
 */
export interface MaskScores {
  /** Intersection over union, TP / (TP + FP + FN), 0–1; also called Jaccard index. */
  readonly iou: number;
  /** How much of what was found is foreground, TP / (TP + FP), 0–1. */
  readonly precision: number;
  /** How much of the foreground was found, TP / (TP + FN), 0–1. */
  readonly recall: number;
  /** How much of the background was left alone, TN / (TN + FP), 0–1. FPR is 1 minus this. */
  readonly specificity: number;
  /** Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN), 0–1. */
  readonly f: number;
  /** Percentage of wrong classifications, 100 (FP + FN) / all, 0–100. */
  readonly pwc: number;
}

/** The least alpha that counts as foreground. */
const FOREGROUND = 128;

/**
 * Compare a mask with the true one, pixel by pixel.
 *
 * A matte is foreground where its alpha is at least 128, in both of them.
 *
 * @example One pixel of each kind, and one that does not count
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 5, height: 1, data: Uint8Array.from(data) });
 * const matte = row(255, 128, 127, 0, 255);
 * const truth = row(255, 0, 200, 0, 0);
 * assertEquals(compareMasks(matte, truth, { region: row(1, 1, 1, 1, 0) }), {
 *   truePositives: 1,
 *   falsePositives: 1,
 *   falseNegatives: 1,
 *   trueNegatives: 1,
 * });
 * ```
 *
 * @param matte What was found, H × W.
 * @param truth What there is, H × W.
 * @param options Which pixels count.
 * @returns How many pixels are of each kind.
 * @throws {RangeError} If the sizes differ.
 * @category Evaluation
 */
export function compareMasks(matte: Matte, truth: Matte, options: RegionOption = {}): MaskCounts {
  const { region } = options;
  assertSameSize("compare masks", { matte, truth, ...(region && { region }) });

  const found = matte.data;
  const real = truth.data;
  const counted = region?.data;
  // By two bits: whether it was found, and whether it is foreground.
  let neither = 0;
  let onlyFound = 0;
  let onlyReal = 0;
  let both = 0;
  for (let i = 0; i < found.length; i++) {
    if (counted !== undefined && counted[i] === 0) continue;
    if (found[i] >= FOREGROUND) {
      if (real[i] >= FOREGROUND) both++;
      else onlyFound++;
    } else if (real[i] >= FOREGROUND) onlyReal++;
    else neither++;
  }
  return {
    truePositives: both,
    falsePositives: onlyFound,
    falseNegatives: onlyReal,
    trueNegatives: neither,
  };
}

/**
 * The sum of two counts: CDnet scores a video by the counts of all its frames.
 *
 * @example Two frames together
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const one = { truePositives: 1, falsePositives: 2, falseNegatives: 3, trueNegatives: 4 };
 * assertEquals(addCounts(one, one).falseNegatives, 6);
 * ```
 *
 * @param a Counts.
 * @param b Counts.
 * @returns New counts.
 * @category Evaluation
 */
export function addCounts(a: MaskCounts, b: MaskCounts): MaskCounts {
  return {
    truePositives: a.truePositives + b.truePositives,
    falsePositives: a.falsePositives + b.falsePositives,
    falseNegatives: a.falseNegatives + b.falseNegatives,
    trueNegatives: a.trueNegatives + b.trueNegatives,
  };
}

/**
 * Score counts by CDnet's measures.
 *
 * Where a share is 0 / 0, which CDnet leaves open, it is 1 if there is no error
 * and 0 otherwise: an empty mask of an empty scene is right, an empty mask of a
 * full one has precision 0, and any mask of an empty scene recall 0. Then F is
 * what its formula of precision and recall tends to. Of no pixels at all, PWC is 0.
 *
 * @example Three of four found, and one too many
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const counts = { truePositives: 3, falsePositives: 1, falseNegatives: 1, trueNegatives: 5 };
 * const { iou, precision, recall, f, pwc } = scores(counts);
 * assertEquals([iou, precision, recall, f, pwc], [0.6, 0.75, 0.75, 0.75, 20]);
 * ```
 *
 * @param counts Of one frame, or the sums of many.
 * @returns The scores.
 * @see Goyette et al., "changedetection.net: A new change detection benchmark
 * dataset", CVPR Workshops 2012, https://doi.org/10.1109/CVPRW.2012.6238919.
 * @category Evaluation
 */
export function scores(counts: MaskCounts): MaskScores {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts;
  const errors = falsePositives + falseNegatives;
  const all = truePositives + trueNegatives + errors;
  const share = (part: number, whole: number) => whole > 0 ? part / whole : errors === 0 ? 1 : 0;
  return {
    iou: share(truePositives, truePositives + errors),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    // Without any background, none was taken for foreground.
    specificity: 1 - (falsePositives > 0 ? falsePositives / (trueNegatives + falsePositives) : 0),
    f: share(2 * truePositives, 2 * truePositives + errors),
    pwc: all > 0 ? 100 * errors / all : 0,
  };
}
