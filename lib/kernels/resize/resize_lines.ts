// Source rows, resized horizontally and kept for as long as they are needed.
//
// A frame's rows come one by one. Of a gray picture four rows are laid side by
// side, as if they were the channels of a frame, and taken apart again.

import {
  channels,
  columnCount,
  columnSource,
  columnWeight,
  ENLARGE,
  lineBytes,
  lines,
  path,
  sourceHeight,
  sourceStride,
  sourceWidth,
  wideLine,
  widePixels,
  width,
} from "./resize_plan";
import { kept } from "../vector";

let source: usize = 0;
// Which rows, or groups of four, are in the two places for lines.
let held0: i32 = -1;
let held1: i32 = -1;

/** Begin with a new picture. */
export function openLines(pixels: usize): void {
  source = pixels;
  held0 = held1 = -1;
}

/** The line of a source row. The lines of the row before it, if asked for lately, stay where they are. */
export function lineOf(row: i32): usize {
  const shift = channels == 4 ? 0 : 2;
  const group = row >> shift;
  const isSecond = path == ENLARGE ? group & 1 : 0;
  const at = lines + (<usize>isSecond << shift) * lineBytes;
  if (group != (isSecond ? held1 : held0)) {
    fill(group, at);
    if (isSecond) held1 = group;
    else held0 = group;
  }
  return at + <usize>(row - (group << shift)) * lineBytes;
}

function fill(group: i32, line: usize): void {
  let pixels: usize, to: usize;
  if (channels == 4) {
    pixels = source + <usize>group * sourceStride;
    to = line;
  } else {
    interleaveRows(4 * group);
    pixels = widePixels;
    to = wideLine;
  }
  if (path == ENLARGE) blendColumns(pixels, to);
  else weighColumns(pixels, to);
  if (channels == 1) separateRows(line);
}

/** Four rows of gray as pixels of four channels; below the last row it is repeated. */
function interleaveRows(row: i32): void {
  const last = sourceHeight - 1, w = sourceWidth;
  let r0 = source + row * w;
  let r1 = source + min(row + 1, last) * w;
  let r2 = source + min(row + 2, last) * w;
  let r3 = source + min(row + 3, last) * w;
  for (let to = widePixels, end = to + 4 * w; to < end; to += 64, r0 += 16, r1 += 16, r2 += 16, r3 += 16) {
    const a = v128.load(r0), b = v128.load(r1), c = v128.load(r2), d = v128.load(r3);
    const abLow = i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const abHigh = i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const cdLow = i8x16.shuffle(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const cdHigh = i8x16.shuffle(c, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    v128.store(to, v128.shuffle<i16>(abLow, cdLow, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(to, v128.shuffle<i16>(abLow, cdLow, 4, 12, 5, 13, 6, 14, 7, 15), 16);
    v128.store(to, v128.shuffle<i16>(abHigh, cdHigh, 0, 8, 1, 9, 2, 10, 3, 11), 32);
    v128.store(to, v128.shuffle<i16>(abHigh, cdHigh, 4, 12, 5, 13, 6, 14, 7, 15), 48);
  }
}

/** The wide line's four rows, each to a line of its own. */
function separateRows(line: usize): void {
  const step = lineBytes;
  for (let from = wideLine, end = from + 16 * width; from < end; from += 64, line += 16) {
    const a = v128.load(from), b = v128.load(from, 16), c = v128.load(from, 32), d = v128.load(from, 48);
    const abLow = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cdLow = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7), cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(line, v128.shuffle<i64>(abLow, cdLow, 0, 2));
    v128.store(line + step, v128.shuffle<i64>(abLow, cdLow, 1, 3));
    v128.store(line + 2 * step, v128.shuffle<i64>(abHigh, cdHigh, 0, 2));
    v128.store(line + 3 * step, v128.shuffle<i64>(abHigh, cdHigh, 1, 3));
  }
}

/** The first four bytes as float32. */
// @ts-ignore: decorator
@inline
function floatsOf(bytes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

/** SHRINK: the sum of columnCount pixels by their weights; a product, then a sum, float32 each. */
function weighColumns(pixels: usize, line: usize): void {
  const count = columnCount;
  let weights = columnWeight, at = columnSource;
  for (const end = line + 16 * <usize>width; line < end; line += 16, at += 4) {
    let p = pixels + load<u32>(at);
    let sum = f32x4.mul(floatsOf(v128.load32_zero(p)), v128.load32_splat(weights));
    weights += 4;
    for (let i = 1; i < count; i++, weights += 4) {
      p += 4;
      sum = f32x4.add(sum, f32x4.mul(floatsOf(v128.load32_zero(p)), v128.load32_splat(weights)));
    }
    v128.store(line, sum);
  }
}

/** ENLARGE: two neighbours by their weights of 2048; of the sum, less its lowest four bits. */
function blendColumns(pixels: usize, line: usize): void {
  const pairs = v128.or(i8x16(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1), kept(0, width));
  let weights = columnWeight, at = columnSource;
  for (const end = line + 16 * <usize>width; line < end; line += 16, at += 4, weights += 4) {
    const two = i8x16.swizzle(v128.load64_zero(pixels + load<u32>(at)), pairs);
    v128.store(line, i32x4.shr_u(i32x4.dot_i16x8_s(two, v128.load32_splat(weights)), 4));
  }
}
