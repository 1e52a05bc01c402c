import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { readableWhile } from "../../memory/overlap.ts";
import {
  assertFrames,
  assertSameSize,
  createMatte,
  type Frame,
  type Matte,
  type OutOption,
  type Rgba,
} from "../../raster/frame.ts";
import { assertChoice, assertOption } from "../../raster/option_checks.ts";

/**
 * Options of {@linkcode chromaMatte}.
 *
 * @category Primitives: chroma key
 */
export interface ChromaMatteOptions extends OutOption<Matte> {
  /**
   * Where distances are measured. `ycbcr`: in the plane of BT.601's Cb and Cr, which
   * suits soft edges and noise. `hsv`: by hue, with what is half as bright and three
   * quarters as saturated as the key still counting in full, which suits a screen with
   * shadows.
   *
   * @default {"ycbcr"}
   */
  space?: "ycbcr" | "hsv";
  /**
   * Up to here all is background, in percent: 0 is the key, 100 is gray.
   *
   * @default {40}
   */
  inner?: number;
  /**
   * From here on all is foreground, in percent.
   *
   * @default {80}
   */
  outer?: number;
}

/** Whose Cb and Cr are together less than these levels from gray has no hue to key by. */
const LEAST_CHROMA = 12;

/** Pixels that are so much less saturated, or darker, than the key are less and less of its hue. */
const FULL_SATURATION = 0.75;
const FULL_VALUE = 0.5;

/**
 * How much of each pixel is not a screen of one colour: a soft matte by colour alone.
 *
 * A pixel's distance from the key does not depend on its brightness (`ycbcr`), or
 * on shadows either (`hsv`). Between `inner` and `outer` alpha rises evenly.
 *
 * @example Green goes, gray stays, and what is between is half there
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bitmap = Uint8ClampedArray.of(0, 177, 64, 255, 90, 90, 90, 255, 40, 110, 64, 255);
 * const matte = chromaMatte({ width: 3, height: 1, bitmap }, [0, 177, 64, 255]);
 * assertEquals([...matte.data], [0, 255, 130]);
 * ```
 *
 * @param frame The picture, H × W; its alpha does not count.
 * @param key The screen's colour.
 * @param options Where and how distances are measured, and `out`.
 * @returns `out`, or a new H × W matte; 0 is the screen.
 * @throws {RangeError} If the sizes differ, the distances are out of order, or the key is gray.
 * @see Smith and Blinn, "Blue screen matting", SIGGRAPH 1996, DOI 10.1145/237170.237263,
 * on what can and what cannot be told of a single colour; ITU-R BT.601.
 * @category Primitives: chroma key
 */
export function chromaMatte(
  frame: Frame,
  key: Rgba,
  options: ChromaMatteOptions = {},
): Matte {
  const plan = planChromaMatte(frame, key, options);
  const memory = memoryOf(frame.bitmap);
  if (options.space === "hsv") matteByHue(frame, key, options, plan.out);
  else if (memory !== undefined) matteByKernel(memory, frame, plan);
  else matteByChroma(frame, plan);
  return plan.out;
}

/** Weights of red, green and blue, and what is added; in 4096ths. */
type Sum = readonly [red: number, green: number, blue: number, rest: number];

/** How a matte is made of Cb and Cr. */
interface ChromaMattePlan {
  /** Where the matte goes. */
  readonly out: Matte;
  /** Cb less the key's. */
  readonly cb: Sum;
  /** Cr less the key's. */
  readonly cr: Sum;
  /** In 16ths of a level, single precision: what is not farther is background. */
  readonly from: number;
  /** Alpha for each 16th beyond, single precision. */
  readonly slope: number;
}

/** Check the arguments, and weigh the channels. */
function planChromaMatte(
  frame: Frame,
  key: Rgba,
  options: ChromaMatteOptions,
): ChromaMattePlan {
  assertFrames("key a frame", { frame });
  const { out = createMatte(frame.width, frame.height), space = "ycbcr" } = options;
  const { inner = 40, outer = 80 } = options;
  assertChromaMatte({ space, inner, outer });
  assertHue(key);
  assertSameSize("key a frame", { frame, out });
  const sum = (weights: readonly number[]): Sum => {
    const [red, green, blue] = weights.map((weight) => Math.round(4096 * weight));
    // 128 is half of what is shifted out.
    return [red, green, blue, 128 - red * key[0] - green * key[1] - blue * key[2]];
  };
  const unit = 16 * Math.hypot(...chromaOf(key)) / 100;
  const slope = 255 / Math.max((outer - inner) * unit, 1 / 256);
  return {
    out,
    cb: sum(CB),
    cr: sum(CR),
    from: Math.fround(inner * unit),
    slope: Math.fround(slope),
  };
}

