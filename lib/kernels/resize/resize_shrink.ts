// Both axes shrink, not by whole factors: rows horizontally into float32 lines,
// then these onto one another.

import { channels, rowCount, rowDest, rowSource, rowWeight, sums, width } from "./resize_plan";
import { lineOf, openLines } from "./resize_lines";
import { bytesOfFloats, MAGIC, storePart } from "./resize_store";
import { kept } from "../vector";

export function shrink(source: usize, out: usize): void {
  openLines(source);
  const count = width * channels;
  for (let k = 0; k < rowCount; k++) {
    const at: usize = 4 * k;
    const dest = load<i32>(rowDest + at);
    const line = lineOf(load<i32>(rowSource + at));
    const weight = v128.load32_splat(rowWeight + at);
    if (k == 0 || load<i32>(rowDest + at - 4) != dest) startSums(line, weight, count);
    else addToSums(line, weight, count);
    if (k + 1 == rowCount || load<i32>(rowDest + at + 4) != dest) {
      storeSums(out + <usize>(dest * count), count);
    }
  }
}

function startSums(line: usize, weight: v128, count: i32): void {
  for (let to = sums, end = to + 4 * count; to < end; to += 16, line += 16) {
    v128.store(to, f32x4.mul(weight, v128.load(line)));
  }
}

function addToSums(line: usize, weight: v128, count: i32): void {
  for (let to = sums, end = to + 4 * count; to < end; to += 16, line += 16) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(weight, v128.load(line))));
  }
}

function storeSums(out: usize, count: i32): void {
  const magic = kept(MAGIC, count), byte = kept(255, count);
  let at = sums;
  for (let i = 0; i < count; i += 16, at += 64) {
    const bytes = bytesOfFloats(
      v128.load(at),
      v128.load(at, 16),
      v128.load(at, 32),
      v128.load(at, 48),
      magic,
      byte,
    );
    storePart(out + i, bytes, count - i);
  }
}
