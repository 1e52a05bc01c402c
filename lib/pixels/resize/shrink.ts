/**
 * Shrinking by any factors. OpenCV rounds to float32 after every product and
 * every sum; the order of the operations is part of the result.
 *
 * @module
 */

import type { Plane } from "./resize_planes.ts";
import { type AreaTable, areaTable } from "./resize_tables.ts";

/** Each row horizontally into a float32 line, then the lines onto one another. */
export function shrink(from: Plane, to: Plane): void {
  const columns = areaTable(from.width, to.width);
  const rows = areaTable(from.height, to.height);
  const rowLength = to.width * to.channels;
  const line = new Float32Array(rowLength);
  const sums = new Float32Array(rowLength);
  const dest = to.bytes;
  const sumColumns = from.channels === 4 ? sumFrameColumns : sumGrayColumns;
  let lineRow = -1;
  for (let y = 0, d = 0; y < to.height; y++, d += rowLength) {
    const first = rows.start[y];
    const last = rows.start[y + 1] - 1;
    for (let k = first; k <= last; k++) {
      // The last row of one sum often is the first of the next.
      if (rows.source[k] !== lineRow) sumColumns(from, rows.source[k], columns, line);
      lineRow = rows.source[k];
      const weight = rows.weight[k];
      if (k === first) {
        for (let i = 0; i < rowLength; i++) sums[i] = weight * line[i];
      } else if (k < last) {
        for (let i = 0; i < rowLength; i++) sums[i] += Math.fround(weight * line[i]);
      } else {
        for (let i = 0; i < rowLength; i++) {
          dest[d + i] = Math.fround(sums[i] + Math.fround(weight * line[i]));
        }
      }
    }
    if (first === last) dest.set(sums, d);
  }
}

/** One source row, shrunk horizontally into `line`. */
function sumFrameColumns(from: Plane, row: number, columns: AreaTable, line: Float32Array): void {
  const { bytes, width } = from;
  const { start, source, weight } = columns;
  const rowStart = 4 * row * width;
  for (let x = 0, k = 0, d = 0; d < line.length; x++, d += 4) {
    let s = rowStart + 4 * source[k];
    const first = weight[k];
    let red = Math.fround(bytes[s] * first);
    let green = Math.fround(bytes[s + 1] * first);
    let blue = Math.fround(bytes[s + 2] * first);
    let alpha = Math.fround(bytes[s + 3] * first);
    k++;
    s += 4;
    for (const end = start[x + 1]; k < end; k++, s += 4) {
      const share = weight[k];
      red = Math.fround(red + Math.fround(bytes[s] * share));
      green = Math.fround(green + Math.fround(bytes[s + 1] * share));
      blue = Math.fround(blue + Math.fround(bytes[s + 2] * share));
      alpha = Math.fround(alpha + Math.fround(bytes[s + 3] * share));
    }
    line[d] = red;
    line[d + 1] = green;
    line[d + 2] = blue;
    line[d + 3] = alpha;
  }
}

/** The same of gray. */
function sumGrayColumns(from: Plane, row: number, columns: AreaTable, line: Float32Array): void {
  const { bytes, width } = from;
  const { start, source, weight } = columns;
  for (let x = 0, k = 0; x < line.length; x++) {
    let s = row * width + source[k];
    let sum = Math.fround(bytes[s] * weight[k]);
    k++;
    s++;
    for (const end = start[x + 1]; k < end; k++, s++) {
      sum = Math.fround(sum + Math.fround(bytes[s] * weight[k]));
    }
    line[x] = sum;
  }
}
