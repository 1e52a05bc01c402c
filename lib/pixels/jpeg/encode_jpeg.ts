import { memoryOf } from "../../memory/kernel_memory.ts";
import { atOnce } from "../../turns.ts";
import { concatenate } from "../../raster/bytes.ts";
import { assertFrames, assertWhole, type Frame } from "../../raster/frame.ts";
import {
  AC_TABLES,
  DC_TABLES,
  huffmanCodes,
  jpegHeader,
  NATURAL_ORDER,
  quantizationTables,
} from "./jpeg_tables.ts";
import { assertOption } from "../../raster/option_checks.ts";
import { encodeJpegThere, hasJpegRoom } from "./kernel_jpeg.ts";

/**
 * Options of {@linkcode encodeJpeg}.
 *
 * @category Primitives: JPEG
 */
export interface EncodeJpegOptions {
  /**
   * 1–100.
   *
   * @default {95}
   */
  quality?: number;
}

/**
 * Encode a frame as a baseline JPEG with 4:2:0 chroma.
 *
 * Alpha is dropped. By kernels, where the frame lies in their memory: the same bytes as by the
 * plain loop, which goes step by step as a textbook does.
 *
 * @example A gray pixel
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bitmap = Uint8ClampedArray.of(128, 128, 128, 255);
 * const jpeg = encodeJpeg({ width: 1, height: 1, bitmap });
 * assertEquals([...jpeg.slice(0, 2), ...jpeg.slice(-2)], [0xff, 0xd8, 0xff, 0xd9]);
 * ```
 *
 * @param frame The frame, H × W, sides up to 65,500 pixels.
 * @param options The quality.
 * @returns The file's bytes.
 * @throws {RangeError} If `quality` is not a whole number from 1 to 100, or a side is too long.
 * @see OpenCV `cv::imwrite` to ".jpg" (libjpeg-turbo, "islow" DCT): equal to the byte.
 * @category Primitives: JPEG
 */
export function encodeJpeg(
  frame: Frame,
  options: EncodeJpegOptions = {},
): Uint8Array<ArrayBuffer> {
  return atOnce(encodeJpegInSteps(frame, options));
}

/**
 * The same as {@linkcode encodeJpeg} in steps, between which all else may have its turn.
 *
 * @param frame The frame, H × W.
 * @param options The quality.
 * @returns The steps, which give the file's bytes.
 */
export function* encodeJpegInSteps(
  frame: Frame,
  options: EncodeJpegOptions = {},
): Generator<void, Uint8Array<ArrayBuffer>> {
  const { quality = 95 } = options;
  assertJpeg(frame, quality);
  const memory = memoryOf(frame.bitmap);
  if (memory !== undefined && hasJpegRoom(memory, frame)) {
    return encodeJpegThere(memory, frame, { foreground: frame.bitmap }, quality);
  }
  const { width, height } = frame;
  const divisors = quantizationTables(quality);
  const planes = yield* samplePlanes(frame);
  const bits = new BitWriter();
  const lastDc = [0, 0, 0];
  const block = new Int32Array(64);
  for (let y = 0; y < height; y += 16) {
    for (let x = 0; x < width; x += 16) {
      for (const { plane, table, left, top } of blocksOfMcu(x, y, width, height)) {
        if (left >= 0) {
          transformBlock(planes[plane], left, top, divisors[table], block);
        } else {
          // Beyond the picture libjpeg repeats the last DC, which costs two bits.
          block.fill(0);
          block[0] = lastDc[plane];
        }
        putBlock(bits, block, lastDc[plane], table);
        lastDc[plane] = block[0];
      }
    }
    yield;
  }
  return concatenate(jpegHeader(width, height, quality), bits.end(), Uint8Array.of(0xff, 0xd9));
}

/**
 * Check what a JPEG is asked for.
 *
 * @param frame The frame.
 * @param quality The quality.
 * @throws {RangeError} If `quality` is not a whole number from 1 to 100, or a side is too long.
 * @throws {TypeError} If the frame is none.
 */
