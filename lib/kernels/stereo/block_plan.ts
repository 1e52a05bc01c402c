// What all of block matching reads: see BlockMatchPlan of lib/pixels/stereo/block_match/block_match_plan.ts.

export let width: i32 = 0, height: i32 = 0;
/** Half of a block. */
export let radius: i32 = 0;
/** How many disparities, a multiple of 16, and the least. */
export let count: i32 = 0, lowest: i32 = 0;
/** The left picture's first column that is matched, and how many are. */
export let first: i32 = 0, matched: i32 = 0;
/** Whose disparity stays. */
export let from: i32 = 0, to: i32 = 0;
export let cap: i32 = 0, textureThreshold: i32 = 0, uniquenessRatio: i32 = 0, disp12MaxDiff: i32 = 0;

/** Set what the next match is done by. */
export function setBlockMatch(
  pictureWidth: i32,
  pictureHeight: i32,
  half: i32,
  disparities: i32,
  least: i32,
  firstColumn: i32,
  columns: i32,
  start: i32,
  end: i32,
  zero: i32,
  texture: i32,
  uniqueness: i32,
  difference: i32,
): void {
  width = pictureWidth;
  height = pictureHeight;
  radius = half;
  count = disparities;
  lowest = least;
  first = firstColumn;
  matched = columns;
  from = start;
  to = end;
  cap = zero;
  textureThreshold = texture;
  uniquenessRatio = uniqueness;
  disp12MaxDiff = difference;
}

/** Sixteenths that stand for "unknown". */
export const UNKNOWN: i32 = -32768;
