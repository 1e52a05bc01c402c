// One MCU: planes → coefficients → bits.

import { encodeBlock } from "./block";
import { beginBits, bitPosition, putAc, putDc } from "./bits";
import { samplesOfPlanes } from "./colour";
import { base, CHROMA, COEFFICIENTS, LUMA } from "./layout";
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
  lumaDc = blueDc = redDc = 0;
}

/** A block beyond the picture: libjpeg repeats the DC of the one before. */
function repeatDc(block: usize): void {
  const to = base + COEFFICIENTS + 128 * block;
  const dc = load<i16>(to - 128);
  memory.fill(to, 0, 128);
  store<i16>(to, dc);
}

/** PLANES → six blocks of coefficients. */
export function transformMcu(column: i32, row: i32): void {
  samplesOfPlanes();
  repeatChromaRows(row);
  const hasRight = 16 * column + 8 < width, hasLower = 16 * row + 8 < height;
  const luma = base + LUMA, to = base + COEFFICIENTS;
  encodeBlock(luma, 32, to, 0);
  if (hasRight) encodeBlock(luma + 16, 32, to + 128, 0);
  else repeatDc(1);
  if (hasLower) {
    encodeBlock(luma + 256, 32, to + 256, 0);
    if (hasRight) encodeBlock(luma + 272, 32, to + 384, 0);
    else repeatDc(3);
  } else {
    repeatDc(2);
    repeatDc(3);
  }
  encodeBlock(base + CHROMA, 16, to + 512, 1);
  encodeBlock(base + CHROMA + 128, 16, to + 640, 1);
}

/** Below the picture, libjpeg repeats the last averaged row, not the last pixels. */
function repeatChromaRows(row: i32): void {
  const real = (height - 16 * row + 1) >> 1;
  for (let y = real; y < 8; y++) {
    const to = base + CHROMA + 16 * y;
    v128.store(to, v128.load(base + CHROMA + 16 * (real - 1)));
    v128.store(to, v128.load(base + CHROMA + 16 * (real - 1), 128), 128);
  }
}

/** Bytes of a note on where an MCU's parts are in the bits, and its DC values: see putMcu(). */
export const RECORD: usize = 36;

/** Code the MCU in COEFFICIENTS; note down where its parts are if `record` is not 0. */
export function putMcu(record: usize): void {
  const blocks = base + COEFFICIENTS;
  const from = bitPosition();
  let luma = <i32>load<i16>(blocks);
  putDc(luma - lumaDc, 0);
  const lumaAt = bitPosition();
  putAc(blocks, 0);
  for (let block = blocks + 128; block < blocks + 512; block += 128) {
    const dc = <i32>load<i16>(block);
    putDc(dc - luma, 0);
    putAc(block, 0);
    luma = dc;
  }
  lumaDc = luma;
  const blue = <i32>load<i16>(blocks, 512), red = <i32>load<i16>(blocks, 640);
  const blueFrom = bitPosition();
  putDc(blue - blueDc, 1);
  const blueAt = bitPosition();
  putAc(blocks + 512, 1);
  const redFrom = bitPosition();
  putDc(red - redDc, 1);
  const redAt = bitPosition();
  putAc(blocks + 640, 1);
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
  store<i16>(record, load<i16>(blocks), 28);
  store<i16>(record, <i16>luma, 30);
  store<i16>(record, <i16>blue, 32);
  store<i16>(record, <i16>red, 34);
}
