/**
 * Which way an area resize goes, which source pixels make a destination pixel
 * and with what weight. From the formulas of OpenCV's `resize.cpp`.
 *
 * @module
 */

import type { Size } from "../../raster/frame.ts";

/** The ways of an area resize; each has its own rounding. */
export type ResizePath = "copy" | "halve" | "whole" | "shrink" | "enlarge";

/** The two axes of an interpolation. */
export interface BilinearTables {
  readonly columns: BilinearTable;
  readonly rows: BilinearTable;
}

/** Source pixels a destination pixel, along one axis. */
function scaleOf(sourceLength: number, destLength: number): number {
  // Not `sourceLength / destLength`: the last bit differs for some lengths, and
  // the test for a whole factor sees that bit.
  return 1 / (destLength / sourceLength);
}

/**
 * Choose the path as `cv::resize` does.
 *
 * @param from The sides before.
 * @param to The sides after.
 */
export function resizePath(from: Size, to: Size): ResizePath {
  if (from.width === to.width && from.height === to.height) return "copy";
  const scales = [scaleOf(from.width, to.width), scaleOf(from.height, to.height)];
  if (scales.some((scale) => scale < 1)) return "enlarge";
  if (scales.some((scale) => Math.abs(scale - Math.round(scale)) >= Number.EPSILON)) {
    return "shrink";
  }
  return scales.every((scale) => Math.round(scale) === 2) ? "halve" : "whole";
}

/**
 * Choose the path as `cv::resize` does for `INTER_LINEAR`: between the neighbours, but
 * exactly half the size is the mean of four.
 *
 * @param from The sides before.
 * @param to The sides after.
 */
export function linearPath(from: Size, to: Size): ResizePath {
  const path = resizePath(from, to);
  return path === "copy" || path === "halve" ? path : "enlarge";
}

/** For shrinking: destination pixel d is the sum of the entries from `start[d]` to `start[d + 1]`. */
export interface AreaTable {
  /** One more than destination pixels. */
  readonly start: Int32Array;
  /** Source pixel of an entry; neighbours within one destination pixel. */
  readonly source: Int32Array;
  /** float32; the weights of one destination pixel add up to 1. */
  readonly weight: Float32Array;
}

/** For interpolating: destination pixel d is `near[d]` of `source[d]` and `far[d]` of the next, of 2048. */
export interface BilinearTable {
  /** For rows, −1 stands for the first, blended with itself: which is not always the first. */
  readonly source: Int32Array;
  /** 0–2048. */
  readonly near: Int32Array;
  /** 0–2048. */
  readonly far: Int32Array;
  /** From this destination pixel on there is no next column to the right. */
  readonly inside: number;
}

/** A part of a pixel below this is not worth an entry: OpenCV's own limit. */
const NEGLIGIBLE = 1e-3;

/**
 * Table of `computeResizeAreaTab`.
 *
 * @param sourceLength Pixels before.
 * @param destLength Pixels after, at most as many.
 */
export function areaTable(sourceLength: number, destLength: number): AreaTable {
  const scale = scaleOf(sourceLength, destLength);
  const start = new Int32Array(destLength + 1);
  const source: number[] = [];
  const weight: number[] = [];
  const add = (s: number, share: number) => {
    source.push(s);
    weight.push(share);
  };
  for (let d = 0; d < destLength; d++) {
    const from = d * scale;
    const end = from + scale;
    const cell = Math.min(scale, sourceLength - from);
    const lastWhole = Math.min(Math.floor(end), sourceLength - 1);
    const firstWhole = Math.min(Math.ceil(from), lastWhole);
    if (firstWhole - from > NEGLIGIBLE) add(firstWhole - 1, (firstWhole - from) / cell);
    for (let s = firstWhole; s < lastWhole; s++) add(s, 1 / cell);
    if (end - lastWhole > NEGLIGIBLE) {
      add(lastWhole, Math.min(Math.min(end - lastWhole, 1), cell) / cell);
    }
    start[d + 1] = source.length;
  }
  return { start, source: Int32Array.from(source), weight: Float32Array.from(weight) };
}

/**
 * Table of `cv::resize` for `INTER_AREA` where an axis grows: positions as for
 * bilinear interpolation, weights by covered area.
 *
 * @param sourceLength Pixels before.
 * @param destLength Pixels after: more, fewer or as many, for the other axis may be the one that grows.
 */
function bilinearTable(sourceLength: number, destLength: number): BilinearTable {
  const inverse = destLength / sourceLength;
  const scale = 1 / inverse;
  const source = new Int32Array(destLength);
  const near = new Int32Array(destLength);
  const far = new Int32Array(destLength);
  let inside = destLength;
  for (let d = 0; d < destLength; d++) {
    const s = Math.min(Math.floor(d * scale), sourceLength - 1);
    const overlap = Math.fround(d + 1 - (s + 1) * inverse);
    const share = overlap <= 0 ? 0 : Math.fround(overlap - Math.floor(overlap));
    if (s + 1 >= sourceLength) inside = Math.min(inside, d);
    source[d] = s;
    near[d] = roundHalfEven(Math.fround(Math.fround(1 - share) * 2048));
    far[d] = roundHalfEven(Math.fround(share * 2048));
  }
  return { source, near, far, inside };
}

/**
 * Tables of `cv::resize` for `INTER_AREA` where an axis grows.
 *
 * @param from The sides before.
 * @param to The sides after.
 */
export function enlargeTables(from: Size, to: Size): BilinearTables {
  return {
    columns: bilinearTable(from.width, to.width),
    rows: bilinearTable(from.height, to.height),
  };
}

/**
 * Tables of `cv::resize` for `INTER_LINEAR`.
 *
 * @param from The sides before.
 * @param to The sides after.
 */
export function linearTables(from: Size, to: Size): BilinearTables {
  const columns = linearTable(from.width, to.width);
  const { source, near, far } = columns;
  // Left of the first column's centre there is that column alone; rows keep both weights.
  for (let d = 0; d < source.length && source[d] < 0; d++) {
    source[d] = 0;
    near[d] = 2048;
    far[d] = 0;
  }
  return { columns, rows: linearTable(from.height, to.height) };
}

/** Pixels' centres lie at halves; the position is rounded to float32. */
function linearTable(sourceLength: number, destLength: number): BilinearTable {
  const scale = scaleOf(sourceLength, destLength);
  const source = new Int32Array(destLength);
  const near = new Int32Array(destLength);
  const far = new Int32Array(destLength);
  let inside = destLength;
  for (let d = 0; d < destLength; d++) {
    const at = Math.fround((d + 0.5) * scale - 0.5);
    const s = Math.floor(at);
    const share = Math.fround(at - s);
    if (Math.max(s, 0) + 1 >= sourceLength) inside = Math.min(inside, d);
    source[d] = Math.min(s, sourceLength - 1);
    near[d] = roundHalfEven(Math.fround(Math.fround(1 - share) * 2048));
    far[d] = roundHalfEven(Math.fround(share * 2048));
  }
  return { source, near, far, inside };
}

/** `cvRound`: to the nearest whole number, halves to the even one. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}
