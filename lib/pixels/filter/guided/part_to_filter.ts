import type { Matte } from "../../../raster/frame.ts";
import { wordsOf } from "../../../raster/bytes.ts";
import type { PicturePart } from "../../../raster/picture_part.ts";
import type { GuidedFilterPlan } from "./plan_guided_filter.ts";

/**
 * The part of a matte outside which a filtered one is 0.
 *
 * In a window of zeros all coefficients are 0. A coefficient that is not 0 is within `radius` of a
 * pixel that is not; a mean of coefficients that is not 0 within twice that, and its window ends
 * within three times that. One more, for what is enlarged between two means.
 *
 * @returns Nothing where the matte is 0 everywhere.
 */
export function partToFilter(
  matte: Matte,
  { radius, subsample }: GuidedFilterPlan,
): PicturePart | undefined {
  const box = boxOf(matte);
  if (box === undefined) return undefined;
  const margin = (3 * radius + 1) * subsample;
  // Whole pixels of the shrunken picture.
  const from = (place: number) => {
    return Math.floor(Math.max(0, place - margin) / subsample) * subsample;
  };
  const to = (place: number, length: number) => {
    return Math.min(length, Math.ceil((place + margin) / subsample) * subsample);
  };
  const left = from(box.left), top = from(box.top);
  return {
    left,
    top,
    width: to(box.left + box.width, matte.width) - left,
    height: to(box.top + box.height, matte.height) - top,
  };
}

/** Around the pixels that are not 0; along a row by four, if none of these is in two rows. */
function boxOf({ width, height, data }: Matte): PicturePart | undefined {
  const words = width % 4 === 0 ? wordsOf(data) : undefined;
  const [values, side] = words === undefined ? [data, 1] as const : [words, 4] as const;
  const length = width / side;
  const end = values.length;
  let first = 0;
  while (first < end && values[first] === 0) first++;
  if (first === end) return undefined;
  const top = Math.floor(first / length);
  let last = end - 1;
  while (values[last] === 0) last--;
  const bottom = Math.floor(last / length) + 1;
  let left = length, right = 0;
  for (let y = top; y < bottom; y++) {
    const row = y * length;
    for (let x = 0; x < left; x++) if (values[row + x] !== 0) left = x;
    for (let x = length - 1; x >= right; x--) if (values[row + x] !== 0) right = x + 1;
  }
  return {
    left: left * side,
    top,
    width: (right - left) * side,
    height: Math.min(bottom, height) - top,
  };
}
