// The tutorial's two pictures as JPEG, MCU by MCU (16 × 16 pixels): what differs from a reference
// picture is encoded, what does not is copied from the reference's bits.

import { endBits } from "./bits";
import { differenceOfRgba, differenceOfYuv } from "./picture_difference";
import { base, PICTURES, ROW, ROW_ANY, ROW_BYTES, ROW_MASKS, ROW_SAMPLES, SOURCE } from "./layout";
import { begin, resume, suspend } from "./mcu";
import { columns, height, isInside, rows, width } from "./picture";
import { flushCopy, putComposite } from "./reference";
import { gatherYuv, scatterMask } from "./source";

/** Differences of a row of MCUs of YUV 4:2:0. */
function differRowOfYuv(before: usize, shown: usize, after: usize, row: i32, threshold: i32): void {
  const cw = (width + 1) >> 1;
  const u = shown + width * height, v = u + cw * ((height + 1) >> 1);
  const edge = base + SOURCE;
  for (let column = 0, mcu = base + ROW; column < columns; column++, mcu += ROW_BYTES) {
    if (isInside(column, row)) {
      const y = shown + <usize>(16 * row * width + 16 * column);
      const chroma = <usize>(8 * row * cw + 8 * column);
      differenceOfYuv(y, u + chroma, v + chroma, before - shown, after - shown, width, cw, threshold, mcu);
    } else {
      gatherYuv(before, column, row, edge + 384);
      gatherYuv(shown, column, row, edge);
      gatherYuv(after, column, row, edge + 768);
      differenceOfYuv(edge, edge + 256, edge + 320, 384, 768, 16, 8, threshold, mcu);
    }
  }
}

/** Code a row of MCUs of one of the two pictures. */
function putRow(picture: usize, row: i32, mask: usize): void {
  resume(base + PICTURES + 32 * picture);
  for (let column = 0, mcu = base + ROW; column < columns; column++, mcu += ROW_BYTES) {
    const any = load<bool>(mcu + picture, ROW_ANY);
    const mcuMask = mcu + ROW_MASKS + 256 * picture;
    if (mask != 0) scatterMask(mcuMask, !any, column, row, mask);
    putComposite(any, mcu + ROW_SAMPLES, mcuMask, row * columns + column, column, row);
  }
  flushCopy();
  suspend(base + PICTURES + 32 * picture);
}

/**
 * Two pictures: `shown` where it differs from `before`, else the reference, and
 * `shown` where it differs from `after`, else the reference.
 *
 * @param isYuv Whether frames are YUV 4:2:0, not RGBA.
 * @param bits0 Takes the first picture's bits; 0 if it is not wanted.
 * @param bits1 Takes the second's.
 * @param mask0 Takes the first's mask; 0 if it is not wanted.
 * @param mask1 Takes the second's.
 */
export function encodePair(
  isYuv: bool,
  before: usize,
  shown: usize,
  after: usize,
  threshold: i32,
  bits0: usize,
  bits1: usize,
  mask0: usize,
  mask1: usize,
): void {
  begin(bits0);
  suspend(base + PICTURES);
  begin(bits1);
  suspend(base + PICTURES + 32);
  for (let row = 0; row < rows; row++) {
    if (isYuv) {
      differRowOfYuv(before, shown, after, row, threshold);
    } else {
      for (let column = 0, mcu = base + ROW; column < columns; column++, mcu += ROW_BYTES) {
        differenceOfRgba(before, shown, after, column, row, threshold, mcu);
      }
    }
    if (bits0 != 0) putRow(0, row, mask0);
    if (bits1 != 0) putRow(1, row, mask1);
  }
}

/** End the first (0) or second (1) picture's bits; returns the end. */
export function endPicture(picture: usize): usize {
  resume(base + PICTURES + 32 * picture);
  return endBits();
}
