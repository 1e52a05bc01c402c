// The guided filter: the twin of lib/pixels/filter/guided/guided_filter.ts, row after row. What is summed is
// whole numbers, so that any order of sums gives the same; what follows is single precision in
// the plain twin's order.

import { shrinkFrame, shrinkGray } from "./guided_planes";
import { solveColor, solveGray } from "./guided_solve";
import { addProducts, addRow, addValues } from "./guided_sums";
import { evaluateRow, mixRows } from "./guided_evaluate";

/** Room behind a line, for whole vectors. */
const ROOM = 64;

// The sizes of what is looked at: the picture, or one of a half or a quarter of its sides.
let width = 0, height = 0, stride = 0, radius = 0, channels = 0;
/** Bytes of a line of window sums, and of one of 32-bit values. */
let sumsBytes = 0, lineBytes = 0;
/** Guide and matte as planes; a row of zeros. */
let planes: usize = 0, zeros: usize = 0;
/** Sums by columns, and of all columns before each: of the upper stage, of the lower. */
let columns: usize = 0, sums: usize = 0, lowerColumns: usize = 0, lowerSums: usize = 0;
/** Pixels of the windows along a row, and one divided by them: of the upper stage, of the lower. */
let counts: usize = 0, shares: usize = 0, lowerCounts: usize = 0, lowerShares: usize = 0;
/** Coefficients of a row, and of the rows of a window; their means, a line or all rows. */
let fresh: usize = 0, ring: usize = 0, means: usize = 0, mixed: usize = 0, line: usize = 0;

/** Lay the scratch memory out from an address; returns its end. */
function layOut(w: i32, h: i32, r: i32, c: i32, subsample: i32, at: usize): usize {
  width = (w + subsample - 1) / subsample;
  height = (h + subsample - 1) / subsample;
  stride = (width + 15) & ~15;
  radius = r;
  channels = c;
  lineBytes = 4 * stride + ROOM;
  sumsBytes = 4 * (stride + 2 * radius) + ROOM;
  const quantities = c == 1 ? 4 : 13;
  planes = at;
  zeros = planes + (c + 1) * stride * height;
  columns = zeros + stride + ROOM;
  sums = columns + quantities * lineBytes;
  lowerColumns = sums + quantities * sumsBytes;
  lowerSums = lowerColumns + (c + 1) * lineBytes;
  counts = lowerSums + (c + 1) * sumsBytes;
  shares = counts + lineBytes;
  lowerCounts = shares + lineBytes;
  lowerShares = lowerCounts + lineBytes;
  fresh = lowerShares + lineBytes;
  ring = fresh + (c + 1) * lineBytes;
  means = ring + (2 * r + 1) * (c + 1) * lineBytes;
  mixed = means + (c + 1) * (subsample == 1 ? lineBytes : height * lineBytes);
  line = mixed + (c + 1) * (lineBytes + ROOM);
  return line + w + 2 * ROOM;
}

/**
 * How much scratch memory {@link guidedFilter} needs.
 *
 * @param r The radius in the shrunken picture.
 */
export function guidedFilterBytes(w: i32, h: i32, r: i32, c: i32, subsample: i32): usize {
  return layOut(w, h, r, c, subsample, 0);
}

/** How many rows or columns of a picture are within reach of one. */
// @ts-ignore: decorator
@inline
function reach(at: i32, length: i32): i32 {
  return min(at + radius, length - 1) - max(at - radius, 0) + 1;
}

/** The windows' pixels along row y, and their inverses, unless `rows` are what they were. */
function fillCounts(y: i32, rows: i32, toCounts: usize, toShares: usize): i32 {
  const now = reach(y, height);
  if (now == rows) return rows;
  for (let x = 0; x < stride; x++) {
    const count = x < width ? now * reach(x, width) : 1;
    store<i32>(toCounts + 4 * x, count);
    store<f32>(toShares + 4 * x, 1 / <f32>count);
  }
  return now;
}

/** Sums of the upper stage, one row down: what comes is added, what goes subtracted. */
function moveUpper(comes: i32, goes: i32): void {
  const plane = <usize>(stride * height);
  let column = columns, sum = sums;
  const isIn = comes < height, wasIn = goes >= 0;
  const enters = planes + comes * stride, leaves = planes + goes * stride;
  for (let a = 0; a <= channels; a++, column += lineBytes, sum += sumsBytes) {
    addValues(isIn ? enters + a * plane : zeros, wasIn ? leaves + a * plane : zeros, stride, column, sum, radius);
  }
  for (let a = 0; a < channels; a++) {
    for (let b = a; b <= channels; b++, column += lineBytes, sum += sumsBytes) {
      const newA = isIn ? enters + a * plane : zeros, oldA = wasIn ? leaves + a * plane : zeros;
      const newB = isIn ? enters + b * plane : zeros, oldB = wasIn ? leaves + b * plane : zeros;
      addProducts(newA, newB, oldA, oldB, stride, column, sum, radius);
    }
  }
}

