import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertSameSize,
  createFrame,
  type Frame,
  type Mask,
  type OutOption,
} from "../../raster/frame.ts";
import { type ChannelExposure, type Exposure, fitByKernels, fitPlain } from "./channel_exposure.ts";

export type { ChannelExposure, Exposure };

/**
 * Options of {@linkcode fitExposure}.
 *
 * @category Primitives: colour
 */
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
 * @category Primitives: colour
 */
export function fitExposure(
  from: Frame,
  to: Frame,
  options: FitExposureOptions = {},
): Exposure {
  assertFrames("fit an exposure", { from, to });
  const { mask, step = 4 } = options;
  assertSameSize("fit an exposure", { from, to, ...(mask && { mask }) });
  const places = { from, to, mask, step };
  const memory = memoryOf(from.bitmap, to.bitmap, ...mask === undefined ? [] : [mask.data]);
  const isWhole = Number.isInteger(step) && step >= 1;
  return memory !== undefined && isWhole ? fitByKernels(places, memory) : fitPlain(places);
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
 * @category Primitives: colour
 */
export function expose(
  frame: Frame,
  exposure: Exposure,
  options: OutOption<Frame> = {},
): Frame {
  assertFrames("expose a picture", { frame });
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
