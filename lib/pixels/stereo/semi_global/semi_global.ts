import { type KernelMemory, memoryOf } from "../../../memory/kernel_memory.ts";
import { createDisparity } from "../../../raster/disparity.ts";
import {
  assertSameSize,
  type Disparity,
  type Frame,
  type Gray,
  type OutOption,
} from "../../../raster/frame.ts";
import { KernelSteps } from "./semi_global_kernels.ts";
import { matchSemiGlobal } from "./semi_global_modes.ts";
import {
  planSemiGlobal,
  type SemiGlobalMode,
  type SemiGlobalPlan,
  STEPS_PER_PIXEL,
} from "./semi_global_plan.ts";
import { roomAt, roomBytes } from "./semi_global_room.ts";
import { PlainSteps, type SemiGlobalSteps } from "./semi_global_steps.ts";
import { assertDisparity } from "../assert_disparity.ts";
import { filterSpeckles } from "../filter_speckles.ts";

export type { SemiGlobalMode };

/**
 * Options of {@linkcode stereoSemiGlobal}, by OpenCV's names and with its defaults.
 *
 * @category Primitives: stereo
 */
export interface StereoSemiGlobalOptions extends OutOption<Disparity> {
  /**
   * The least disparity in pixels, −2047 to 2047. It is below 0 where the right picture was moved.
   *
   * @default {0}
   */
  minDisparity?: number;
  /**
   * How many whole disparities there are: a multiple of 16. As many columns at the left stay unknown.
   *
   * @default {16}
   */
  numDisparities?: number;
  /**
   * The side in pixels of the blocks that are compared, 0 to 255. An even side counts as the next odd
   * one; 0 is 5, in the mode `"3way"` 3.
   *
   * @default {3}
   */
  blockSize?: number;
  /**
   * What it costs if neighbours' disparities differ by 1, in levels: 8 · channels · blockSize² is usual.
   * 0 is 2.
   *
   * @default {0}
   */
  p1?: number;
  /**
   * What it costs if they differ by more: 32 · channels · blockSize² is usual. 0 is 5; it is at least
   * `p1` + 1.
   *
   * @default {0}
   */
  p2?: number;
  /**
   * By how many pixels the disparity of the right picture's pixel may differ. What is below 1 is 1.
   *
   * @default {0}
   */
  disp12MaxDiff?: number;
  /**
   * Steeper slopes are cut, in levels, 0 to 255. It is at least 15, and odd: an even one is 1 more.
   *
   * @default {0}
   */
  preFilterCap?: number;
  /**
   * By how many percent the best disparity must be better than all but its neighbours, to 99; else it is
   * unknown. −1 is 10.
   *
   * @default {0}
   */
  uniquenessRatio?: number;
  /**
   * Spots of at most so many pixels become unknown. With 0 all stay.
   *
   * @default {0}
   */
  speckleWindowSize?: number;
  /**
   * By how many pixels neighbours in a spot differ at most.
   *
   * @default {0}
   */
  speckleRange?: number;
  /**
   * Along which paths: `"sgbm"` five, `"3way"` three (the fastest), `"hh"` all eight, `"hh4"` four. The
   * last two keep the costs of the whole picture: 4 bytes a pixel and disparity.
   *
   * @default {"sgbm"}
   */
  mode?: SemiGlobalMode;
}

