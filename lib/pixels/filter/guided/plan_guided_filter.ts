import {
  assertSameSize,
  type Frame,
  type Gray,
  type Matte,
  type Size,
} from "../../../raster/frame.ts";
import { assertChoice, assertOption, COUNT } from "../../../raster/option_checks.ts";

/** The largest radius, in the pixels that are summed: up to it whole numbers of 32 bits suffice. */
const LARGEST_RADIUS = 127;
/** Below, single precision would not be enough. */
const SMALLEST_EPSILON = 1e-6;

/** What is to be done, in the numbers that both twins work with. */
export interface GuidedFilterPlan {
  /** Planes of the guide: 1 or 3. */
  readonly channels: 1 | 3;
  /** How many pixels become one, along a side. */
  readonly subsample: number;
  /** The shrunken picture's sides. */
  readonly size: Size;
  /** The windows' reach in the shrunken picture. */
  readonly radius: number;
  /** In squares of levels, single precision. */
  readonly epsilon: number;
  /** The power of two by which coefficients become whole numbers. */
  readonly scale: number;
}

/**
 * Check what is asked for, and plan it.
 *
 * @returns Nothing for a radius of 0.
 * @throws {RangeError} If the sizes differ, or a number is out of its range.
 */
export function planGuidedFilter(
  matte: Matte,
  guide: Frame | Gray,
  radius: number,
  epsilon: number,
  subsample: number,
  out: Matte,
): GuidedFilterPlan | undefined {
  const action = "filter by a guide";
  assertOption(action, "radius", radius, COUNT);
  assertChoice(action, "subsample", subsample, [1, 2, 4]);
  const reach = Math.max(1, Math.round(radius / subsample));
  if (reach > LARGEST_RADIUS) {
    throw new RangeError(
      `Cannot ${action}: 'radius' must be at most ${LARGEST_RADIUS * subsample}, got ${radius}`,
    );
  }
  assertOption(action, "epsilon", epsilon, { least: SMALLEST_EPSILON, most: 1e6 });
  assertSameSize(action, { matte, guide, out });
  if (radius === 0) return undefined;
  const channels = "bitmap" in guide ? 3 : 1;
  return {
    channels,
    subsample,
    size: {
      width: Math.ceil(matte.width / subsample),
      height: Math.ceil(matte.height / subsample),
    },
    radius: reach,
    epsilon: Math.fround(epsilon * 255 * 255),
    scale: coefficientScale(channels, reach, epsilon),
  };
}

/**
 * By which power of two coefficients are multiplied, to be summed as whole numbers.
 *
 * A slope is at most 0.5 / (2 √ε): the matte's deviation is at most 0.5, and a / (a² + ε) at most
 * 1 / (2 √ε). The rest, the matte where the guide is 128, is stored 128 times as coarse, for a
 * slope counts up to 128 times; it is at most 255 and 128 of that for each channel. They must
 * be below 2²², to be rounded in single precision, and their sums below 2³¹.
 */
function coefficientScale(channels: number, radius: number, epsilon: number): number {
  const bound = Math.sqrt(channels) * 0.25 / Math.sqrt(epsilon) + 2.5;
  const room = Math.min(2 ** 22, 2 ** 31 / (2 * radius + 1) ** 2);
  return 2 ** Math.floor(Math.log2(room / bound));
}

/** How many rows or columns of a picture are within reach of one. */
export function reach(at: number, length: number, radius: number): number {
  return Math.min(at + radius, length - 1) - Math.max(at - radius, 0) + 1;
}
