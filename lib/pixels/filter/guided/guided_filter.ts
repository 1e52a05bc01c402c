import type { KernelHelper } from "../../../memory/kernel_helper.ts";
import { type KernelMemory, memoryOf } from "../../../memory/kernel_memory.ts";
import {
  assertGrays,
  createMatte,
  type Frame,
  type Gray,
  type Matte,
  type OutOption,
} from "../../../raster/frame.ts";
import { type GuidedFilterPlan, planGuidedFilter } from "./plan_guided_filter.ts";
import { meanCoefficients } from "./mean_coefficients.ts";
import { evaluateInto } from "./evaluate_into.ts";
import { shrunkenPlanes } from "./shrunken_planes.ts";
import { readableWhile } from "../../../memory/overlap.ts";
import { partToFilter } from "./part_to_filter.ts";
import type { PicturePart } from "../../../raster/picture_part.ts";

/**
 * How {@linkcode guidedFilter} works.
 *
 * @category Primitives: filters
 */
export interface GuidedFilterOptions extends OutOption<Matte> {
  /**
   * Work on smaller pictures, each pixel of which is the mean of a square of this side, and
   * enlarge the result. That is several times as fast, and hardly worse if the radius is
   * several times as large. `radius` stays in pixels of the whole picture.
   *
   * @default {1}
   */
  subsample?: 1 | 2 | 4;
}

/**
 * Fit a matte to the edges of a picture.
 *
 * In each window the matte is explained, as well as can be, as a linear function
 * of the guide's colours; each pixel then becomes the mean of what the windows
 * around it say. So an edge of the matte moves to the guide's edge close by, and
 * becomes as soft as that is: hair and fingers come back, steps go. Where the
 * guide is flat the matte is blurred.
 *
 * A frame guides by its three colours, a gray picture by its luma: faster, but
 * blind to an edge between colours of one brightness. Windows end at the border.
 *
 * @example A rough edge moves to where the guide has it
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const matte = { width: 8, height: 1, data: Uint8Array.of(0, 0, 0, 255, 255, 255, 255, 255) };
 * const guide = { width: 8, height: 1, data: Uint8Array.of(20, 20, 20, 20, 220, 220, 220, 220) };
 * assertEquals([...guidedFilter(matte, guide, 2, 0.001).data], [
 *   ...[43, 53, 68, 119],
 *   ...[254, 255, 255, 255],
 * ]);
 * ```
 *
 * @param matte What is fitted: a matte or mask, H × W, 0–255.
 * @param guide A frame or a gray picture, H × W. Alpha does not count.
 * @param radius The windows' reach in pixels: the side is `2 · radius + 1`; 0 copies. At most 127
 * times `subsample`.
 * @param epsilon How flat is flat: what varies less than this is smoothed. A variance of levels
 * from 0 to 1, at least 0.000001; 0.001 is usual.
 * @param options How coarse; `out` may be `matte` or `guide`.
 * @returns `out`, or a new H × W matte.
 * @throws {RangeError} If the sizes differ, or a number is out of its range.
 * @throws {TypeError} If one of them is no raster.
 * @see He, Sun & Tang, Guided Image Filtering, IEEE TPAMI 35(6), 2013,
 * https://doi.org/10.1109/TPAMI.2012.213
 * @see He & Sun, Fast Guided Filter, 2015, https://arxiv.org/abs/1505.00996
 * @category Primitives: filters
 */
export function guidedFilter(
  matte: Matte,
  guide: Frame | Gray,
  radius: number,
  epsilon: number,
  options: GuidedFilterOptions = {},
): Matte {
  assertGrays("filter by a guide", { matte });
  const { out = createMatte(matte.width, matte.height), subsample = 1 } = options;
  const plan = planGuidedFilter(matte, guide, radius, epsilon, subsample, out);
  if (plan === undefined) {
    out.data.set(matte.data);
    return out;
  }
  const memory = memoryOf(matte.data, "bitmap" in guide ? guide.bitmap : guide.data);
  if (memory !== undefined) {
    filterByKernel(memory, matte, guide, plan, out);
    return out;
  }
  const means = meanCoefficients(shrunkenPlanes(guide, matte, plan), plan);
  const levels = "bitmap" in guide ? guide.bitmap : guide.data;
  evaluateInto(readableWhile(levels, out.data), means, plan, out);
  return out;
}