export function assertJpeg(frame: Frame, quality: number): void {
  assertOption("encode a JPEG", "quality", quality, { least: 1, most: 100, isWhole: true });
  assertFrames("encode a JPEG", { frame });
  assertWhole("encode a JPEG", "frame", frame);
  const { width, height } = frame;
  if (Math.max(width, height) > 65500) {
    throw new RangeError(`Cannot encode a JPEG: sides must be up to 65500, got ${width}×${height}`);
  }
}

/** A channel at its own resolution, its edges repeated up to whole blocks. */
interface SamplePlane {
  readonly stride: number;
  /** Around 0: −128 to 127. */
  readonly samples: Int8Array;
}

interface BlockPlace {
  readonly plane: number;
  readonly table: number;
  /** −1 where the block lies beyond the picture. */
  readonly left: number;
  readonly top: number;
}

/** Four blocks of luma, one each of blue and red chroma. */
function blocksOfMcu(x: number, y: number, width: number, height: number): BlockPlace[] {
  const luma = [[x, y], [x + 8, y], [x, y + 8], [x + 8, y + 8]].map(([left, top]) => ({
    plane: 0,
    table: 0,
    left: left < width && top < height ? left : -1,
    top,
  }));
  const chroma = [1, 2].map((plane) => ({ plane, table: 1, left: x >> 1, top: y >> 1 }));
  return [...luma, ...chroma];
}

/** RGB → luma and chroma (jccolor.c), chroma averaged two by two (jcsample.c), less 128. */
function* samplePlanes({ width, height, bitmap }: Frame): Generator<void, SamplePlane[]> {
  const stride = 16 * Math.ceil(width / 16);
  const lines = 16 * Math.ceil(height / 16);
  const full = [0, 1, 2].map(() => new Uint8Array(stride * lines));
  for (let y = 0, i = 0; y < lines; y++) {
    for (let x = 0; x < stride; x++, i++) {
      const p = 4 * (Math.min(y, height - 1) * width + Math.min(x, width - 1));
      const [r, g, b] = [bitmap[p], bitmap[p + 1], bitmap[p + 2]];
      full[0][i] = (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
      full[1][i] = (-11058 * r - 21710 * g + 32768 * b + 8421375) >> 16;
      full[2][i] = (32768 * r - 27439 * g - 5329 * b + 8421375) >> 16;
    }
    if (y % 64 === 0) yield;
  }
  const luma = { stride, samples: new Int8Array(stride * lines) };
  for (let i = 0; i < luma.samples.length; i++) luma.samples[i] = full[0][i] - 128;
  yield;
  const blue = halveSamples(full[1], stride, height);
  yield;
  return [luma, blue, halveSamples(full[2], stride, height)];
}

function halveSamples(full: Uint8Array, stride: number, height: number): SamplePlane {
  const half = stride >> 1;
  const lines = full.length / stride >> 1;
  // Below the picture libjpeg repeats the last average, not the last pixels.
  const realLines = (height + 1) >> 1;
  const samples = new Int8Array(half * lines);
  for (let y = 0, i = 0; y < lines; y++) {
    const line = 2 * Math.min(y, realLines - 1) * stride;
    for (let x = 0; x < half; x++, i++) {
      const at = line + 2 * x;
      const sum = full[at] + full[at + 1] + full[at + stride] + full[at + stride + 1];
      // Even columns round down, odd ones up.
      samples[i] = ((sum + 1 + (x & 1)) >> 2) - 128;
    }
  }
  return { stride: half, samples };
}

/** A block's quantized coefficients in natural order. */
function transformBlock(
  { stride, samples }: SamplePlane,
  left: number,
  top: number,
  divisors: Uint8Array,
  block: Int32Array,
): void {
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) block[8 * y + x] = samples[(top + y) * stride + left + x];
  }
  for (let y = 0; y < 8; y++) forwardDct(block, 8 * y, 1, 11, -2);
  for (let x = 0; x < 8; x++) forwardDct(block, x, 8, 15, 2);
  for (let i = 0; i < 64; i++) {
    const divisor = 8 * divisors[i];
    const magnitude = Math.floor((Math.abs(block[i]) + divisor / 2) / divisor);
    block[i] = block[i] < 0 ? -magnitude : magnitude;
  }
}

