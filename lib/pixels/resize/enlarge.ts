/**
 * Enlarging on an axis at least, and bilinear interpolation: two neighbours on each axis, in
 * 11-bit fixed point.
 *
 * @module
 */

import type { Plane } from "./resize_planes.ts";
import type { BilinearTable, BilinearTables } from "./resize_tables.ts";

/** Rows horizontally into lines, then two lines onto one another. */
export function enlarge(from: Plane, to: Plane, { columns, rows }: BilinearTables): void {
  const rowLength = to.width * to.channels;
  const blendColumns = from.channels === 4 ? blendFrameColumns : blendGrayColumns;
  // Nothing leaves 0–255 here, and a clamped array would look.
  const dest = new Uint8Array(to.bytes.buffer, to.bytes.byteOffset, to.bytes.length);
  let upper = new Int32Array(rowLength);
  let lower = new Int32Array(rowLength);
  let upperRow = -1;
  let lowerRow = -1;
  for (let y = 0, d = 0; y < to.height; y++, d += rowLength) {
    const row = rows.source[y];
    const near = rows.near[y];
    const far = rows.far[y];
    if (
      y > 0 && row === rows.source[y - 1] && near === rows.near[y - 1] && far === rows.far[y - 1]
    ) {
      // A whole factor repeats rows.
      dest.copyWithin(d, d - rowLength, d);
      continue;
    }
    // Going down, the last lower row often is the next upper one.
    const first = Math.max(row, 0);
    if (first === lowerRow) {
      [upper, lower] = [lower, upper];
      [upperRow, lowerRow] = [lowerRow, upperRow];
    }
    if (first !== upperRow) blendColumns(from, first, columns, upper);
    upperRow = first;
    if (far === 0) {
      putLine(upper, near, dest, d);
      continue;
    }
    const next = Math.min(row + 1, from.height - 1);
    if (next !== lowerRow) blendColumns(from, next, columns, lower);
    lowerRow = next;
    blendLines(upper, lower, near, far, dest, d);
  }
}

/** One line into the bytes from `d` on. */
function putLine(line: Int32Array, near: number, dest: Uint8Array, d: number): void {
  for (let i = 0; i < line.length; i++, d++) dest[d] = (((near * line[i]) >> 16) + 2) >> 2;
}

/** Two lines into the bytes from `d` on. */
function blendLines(
  upper: Int32Array,
  lower: Int32Array,
  near: number,
  far: number,
  dest: Uint8Array,
  d: number,
): void {
  // Not (sum + 2²¹) >> 22: OpenCV drops bits in three places, the first being the lines' ends.
  for (let i = 0; i < upper.length; i++, d++) {
    dest[d] = (((near * upper[i]) >> 16) + ((far * lower[i]) >> 16) + 2) >> 2;
  }
}

/** One source row, blended horizontally into `line`: times 2048, less the lowest four bits. */
function blendFrameColumns(
  from: Plane,
  row: number,
  columns: BilinearTable,
  line: Int32Array,
): void {
  const { bytes, width } = from;
  const { source, near, far, inside } = columns;
  const rowStart = 4 * row * width;
  for (let x = 0, d = 0; d < line.length; x++, d += 4) {
    const s = rowStart + 4 * source[x];
    // From `inside` on there is no next column: all weight to the one.
    const next = x < inside ? s + 4 : s;
    const nearShare = x < inside ? near[x] : 2048;
    const farShare = x < inside ? far[x] : 0;
    line[d] = (bytes[s] * nearShare + bytes[next] * farShare) >> 4;
    line[d + 1] = (bytes[s + 1] * nearShare + bytes[next + 1] * farShare) >> 4;
    line[d + 2] = (bytes[s + 2] * nearShare + bytes[next + 2] * farShare) >> 4;
    line[d + 3] = (bytes[s + 3] * nearShare + bytes[next + 3] * farShare) >> 4;
  }
}

/** The same of gray. */
function blendGrayColumns(
  from: Plane,
  row: number,
  columns: BilinearTable,
  line: Int32Array,
): void {
  const { bytes, width } = from;
  const { source, near, far, inside } = columns;
  for (let x = 0; x < line.length; x++) {
    const s = row * width + source[x];
    line[x] = x < inside ? (bytes[s] * near[x] + bytes[s + 1] * far[x]) >> 4 : bytes[s] * 128;
  }
}