/** Check the options. */
export function assertChromaMatte(
  { space, inner, outer }: { space: string; inner: number; outer: number },
): void {
  assertChoice("key a frame", "space", space, ["ycbcr", "hsv"]);
  assertOption("key a frame", "inner", inner, { least: 0 });
  if (!(outer >= inner && outer < Infinity)) {
    throw new RangeError(
      `Cannot key a frame: 'outer' must be at least 'inner', ${inner}, got ${outer}`,
    );
  }
}

/** Check that a key can be told from gray. */
export function assertHue(key: Rgba): void {
  const [cb, cr] = chromaOf(key);
  if (Math.hypot(cb, cr) >= LEAST_CHROMA) return;
  const [red, green, blue] = key;
  throw new RangeError(
    `Cannot key a frame: 'key' must be a colour, not nearly gray, got rgb(${red} ${green} ${blue})`,
  );
}

/** BT.601's weights of red, green and blue. */
const CB = [-0.168736, -0.331264, 0.5];
const CR = [0.5, -0.418688, -0.081312];

/** Cb and Cr, without the 128 that is added for storing. */
function chromaOf([r, g, b]: Rgba): [cb: number, cr: number] {
  const sum = ([red, green, blue]: number[]) => red * r + green * g + blue * b;
  return [sum(CB), sum(CR)];
}

/** Two weights as a kernel takes them: beside green there is alpha, which weighs 0. */
export const weightPair = (lower: number, upper: number): number =>
  (lower & 0xffff) | (upper << 16);

function matteByKernel(
  memory: KernelMemory,
  frame: Frame,
  { out, cb, cr, from, slope }: ChromaMattePlan,
): void {
  memory.work([readableWhile(frame.bitmap, out.data)], out.data, (to, rgba) => {
    memory.kernels.chromaMatte(
      rgba,
      to,
      out.data.length,
      weightPair(cb[0], cb[2]),
      weightPair(cb[1], 0),
      cb[3],
      weightPair(cr[0], cr[2]),
      weightPair(cr[1], 0),
      cr[3],
      from,
      slope,
    );
  });
}

function matteByChroma({ bitmap }: Frame, plan: ChromaMattePlan): void {
  const { out: { data }, cb: [cbRed, cbGreen, cbBlue, cbRest], from, slope } = plan;
  const [crRed, crGreen, crBlue, crRest] = plan.cr;
  const f32 = Math.fround;
  for (let i = 0, p = 0; i < data.length; i++, p += 4) {
    const r = bitmap[p], g = bitmap[p + 1], b = bitmap[p + 2];
    const cb = (cbRed * r + cbGreen * g + cbBlue * b + cbRest) >> 8;
    const cr = (crRed * r + crGreen * g + crBlue * b + crRest) >> 8;
    const distance = f32(Math.sqrt(f32(cb * cb + cr * cr)));
    const alpha = f32(f32(f32(distance - from) * slope) + 0.5);
    data[i] = alpha <= 0 ? 0 : alpha >= 255 ? 255 : alpha;
  }
}

function matteByHue(
  { bitmap }: Frame,
  key: Rgba,
  options: ChromaMatteOptions,
  { data }: Matte,
): void {
  const { inner = 40, outer = 80 } = options;
  const [red, green, blue] = key;
  const keyHue = hueOf(red, green, blue);
  const keyMost = Math.max(red, green, blue);
  const keySaturation = (keyMost - Math.min(red, green, blue)) / keyMost;
  const fullSaturation = FULL_SATURATION * keySaturation, fullValue = FULL_VALUE * keyMost;
  const slope = outer > inner ? 255 / (outer - inner) : Infinity;
  for (let i = 0, p = 0; i < data.length; i++, p += 4) {
    const r = bitmap[p], g = bitmap[p + 1], b = bitmap[p + 2];
    const most = Math.max(r, g, b), spread = most - Math.min(r, g, b);
    let distance = 100;
    if (spread > 0) {
      const apart = Math.abs(hueOf(r, g, b) - keyHue);
      const sectors = Math.min(apart, 6 - apart);
      if (sectors < 1) {
        const weight = Math.min(1, spread / (most * fullSaturation)) *
          Math.min(1, most / fullValue);
        distance = 100 - 100 * weight * (1 - sectors);
      }
    }
    if (distance <= inner) data[i] = 0;
    else if (distance >= outer) data[i] = 255;
    else data[i] = (distance - inner) * slope + 0.5;
  }
}

/** HSV's hue in sectors of 60°: 0 is red, 2 green, 4 blue. */
export function hueOf(r: number, g: number, b: number): number {
  const most = Math.max(r, g, b), spread = most - Math.min(r, g, b);
  if (spread === 0) return 0;
  if (most === g) return 2 + (b - r) / spread;
  if (most === b) return 4 + (r - g) / spread;
  return g < b ? 6 + (g - b) / spread : (g - b) / spread;
}