/**
 * {@linkcode guidedFilter} by another thread, while this one goes on.
 *
 * @param helper The thread; all rasters lie in its memory.
 * @param out Takes the result; another raster than `matte` and `guide`, and nobody's until it is there.
 */
export async function guidedFilterAside(
  helper: KernelHelper,
  matte: Matte,
  guide: Frame | Gray,
  radius: number,
  epsilon: number,
  { subsample = 1, out }: GuidedFilterOptions & { readonly out: Matte },
): Promise<Matte> {
  const plan = planGuidedFilter(matte, guide, radius, epsilon, subsample, out);
  const levels = "bitmap" in guide ? guide.bitmap : guide.data;
  const memory = memoryOf(matte.data, levels, out.data);
  if (plan === undefined || memory === undefined) {
    return guidedFilter(matte, guide, radius, epsilon, { subsample, out });
  }
  const part = partToFilter(matte, plan);
  if (part === undefined) out.data.fill(0);
  else {
    emptyAround(out.data, out, part);
    const scratch = memory.arena.allocate(roomFor(memory, part, plan));
    try {
      const [to, from, by] = [out.data, matte.data, levels].map(({ byteOffset }) => byteOffset);
      const call = callFor(part, plan, matte, to, from, by, scratch);
      await helper.run([["guidedFilter", ...call]]);
    } finally {
      memory.arena.free(scratch);
    }
  }
  return out;
}

/**
 * Filter the part around the pixels that are not 0; all else becomes 0.
 *
 * Benefit: a person in a third of 1280×720 takes 0.8 ms instead of 2.3.
 * Correctness: see {@linkcode partToFilter}.
 */
function filterByKernel(
  memory: KernelMemory,
  matte: Matte,
  guide: Frame | Gray,
  plan: GuidedFilterPlan,
  out: Matte,
): void {
  const part = partToFilter(matte, plan);
  const levels = "bitmap" in guide ? guide.bitmap : guide.data;
  const inputs = [matte.data, levels].map((bytes) => readableWhile(bytes, out.data));
  if (part === undefined) return void out.data.fill(0);
  memory.withRoom(roomFor(memory, part, plan), (scratch) => {
    memory.work(inputs, out.data, (to, from, by) => {
      emptyAround(new Uint8Array(memory.arena.buffer, to, out.data.length), out, part);
      memory.kernels.guidedFilter(...callFor(part, plan, matte, to, from, by, scratch));
    });
  });
}

function roomFor(
  { kernels }: KernelMemory,
  { width, height }: PicturePart,
  { radius, channels, subsample }: GuidedFilterPlan,
): number {
  return kernels.guidedFilterBytes(width, height, radius, channels, subsample);
}

/** What the kernel takes, by the addresses of the whole rasters. */
function callFor(
  { left, top, width, height }: PicturePart,
  { channels, radius, epsilon, scale, subsample }: GuidedFilterPlan,
  matte: Matte,
  to: number,
  from: number,
  by: number,
  scratch: number,
) {
  const first = top * matte.width + left;
  return [
    from + first,
    by + (channels === 1 ? 1 : 4) * first,
    to + first,
    matte.width,
    width,
    height,
    channels,
    radius,
    subsample,
    epsilon,
    scale,
    scratch,
  ] as const;
}

/** Fill all but a part with zeros. */
function emptyAround(bytes: Uint8Array, { width }: Matte, part: PicturePart): void {
  const first = part.top * width + part.left, last = first + (part.height - 1) * width;
  bytes.fill(0, 0, first);
  for (let row = first; row < last; row += width) bytes.fill(0, row + part.width, row + width);
  bytes.fill(0, last + part.width);
}
