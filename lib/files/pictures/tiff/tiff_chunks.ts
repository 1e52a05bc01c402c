/**
 * What the strips and tiles of a TIFF file are packed with. Each writes into memory of the
 * length that the picture's size asks for, and no further, whatever the packed bytes hold.
 *
 * @module
 */

import { zstdDecompressSync } from "node:zlib";
import { UnsupportedMediaError } from "../../../errors.ts";

/** After how many bytes a long run lets others have a turn. */
const BYTES_A_TURN = 1 << 23;

/** The error for packed bytes that make no sense, or too little. */
export function damagedTiff(): UnsupportedMediaError {
  return new UnsupportedMediaError("it is a damaged or truncated TIFF");
}

/**
 * Unpack PackBits: runs of one byte, and bytes as they are.
 *
 * @param packed The strip.
 * @param out Gets the bytes; filled whole.
 * @throws {UnsupportedMediaError} If there are too few.
 */
export function unpackBits(packed: Uint8Array, out: Uint8Array): void {
  let to = 0;
  for (let from = 0; to < out.length;) {
    if (from >= packed.length) throw damagedTiff();
    const control = packed[from++];
    if (control === 128) continue;
    if (control > 128) {
      const end = Math.min(out.length, to + 257 - control);
      out.fill(packed[from++], to, end);
      to = end;
    } else {
      const count = Math.min(control + 1, out.length - to);
      if (from + count > packed.length) throw damagedTiff();
      out.set(packed.subarray(from, from + count), to);
      from += control + 1;
      to += count;
    }
  }
}

/**
 * Unpack LZW as TIFF has it: codes from the highest bit on, and one code early to the next length.
 *
 * @param packed The strip.
 * @param out Gets the bytes; filled whole.
 * @returns Steps, between which others may have a turn.
 * @throws {UnsupportedMediaError} If there are too few, or a code makes no sense.
 */
export function* unpackLzw(packed: Uint8Array, out: Uint8Array): Generator<void> {
  if (packed[0] === 0 && (packed[1] & 1) === 1) {
    throw new UnsupportedMediaError("it is a TIFF of an old kind of LZW compression");
  }
  const [clear, end, first, most] = [256, 257, 258, 4096];
  // What a code stands for has been written once already: where it begins, and how long it is.
  const starts = new Int32Array(most);
  const lengths = new Int32Array(most);
  let next = first;
  let width = 9;
  let [held, bits] = [0, 0];
  let [lastStart, lastLength] = [0, 0];
  let turn = BYTES_A_TURN;
  for (let from = 0, to = 0; to < out.length;) {
    for (; bits < width; bits += 8) {
      if (from >= packed.length) throw damagedTiff();
      held = (held << 8 | packed[from++]) & 0xffffff;
    }
    bits -= width;
    const code = held >> bits & ((1 << width) - 1);
    if (code === clear) {
      [next, width, lastLength] = [first, 9, 0];
      continue;
    }
    if (lastLength > 0 && next < most) {
      // The bytes of the code before, and the first of this one, which follows them.
      starts[next] = lastStart;
      lengths[next] = lastLength + 1;
      next++;
      if (next >= (1 << width) - 1 && width < 12) width++;
    }
    lastStart = to;
    if (code < 256) out[to++] = code;
    else {
      if (code === end || code >= next) throw damagedTiff();
      const stop = Math.min(out.length, to + lengths[code]);
      for (let source = starts[code]; to < stop;) out[to++] = out[source++];
    }
    lastLength = to - lastStart;
    if (to > turn) {
      turn += BYTES_A_TURN;
      yield;
    }
  }
}

/**
 * Unpack Deflate.
 *
 * @param packed The strip: a zlib stream.
 * @param out Gets the bytes; filled whole, and never more than that is unpacked.
 * @throws {UnsupportedMediaError} If there are too few, or they are damaged.
 */
export async function inflate(packed: Uint8Array<ArrayBuffer>, out: Uint8Array): Promise<void> {
  const reader = inPieces(packed).pipeThrough(new DecompressionStream("deflate")).getReader();
  let to = 0;
  try {
    while (to < out.length) {
      const { value, done } = await reader.read();
      if (done) break;
      const part = value.subarray(0, out.length - to);
      out.set(part, to);
      to += part.length;
    }
  } catch {
    // A wrong checksum behind the last byte is found, too: what is missing says more.
  }
  await reader.cancel().catch(() => {});
  if (to < out.length) throw damagedTiff();
}

/** Of each piece all is unpacked at once, to at most a thousand times as much. */
const PIECE_BYTES = 1 << 14;

function inPieces(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.subarray(at, at += PIECE_BYTES));
      if (at >= bytes.length) controller.close();
    },
  }, { highWaterMark: 0 });
}

/**
 * Unpack Zstandard.
 *
 * @param packed The strip.
 * @param out Gets the bytes; filled whole.
 * @throws {UnsupportedMediaError} If they are not just so many, or damaged.
 */
export function unpackZstandard(packed: Uint8Array, out: Uint8Array): void {
  let bytes: Uint8Array;
  try {
    bytes = zstdDecompressSync(packed, { maxOutputLength: out.length });
  } catch {
    throw damagedTiff();
  }
  if (bytes.length < out.length) throw damagedTiff();
  out.set(bytes);
}

/**
 * Turn differences to the pixel on the left back into values, in place.
 *
 * @param rows The bytes.
 * @param shape Bytes of a row, bits of a sample (8 or 16), samples of a pixel, the bytes' order.
 */
export function addDifferences(
  rows: Uint8Array,
  shape: { rowBytes: number; bits: number; samples: number; littleEndian: boolean },
): void {
  const { rowBytes, bits, samples, littleEndian } = shape;
  if (bits === 8) {
    for (let start = 0; start < rows.length; start += rowBytes) {
      for (let p = start + samples; p < start + rowBytes; p++) rows[p] += rows[p - samples];
    }
    return;
  }
  const [low, high] = littleEndian ? [0, 1] : [1, 0];
  for (let start = 0; start < rows.length; start += rowBytes) {
    for (let p = start + 2 * samples; p < start + rowBytes; p += 2) {
      const before = p - 2 * samples;
      const sum = rows[p + low] + rows[before + low];
      rows[p + low] = sum;
      rows[p + high] += rows[before + high] + (sum >> 8);
    }
  }
}

/** In place, the bits of each byte in the other order. */
export function reverseBits(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) {
    let [from, to] = [bytes[i], 0];
    for (let bit = 0; bit < 8; bit++, from >>= 1) to = to << 1 | (from & 1);
    bytes[i] = to;
  }
}
