import { memoryOf } from "../../memory/kernel_memory.ts";
import { readableWhile } from "../../memory/overlap.ts";
import { weightPair } from "./chroma_matte.ts";
import {
  assertFrames,
  assertSameSize,
  createFrame,
  type Frame,
  type OutOption,
  type Rgba,
} from "../../raster/frame.ts";
import { assertOption, SHARE } from "../../raster/option_checks.ts";

/**
 * Options of {@linkcode suppressSpill}.
 *
 * @category Primitives: chroma key
 */
export interface SuppressSpillOptions extends OutOption<Frame> {
  /**
   * How much of the spill is taken out, 0–1.
   *
   * @default {1}
   */
  strength?: number;
}

/** Sums are whole numbers of so many bits below the point. */
const BITS = 12;

/**
 * Take out the light that a coloured screen throws on a person in front of it.
 *
 * A pixel's spill is how far it leans to the key's hue, less what it leans aside, so
 * that colours 60° away in hue and more stay as they are. So much of the key's pure
 * hue is subtracted. Of pure green this makes `g = min(g, max(r, b))`, and so for
 * pure red and blue; hues between go smoothly from one to the next.
 *
 * @example A green rim turns gray, skin stays
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bitmap = Uint8ClampedArray.of(90, 140, 80, 255, 200, 150, 130, 255);
 * const clean = suppressSpill({ width: 2, height: 1, bitmap }, [0, 255, 0, 255]);
 * assertEquals([...clean.bitmap], [90, 90, 80, 255, 200, 150, 130, 255]);
 * ```
 *
 * @param frame The picture, H × W; its alpha is kept.
 * @param key The screen's colour.
 * @param options How much, and `out`, which may be `frame`.
 * @returns `out`, or a new H × W frame; levels only become less.
 * @throws {RangeError} If the sizes differ, the strength is out of range, or the key is gray.
 * @see Vlahos, US patent 4,100,569 (1978), whose blue is limited by the green; for any
 * hue Jack, "Video Demystified", chapter on chroma keying, with an acceptance angle
 * of 120°.
 * @category Primitives: chroma key
 */
export function suppressSpill(
  frame: Frame,
  key: Rgba,
  options: SuppressSpillOptions = {},
): Frame {
  const { out, left, right, hue } = planSpill(frame, key, options);
  const memory = memoryOf(frame.bitmap);
  if (memory !== undefined) {
    memory.work([readableWhile(frame.bitmap, out.bitmap)], out.bitmap, (to, rgba) => {
      memory.kernels.suppressSpill(
        rgba,
        to,
        out.width * out.height,
        weightPair(left[0], left[2]),
        weightPair(left[1], 0),
        weightPair(right[0], right[2]),
        weightPair(right[1], 0),
        ...hue,
      );
    });
    return out;
  }
  const [leftRed, leftGreen, leftBlue] = left;
  const [rightRed, rightGreen, rightBlue] = right;
  const [red, green, blue] = hue;
  const { bitmap: from } = frame;
  const { bitmap: to } = out;
  const half = 1 << (BITS - 1);
  for (let p = 0; p < to.length; p += 4) {
    const r = from[p], g = from[p + 1], b = from[p + 2];
    const one = leftRed * r + leftGreen * g + leftBlue * b + half;
    const other = rightRed * r + rightGreen * g + rightBlue * b + half;
    const spill = Math.max(0, Math.min(one, other) >> BITS);
    to[p] = r - ((red * spill + half) >> BITS);
    to[p + 1] = g - ((green * spill + half) >> BITS);
    to[p + 2] = b - ((blue * spill + half) >> BITS);
    to[p + 3] = from[p + 3];
  }
  return out;
}

/** Three numbers for red, green and blue. */
type Weights = readonly [number, number, number];

/** How spill is found and taken out, in 4096ths. */
interface SpillPlan {
  /** Where the result goes. */
  readonly out: Frame;
  /** One of two sums over red, green and blue, of which the lesser is the spill. */
  readonly left: Weights;
  /** The other. */
  readonly right: Weights;
  /** How much red, green and blue lose of it. */
  readonly hue: Weights;
}

/**
 * Check the arguments and weigh the channels.
 *
 * In the plane of hues, with X along the key's and Z across, the spill is
 * `X − |Z| / tan 60°`: the lesser of two sums.
 */
function planSpill(frame: Frame, key: Rgba, options: SuppressSpillOptions): SpillPlan {
  assertFrames("suppress spill", { frame });
  const { strength = 1, out = createFrame(frame.width, frame.height) } = options;
  assertOption("suppress spill", "strength", strength, SHARE);
  assertSameSize("suppress spill", { frame, out });
  const [r, g, b] = key;
  const least = Math.min(r, g, b), spread = Math.max(r, g, b) - least;
  if (spread === 0) {
    throw new RangeError(`Cannot suppress spill: 'key' must have a hue, got gray ${r}`);
  }
  const pure = [r, g, b].map((level) => (level - least) / spread);
  // The plane's axes: red's hue, and a quarter of a turn from there.
  const alphas = [1, -0.5, -0.5], betas = [0, Math.sqrt(0.75), -Math.sqrt(0.75)];
  const along = (axis: number[]) => axis.reduce((sum, weight, c) => sum + weight * pure[c], 0);
  const length = Math.hypot(along(alphas), along(betas));
  const [cos, sin] = [along(alphas) / length, along(betas) / length];
  const whole = (values: number[]) =>
    values.map((value) => Math.round(value * (1 << BITS))) as unknown as Weights;
  const side = (sign: number) =>
    whole(alphas.map((alpha, c) => {
      const x = cos * alpha + sin * betas[c], z = cos * betas[c] - sin * alpha;
      return x + sign * z / Math.sqrt(3);
    }));
  const hue = whole(pure.map((share) => strength * share / length));
  return { out, left: side(1), right: side(-1), hue };
}
