// The entropy-coded bits of a JPEG, before zeros are stuffed behind 0xFF.

import { AC_CODES, base, DC_CODES, NATURAL, ZIGZAG_BITS } from "./layout";

// The bits are stored as 64-bit words, the first bit highest, in the machine's own
// byte order: WebAssembly has no instruction that turns bytes around, and doing it
// for each code costs more than all else. stuffBytes() turns them, sixteen at once.

/** The last bits, not yet stored: the lower `count` ones, fewer than 64. Above may be anything. */
let pending: u64 = 0;
let count: i32 = 0;
let start: usize = 0;
let out: usize = 0;

export function beginBits(address: usize): void {
  pending = 0;
  count = 0;
  start = out = address;
}

/** Bits written so far. */
// @ts-ignore: decorator
@inline
export function bitPosition(): u32 {
  return (<u32>(out - start) << 3) + count;
}

/** Append the lower `length` bits of a code; the bits above must be 0. At most 32. */
// @ts-ignore: decorator
@inline
export function putBits(code: u64, length: i32): void {
  const free = 64 - count;
  if (length < free) {
    pending = (pending << length) | code;
    count += length;
    return;
  }
  count = length - free;
  store<u64>(out, (pending << free) | (code >> count));
  out += 8;
  pending = code;
}

/** Append bits `from` to `to` of another bit string. */
export function copyBits(source: usize, from: u32, to: u32): void {
  let left = <i32>(to - from);
  let at = from;
  while (left > 0) {
    const length = min(left, 32);
    const word = source + ((at >> 6) << 3);
    const shift = at & 63;
    // Two steps, for a shift by 64 would be one by 0.
    const window = (load<u64>(word) << shift) | ((load<u64>(word, 8) >> 1) >> (63 - shift));
    putBits(window >> (64 - length), length);
    at += length;
    left -= length;
  }
}

/** Fill the last byte with ones; returns the end of the bytes. */
export function endBits(): usize {
  putBits(0x7f, 7);
  const bytes = count >> 3;
  if (count > 0) store<u64>(out, pending << (64 - count));
  return out + bytes;
}

/** A coefficient's category: how many bits its magnitude has. */
// @ts-ignore: decorator
@inline
function category(magnitude: i32): i32 {
  return 32 - <i32>clz<u32>(<u32>magnitude);
}

/** A Huffman code, and behind it the value's bits: a negative one's less 1. */
// @ts-ignore: decorator
@inline
function putValue(entry: u32, value: i32, bits: i32): void {
  const low = <u32>(value + (value >> 31)) & ((1 << bits) - 1);
  putBits(<u64>(((entry >> 8) << bits) | low), <i32>(entry & 255) + bits);
}

export function putDc(difference: i32, table: usize): void {
  const bits = category(abs(difference));
  putValue(load<u32>(base + DC_CODES + 64 * table + (<usize>bits << 2)), difference, bits);
}

/** Which of 64 coefficients in natural order are not 0, without the first. */
// @ts-ignore: decorator
@inline
function nonZeros(coefficients: usize): u64 {
  const zero = i16x8.splat(0);
  let bits: u64 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const at = coefficients + 32 * i;
    const isSet = i8x16.narrow_i16x8_s(
      i16x8.ne(v128.load(at), zero),
      i16x8.ne(v128.load(at, 16), zero),
    );
    bits |= <u64><u32>i8x16.bitmask(isSet) << (16 * i);
  }
  return bits & ~1;
}

/**
 * The coefficients behind the first. The pending bits are in locals here: through
 * globals each code would wait for the one before to pass through memory.
 */
export function putAc(coefficients: usize, table: usize): void {
  const codes = base + AC_CODES + 1024 * table;
  let inZigzag: u64 = 0;
  let table8 = base + ZIGZAG_BITS;
  for (let bits = nonZeros(coefficients); bits != 0; bits >>= 8, table8 += 2048) {
    inZigzag |= load<u64>(table8 + ((<usize>bits & 255) << 3));
  }
  let p = pending;
  let c = count;
  let last = 0;
  for (; inZigzag != 0; inZigzag &= inZigzag - 1) {
    const k = <i32>ctz(inZigzag);
    let run = k - last - 1;
    last = k;
    if (run > 15) {
      pending = p;
      count = c;
      for (; run > 15; run -= 16) putCode(codes, 0xf0);
      p = pending;
      c = count;
    }
    const value = <i32>load<i16>(coefficients + (<usize>load<u8>(base + NATURAL + <usize>k) << 1));
    const bits = category(abs(value));
    const entry = load<u32>(codes + (<usize>((run << 4) | bits) << 2));
    const low = <u32>(value + (value >> 31)) & ((1 << bits) - 1);
    const length = <i32>(entry & 255) + bits;
    const code = <u64>(((entry >> 8) << bits) | low);
    const free = 64 - c;
    if (length < free) {
      p = (p << length) | code;
      c += length;
    } else {
      c = length - free;
      store<u64>(out, (p << free) | (code >> c));
      out += 8;
      p = code;
    }
  }
  pending = p;
  count = c;
  if (last != 63) putCode(codes, 0);
}

// @ts-ignore: decorator
@inline
function putCode(codes: usize, symbol: usize): void {
  const entry = load<u32>(codes + (symbol << 2));
  putBits(entry >> 8, <i32>(entry & 255));
}

/**
 * The bits as bytes, a zero behind each 0xFF; returns the end. Up to 15 bytes
 * behind it are written. The source is turned in place.
 */
export function stuffBytes(source: usize, end: usize, target: usize): usize {
  for (let word = source; word < end; word += 16) {
    const bytes = v128.load(word);
    v128.store(word, i8x16.shuffle(bytes, bytes, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));
  }
  const ones = i8x16.splat(-1);
  while (source + 16 <= end) {
    const bytes = v128.load(source);
    v128.store(target, bytes);
    const found = i8x16.bitmask(i8x16.eq(bytes, ones));
    if (found == 0) {
      source += 16;
      target += 16;
      continue;
    }
    const length = <usize>ctz(found) + 1;
    source += length;
    target += length;
    store<u8>(target++, 0);
  }
  while (source < end) {
    const byte = load<u8>(source++);
    store<u8>(target++, byte);
    if (byte == 0xff) store<u8>(target++, 0);
  }
  return target;
}
