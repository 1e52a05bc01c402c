import type { KernelHelper } from "../../memory/kernel_helper.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { createDisparity } from "../../raster/disparity.ts";
import { assertSameSize, type Disparity, type Gray, type OutOption } from "../../raster/frame.ts";
import { assertChoice, assertOptions } from "../../raster/option_checks.ts";
import { assertDisparity } from "./assert_disparity.ts";
import { type BlockMatchPlan, planBlockMatch } from "./block_match/block_match_plan.ts";
import { filterSpeckles, filterSpecklesAt } from "./filter_speckles.ts";
import { matchBlocks } from "./block_match/match_blocks.ts";
import {
  normalizedScales,
  prefilterNormalized,
  prefilterSobel,
} from "./block_match/prefilter_stereo.ts";

/**
 * How {@linkcode stereoBlockMatch} works: the parameters of OpenCV's `StereoBM`, by their names.
 *
 * @category Primitives: stereo
 */
export interface StereoBlockMatchOptions extends OutOption<Disparity> {
  /**
   * How many disparities are tried, from `minDisparity` on: a multiple of 16.
   *
   * @default {64}
   */
  numDisparities?: number;
  /**
   * Side of a block in pixels: an odd number from 5 to 255, less than either side of the pictures.
   *
   * @default {21}
   */
  blockSize?: number;
  /**
   * The least disparity in pixels, from −2047 on; less than 0 where the cameras look towards each other.
   * The largest of all is at most 2047.
   *
   * @default {0}
   */
  minDisparity?: number;
  /**
   * What takes brightness away first: the horizontal derivative, or the difference from the mean around.
   * OpenCV's `PREFILTER_XSOBEL` and `PREFILTER_NORMALIZED_RESPONSE`.
   *
   * @default {"xsobel"}
   */
  preFilterType?: "xsobel" | "normalized";
  /**
   * Side of the window of that mean, in pixels: an odd number from 5 to 255.
   *
   * @default {9}
   */
  preFilterSize?: number;
  /**
   * Where the filtered pictures are cut off, in levels: 1–63.
   *
   * @default {31}
   */
  preFilterCap?: number;
  /**
   * A block whose filtered levels add up to less tells nothing, and stays unknown.
   *
   * @default {10}
   */
  textureThreshold?: number;
  /**
   * By how many percent all other disparities, but those beside the best, must be worse than that.
   *
   * @default {15}
   */
  uniquenessRatio?: number;
  /**
   * Regions of at most so many pixels are taken away by `filterSpeckles`; 0 leaves all.
   *
   * @default {0}
   */
  speckleWindowSize?: number;
  /**
   * What is a step between such regions, in **sixteenths** of a pixel; less than 0 leaves all.
   *
   * @default {0}
   */
  speckleRange?: number;
  /**
   * By how many pixels the match from the right picture to the left one may differ; less than 0 asks for
   * none.
   *
   * @default {-1}
   */
  disp12MaxDiff?: number;
}

/** What is done before and after the match. */
interface Steps {
  /** Side of the window of means; 0 for the derivative. */
  readonly meanSize: number;
  /** As filterSpeckles() takes it; 0 leaves all. */
  readonly maxSpeckleSize: number;
  /** As filterSpeckles() takes it. */
  readonly maxDiff: number;
}

const ACTION = "match blocks";

/** OpenCV has sixteenths in 16 bits. */
const LARGEST = 2047;

/** The numbers that OpenCV's functions take. */
const WHOLE = { least: -(2 ** 31), most: 2 ** 31 - 1, isWhole: true };

/**
 * How far each pixel of a left picture lies to the left in the right one, by comparing blocks.
 *
 * The pictures are rectified: a point lies in one row of both. Each block of the left one is laid over
 * the right one at each disparity, and where the absolute differences add up to the least, it belongs;
 * a parabola's cheaper cousin finds sixteenths of a pixel. Unknown (NaN) is what has too little texture,
 * what fits elsewhere as well, and `numDisparities + minDisparity` columns on the left, of which the
 * right picture shows nothing.
 *
 * @example Noise that has moved by 3 pixels
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 *
 * const [left, right] = [createGray(40, 9), createGray(40, 9)];
 * for (let i = 0; i < 360; i++) left.data[i] = i * i * 7 % 251;
 * right.data.set(left.data.subarray(3));
 *
 * const { disparity } = stereoBlockMatch(left, right, { numDisparities: 16, blockSize: 5 });
 * assertEquals(disparity[4 * 40 + 20], 3);
 * assertEquals(disparity[4 * 40 + 5], NaN);
 * ```
 *
 * @param left The left picture, H × W.
 * @param right The right picture, H × W.
 * @param options How; the parameters of OpenCV.
 * @returns `out`, or a new H × W map: pixels, in sixteenths; NaN is unknown.
 * @throws {RangeError} If the sizes differ, or an option is out of its range.
 * @see Konolige, Small Vision Systems: Hardware and Implementation, Robotics Research, 1998,
 * https://doi.org/10.1007/978-1-4471-1580-9_19
 * @see OpenCV `cv::StereoBM`, 4.6: sixteenths equal on every input, its overflow of a row included. What
 * it leaves uninitialised is NaN here.
 * @category Primitives: stereo
 */
