import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertSameSize,
  createFrame,
  type Frame,
  type Mask,
  type OutOption,
} from "../../raster/frame.ts";

/** How one channel of a picture becomes another's: `gain · level + offset`. */
export interface ChannelExposure {
  /** A factor, about 1. */
  readonly gain: number;
  /** In levels. */
  readonly offset: number;
}

/** The exposures of red, green and blue. */
export type Exposure = readonly [ChannelExposure, ChannelExposure, ChannelExposure];

/** Options of {@linkcode fitExposure}. */
export interface FitExposureOptions {
  /**
   * Where to look: pixels whose byte is 0 are left out.
   *
   * @default {everywhere}
   */
  mask?: Mask | undefined;
  /**
   * Every how many pixels to look, in both directions.
   *
   * @default {4}
   */
  step?: number;
}

/** Nothing changes. */
const SAME: ChannelExposure = { gain: 1, offset: 0 };

/** After so many rounds 30 % of one wrong colour have no say any more; most pictures need three. */
const MOST_ROUNDS = 12;

/** A line that a round moves by fewer levels than these has settled. */
const SETTLED = 0.05;

/** Fewer pixels than these tell nothing. */
const LEAST_PIXELS = 16;

/**
 * How a camera's exposure or white balance has drifted between two pictures of
 * one scene: the gain and offset, channel by channel, by which `from` becomes `to`.
 *
 * Least squares, repeated with Tukey-like weights so that what is not the same
 * scene (a person who has come in) counts little.
 *
 * @example Ten levels brighter
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { createFrame } from "../../raster/frame.ts";
 *
 * const [from, to] = [createFrame(16, 16), createFrame(16, 16)];
 * from.bitmap.forEach((_, p) => from.bitmap[p] = p % 200);
 * to.bitmap.forEach((_, p) => to.bitmap[p] = p % 200 + 10);
 * const [{ gain, offset }] = fitExposure(from, to, { step: 1 });
 * assertAlmostEquals(gain, 1, 1e-6);
 * assertAlmostEquals(offset, 10, 1e-4);
 * ```
 *
 * @param from The earlier picture, H × W.
 * @param to The later one, H × W.
 * @param options Where to look, and how closely.
 * @returns Gain and offset of red, green and blue; 1 and 0 where nothing tells.
 * @throws {RangeError} If the sizes differ.
 * @see Beaton and Tukey, Technometrics 1974, DOI 10.1080/00401706.1974.10489171 (the weights).
 */
export function fitExposure(
  from: Frame,
  to: Frame,
  options: FitExposureOptions = {},
): Exposure {
  const { mask, step = 4 } = options;
  assertSameSize("fit an exposure", { from, to, ...(mask && { mask }) });
  const { width, height } = from;
  const all = new Int32Array(Math.ceil(width / step) * Math.ceil(height / step));
  let count = 0;
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) {
      const i = y * width + x;
      if (mask === undefined || mask.data[i] !== 0) all[count++] = 4 * i;
    }
  }
  if (count < LEAST_PIXELS) return [SAME, SAME, SAME];
  const places = all.subarray(0, count);
  const channel = (c: number) => fitChannel(from.bitmap, to.bitmap, places, c);
  return [channel(0), channel(1), channel(2)];
}

/** One channel's line through `(from, to)` of the pixels. */
function fitChannel(
  from: Uint8ClampedArray,
  to: Uint8ClampedArray,
  places: Int32Array,
  channel: number,
): ChannelExposure {
  let line = SAME;
  // How far off a pixel may be before it counts for nothing: any, then as the rest are.
  let limit = Infinity;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let w = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const p of places) {
      const a = from[p + channel], b = to[p + channel];
      const off = (b - line.gain * a - line.offset) / limit;
      if (off <= -1 || off >= 1) continue;
      const weight = (1 - off * off) ** 2;
      w += weight, x += weight * a, y += weight * b, xx += weight * a * a, xy += weight * a * b;
    }
    if (w < LEAST_PIXELS / 2) return line;
    const spread = xx - x * x / w;
    // Of one single level no gain can be told.
    const gain = spread > w ? (xy - x * y / w) / spread : 1;
    const last = line;
    line = gain > 0.25 && gain < 4 ? { gain, offset: (y - gain * x) / w } : SAME;
    const change = 255 * Math.abs(line.gain - last.gain) + Math.abs(line.offset - last.offset);
    if (change < SETTLED) return line;
    limit = 6 * medianResidual(from, to, places, channel, line) + 4;
  }
  return line;
}

