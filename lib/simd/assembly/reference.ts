// The picture that others are compared with: the background, encoded once.

import { copyBits, endBits, putDc } from "./bits";
import { planesOfRgba } from "./colour";
import { AFTER, base, MASK, PLANES } from "./layout";
import { composePlanes } from "./mask";
import { begin, blueDc, lumaDc, putMcu, RECORD, redDc, setLastDc, transformMcu } from "./mcu";
import { columns, rows } from "./picture";
import { gatherRgba, rgbaStride } from "./source";

// Planes (768 bytes an MCU), records, bits.
let referencePlanes: usize = 0;
let referenceRecords: usize = 0;
let referenceBits: usize = 0;

/** Use a reference that another instance has encoded. */
export function setReference(planes: usize, records: usize, bits: usize): void {
  referencePlanes = planes;
  referenceRecords = records;
  referenceBits = bits;
}

/** Encode the picture that later ones are compared with; its bits and notes stay. Returns their end. */
export function encodeReference(rgba: usize, planes: usize, records: usize, bits: usize): usize {
  setReference(planes, records, bits);
  begin(bits);
  for (let row = 0, mcu = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, mcu++) {
      const pixels = gatherRgba(rgba, column, row);
      planesOfRgba(pixels, rgbaStride, base + PLANES);
      memory.copy(planes + 768 * mcu, base + PLANES, 768);
      transformMcu(column, row);
      putMcu(records + RECORD * mcu);
    }
  }
  return endBits();
}

/** Code an MCU as the reference has it: its bits, with new DC differences where the one before differs. */
function putReference(mcu: i32): void {
  const record = referenceRecords + RECORD * mcu;
  const before = record - RECORD;
  const isFirst = mcu == 0;
  const isSame = lumaDc == (isFirst ? 0 : <i32>load<i16>(before, 30)) &&
    blueDc == (isFirst ? 0 : <i32>load<i16>(before, 32)) &&
    redDc == (isFirst ? 0 : <i32>load<i16>(before, 34));
  if (isSame) {
    copyBits(referenceBits, load<u32>(record), load<u32>(record, 24));
  } else {
    putDc(<i32>load<i16>(record, 28) - lumaDc, 0);
    copyBits(referenceBits, load<u32>(record, 4), load<u32>(record, 8));
    putDc(<i32>load<i16>(record, 32) - blueDc, 1);
    copyBits(referenceBits, load<u32>(record, 12), load<u32>(record, 16));
    putDc(<i32>load<i16>(record, 34) - redDc, 1);
    copyBits(referenceBits, load<u32>(record, 20), load<u32>(record, 24));
  }
  setLastDc(
    <i32>load<i16>(record, 30),
    <i32>load<i16>(record, 32),
    <i32>load<i16>(record, 34),
  );
}

/** Code an MCU: AFTER where MASK is set, the reference elsewhere; its own bits if it is nowhere. */
export function putComposite(any: bool, mcu: i32, column: i32, row: i32): void {
  if (!any) {
    putReference(mcu);
    return;
  }
  composePlanes(base + AFTER, referencePlanes + 768 * mcu, base + MASK, base + PLANES);
  transformMcu(column, row);
  putMcu(0);
}
