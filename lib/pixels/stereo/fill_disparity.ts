import { assertDisparity } from "./assert_disparity.ts";
import { createDisparity } from "../../raster/disparity.ts";
import type { Disparity, OutOption } from "../../raster/frame.ts";

/**
 * Fill the holes of a disparity map from what is behind them.
 *
 * What one camera sees past an edge, the other does not, and it is the far side that is hidden. So a run of
 * unknown pixels in a row takes the smaller of the disparities at its ends. A row that has none takes what
 * lies above or below, the smaller again.
 *
 * @example A hole between a person and the wall shows the wall
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const disparity = Float32Array.of(10, NaN, NaN, 40, NaN);
 * assertEquals([...fillDisparity({ width: 5, height: 1, disparity }).disparity], [10, 10, 10, 40, 40]);
 * ```
 *
 * @param disparity The disparities, H × W; NaN is unknown.
 * @param options `out` may be `disparity`.
 * @returns `out`, or a new H × W map: without NaN, unless all is unknown.
 * @throws {RangeError} If the sizes differ, or a buffer does not fit.
 * @category Primitives: stereo
 */
export function fillDisparity(disparity: Disparity, options: OutOption<Disparity> = {}): Disparity {
  const { width, height } = disparity;
  const { out = createDisparity(width, height) } = options;
  assertDisparity("fill a disparity map", "disparity", disparity, disparity);
  assertDisparity("fill a disparity map", "out", out, disparity);
  const filled = out.disparity;
  if (filled !== disparity.disparity) filled.set(disparity.disparity);
  let empty = 0;
  for (let y = 0; y < height; y++) if (!fillRow(filled, y * width, width)) empty++;
  if (empty > 0 && empty < height) fillEmptyRows(filled, width, height);
  return out;
}

/** Whether a row has anything to fill its holes with. */
function fillRow(values: Float32Array, rowStart: number, width: number): boolean {
  const rowEnd = rowStart + width;
  let before = NaN;
  for (let i = rowStart; i < rowEnd; i++) {
    const value = values[i];
    if (value === value) {
      before = value;
      continue;
    }
    let end = i + 1;
    while (end < rowEnd && values[end] !== values[end]) end++;
    const after = end < rowEnd ? values[end] : NaN;
    // A comparison with NaN is false.
    const fill = after < before || before !== before ? after : before;
    for (; i < end; i++) values[i] = fill;
    if (end < rowEnd) before = after;
  }
  return values[rowStart] === values[rowStart];
}

/** Rows are now known as a whole, or not at all. */
function fillEmptyRows(values: Float32Array, width: number, height: number): void {
  const isEmpty = (y: number) => y < height && values[y * width] !== values[y * width];
  for (let y = 0; y < height; y++) {
    if (!isEmpty(y)) continue;
    let end = y + 1;
    while (isEmpty(end)) end++;
    for (let x = 0; x < width; x++) {
      const above = y > 0 ? values[(y - 1) * width + x] : NaN;
      const below = end < height ? values[end * width + x] : NaN;
      const fill = below < above || above !== above ? below : above;
      for (let row = y; row < end; row++) values[row * width + x] = fill;
    }
    y = end;
  }
}
