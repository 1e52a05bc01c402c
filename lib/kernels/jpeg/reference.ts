// The picture that others are compared with: the background, encoded once.

import { copyBits, endBits, putDc } from "./bits";
import { planesOfRgba, samplesOfPlanes } from "../color/matrix";
import { base, SAMPLES, SHOWN } from "./layout";
import { composeSamples } from "../mask";
import { begin, blueDc, lumaDc, putMcu, RECORD, redDc, setLastDc, transformMcu } from "./mcu";
import { columns, rows } from "./picture";
import { gatherRgba, rgbaStride } from "./source";

// Samples (768 bytes an MCU), records, bits.
let referenceSamples: usize = 0;
let referenceRecords: usize = 0;
let referenceBits: usize = 0;

/** Use a reference that another instance has encoded. */
export function setReference(samples: usize, records: usize, bits: usize): void {
  referenceSamples = samples;
  referenceRecords = records;
  referenceBits = bits;
}

/** Encode the picture that later ones are compared with; its bits and notes stay. Returns their end. */
export function encodeReference(rgba: usize, samples: usize, records: usize, bits: usize): usize {
  setReference(samples, records, bits);
  begin(bits);
  for (let row = 0, mcu = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, mcu++) {
      const pixels = gatherRgba(rgba, column, row, 0);
      const to = samples + 768 * mcu;
      for (let line: usize = 0; line < 16; line += 2) {
        planesOfRgba(pixels + rgbaStride * line, rgbaStride, base + SHOWN);
        samplesOfPlanes(base + SHOWN, to + 16 * line);
      }
      transformMcu(to, column, row);
      putMcu(records + RECORD * mcu);
    }
  }
  return endBits();
}

/** Two rows of an MCU's samples, as the reference has them. */
export function copySamples(mcu: i32, at: usize, to: usize): void {
  const from = referenceSamples + 768 * mcu + at;
  to += at;
  for (let plane: usize = 0; plane < 768; plane += 256) {
    v128.store(to + plane, v128.load(from + plane));
    v128.store(to + plane, v128.load(from + plane, 16), 16);
  }
}

// The part of the reference's bits that is still to be copied: neighbours are copied
// in one go.
let copyFrom: u32 = 0;
let copyTo: u32 = 0;

/** Copy what is left to be copied. */
export function flushCopy(): void {
  copyBits(referenceBits, copyFrom, copyTo);
  copyFrom = copyTo;
}

/** Copy bits `from` to `to`, at once or with the next ones. */
// @ts-ignore: decorator
@inline
function copyLater(from: u32, to: u32): void {
  if (copyTo != from) {
    flushCopy();
    copyFrom = from;
  }
  copyTo = to;
}

/** Code an MCU as the reference has it: its bits, with new DC differences where the one before differs. */
export function putReference(mcu: i32): void {
  const record = referenceRecords + RECORD * mcu;
  const before = record - RECORD;
  const isFirst = mcu == 0;
  const isSame = lumaDc == (isFirst ? 0 : <i32>load<i16>(before, 30)) &&
    blueDc == (isFirst ? 0 : <i32>load<i16>(before, 32)) &&
    redDc == (isFirst ? 0 : <i32>load<i16>(before, 34));
  if (isSame) {
    copyLater(load<u32>(record), load<u32>(record, 24));
  } else {
    flushCopy();
    putDc(<i32>load<i16>(record, 28) - lumaDc, 0);
    copyBits(referenceBits, load<u32>(record, 4), load<u32>(record, 8));
    putDc(<i32>load<i16>(record, 32) - blueDc, 1);
    copyBits(referenceBits, load<u32>(record, 12), load<u32>(record, 16));
    putDc(<i32>load<i16>(record, 34) - redDc, 1);
    copyLater(load<u32>(record, 20), load<u32>(record, 24));
  }
  setLastDc(
    <i32>load<i16>(record, 30),
    <i32>load<i16>(record, 32),
    <i32>load<i16>(record, 34),
  );
}

/** Code an MCU: the samples where its mask is set, the reference elsewhere; its own bits if it is set nowhere. */
export function putComposite(any: bool, samples: usize, mask: usize, mcu: i32, column: i32, row: i32): void {
  if (!any) {
    putReference(mcu);
    return;
  }
  flushCopy();
  composeSamples(samples, referenceSamples + 768 * mcu, mask, base + SAMPLES);
  transformMcu(base + SAMPLES, column, row);
  putMcu(0);
}
