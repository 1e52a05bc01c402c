// Speckles of a disparity map: the twin of lib/pixels/stereo/filter_speckles.ts. Rows are cut into runs
// without a step; runs that touch without a step are one region.

/** Bytes of a run: its root, the region's area (of roots), where it begins and where it ends. */
const RUN: usize = 16, AREA: usize = 4, START: usize = 8, END: usize = 12;

/** The first run of a region; the way to it is halved. */
function rootOf(runs: usize, run: i32): i32 {
  while (true) {
    const at = runs + <usize>run * RUN, next = load<i32>(at);
    if (next == run) return run;
    run = load<i32>(runs + <usize>next * RUN);
    store<i32>(at, run);
  }
}

/** Put two regions together: the first run of all is the root. */
function join(runs: usize, a: i32, b: i32): void {
  const one = rootOf(runs, a), two = rootOf(runs, b);
  if (one == two) return;
  const first = runs + <usize>min(one, two) * RUN, last = runs + <usize>max(one, two) * RUN;
  store<i32>(last, min(one, two));
  store<i32>(first, load<i32>(first, AREA) + load<i32>(last, AREA), AREA);
}

/** Which of four pixels differ by a step at most from those at another place; a bit each. */
// @ts-ignore: decorator
@inline
function level(at: usize, other: usize, steps: v128): i32 {
  const difference = f32x4.abs(f32x4.sub(v128.load(at), v128.load(other)));
  return i32x4.bitmask(f32x4.le(difference, steps));
}

/**
 * Cut a row into runs. A pixel that is unknown is in none.
 *
 * @returns The number of all runs.
 */
function cutRow(row: usize, width: i32, steps: v128, runs: usize, count: i32): i32 {
  let isOpen = false;
  for (let x = 0; x < width; x += 4) {
    const at = row + (<usize>x << 2), lanes = min(4, width - x);
    const here = v128.load(at);
    const known = i32x4.bitmask(f32x4.eq(here, here));
    const joined = x == 0 ? level(at, at - 4, steps) & 14 : level(at, at - 4, steps);
    // Within a run, nothing happens.
    if (isOpen && joined == 15 && lanes == 4) continue;
    for (let k = 0; k < lanes; k++) {
      const isStart = (known >> k & 1) & ~(joined >> k);
      if (isOpen && !(joined >> k & 1)) {
        endRun(runs, count++, x + k);
        isOpen = false;
      }
      if (!(isStart & 1)) continue;
      store<i32>(runs + <usize>count * RUN, x + k, START);
      isOpen = true;
    }
  }
  if (isOpen) endRun(runs, count++, width);
  return count;
}

function endRun(runs: usize, run: i32, end: i32): void {
  const at = runs + <usize>run * RUN;
  store<i32>(at, run);
  store<i32>(at, end - load<i32>(at, START), AREA);
  store<i32>(at, end, END);
}

/** Whether two runs touch without a step somewhere from one column to another. */
function touch(row: usize, width: i32, start: i32, end: i32, steps: v128): bool {
  for (let x = start; x < end; x += 4) {
    const at = row + (<usize>x << 2);
    let bits = level(at, at - (<usize>width << 2), steps);
    if (end - x < 4) bits &= (1 << (end - x)) - 1;
    if (bits != 0) return true;
  }
  return false;
}

/** Put the runs of a row together with those of the row above. */
function joinRow(row: usize, width: i32, steps: v128, runs: usize, above: i32, begin: i32, count: i32): void {
  for (let run = begin; run < count; run++) {
    const at = runs + <usize>run * RUN, start = load<i32>(at, START), end = load<i32>(at, END);
    while (above < begin && load<i32>(runs + <usize>above * RUN, END) <= start) above++;
    for (let other = above; other < begin; other++) {
      const there = runs + <usize>other * RUN, otherStart = load<i32>(there, START);
      if (otherStart >= end) break;
      const left = max(start, otherStart), right = min(end, load<i32>(there, END));
      if (touch(row, width, left, right, steps)) join(runs, other, run);
    }
  }
}

/**
 * Forget the disparities of small regions; some bytes around the map are read.
 *
 * @param out Takes the map; may be `map`.
 * @param size Regions of at most so many pixels go.
 * @param step Differences of at most so much are none.
 * @param room For how many runs there is room.
 * @param scratch `4 · (height + 1) + 16 · room` bytes.
 * @returns Whether there was room enough.
 */
export function filterSpeckles(
  out: usize,
  map: usize,
  width: i32,
  height: i32,
  size: i32,
  step: f32,
  room: i32,
  scratch: usize,
): bool {
  const steps = f32x4.splat(step), stride = <usize>width << 2;
  const rows = scratch, runs = scratch + (<usize>(height + 1) << 2);
  if (out != map) memory.copy(out, map, stride * height);
  let above = 0, count = 0;
  for (let y = 0, row = out; y < height; y++, row += stride) {
    if (count + width > room) return false;
    const begin = count;
    store<i32>(rows + (<usize>y << 2), begin);
    count = cutRow(row, width, steps, runs, begin);
    if (y > 0) joinRow(row, width, steps, runs, above, begin, count);
    above = begin;
  }
  store<i32>(rows + (<usize>height << 2), count);
  forget(out, width, height, size, rows, runs);
  return true;
}

/** Write NaN over all runs of small regions. */
function forget(map: usize, width: i32, height: i32, size: i32, rows: usize, runs: usize): void {
  for (let y = 0; y < height; y++) {
    const last = load<i32>(rows + (<usize>(y + 1) << 2)), row = map + (<usize>(y * width) << 2);
    for (let run = load<i32>(rows + (<usize>y << 2)); run < last; run++) {
      if (load<i32>(runs + <usize>rootOf(runs, run) * RUN, AREA) > size) continue;
      const at = runs + <usize>run * RUN, end = load<i32>(at, END);
      for (let x = load<i32>(at, START); x < end; x++) store<f32>(row + (<usize>x << 2), f32.NaN);
    }
  }
}
