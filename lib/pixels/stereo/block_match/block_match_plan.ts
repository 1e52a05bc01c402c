/**
 * What block matching works out before it begins.
 *
 * @module
 */

import type { Size } from "../../../raster/frame.ts";

/** Sixteenths of a pixel that stand for "unknown": less than any disparity. */
export const UNKNOWN_SIXTEENTHS = -32768;

/** The numbers of a match; {@linkcode planBlockMatch} makes it. */
export interface BlockMatchPlan {
  /** Width of the pictures. */
  readonly width: number;
  /** Height of the pictures. */
  readonly height: number;
  /** Half of a block. */
  readonly radius: number;
  /** How many disparities are tried. */
  readonly count: number;
  /** The least of them. */
  readonly least: number;
  /** The column of the left picture that is matched first. */
  readonly first: number;
  /** How many columns are matched; those behind the right border are on the next row's left. */
  readonly matched: number;
  /** First column whose disparity stays. */
  readonly from: number;
  /** The column behind the last one. */
  readonly to: number;
  /** For each column of a block, from that of the first one on: where it lies in the left picture. */
  readonly leftColumns: Int32Array;
  /** Where it lies in the right picture at the largest disparity; one less is one column on. */
  readonly rightColumns: Int32Array;
  /** What a texture-free pixel is after the filter. */
  readonly cap: number;
  /** A block of less texture is not matched. */
  readonly textureThreshold: number;
  /** By how many percent the second best must be worse. */
  readonly uniquenessRatio: number;
  /** How far the match from right to left may differ, in pixels; less than 0 lets all be. */
  readonly disp12MaxDiff: number;
}

/** The options that a plan is made of. */
export interface BlockMatchNumbers {
  /** How many disparities. */
  readonly numDisparities: number;
  /** The least. */
  readonly minDisparity: number;
  /** Side of a block. */
  readonly blockSize: number;
  /** Where the filtered pictures are cut off. */
  readonly preFilterCap: number;
  /** As in the plan. */
  readonly textureThreshold: number;
  /** As in the plan. */
  readonly uniquenessRatio: number;
  /** As in the plan. */
  readonly disp12MaxDiff: number;
}

/**
 * Where which columns lie.
 *
 * @param size Of the pictures.
 * @param options The options, checked.
 * @returns The plan, or `undefined` if the picture is too narrow for the disparities.
 */
export function planBlockMatch(
  { width, height }: Size,
  options: BlockMatchNumbers,
): BlockMatchPlan | undefined {
  const { numDisparities: count, minDisparity: least, blockSize, preFilterCap: cap } = options;
  const { textureThreshold, uniquenessRatio, disp12MaxDiff } = options;
  const radius = blockSize >> 1;
  const most = least + count - 1;
  const first = Math.max(most, 0);
  const firstRight = Math.max(-most, 0);
  const matched = width - firstRight - count + 1;
  const [from, to] = [first + radius, width - radius];
  if (first >= width || firstRight >= width || matched < 1 || from >= to) return undefined;
  const length = matched + 2 * radius;
  const leftColumns = new Int32Array(length);
  const rightColumns = new Int32Array(length);
  for (let k = 0; k < length; k++) {
    // Beyond the borders, OpenCV repeats what is at each picture's own, at whichever disparity.
    leftColumns[k] = Math.min(Math.max(k - radius + first, 0), width - 1);
    rightColumns[k] = Math.min(Math.max(k - radius + firstRight, 0), width - count);
  }
  return {
    width,
    height,
    radius,
    count,
    least,
    first,
    matched,
    from,
    to,
    leftColumns,
    rightColumns,
    cap,
    textureThreshold,
    uniquenessRatio,
    disp12MaxDiff,
  };
}
