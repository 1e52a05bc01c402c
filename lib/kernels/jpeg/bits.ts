// The entropy-coded bits of a JPEG, before zeros are stuffed behind 0xFF.

import { AC_CODES, base, DC_CODES, END_OF_BLOCK, NATURAL, SIXTEEN_ZEROS } from "./layout";

// The bits are stored as 64-bit words, the first bit highest, in the machine's own
// byte order: WebAssembly has no instruction that turns bytes around, and doing it
// for each code costs more than all else. stuffBytes() turns them, sixteen at once.

/** The last bits, not yet stored: the upper `count` ones, fewer than 64; the rest is 0. */
let pending: u64 = 0;
let count: i32 = 0;
let start: usize = 0;
let out: usize = 0;

export function beginBits(address: usize): void {
  pending = 0;
  count = 0;
  start = out = address;
}

/** Bytes that saveBits() needs. */
export const BITS_STATE: usize = 20;

/** Put the state aside, to go on with another picture. */
export function saveBits(to: usize): void {
  store<u64>(to, pending);
  store<i32>(to, count, 8);
  store<usize>(to, start, 12);
  store<usize>(to, out, 16);
}

/** Go on with the bits whose state was saved. */
export function resumeBits(from: usize): void {
  pending = load<u64>(from);
  count = load<i32>(from, 8);
  start = load<usize>(from, 12);
  out = load<usize>(from, 16);
}

/** Bits written so far. */
// @ts-ignore: decorator
@inline
export function bitPosition(): u32 {
  return (<u32>(out - start) << 3) + count;
}

/** Append the lower `length` bits of a code, 1 to 32; the bits above must be 0. */
// @ts-ignore: decorator
@inline
function putBits(code: u64, length: i32): void {
  const aligned = code << (64 - length);
  pending |= aligned >> count;
  const sum = count + length;
  if (sum > 63) {
    store<u64>(out, pending);
    out += 8;
    // Two steps, for a shift by 64 would be one by 0.
    pending = (aligned << 1) << (63 - count);
  }
  count = sum & 63;
}

/** Append bits `from` to `to` of another bit string, which has 8 bytes to be read behind it. */
export function copyBits(source: usize, from: u32, to: u32): void {
  let word = source + ((from >> 6) << 3);
  const shift = from & 63;
  let left = <i32>(to - from);
  let p = pending;
  const c = count;
  for (; left >= 64; left -= 64, word += 8) {
    const window = (load<u64>(word) << shift) | ((load<u64>(word, 8) >> 1) >> (63 - shift));
    store<u64>(out, p | (window >> c));
    out += 8;
    p = (window << 1) << (63 - c);
  }
  pending = p;
  if (left <= 0) return;
  const window = (load<u64>(word) << shift) | ((load<u64>(word, 8) >> 1) >> (63 - shift));
  if (left > 32) {
    putBits(window >> 32, 32);
    putBits((window << 32) >> (96 - left), left - 32);
  } else {
    putBits(window >> (64 - left), left);
  }
}

/** Fill the last byte with ones; returns the end of the bytes. */
export function endBits(): usize {
  putBits(0x7f, 7);
  store<u64>(out, pending);
  return out + (count >> 3);
}

export function putDc(difference: i32, table: usize): void {
  const bits = 32 - <i32>clz<u32>(<u32>abs(difference));
  const entry = load<u32>(base + DC_CODES + 64 * table + (<usize>bits << 2));
  // Behind the code the value's bits: a negative one's less 1.
  const low = <u32>(difference + (difference >> 31)) & ((1 << bits) - 1);
  putBits((entry >> 5) | low, entry & 31);
}

/**
 * The entry of a coefficient that is not 0, by the zeros before it, its category and its
 * sign. Plus the coefficient the upper 27 bits are its code and its value's bits.
 */
// @ts-ignore: decorator
@inline
function acEntry(codes: usize, run: i32, value: i32): u32 {
  const sign = value >> 31;
  // From 22 for ten bits to 31 for one: the tables' rows begin at 16.
  const zeros = <i32>clz<u32>(<u32>((value ^ sign) - sign));
  return load<u32>(codes - 128 + <usize>((run << 7) + (zeros << 3) - (sign << 2)));
}

/**
 * The coefficients behind the first.
 *
 * Benefit: two codes at a time, pending bits in locals, and a store with every two
 * codes rather than when 64 bits are full (a branch that goes either way costs more):
 * 2.5 → 1.6 ms for the 430,000 coefficients of a 1080p picture.
 * Correctness: two codes have 52 bits at most; what a store writes too early, the
 * next one overwrites.
 *
 * @param nonZeros Which coefficients are not 0, in zigzag order, the first left out.
 */
export function putAc(coefficients: usize, nonZeros: u64, table: usize): void {
  const codes = base + AC_CODES + 2048 * table;
  const natural = base + NATURAL;
  let p = pending;
  let c = <u64>count;
  let o = out;
  let last = 0;
  while (nonZeros != 0) {
    let k = <i32>ctz(nonZeros);
    let run = k - last - 1;
    if (run > 15) {
      pending = p;
      count = <i32>c;
      out = o;
      for (; run > 15; run -= 16) putSymbol(codes + SIXTEEN_ZEROS);
      p = pending;
      c = <u64>count;
      o = out;
    }
    let value = <i32>load<i16>(coefficients + (<usize>load<u8>(natural + <usize>k) << 1));
    let entry = acEntry(codes, run, value);
    let code = <u64>((entry >> 5) + <u32>value);
    let length = <u64>(entry & 31);
    last = k;
    nonZeros &= nonZeros - 1;
    if (nonZeros != 0) {
      k = <i32>ctz(nonZeros);
      run = k - last - 1;
      if (run < 16) {
        value = <i32>load<i16>(coefficients + (<usize>load<u8>(natural + <usize>k) << 1));
        entry = acEntry(codes, run, value);
        code = (code << <u64>(entry & 31)) | <u64>((entry >> 5) + <u32>value);
        length += <u64>(entry & 31);
        last = k;
        nonZeros &= nonZeros - 1;
      }
    }
    // Shifts are by the lower 6 bits only: 0 − n is as good as 64 − n, ~n as 63 − n.
    const aligned = code << (0 - length);
    p |= aligned >> c;
    store<u64>(o, p);
    const sum = c + length;
    const isFull = sum >> 6;
    p = select((aligned << 1) << ~c, p, isFull != 0);
    o += <usize>isFull << 3;
    c = sum & 63;
  }
  pending = p;
  count = <i32>c;
  out = o;
  if (last != 63) putSymbol(codes + END_OF_BLOCK);
}

/** A code without a value. */
function putSymbol(at: usize): void {
  const entry = load<u32>(at);
  putBits(entry >> 5, <i32>(entry & 31));
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
