import type { Frame, Gray, Matte } from "../../../raster/frame.ts";
import type { GuidedFilterPlan } from "./plan_guided_filter.ts";

/**
 * A guide and a matte as planes, shrunken: each pixel is the mean of a square,
 * halves up. Beyond the border the outermost pixels repeat.
 *
 * @returns The guide's planes, then the matte's.
 */
export function shrunkenPlanes(
  guide: Frame | Gray,
  matte: Matte,
  plan: GuidedFilterPlan,
): Uint8Array[] {
  const planes = "bitmap" in guide
    ? [0, 1, 2].map((channel) =>
      everyByte(guide.bitmap, channel, 4, guide.width, guide.height, plan)
    )
    : [everyByte(guide.data, 0, 1, guide.width, guide.height, plan)];
  return [...planes, everyByte(matte.data, 0, 1, matte.width, matte.height, plan)];
}

/** Every `step`-th byte from `first` on. */
function everyByte(
  from: Uint8Array | Uint8ClampedArray,
  first: number,
  step: number,
  width: number,
  height: number,
  { size, subsample }: GuidedFilterPlan,
): Uint8Array {
  const plane = new Uint8Array(size.width * size.height);
  if (subsample === 1) {
    for (let i = 0, p = first; i < plane.length; i++, p += step) plane[i] = from[p];
    return plane;
  }
  const area = subsample * subsample;
  const sums = new Int32Array(size.width);
  const right = size.width * subsample;
  for (let y = 0; y < size.height; y++) {
    sums.fill(area >> 1);
    for (let dy = 0; dy < subsample; dy++) {
      const rowStart = Math.min(y * subsample + dy, height - 1) * width;
      for (let x = 0; x < right; x++) {
        sums[Math.floor(x / subsample)] += from[first + step * (rowStart + Math.min(x, width - 1))];
      }
    }
    for (let x = 0; x < size.width; x++) plane[y * size.width + x] = Math.floor(sums[x] / area);
  }
  return plane;
}