export function stereoBlockMatch(
  left: Gray,
  right: Gray,
  options: StereoBlockMatchOptions = {},
): Disparity {
  const { plan, steps, out } = settled(left, right, options);
  if (plan === undefined) {
    out.disparity.fill(NaN);
    return out;
  }
  const memory = memoryOf(left.data, right.data);
  if (memory === undefined) matchPlainly(left, right, plan, steps, out);
  else matchByKernel(memory, left, right, plan, steps, out);
  return out;
}

/**
 * {@linkcode stereoBlockMatch} by another thread, while this one goes on.
 *
 * @param helper The thread; both pictures lie in its memory and stay as they are.
 */
export async function stereoBlockMatchAside(
  helper: KernelHelper,
  left: Gray,
  right: Gray,
  options: StereoBlockMatchOptions = {},
): Promise<Disparity> {
  const { plan, steps, out } = settled(left, right, options);
  const memory = memoryOf(left.data, right.data);
  if (plan === undefined || memory === undefined) return stereoBlockMatch(left, right, options);
  const { arena, kernels } = memory;
  const { leftColumns, rightColumns } = plan;
  // How much room it takes, the kernels tell of what they are set to.
  kernels.setBlockMatch(...numbersOf(plan));
  const picture = filteredBytes(plan), map = 4 * out.disparity.length;
  const tables = leftColumns.byteLength + rightColumns.byteLength;
  const found = arena.allocate(map + tables + 2 * picture + kernels.blockMatchBytes());
  const leftAt = found + map, rightAt = leftAt + leftColumns.byteLength;
  const filtered = leftAt + tables, scratch = filtered + 2 * picture;
  try {
    new Int32Array(arena.buffer, leftAt, leftColumns.length).set(leftColumns);
    new Int32Array(arena.buffer, rightAt, rightColumns.length).set(rightColumns);
    [left, right].forEach(({ data: { byteOffset } }, k) => {
      prefilterByKernel(memory, byteOffset, plan, steps.meanSize, filtered + k * picture, scratch);
    });
    new Float32Array(arena.buffer, found, out.disparity.length).fill(NaN);
    const places = [found, filtered, filtered + picture, leftAt, rightAt] as const;
    await helper.run([
      ["setBlockMatch", ...numbersOf(plan)],
      ["matchBlocks", ...places, isLong(plan), scratch],
    ]);
    const { maxSpeckleSize, maxDiff } = steps;
    if (maxSpeckleSize > 0) filterSpecklesAt(memory, found, found, plan, maxSpeckleSize, maxDiff);
    out.disparity.set(new Float32Array(arena.buffer, found, out.disparity.length));
  } finally {
    arena.free(found);
  }
  return out;
}

/** Options, checked and made ready; no plan where nothing can be matched. */
function settled(left: Gray, right: Gray, options: StereoBlockMatchOptions) {
  const { numDisparities = 64, blockSize = 21, minDisparity = 0 } = options;
  const { preFilterType = "xsobel", preFilterSize = 9, preFilterCap = 31 } = options;
  const { textureThreshold = 10, uniquenessRatio = 15, disp12MaxDiff = -1 } = options;
  const { speckleWindowSize = 0, speckleRange = 0 } = options;
  const { out = createDisparity(left.width, left.height) } = options;
  assertSameSize(ACTION, { left, right });
  assertDisparity(ACTION, "out", out, left);
  const numbers = {
    numDisparities,
    blockSize,
    minDisparity,
    preFilterSize,
    preFilterCap,
    textureThreshold,
    uniquenessRatio,
    speckleWindowSize,
    speckleRange,
    disp12MaxDiff,
  };
  assertNumbers(left, numbers);
  assertChoice(ACTION, "preFilterType", preFilterType, ["xsobel", "normalized"]);

  const plan = planBlockMatch(left, numbers);
  const steps: Steps = {
    meanSize: preFilterType === "normalized" ? preFilterSize : 0,
    maxSpeckleSize: speckleRange >= 0 ? Math.max(speckleWindowSize, 0) : 0,
    maxDiff: speckleRange / 16,
  };
  return { plan, steps, out };
}