/** `x / 2ⁿ` rounded, halves up; `x · 2⁻ⁿ` for a negative n. */
function scale(x: number, n: number): number {
  return n < 0 ? x << -n : (x + (1 << (n - 1))) >> n;
}

/** Eight values in place: jfdctint.c, after Loeffler, Ligtenberg and Moschytz (1989). */
function forwardDct(
  data: Int32Array,
  start: number,
  step: number,
  shift: number,
  evenShift: number,
): void {
  const at = (i: number) => data[start + i * step];
  const put = (i: number, value: number) => data[start + i * step] = value;
  const [s0, s1, s2, s3] = [at(0) + at(7), at(1) + at(6), at(2) + at(5), at(3) + at(4)];
  const [d0, d1, d2, d3] = [at(0) - at(7), at(1) - at(6), at(2) - at(5), at(3) - at(4)];

  const [t10, t11, t12, t13] = [s0 + s3, s1 + s2, s1 - s2, s0 - s3];
  put(0, scale(t10 + t11, evenShift));
  put(4, scale(t10 - t11, evenShift));
  const even = (t12 + t13) * 4433;
  put(2, scale(even + t13 * 6270, shift));
  put(6, scale(even - t12 * 15137, shift));

  const odd = (d3 + d1 + d2 + d0) * 9633;
  const [z1, z2] = [(d3 + d0) * -7373, (d2 + d1) * -20995];
  const [z3, z4] = [(d3 + d1) * -16069 + odd, (d2 + d0) * -3196 + odd];
  put(7, scale(d3 * 2446 + z1 + z3, shift));
  put(5, scale(d2 * 16819 + z2 + z4, shift));
  put(3, scale(d1 * 25172 + z2 + z3, shift));
  put(1, scale(d0 * 12299 + z1 + z4, shift));
}

const DC_CODES = DC_TABLES.map(huffmanCodes);
const AC_CODES = AC_TABLES.map(huffmanCodes);

/** Huffman codes of a block: the DC's difference, then runs of zeros and what ends them. */
function putBlock(bits: BitWriter, block: Int32Array, lastDc: number, table: number): void {
  putValue(bits, DC_CODES[table], 0, block[0] - lastDc);
  const codes = AC_CODES[table];
  let run = 0;
  for (let k = 1; k < 64; k++) {
    const value = block[NATURAL_ORDER[k]];
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) bits.put(codes[0xf0] >> 8, codes[0xf0] & 255);
    putValue(bits, codes, run << 4, value);
    run = 0;
  }
  if (run > 0) bits.put(codes[0] >> 8, codes[0] & 255);
}

/** The code for a value's category, then its bits: of a negative one those of value − 1. */
function putValue(bits: BitWriter, codes: Uint32Array, symbol: number, value: number): void {
  const category = 32 - Math.clz32(Math.abs(value));
  const code = codes[symbol | category];
  bits.put(code >> 8, code & 255);
  bits.put((value < 0 ? value - 1 : value) & ((1 << category) - 1), category);
}

/** Bits, highest first; a zero byte follows each 0xFF. */
class BitWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #pending = 0;
  #count = 0;

  put(value: number, length: number): void {
    this.#pending = (this.#pending << length) | value;
    this.#count += length;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#putByte((this.#pending >> this.#count) & 255);
    }
    this.#pending &= (1 << this.#count) - 1;
  }

  /** Fill the last byte with ones. */
  end(): Uint8Array {
    if (this.#count > 0) this.put((1 << (8 - this.#count)) - 1, 8 - this.#count);
    return this.#bytes.subarray(0, this.#length);
  }

  #putByte(byte: number): void {
    if (this.#length + 2 > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
    if (byte === 0xff) this.#bytes[this.#length++] = 0;
  }
}
