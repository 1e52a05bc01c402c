// A picture as JPEG: a foreground over a background by a matte, the twin of
// lib/pixels/jpeg/composite_jpeg.ts. Nothing of the composite is stored but two rows of an MCU.

import { endBits } from "./bits";
import { evenBytes, halves, sixteenOf } from "../compose/composite";
import { planesOfRgba, samplesOfPlanes } from "../color/matrix";
import { base, BEFORE, SAMPLES, SHOWN, SOURCE } from "./layout";
import { begin, putMcu, transformMcu } from "./mcu";
import { columns, isInside, rows, width } from "./picture";
import { copySamples, flushCopy, putReference } from "./reference";
import { gatherMatte, gatherRgba, rgbaStride } from "./source";

/** Whether a matte of 16 × 16 pixels is empty. */
function isEmpty(matte: usize, stride: usize): bool {
  let any = v128.load(matte);
  for (let y: usize = 1; y < 16; y++) any = v128.or(any, v128.load(matte + y * stride));
  return !v128.any_true(any);
}

/** The samples of one MCU of the composite. */
function compositeSamples(front: usize, back: usize, stride: usize, matte: usize, matteStride: usize, mcu: i32): void {
  const upper = base + BEFORE, lower = upper + 64, planes = base + SHOWN;
  const low = evenBytes(columns), half = halves(columns);
  for (let at: usize = 0; at < 256; at += 32) {
    const below = matte + matteStride;
    if (mcu >= 0 && !v128.any_true(v128.or(v128.load(matte), v128.load(below)))) {
      copySamples(mcu, at, base + SAMPLES);
    } else {
      const top = sixteenOf(front, back, matte, upper, low, half);
      const bottom = sixteenOf(front + stride, back + stride, below, lower, low, half);
      planesOfRgba(top, bottom - top, planes);
      samplesOfPlanes(planes, base + SAMPLES + at);
    }
    front += 2 * stride;
    back += 2 * stride;
    matte = below + matteStride;
  }
}

/**
 * Encode RGBA pixels over others by a matte; returns the end of the bits.
 *
 * @param hasReference Whether the background is the reference: where the matte is empty, that one's
 * bits are copied.
 * @param matte 0 for the foreground alone.
 */
export function encodeComposite(
  foreground: usize,
  background: usize,
  matte: usize,
  hasReference: bool,
  bits: usize,
): usize {
  begin(bits);
  for (let row = 0, mcu = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, mcu++) {
      const front = gatherRgba(foreground, column, row, 0);
      if (matte == 0) {
        for (let line: usize = 0; line < 16; line += 2) {
          planesOfRgba(front + rgbaStride * line, rgbaStride, base + SHOWN);
          samplesOfPlanes(base + SHOWN, base + SAMPLES + 16 * line);
        }
      } else {
        const inside = isInside(column, row);
        const alpha = inside
          ? matte + <usize>(16 * row * width + 16 * column)
          : gatherMatte(matte, column, row, base + SOURCE + 2048);
        const alphaStride: usize = inside ? width : 16;
        if (hasReference && isEmpty(alpha, alphaStride)) {
          putReference(mcu);
          continue;
        }
        const back = gatherRgba(background, column, row, 1);
        compositeSamples(front, back, rgbaStride, alpha, alphaStride, hasReference ? mcu : -1);
      }
      if (hasReference) flushCopy();
      transformMcu(base + SAMPLES, column, row);
      putMcu(0);
    }
  }
  if (hasReference) flushCopy();
  return endBits();
}