function assertNumbers(
  { width, height }: Gray,
  numbers: Record<Exclude<keyof StereoBlockMatchOptions, "out" | "preFilterType">, number>,
): void {
  const { numDisparities, minDisparity } = numbers;
  const positive = { ...WHOLE, least: 0 };
  assertOptions(ACTION, numbers, {
    numDisparities: { least: 16, most: 4096, isWhole: true },
    minDisparity: { least: -LARGEST, most: LARGEST, isWhole: true },
    blockSize: { least: 5, most: 255, isOdd: true },
    preFilterSize: { least: 5, most: 255, isOdd: true },
    preFilterCap: { least: 1, most: 63, isWhole: true },
    textureThreshold: positive,
    uniquenessRatio: positive,
    speckleWindowSize: WHOLE,
    speckleRange: WHOLE,
    disp12MaxDiff: WHOLE,
  });
  if (numDisparities % 16 !== 0) {
    throw new RangeError(
      `Cannot ${ACTION}: 'numDisparities' must be a multiple of 16, got ${numDisparities}`,
    );
  }
  const most = minDisparity + numDisparities - 1;
  if (most > LARGEST) {
    throw new RangeError(
      `Cannot ${ACTION}: the largest of the disparities must be at most ${LARGEST}, got ${most}`,
    );
  }
  const side = Math.min(width, height);
  if (numbers.blockSize >= side) {
    throw new RangeError(
      `Cannot ${ACTION}: 'blockSize' must be less than the pictures' sides, ` +
        `got ${numbers.blockSize} for ${width}×${height}`,
    );
  }
}

function matchPlainly(
  left: Gray,
  right: Gray,
  plan: BlockMatchPlan,
  { meanSize, maxSpeckleSize, maxDiff }: Steps,
  out: Disparity,
): void {
  // A row of zeros follows the last: what is taken away before the first.
  const [a, b] = [left, right].map((gray) => {
    const filtered = new Uint8Array(plan.width * (plan.height + 1));
    if (meanSize === 0) prefilterSobel(gray, plan.cap, filtered);
    else prefilterNormalized(gray, meanSize, plan.cap, filtered);
    return filtered;
  });
  out.disparity.fill(NaN);
  matchBlocks(a, b, plan, out.disparity);
  if (maxSpeckleSize > 0) filterSpeckles(out, { maxSpeckleSize, maxDiff, out });
}

function matchByKernel(
  memory: KernelMemory,
  left: Gray,
  right: Gray,
  plan: BlockMatchPlan,
  { meanSize, maxSpeckleSize, maxDiff }: Steps,
  { disparity }: Disparity,
): void {
  const { kernels } = memory;
  const { width, height, leftColumns, rightColumns } = plan;
  kernels.setBlockMatch(...numbersOf(plan));
  const picture = filteredBytes(plan);
  memory.withRoom(2 * picture + kernels.blockMatchBytes(), (filtered) => {
    const scratch = filtered + 2 * picture;
    const inputs = [left.data, right.data, leftColumns, rightColumns];
    memory.work(inputs, disparity, (out, a, b, leftAt, rightAt) => {
      for (const [gray, at] of [[a, filtered], [b, filtered + picture]]) {
        prefilterByKernel(memory, gray, plan, meanSize, at, scratch);
      }
      new Float32Array(memory.arena.buffer, out, width * height).fill(NaN);
      kernels.matchBlocks(
        out,
        filtered,
        filtered + picture,
        leftAt,
        rightAt,
        isLong(plan),
        scratch,
      );
      if (maxSpeckleSize > 0) filterSpecklesAt(memory, out, out, plan, maxSpeckleSize, maxDiff);
    });
  });
}

/** What `setBlockMatch` takes. */
function numbersOf(plan: BlockMatchPlan) {
  const { width, height, radius, count, least, first, matched, from, to, cap } = plan;
  const { textureThreshold, uniquenessRatio, disp12MaxDiff } = plan;
  const sizes = [width, height, radius, count, least, first, matched, from, to, cap] as const;
  return [...sizes, textureThreshold, uniquenessRatio, disp12MaxDiff] as const;
}

/** Whether a block's sum needs 32 bits. */
function isLong({ cap, radius }: BlockMatchPlan): boolean {
  return 2 * cap * (2 * radius + 1) ** 2 > 32767;
}

/** Of a filtered picture: a row of zeros follows it. */
function filteredBytes({ width, height }: BlockMatchPlan): number {
  return Math.ceil((width * (height + 1) + 64) / 16) * 16;
}

function prefilterByKernel(
  { kernels, arena }: KernelMemory,
  gray: number,
  { width, height, cap }: BlockMatchPlan,
  meanSize: number,
  to: number,
  scratch: number,
): void {
  if (meanSize === 0) kernels.prefilterSobel(to, gray, width, height, cap);
  else {
    const { ofPixel, ofMean } = normalizedScales(meanSize);
    kernels.prefilterNormalized(to, gray, width, height, meanSize, cap, ofPixel, ofMean, scratch);
  }
  new Uint8Array(arena.buffer, to + width * height, width).fill(0);
}
