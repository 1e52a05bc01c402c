// Pictures as JPEG, MCU by MCU (16 × 16 pixels): what differs from a reference
// picture is encoded, what does not is copied from the reference's bits.

import { endBits } from "./bits";
import { planesOfRgba } from "./colour";
import { differenceOfYuv } from "./difference";
import { AFTER, base, BEFORE, MASK, SOURCE } from "./layout";
import { maskOfPlanes } from "./mask";
import { begin } from "./mcu";
import { columns, height, isInside, rows, width } from "./picture";
import { putComposite } from "./reference";
import { gatherRgba, gatherYuv, rgbaStride, scatterMask } from "./source";

export { stuffBytes } from "./bits";
export { setMatrix } from "./colour";
export { setQuiet } from "./difference";
export { setBase } from "./layout";
export { setSize } from "./picture";
export { encodeReference, setReference } from "./reference";
export { absdiff, copyMasked, grayscale, threshold } from "./primitives";
export { resizeArea } from "./resize";

/** `after` where it differs from `before`, else the reference; YUV 4:2:0. Returns the end of the bits. */
export function encodeYuvDifference(
  before: usize,
  after: usize,
  threshold: i32,
  bits: usize,
  mask: usize,
): usize {
  const cw = (width + 1) >> 1;
  const u = before + width * height, v = u + cw * ((height + 1) >> 1);
  const edge = base + SOURCE;
  begin(bits);
  for (let row = 0, mcu = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, mcu++) {
      let any: bool;
      if (isInside(column, row)) {
        const y = before + <usize>(16 * row * width + 16 * column);
        const chroma = <usize>(8 * row * cw + 8 * column);
        any = differenceOfYuv(y, u + chroma, v + chroma, after - before, width, cw, threshold);
      } else {
        gatherYuv(before, column, row, edge);
        gatherYuv(after, column, row, edge + 384);
        any = differenceOfYuv(edge, edge + 256, edge + 320, 384, 16, 8, threshold);
      }
      if (mask != 0) scatterMask(column, row, mask, !any);
      putComposite(any, mcu, column, row);
    }
  }
  return endBits();
}

/** The same of RGBA. */
export function encodeRgbaDifference(
  before: usize,
  after: usize,
  threshold: i32,
  bits: usize,
  mask: usize,
): usize {
  begin(bits);
  for (let row = 0, mcu = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, mcu++) {
      planesOfRgba(gatherRgba(before, column, row), rgbaStride, base + BEFORE);
      planesOfRgba(gatherRgba(after, column, row), rgbaStride, base + AFTER);
      const any = v128.any_true(
        maskOfPlanes(base + BEFORE, base + AFTER, base + MASK, threshold, 16),
      );
      if (mask != 0) scatterMask(column, row, mask, !any);
      putComposite(any, mcu, column, row);
    }
  }
  return endBits();
}