/** The median of `|to − line(from)|`, in levels, by counting. */
function medianResidual(
  from: Uint8ClampedArray,
  to: Uint8ClampedArray,
  places: Int32Array,
  channel: number,
  { gain, offset }: ChannelExposure,
): number {
  const counts = new Int32Array(1024);
  for (const p of places) {
    const off = Math.abs(to[p + channel] - gain * from[p + channel] - offset);
    counts[Math.min(1023, off) | 0]++;
  }
  let level = 0;
  for (let seen = counts[0]; 2 * seen < places.length; seen += counts[level]) level++;
  return level + 0.5;
}

/** Gains are whole numbers of so many: kernels multiply 16-bit numbers. */
const GAIN_ONE = 4096;

/**
 * An exposure in whole numbers, as kernels take it: a level becomes
 * `(level · gain + 255 · lift + 2048) >> 12`, clamped.
 */
export interface WholeExposure {
  /** In 4096ths. */
  readonly gain: number;
  /** In 255/4096 of a level. */
  readonly lift: number;
}

/** Round an exposure to what kernels can take. */
export function wholeExposure({ gain, offset }: ChannelExposure): WholeExposure {
  const clamp = (value: number) => Math.max(-32768, Math.min(32767, Math.round(value)));
  return { gain: clamp(gain * GAIN_ONE), lift: clamp(offset * GAIN_ONE / 255) };
}

/** The same in one number, as kernels take it: the gain in the lower 16 bits, the lift in the upper. */
export function exposurePair(exposure: ChannelExposure): number {
  const { gain, lift } = wholeExposure(exposure);
  return (gain & 0xffff) | (lift << 16);
}

/**
 * Give a picture another exposure.
 *
 * @example Twice as bright
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(10, 20, 200, 255) };
 * const twice = { gain: 2, offset: 0 };
 * assertEquals([...expose(frame, [twice, twice, twice]).bitmap], [20, 40, 255, 255]);
 * ```
 *
 * @param frame The picture, H × W; its alpha is kept.
 * @param exposure Gain (−8 to 8, in steps of 1/4096) and offset of each channel.
 * @param options `out` may be `frame`.
 * @returns `out`, or a new H × W frame; levels 0–255, rounded.
 * @throws {RangeError} If the sizes differ.
 */
export function expose(
  frame: Frame,
  exposure: Exposure,
  options: OutOption<Frame> = {},
): Frame {
  const { out = createFrame(frame.width, frame.height) } = options;
  assertSameSize("expose a picture", { frame, out });
  const memory = memoryOf(frame.bitmap);
  if (memory !== undefined) {
    const [red, green, blue] = exposure.map(exposurePair);
    memory.work([frame.bitmap], out.bitmap, (to, from) => {
      memory.kernels.expose(from, to, out.width * out.height, red, green, blue);
    });
    return out;
  }
  const [red, green, blue] = exposure.map(exposureTable);
  const source = frame.bitmap;
  const target = out.bitmap;
  for (let p = 0; p < target.length; p += 4) {
    target[p] = red[source[p]];
    target[p + 1] = green[source[p + 1]];
    target[p + 2] = blue[source[p + 2]];
    target[p + 3] = source[p + 3];
  }
  return out;
}

/** What becomes of each level. */
function exposureTable(exposure: ChannelExposure): Uint8ClampedArray {
  const { gain, lift } = wholeExposure(exposure);
  return Uint8ClampedArray.from(
    { length: 256 },
    (_, level) => (level * gain + 255 * lift + 2048) >> 12,
  );
}
