import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import type { Gray } from "../../raster/frame.ts";
import { wordsOf } from "../../raster/bytes.ts";

/** Pixels in a row that are all foreground, or all background. */
export interface Runs {
  /** The first run of each row, and the number of all. */
  readonly rows: Int32Array;
  /** The column at which each begins. */
  readonly starts: Int32Array;
  /** The column before which each ends. */
  readonly ends: Int32Array;
}

/** Runs that touch, put together. */
export interface Joined {
  /** How many components there are. */
  readonly count: number;
  /** The component of each run, in the order in which they come up first. */
  readonly components: Int32Array;
  /** The pixels of each component. */
  readonly areas: Int32Array;
}

/**
 * The runs of a picture.
 *
 * @param level The first level that is foreground.
 * @param isForeground Whether they are of the foreground, or of the background.
 */
export function findRuns(gray: Gray, level: number, isForeground: boolean): Runs {
  const memory = memoryOf(gray.data);
  return memory
    ? findRunsByKernel(memory, gray, level, isForeground)
    : findRunsPlain(gray, level, isForeground);
}

function findRunsByKernel(
  { arena, kernels }: KernelMemory,
  { width, height, data }: Gray,
  level: number,
  isForeground: boolean,
): Runs {
  const most = height * ((width >> 1) + 1);
  const [flip, low] = isForeground ? [0, level] : [255, 256 - level];
  // Noise has many runs, a person few: what is set aside for these is seldom too little.
  for (let room = Math.min(most, 16 * height + width);; room = most) {
    const block = arena.allocate(4 * (height + 1 + 2 * room));
    const starts = block + 4 * (height + 1);
    const ends = starts + 4 * room;
    try {
      const { byteOffset } = data;
      const count = kernels
        .findRuns(byteOffset, width, height, flip, low, block, starts, ends, room);
      if (count < 0) continue;
      const copy = (from: number, length: number) =>
        new Int32Array(arena.buffer, from, length).slice();
      return {
        rows: copy(block, height + 1),
        starts: copy(starts, count),
        ends: copy(ends, count),
      };
    } finally {
      arena.free(block);
    }
  }
}

function findRunsPlain(
  { width, height, data }: Gray,
  level: number,
  isForeground: boolean,
): Runs {
  const rows = new Int32Array(height + 1);
  let [starts, ends] = [new Int32Array(4 * height + width), new Int32Array(4 * height + width)];
  const words = wordsOf(data) ?? new Int32Array(0);
  // One side is looked for, then the other: a level is of the first if it is not below `low`.
  const [flip, low] = isForeground ? [0, level] : [255, 256 - level];
  const [blank, full] = isForeground ? [0, -1] : [-1, 0];
  let count = 0;
  for (let y = 0; y < height; y++) {
    const rowStart = y * width;
    const end = rowStart + width;
    rows[y] = count;
    if (count + width > starts.length) [starts, ends] = [longer(starts), longer(ends)];
    for (let i = rowStart; i < end;) {
      i = skip(data, words, blank, flip, low, i, end, false);
      if (i === end) break;
      starts[count] = i - rowStart;
      i = skip(data, words, full, flip, low, i, end, true);
      ends[count++] = i - rowStart;
    }
  }
  rows[height] = count;
  return { rows, starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

function longer(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(2 * list.length);
  twice.set(list);
  return twice;
}

/** The next byte that is not of a side; four at a time where they are as `four`. */
function skip(
  data: Uint8Array,
  words: Int32Array,
  four: number,
  flip: number,
  low: number,
  from: number,
  end: number,
  side: boolean,
): number {
  let i = from;
  const last = Math.min(end >> 2, words.length);
  while (i < end) {
    if ((i & 3) === 0) {
      let w = i >> 2;
      while (w < last && words[w] === four) w++;
      i = w << 2;
      if (i === end) break;
    }
    if ((data[i] ^ flip) >= low !== side) break;
    i++;
  }
  return i;
}

/**
 * Put together the runs that touch those of the row above.
 *
 * @param diagonal Whether corners are enough.
 */
export function joinRuns({ rows, starts, ends }: Runs, diagonal: boolean): Joined {
  const reach = diagonal ? 1 : 0;
  // The first run of a component is its root: each points to one that is not after it.
  const parents = new Int32Array(starts.length);
  for (let k = 0; k < parents.length; k++) parents[k] = k;
  for (let y = 1; y + 1 < rows.length; y++) {
    let above = rows[y - 1];
    const aboveEnd = rows[y];
    for (let k = aboveEnd; k < rows[y + 1]; k++) {
      const start = starts[k] - reach;
      const end = ends[k] + reach;
      while (above < aboveEnd && ends[above] <= start) above++;
      // The last that touches may touch the next run, too.
      for (let j = above; j < aboveEnd && starts[j] < end; j++) join(parents, k, j);
    }
  }
  return number(parents, starts, ends);
}

function join(parents: Int32Array, a: number, b: number): void {
  const [rootA, rootB] = [rootOf(parents, a), rootOf(parents, b)];
  if (rootA < rootB) parents[rootB] = rootA;
  else parents[rootA] = rootB;
}

function rootOf(parents: Int32Array, run: number): number {
  let at = run;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]];
    at = parents[at];
  }
  return at;
}

/** Number the components in the order of their first runs. */
function number(parents: Int32Array, starts: Int32Array, ends: Int32Array): Joined {
  const components = new Int32Array(parents.length);
  const areas: number[] = [];
  for (let k = 0; k < parents.length; k++) {
    // A parent is never after its run: it has its number already.
    const parent = parents[k];
    const component = parent === k ? areas.push(0) - 1 : components[parent];
    components[k] = component;
    areas[component] += ends[k] - starts[k];
  }
  return { count: areas.length, components, areas: Int32Array.from(areas) };
}