/**
 * How far each pixel of the left of two rectified pictures lies to the left in the right one: semi-global
 * matching.
 *
 * Blocks of pixels are compared at all disparities; along paths through the picture, disparities that
 * change cost more. It is found to a 16th of a pixel. What has no match is unknown, and so are the columns
 * at the left that the right camera may not see. Frames are compared in their three colours.
 *
 * @example A wall, 5 pixels farther to the left in the right picture
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createGray } from "../../../raster/frame.ts";
 *
 * const [left, right] = [createGray(64, 24), createGray(64, 24)];
 * const level = (x: number, y: number) => (x * x * 7 + x * y * 13 + y * 5) % 251;
 * for (let i = 0; i < left.data.length; i++) {
 *   const [x, y] = [i % 64, Math.floor(i / 64)];
 *   left.data[i] = level(x, y);
 *   right.data[i] = level(x + 5, y);
 * }
 * const { disparity } = stereoSemiGlobal(left, right, { p1: 72, p2: 288 });
 * assertEquals([disparity[12 * 64 + 3], disparity[12 * 64 + 40]], [NaN, 5]);
 * ```
 *
 * @param left The left picture, H × W.
 * @param right The right one, H × W and of the same kind.
 * @param options Which disparities, and how smooth they are.
 * @returns `out`, or a new H × W map: pixels, in steps of 1/16; NaN where it is not known.
 * @throws {RangeError} If the sizes differ, or an option is out of its range.
 * @throws {TypeError} If one of the pictures is none or of another kind, or there is no such option.
 * @see Hirschmüller, IEEE TPAMI 2008, DOI 10.1109/TPAMI.2007.1166; pixels are compared as by Birchfield
 * and Tomasi, IEEE TPAMI 1998, DOI 10.1109/34.677269.
 * @see OpenCV `cv::StereoSGBM`: 16 times the disparity is equal on every input, of `MODE_HH4` to what it
 * gives on one thread. Where it reads beyond its arrays, columns repeat: where fewer columns have all
 * disparities than half a block has.
 * @category Primitives: stereo
 */
export function stereoSemiGlobal<Picture extends Frame | Gray>(
  left: Picture,
  right: Picture,
  options: StereoSemiGlobalOptions = {},
): Disparity {
  assertSameSize(ACTION, { left, right });
  const isFrame = "bitmap" in left;
  if (isFrame !== "bitmap" in right) {
    const [wanted, given] = isFrame ? ["frame", "gray picture"] : ["gray picture", "frame"];
    throw new TypeError(
      `Cannot ${ACTION}: 'right' must be a ${wanted} as 'left' is, got a ${given}`,
    );
  }
  const plan = planSemiGlobal(ACTION, options, left, isFrame ? 3 : 1);
  const { out = createDisparity(left.width, left.height) } = options;
  assertDisparity(ACTION, "out", out, plan);

  const bytes = roomBytes(plan);
  const memory = memoryOf(bytesOf(left), bytesOf(right));
  if (memory?.hasRoomFor(bytes)) {
    memory.withRoom(bytes, (address) => {
      const room = roomAt(plan, memory.arena.buffer, address);
      finish(plan, new KernelSteps(plan, room, memory, at(left, memory), at(right, memory)), out);
    });
    return out;
  }
  const room = roomAt(plan, new ArrayBuffer(bytes), 0);
  const step = isFrame ? 4 : 1;
  const pixels = (picture: Picture) => ({ bytes: bytesOf(picture), step });
  finish(plan, new PlainSteps(plan, room, pixels(left), pixels(right)), out);
  return out;
}

const ACTION = "match pictures";

const bytesOf = (picture: Frame | Gray) => "bitmap" in picture ? picture.bitmap : picture.data;

/** Where a picture lies among the kernels. */
const at = (picture: Frame | Gray, { arena }: KernelMemory) => ({
  address: arena.addressOf(bytesOf(picture))!,
  step: "bitmap" in picture ? 4 : 1,
});

/** Match, drop speckles where the steps work, and hand the map over. */
function finish(plan: SemiGlobalPlan, steps: SemiGlobalSteps, { disparity }: Disparity): void {
  const { width, height, unknown, speckleSize: maxSpeckleSize, speckleRange: maxDiff } = plan;
  const found = matchSemiGlobal(plan, steps);
  const isFiltered = maxSpeckleSize > 0;
  const numbers = isFiltered ? steps.room.numbers : disparity;
  for (let i = 0; i < found.length; i++) {
    numbers[i] = found[i] === unknown ? NaN : found[i] / STEPS_PER_PIXEL;
  }
  if (!isFiltered) return;
  const map = { width, height, disparity: numbers };
  filterSpeckles(map, { maxSpeckleSize, maxDiff, out: map });
  disparity.set(numbers);
}
