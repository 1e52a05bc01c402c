import { UnsupportedMediaError } from "../../../errors.ts";
import type { Frame } from "../../../raster/frame.ts";
import type { TiffFile } from "./tiff_file.ts";

/** What TIFF's tag PhotometricInterpretation says of the colours. */
export const Photometric = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  ink: 5,
  ycbcr: 6,
} as const;

/** Where a strip or tile lies in the picture, and how much of it is inside. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The samples of a strip or tile as bytes, brought to 0–255; numbers of a palette's colours as
 * they are.
 *
 * @param rows The bytes, unpacked.
 * @param shape Samples of a row, rows, bits of a sample, the bytes' order.
 * @returns One byte a sample.
 */
export function samplesOf(
  rows: Uint8Array,
  shape: { count: number; rowBytes: number; bits: number; littleEndian: boolean; isRaw: boolean },
): Uint8Array {
  const { count, rowBytes, bits, littleEndian, isRaw } = shape;
  if (bits === 8) return rows;
  const height = Math.floor(rows.length / rowBytes);
  const samples = new Uint8Array(count * height);
  if (bits === 16) {
    const [low, high] = littleEndian ? [0, 1] : [1, 0];
    for (let i = 0; i < samples.length; i++) {
      samples[i] = ((rows[2 * i + high] << 8 | rows[2 * i + low]) + 128) / 257;
    }
    return samples;
  }
  const most = (1 << bits) - 1;
  for (let y = 0, i = 0; y < height; y++) {
    let [at, held, left] = [y * rowBytes, 0, 0];
    for (let x = 0; x < count; x++, i++) {
      for (; left < bits; left += 8) held = (held << 8 | rows[at++]) & 0xffffff;
      left -= bits;
      const value = held >> left & most;
      samples[i] = isRaw ? value : Math.round(value * 255 / most);
    }
  }
  return samples;
}

/** Turns samples into pixels, as `TIFFReadRGBAImage` of libtiff does, but for straight alpha. */
export class TiffPainter {
  readonly #tiff: TiffFile;
  readonly #frame: Frame;
  /** How many samples are colours. */
  readonly #colours: number;
  /** 0 for no alpha, 1 for one that colours are multiplied by, 2 for a straight one. */
  readonly #alpha: number;
  #yccTables: ReturnType<typeof yccTables> | undefined;

  /**
   * @param tiff How the picture is stored.
   * @param frame Gets the pixels.
   * @throws {UnsupportedMediaError} If its colours are of a kind that is not read.
   */
  constructor(tiff: TiffFile, frame: Frame) {
    this.#tiff = tiff;
    this.#frame = frame;
    const { photometric, samplesPerPixel, extraSamples } = tiff;
    const colours = [1, 1, 3, 1, 0, 4, 3][photometric] ?? 0;
    if (colours === 0) {
      throw new UnsupportedMediaError(`it is a TIFF ${nameOfColors(photometric)}`);
    }
    if (samplesPerPixel < colours) throw new UnsupportedMediaError("it is a damaged TIFF");
    this.#colours = colours;
    // Who writes a fourth sample and says nothing of it means alpha.
    const extra = extraSamples === undefined ? 2 : extraSamples[0];
    this.#alpha = samplesPerPixel === colours || colours === 4
      ? 0
      : extra === 1 || extra === 2
      ? extra
      : 0;
  }

  /**
   * Paint a strip or tile.
   *
   * @param place Where.
   * @param planes Samples: of all colours together, or one array each.
   * @param rowSamples How many samples a row has.
   */
  paint(place: Place, planes: readonly Uint8Array[], rowSamples: number): void {
    const { width } = this.#frame;
    const to = this.#frame.bitmap;
    const { samplesPerPixel, photometric } = this.#tiff;
    const step = planes.length > 1 ? 1 : samplesPerPixel;
    const plane = (sample: number) => planes.length > 1 ? planes[sample] : planes[0];
    const shift = (sample: number) => planes.length > 1 ? 0 : sample;
    const [second, third] = photometric === Photometric.rgb ? [1, 2] : [0, 0];
    const [red, green, blue] = [plane(0), plane(second), plane(third)];
    const [g, b] = [shift(second), shift(third)];
    const invert = photometric === Photometric.whiteIsZero ? 255 : 0;
    for (let row = 0; row < place.height; row++) {
      let p = 4 * ((place.y + row) * width + place.x);
      let s = row * rowSamples;
      if (photometric === Photometric.ink) this.#paintInk(planes, s, p, place.width);
      else if (photometric === Photometric.palette) {
        this.#paintPalette(planes[0], s, p, place.width);
      } else {
        for (let x = 0; x < place.width; x++, p += 4, s += step) {
          to[p] = red[s] ^ invert;
          to[p + 1] = green[s + g] ^ invert;
          to[p + 2] = blue[s + b] ^ invert;
          to[p + 3] = 255;
        }
      }
      if (this.#alpha !== 0) {
        const index = this.#colours;
        this.#addAlpha(plane(index), row * rowSamples + shift(index), place, row);
      }
    }
  }

