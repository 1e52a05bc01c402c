import { assertSameSize, type Matte } from "../raster/frame.ts";
import type { RegionOption } from "./mask_scores.ts";

/**
 * Pixels of the true inside, and how many of them are half transparent.
 *
 * @category Evaluation
 */
export interface InteriorCounts {
  /** Pixels inside the true foreground, away from its edge. */
  readonly pixels: number;
  /** Those of them that the matte has neither in nor out. */
  readonly translucent: number;
}

/** How far from the true edge the inside begins, in pixels. */
const FROM_EDGE = 3;
/** The side of the square that must be all inside. */
const REACH = 2 * FROM_EDGE + 1;
/** Alpha of what is neither in nor out: from an eighth to seven eighths. */
const LOW = 32;
const HIGH = 223;

/**
 * How much of the true inside a matte leaves half transparent.
 *
 * The inside are the pixels of alpha 255 in the truth, and with only such pixels
 * within 3 of them along rows, columns and diagonals (a square of 7 × 7). The
 * frame's border is no edge: who stands in it is cut off there, not at an end.
 * Half transparent is alpha from 32 to 223. Lower alpha is a hole, which IoU sees.
 *
 * @example Somebody wider than the frame; one pixel of five is a ghost, one is a hole
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 5, height: 1, data: Uint8Array.from(data) });
 * const truth = row(255, 255, 255, 255, 255);
 * assertEquals(interiorCounts(row(255, 224, 100, 31, 255), truth), { pixels: 5, translucent: 1 });
 * ```
 *
 * @param matte What was found, H × W.
 * @param truth What there is, H × W.
 * @param options Which pixels count.
 * @returns How many pixels are inside, and how many of them half transparent.
 * @throws {RangeError} If the sizes differ.
 * @see This definition is our own: a ghost is worse to look at than a hole, and MAD takes
 * the hole for worse.
 * @category Evaluation
 */
export function interiorCounts(
  matte: Matte,
  truth: Matte,
  options: RegionOption = {},
): InteriorCounts {
  const { region } = options;
  assertSameSize("look for half-transparent pixels", { matte, truth, ...(region && { region }) });
  const { width, height } = truth;
  const found = matte.data;
  const counted = region?.data;
  // The last row down to which a column's pixel was not inside of its own row.
  const lastOut = new Int32Array(width).fill(-REACH);
  const inRow = new Uint8Array(width);
  let pixels = 0;
  let translucent = 0;
  for (let bottom = 0; bottom < height + FROM_EDGE; bottom++) {
    // Below the frame nothing is outside, as it is above.
    if (bottom < height) {
      markInRow(truth.data.subarray(bottom * width, (bottom + 1) * width), inRow);
    }
    const y = bottom - FROM_EDGE;
    for (let x = 0; x < width; x++) {
      if (bottom < height && inRow[x] === 0) lastOut[x] = bottom;
      if (y < 0 || bottom - lastOut[x] < REACH) continue;
      const i = y * width + x;
      if (counted !== undefined && counted[i] === 0) continue;
      pixels++;
      if (found[i] >= LOW && found[i] <= HIGH) translucent++;
    }
  }
  return { pixels, translucent };
}

/** Mark the pixels of a row that have 255 alone within reach on both sides. */
function markInRow(row: Uint8Array, inside: Uint8Array): void {
  let lastOut = -REACH;
  for (let right = 0; right < row.length + FROM_EDGE; right++) {
    if (right < row.length && row[right] !== 255) lastOut = right;
    const x = right - FROM_EDGE;
    if (x >= 0) inside[x] = right - lastOut < REACH ? 0 : 1;
  }
}
