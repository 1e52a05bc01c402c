// One MCU: samples → coefficients → bits.

import { encodeBlock } from "./block";
import { beginBits, BITS_STATE, bitPosition, putAc, putDc, resumeBits, saveBits } from "./bits";
import { averageChroma } from "../color/matrix";
import { base, CHROMA, COEFFICIENTS, NON_ZEROS } from "./layout";
import { height, width } from "./picture";

// The last DC values of luma, blue and red chroma.
export let lumaDc: i32 = 0;
export let blueDc: i32 = 0;
export let redDc: i32 = 0;

export function setLastDc(luma: i32, blue: i32, red: i32): void {
  lumaDc = luma;
  blueDc = blue;
  redDc = red;
}

/** Begin a picture's bits. */
export function begin(bits: usize): void {
  beginBits(bits);
  setLastDc(0, 0, 0);
}

/** Put a picture aside, to go on with another. */
export function suspend(to: usize): void {
  saveBits(to);
  store<i16>(to, <i16>lumaDc, BITS_STATE);
  store<i16>(to, <i16>blueDc, BITS_STATE + 2);
  store<i16>(to, <i16>redDc, BITS_STATE + 4);
}

/** Go on with a picture that was put aside. */
export function resume(from: usize): void {
  resumeBits(from);
  setLastDc(
    load<i16>(from, BITS_STATE),
    load<i16>(from, BITS_STATE + 2),
    load<i16>(from, BITS_STATE + 4),
  );
}

/** A block of samples → coefficients. */
// @ts-ignore: decorator
@inline
function transformBlock(block: usize, samples: usize, stride: usize, table: usize): void {
  const nonZeros = encodeBlock(samples, stride, base + COEFFICIENTS + 128 * block, table);
  store<u64>(base + NON_ZEROS + 8 * block, nonZeros);
}

/** The first coefficient of a block. */
// @ts-ignore: decorator
@inline
function dcOf(block: usize): i32 {
  return <i32>load<i16>(base + COEFFICIENTS + 128 * block);
}

/** A block beyond the picture: libjpeg repeats the DC of the one before. */
function repeatDc(block: usize): void {
  store<i16>(base + COEFFICIENTS + 128 * block, <i16>dcOf(block - 1));
  store<u64>(base + NON_ZEROS + 8 * block, 0);
}

/** 3 × 16 × 16 samples → six blocks of coefficients. */
export function transformMcu(samples: usize, column: i32, row: i32): void {
  averageChroma(samples + 256);
  repeatChromaRows(row);
  const hasRight = 16 * column + 8 < width, hasLower = 16 * row + 8 < height;
  transformBlock(0, samples, 16, 0);
  if (hasRight) transformBlock(1, samples + 8, 16, 0);
  else repeatDc(1);
  if (hasLower) {
    transformBlock(2, samples + 128, 16, 0);
    if (hasRight) transformBlock(3, samples + 136, 16, 0);
    else repeatDc(3);
  } else {
    repeatDc(2);
    repeatDc(3);
  }
  transformBlock(4, base + CHROMA, 8, 1);
  transformBlock(5, base + CHROMA + 64, 8, 1);
}

/** Below the picture, libjpeg repeats the last averaged row, not the last pixels. */
function repeatChromaRows(row: i32): void {
  const real = (height - 16 * row + 1) >> 1;
  for (let y = real; y < 8; y++) {
    const to = base + CHROMA + 8 * y, from = base + CHROMA + 8 * (real - 1);
    store<u64>(to, load<u64>(from));
    store<u64>(to, load<u64>(from, 64), 64);
  }
}

/** Code the coefficients behind the first of a block. */
// @ts-ignore: decorator
@inline
function putBlockAc(block: usize, table: usize): void {
  putAc(base + COEFFICIENTS + 128 * block, load<u64>(base + NON_ZEROS + 8 * block), table);
}

/** Bytes of a note on where an MCU's parts are in the bits, and its DC values: see putMcu(). */
export const RECORD: usize = 36;

/** Code the MCU in COEFFICIENTS; note down where its parts are if `record` is not 0. */
export function putMcu(record: usize): void {
  const from = bitPosition();
  const firstLuma = dcOf(0);
  let luma = firstLuma;
  putDc(luma - lumaDc, 0);
  const lumaAt = bitPosition();
  putBlockAc(0, 0);
  for (let block: usize = 1; block < 4; block++) {
    const value = dcOf(block);
    putDc(value - luma, 0);
    putBlockAc(block, 0);
    luma = value;
  }
  lumaDc = luma;
  const blue = dcOf(4), red = dcOf(5);
  const blueFrom = bitPosition();
  putDc(blue - blueDc, 1);
  const blueAt = bitPosition();
  putBlockAc(4, 1);
  const redFrom = bitPosition();
  putDc(red - redDc, 1);
  const redAt = bitPosition();
  putBlockAc(5, 1);
  blueDc = blue;
  redDc = red;
  if (record == 0) return;
  store<u32>(record, from);
  store<u32>(record, lumaAt, 4);
  store<u32>(record, blueFrom, 8);
  store<u32>(record, blueAt, 12);
  store<u32>(record, redFrom, 16);
  store<u32>(record, redAt, 20);
  store<u32>(record, bitPosition(), 24);
  store<i16>(record, <i16>firstLuma, 28);
  store<i16>(record, <i16>luma, 30);
  store<i16>(record, <i16>blue, 32);
  store<i16>(record, <i16>red, 34);
}