/** Coefficients of a row of the upper stage, zeros beyond its end. */
function solveRow(epsilon: f32, scale: f32): void {
  if (channels == 1) solveGray(stride, radius, sums, sumsBytes, counts, shares, epsilon, scale, fresh, lineBytes);
  else solveColor(stride, radius, sums, sumsBytes, counts, shares, epsilon, scale, fresh, lineBytes);
  for (let c = 0; c <= channels; c++) {
    memory.fill(fresh + c * lineBytes + 4 * width, 0, 4 * (stride - width));
  }
}

/** Means of the coefficients around a row. The ring's slot has what goes, and takes what comes. */
function moveLower(slot: i32, scale: f32, to: usize, step: usize): void {
  const rows = ring + slot * (channels + 1) * lineBytes;
  for (let c = 0; c <= channels; c++) {
    const weight = c < channels ? scale : 128 * scale;
    addRow(
      fresh + c * lineBytes,
      rows + c * lineBytes,
      stride,
      lowerColumns + c * lineBytes,
      lowerSums + c * sumsBytes,
      radius,
      lowerShares,
      weight,
      to == 0 ? 0 : to + c * step,
    );
  }
}

/** The matte from means of a half or a quarter of the size. */
function evaluateAll(guide: usize, out: usize, rowLength: i32, w: i32, h: i32, subsample: i32): void {
  const step = lineBytes + ROOM;
  for (let y = 0; y < h; y++) {
    // In units of half a pixel of the picture, from the middle of the first shrunken pixel.
    const t = max(0, 2 * y + 1 - subsample);
    const upper = t / (2 * subsample), lower = min(upper + 1, height - 1);
    const double = 2 * subsample;
    const weight = <f32>(t % double) / <f32>double;
    for (let c = 0; c <= channels; c++) {
      const plane = means + c * height * lineBytes, to = mixed + c * step + 16;
      mixRows(plane + upper * lineBytes, plane + lower * lineBytes, weight, width, stride, to);
    }
    evaluateRow(guide + y * rowLength * (channels == 1 ? 1 : 4), channels, mixed + 16, step, w, subsample, line);
    memory.copy(out + y * rowLength, line, w);
  }
}

/**
 * Filter a matte, or a part of one, by a guide of the same size; `out` must overlap neither. Of the
 * memory behind the guide up to 16 bytes are read, and not used.
 *
 * @param rowLength Pixels of a row of all three; the part has `w` of them.
 * @param c Channels of the guide: 1 for a byte a pixel, 3 for RGBA.
 * @param r The radius in the shrunken picture: 1–127.
 * @param subsample 1, 2 or 4.
 * @param epsilon In squares of levels.
 * @param scale The power of two by which coefficients become whole numbers.
 * @param scratch As many bytes as `guidedFilterBytes` says.
 */
export function guidedFilter(
  matte: usize,
  guide: usize,
  out: usize,
  rowLength: i32,
  w: i32,
  h: i32,
  c: i32,
  r: i32,
  subsample: i32,
  epsilon: f32,
  scale: f32,
  scratch: usize,
): void {
  layOut(w, h, r, c, subsample, scratch);
  memory.fill(scratch, 0, means - scratch);
  const plane = <usize>(stride * height);
  if (c == 1) shrinkGray(guide, rowLength, w, h, subsample, planes, stride);
  else shrinkFrame(guide, rowLength, w, h, subsample, planes, stride, plane);
  shrinkGray(matte, rowLength, w, h, subsample, planes + c * plane, stride);

  const isWhole = subsample == 1;
  const step = isWhole ? lineBytes : height * lineBytes;
  let rows = 0, lowerRows = 0;
  for (let y = 0; y < radius; y++) moveUpper(y, -1);
  for (let y = 0; y < height + radius; y++) {
    if (y < height) {
      moveUpper(y + radius, y - radius - 1);
      rows = fillCounts(y, rows, counts, shares);
      solveRow(epsilon, scale);
    } else if (y == height) {
      memory.fill(fresh, 0, (channels + 1) * lineBytes);
    }
    const middle = y - radius, slot = y % (2 * radius + 1);
    if (middle < 0) {
      moveLower(slot, 1, 0, 0);
      continue;
    }
    lowerRows = fillCounts(middle, lowerRows, lowerCounts, lowerShares);
    moveLower(slot, 1 / scale, isWhole ? means : means + middle * lineBytes, step);
    if (isWhole) {
      evaluateRow(guide + middle * rowLength * (c == 1 ? 1 : 4), c, means, step, w, 1, line);
      memory.copy(out + middle * rowLength, line, w);
    }
  }
  if (!isWhole) evaluateAll(guide, out, rowLength, w, h, subsample);
}
