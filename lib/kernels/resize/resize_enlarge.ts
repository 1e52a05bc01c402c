// An axis grows, or resizeLinear: two neighbours on each axis, in 11-bit fixed point.

import {
  channels,
  height,
  rowSource,
  rowWeight,
  sourceHeight,
  width,
} from "./resize_plan";
import { lineOf, openLines } from "./resize_lines";
import { storePart } from "./resize_store";
import { kept } from "../vector";

export function enlarge(source: usize, out: usize): void {
  openLines(source);
  const count = width * channels;
  for (let y = 0; y < height; y++, out += count) {
    const at: usize = 4 * y;
    const row = load<i32>(rowSource + at), weights = load<i32>(rowWeight + at);
    // A whole factor repeats rows.
    if (y != 0 && row == load<i32>(rowSource + at - 4) && weights == load<i32>(rowWeight + at - 4)) {
      memory.copy(out, out - count, count);
      continue;
    }
    const near = weights & 0xffff, far = weights >>> 16;
    const upper = lineOf(max(row, 0));
    if (far == 0) {
      putLine(upper, i32x4.splat(near), out, count);
    } else {
      const lower = lineOf(min(row + 1, sourceHeight - 1));
      blendLines(upper, lower, i32x4.splat(near), i32x4.splat(far), out, count);
    }
  }
}

/** Four values from one line. */
// @ts-ignore: decorator
@inline
function put(line: usize, near: v128, half: v128): v128 {
  return i32x4.shr_u(i32x4.add(i32x4.dot_i16x8_s(v128.load(line), near), half), 18);
}

function putLine(line: usize, near: v128, out: usize, count: i32): void {
  const half = kept(2 << 16, count);
  for (let i = 0; i < count; i += 16, line += 64) {
    const bytes = i8x16.narrow_i16x8_u(
      i16x8.narrow_i32x4_s(put(line, near, half), put(line + 16, near, half)),
      i16x8.narrow_i32x4_s(put(line + 32, near, half), put(line + 48, near, half)),
    );
    storePart(out + i, bytes, count - i);
  }
}

/**
 * Four values from two lines. Not (sum + 2²¹) >> 22: OpenCV drops bits in three
 * places. The upper halves of two products are added without carry from the lower.
 */
// @ts-ignore: decorator
@inline
function blend(upper: usize, lower: usize, near: v128, far: v128, half: v128): v128 {
  const sum = i16x8.add(
    i32x4.dot_i16x8_s(v128.load(upper), near),
    i32x4.dot_i16x8_s(v128.load(lower), far),
  );
  return i32x4.shr_u(i32x4.add(sum, half), 18);
}

function blendLines(upper: usize, lower: usize, near: v128, far: v128, out: usize, count: i32): void {
  const half = kept(2 << 16, count);
  for (let i = 0; i < count; i += 16, upper += 64, lower += 64) {
    const bytes = i8x16.narrow_i16x8_u(
      i16x8.narrow_i32x4_s(
        blend(upper, lower, near, far, half),
        blend(upper + 16, lower + 16, near, far, half),
      ),
      i16x8.narrow_i32x4_s(
        blend(upper + 32, lower + 32, near, far, half),
        blend(upper + 48, lower + 48, near, far, half),
      ),
    );
    storePart(out + i, bytes, count - i);
  }
}
