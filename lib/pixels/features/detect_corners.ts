import { assertGrays, assertWhole, type Gray } from "../../raster/frame.ts";
import { assertOption } from "../../raster/option_checks.ts";
import type { Point } from "./homography.ts";

/**
 * A corner of a picture.
 *
 * @category Primitives: features
 */
export interface Corner extends Point {
  /** The largest threshold at which it still is a corner, in levels. */
  readonly score: number;
}

/**
 * Options of {@linkcode detectCorners}.
 *
 * @category Primitives: features
 */
export interface DetectCornersOptions {
  /**
   * By how many levels the arc has to be brighter or darker than the pixel, 0–255.
   *
   * @default {20}
   */
  threshold?: number;
}

/** How many of the circle's 16 pixels in a row make a corner. */
const ARC = 9;

/** The circle of radius 3, clockwise from below: right and down. */
const CIRCLE = [
  [0, 3],
  [1, 3],
  [2, 2],
  [3, 1],
  [3, 0],
  [3, -1],
  [2, -2],
  [1, -3],
  [0, -3],
  [-1, -3],
  [-2, -2],
  [-3, -1],
  [-3, 0],
  [-3, 1],
  [-2, 2],
  [-1, 3],
] as const;

/**
 * The corners of a picture: pixels around which nine of the sixteen pixels of a circle, in a row,
 * are all brighter or all darker. Of neighbours only the best stays.
 *
 * @example A bright dot
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 *
 * const gray = createGray(16, 16);
 * gray.data[16 * 8 + 5] = 200;
 * assertEquals(detectCorners(gray), [{ x: 5, y: 8, score: 199 }]);
 * ```
 *
 * @param gray The picture, H × W.
 * @param options How strong a corner has to be.
 * @returns The corners, row by row; none in a margin of three pixels.
 * @throws {RangeError} If the threshold is out of range.
 * @see Rosten and Drummond, "Machine learning for high-speed corner detection", ECCV 2006, DOI
 * 10.1007/11744023_34; OpenCV `cv::FAST`, `TYPE_9_16`, with non-maximum suppression: equal on every
 * input.
 * @category Primitives: features
 */
export function detectCorners(gray: Gray, options: DetectCornersOptions = {}): Corner[] {
  const { threshold = 20 } = options;
  assertGrays("detect corners", { gray });
  assertWhole("detect corners", "gray", gray);
  assertOption("detect corners", "threshold", threshold, { least: 0, most: 255, isWhole: true });

  const { width, height } = gray;
  const scores = scoreCorners(gray, threshold);
  const corners: Corner[] = [];
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      const i = y * width + x;
      const score = scores[i];
      if (score > 0 && isLargest(scores, i, width)) corners.push({ x, y, score });
    }
  }
  return corners;
}

/** Whether no neighbour is as good. */
function isLargest(scores: Uint8Array, i: number, width: number): boolean {
  const score = scores[i], above = i - width, below = i + width;
  return score > scores[i - 1] && score > scores[i + 1] &&
    score > scores[above - 1] && score > scores[above] && score > scores[above + 1] &&
    score > scores[below - 1] && score > scores[below] && score > scores[below + 1];
}

/** Each corner's score, 0 elsewhere. */
function scoreCorners({ width, height, data }: Gray, threshold: number): Uint8Array {
  const scores = new Uint8Array(data.length);
  const circle = Int32Array.from(CIRCLE, ([right, down]) => down * width + right);
  // The circle once around, and the start of it again.
  const differences = new Int32Array(16 + ARC - 1);
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      const i = y * width + x;
      const level = data[i];
      const low = level - threshold, high = level + threshold;
      // Any nine in a row have one of each two opposite pixels among them: most pixels end here.
      const south = data[i + circle[0]], north = data[i + circle[8]];
      const east = data[i + circle[4]], west = data[i + circle[12]];
      const mayBeDark = (south < low || north < low) && (east < low || west < low);
      const mayBeBright = (south > high || north > high) && (east > high || west > high);
      if (!mayBeDark && !mayBeBright) continue;
      for (let k = 0; k < differences.length; k++) {
        differences[k] = level - data[i + circle[k & 15]];
      }
      const best = strongestArc(differences);
      if (best > threshold) scores[i] = best - 1;
    }
  }
  return scores;
}

/** The largest difference that all of an arc have at least, all darker or all brighter. */
function strongestArc(differences: Int32Array): number {
  let best = 0;
  for (let start = 0; start < 16; start++) {
    let least = 255, most = -255;
    for (let k = start; k < start + ARC; k++) {
      const difference = differences[k];
      if (difference < least) least = difference;
      if (difference > most) most = difference;
      if (least <= best && -most <= best) break;
    }
    if (least > best) best = least;
    if (-most > best) best = -most;
  }
  return best;
}