  #addAlpha(from: Uint8Array, start: number, place: Place, row: number): void {
    const to = this.#frame.bitmap;
    const step = from.length > 0 && this.#tiff.isPlanar ? 1 : this.#tiff.samplesPerPixel;
    let p = 4 * ((place.y + row) * this.#frame.width + place.x);
    for (let x = 0, s = start; x < place.width; x++, p += 4, s += step) {
      const alpha = from[s];
      to[p + 3] = alpha;
      if (this.#alpha !== 1 || alpha === 0) continue;
      for (let c = p; c < p + 3; c++) to[c] = Math.round(to[c] * 255 / alpha);
    }
  }

  #paintInk(planes: readonly Uint8Array[], start: number, first: number, width: number): void {
    const to = this.#frame.bitmap;
    const isPlanar = planes.length > 1;
    const step = isPlanar ? 1 : this.#tiff.samplesPerPixel;
    const [c, m, y, k] = isPlanar ? planes : [planes[0], planes[0], planes[0], planes[0]];
    const at = isPlanar ? [0, 0, 0, 0] : [0, 1, 2, 3];
    for (let x = 0, s = start, p = first; x < width; x++, s += step, p += 4) {
      const light = 255 - k[s + at[3]];
      to[p] = Math.floor(light * (255 - c[s + at[0]]) / 255);
      to[p + 1] = Math.floor(light * (255 - m[s + at[1]]) / 255);
      to[p + 2] = Math.floor(light * (255 - y[s + at[2]]) / 255);
      to[p + 3] = 255;
    }
  }

  #paintPalette(from: Uint8Array, start: number, first: number, width: number): void {
    const to = this.#frame.bitmap;
    const { colorMap, samplesPerPixel: step } = this.#tiff;
    const colours = Math.floor(colorMap.length / 3);
    // Some writers give bytes where 16 bits are asked for.
    const shift = colorMap.some((value) => value > 255) ? 8 : 0;
    for (let x = 0, s = start, p = first; x < width; x++, s += step, p += 4) {
      const index = from[s];
      to[p] = (colorMap[index] ?? 0) >> shift;
      to[p + 1] = (colorMap[colours + index] ?? 0) >> shift;
      to[p + 2] = (colorMap[2 * colours + index] ?? 0) >> shift;
      to[p + 3] = 255;
    }
  }

  /**
   * Paint a strip or tile of luma and chroma: blocks of luma, each with its one pair of chroma.
   *
   * @param place Where.
   * @param bytes The blocks.
   * @param rowBytes Bytes of a row of blocks.
   */
  paintBlocks(place: Place, bytes: Uint8Array, rowBytes: number): void {
    const [across, down] = this.#tiff.subsampling;
    const { width, bitmap: to } = this.#frame;
    const { luma, redOfCr, greenOfCb, greenOfCr, blueOfCb } = this.#yccTables ??= yccTables(
      this.#tiff,
    );
    const block = across * down;
    for (let y = 0; y < place.height; y++) {
      const rowStart = Math.floor(y / down) * rowBytes;
      const inBlock = (y % down) * across;
      for (let x = 0; x < place.width; x++) {
        const start = rowStart + Math.floor(x / across) * (block + 2);
        const light = luma[bytes[start + inBlock + x % across]];
        const [cb, cr] = [bytes[start + block], bytes[start + block + 1]];
        const p = 4 * ((place.y + y) * width + place.x + x);
        to[p] = light + redOfCr[cr];
        to[p + 1] = light + ((greenOfCb[cb] + greenOfCr[cr]) >> 16);
        to[p + 2] = light + blueOfCb[cb];
        to[p + 3] = 255;
      }
    }
  }
}

/** What each value of luma and chroma adds, with the arithmetic of libtiff's `TIFFYCbCrToRGBInit`. */
function yccTables({ lumaOf, blackWhite }: TiffFile) {
  const [red, green, blue] = lumaOf;
  const fixed = (value: number) => Math.trunc(value * 65536 + 0.5);
  const [fromCr, fromCb] = [2 - 2 * red, 2 - 2 * blue];
  const value = (code: number, black: number, white: number, range: number) => {
    const [low, high] = [Math.trunc(black), Math.trunc(white)];
    return Math.trunc((code - low) * range / (high - low || 1));
  };
  const chroma = (i: number, at: number) =>
    value(i - 128, blackWhite[at] - 128, blackWhite[at + 1] - 128, 127);
  const table = (entry: (i: number) => number) =>
    Int32Array.from({ length: 256 }, (_, i) => entry(i));
  return {
    luma: table((i) => value(i, blackWhite[0], blackWhite[1], 255)),
    redOfCr: table((i) => (fixed(fromCr) * chroma(i, 4) + 32768) >> 16),
    greenOfCr: table((i) => -fixed(red * fromCr / green) * chroma(i, 4)),
    greenOfCb: table((i) => -fixed(blue * fromCb / green) * chroma(i, 2) + 32768),
    blueOfCb: table((i) => (fixed(fromCb) * chroma(i, 2) + 32768) >> 16),
  };
}

/** What colours are called, by their tag's number, that are not read. */
export function nameOfColors(photometric: number): string {
  switch (photometric) {
    case 4:
      return "that is a mask for another picture";
    case 8:
    case 9:
    case 10:
      return "of L*a*b* colours";
    case 32844:
    case 32845:
      return "of LogLuv colours";
    case 32803:
    case 34892:
      return "with a camera's raw photo";
    default:
      return `of colours of kind ${photometric}`;
  }
}
