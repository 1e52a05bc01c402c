import {
  areaTable,
  type BilinearTables,
  enlargeTables,
  linearPath,
  linearTables,
  type ResizePath,
  resizePath,
} from "./resize_tables.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import type { Plane } from "./resize_planes.ts";
import type { Frame, Size } from "../../raster/frame.ts";
import type { PicturePart } from "../../raster/picture_part.ts";

/** Vectors are stored whole, so each part is followed by some room. */
const SLACK = 64;

/** As in kernels/resize/resize_plan.ts. */
const PATHS: readonly ResizePath[] = ["copy", "halve", "whole", "shrink", "enlarge"];

/** What `Kernels.resizeArea` needs to know of a resize, ready to be put into its memory. */
export interface ResizePlan {
  /** Bytes that it takes: tables, and scratch for some lines. */
  readonly byteLength: number;
  /**
   * Write it where the kernels can read it.
   *
   * @param memory The kernels' memory.
   * @param address Where, a multiple of 4, with `byteLength` bytes of room; they are used up to
   * the end of the resize, then a plan serves again as it is.
   */
  write(memory: WebAssembly.Memory, address: number): void;
}

/** By which neighbours: see `resizeArea` and `resizeLinear`. */
export type Interpolation = "area" | "linear";

/** Tables by the name of their address in the plan. */
interface Tables {
  readonly columnCount: number;
  readonly columnSource: Int32Array;
  readonly columnWeight: Int32Array | Float32Array;
  readonly rowSource: Int32Array;
  readonly rowDest: Int32Array;
  readonly rowWeight: Int32Array | Float32Array;
}

const NO_TABLES: Tables = {
  columnCount: 0,
  columnSource: new Int32Array(),
  columnWeight: new Int32Array(),
  rowSource: new Int32Array(),
  rowDest: new Int32Array(),
  rowWeight: new Int32Array(),
};

/**
 * Plan a resize for `Kernels.resizeArea`. Once made, a plan serves any number
 * of pictures of these sizes.
 *
 * @param from The sides before, in pixels.
 * @param to The sides after, in pixels.
 * @param channels Bytes a pixel: 4 for a frame, 1 for a gray picture.
 * @param interpolation Which resize.
 * @returns The plan, or `undefined` if sums could exceed 32 bits, where more than
 * 16 million pixels become one: the plain twin serves there.
 */
export function planResize(
  from: Size,
  to: Size,
  channels: 1 | 4,
  interpolation: Interpolation = "area",
): ResizePlan | undefined {
  const isLinear = interpolation === "linear";
  const path = (isLinear ? linearPath : resizePath)(from, to);
  const area = from.width * from.height / (to.width * to.height);
  if (path === "whole" && 255 * area >= 2 ** 32) return undefined;

  const tables = tablesOf(path, from, to, isLinear);
  const { columnSource, columnWeight, rowSource, rowDest, rowWeight } = tables;
  const lists = [columnSource, columnWeight, rowSource, rowDest, rowWeight];
  const lineBytes = roomFor(4 * channels * to.width);
  const sizes = [
    ...lists.map(({ byteLength }) => roomFor(byteLength)),
    ...scratchSizes(path, from, to, channels, lineBytes),
  ];
  const { offsets, byteLength } = layOut(sizes);
  const numbers = [
    PATHS.indexOf(path),
    from.width,
    from.height,
    to.width,
    to.height,
    channels,
    tables.columnCount,
    rowSource.length,
    lineBytes,
  ];
  const write: ResizePlan["write"] = ({ buffer }, address) => {
    new Int32Array(buffer, address).set([...numbers, ...offsets.map((at) => address + at)]);
    writeLists(lists, buffer, offsets.map((at) => address + at));
  };
  return { byteLength, write };
}

/** Write the tables where the kernel looks for them. */
function writeLists(
  lists: readonly (Int32Array | Float32Array)[],
  to: ArrayBufferLike,
  addresses: readonly number[],
): void {
  for (const [i, { buffer, byteOffset, byteLength }] of lists.entries()) {
    new Uint8Array(to, addresses[i]).set(new Uint8Array(buffer, byteOffset, byteLength));
  }
}

/** Where each part begins, behind the numbers and the parts' addresses. */
function layOut(sizes: readonly number[]): { offsets: number[]; byteLength: number } {
  const offsets: number[] = [];
  let byteLength = roomFor(4 * (9 + sizes.length));
  for (const size of sizes) {
    offsets.push(byteLength);
    byteLength += size;
  }
  return { offsets, byteLength };
}

/** Bytes of the scratch: lines, one more line, and what wide pictures of one channel need. */
function scratchSizes(
  path: ResizePath,
  from: Size,
  to: Size,
  channels: 1 | 4,
  lineBytes: number,
): number[] {
  // Frames: two lines. Gray: two times four. Whole factors: sums of a source row, 16 bits each.
  const lines = path === "whole"
    ? roomFor(2 * channels * from.width)
    : (channels === 4 ? 2 : 8) * lineBytes;
  const isWide = channels === 1 && (path === "shrink" || path === "enlarge");
  return [
    lines,
    lineBytes,
    isWide ? roomFor(4 * from.width) : 0,
    isWide ? roomFor(16 * to.width) : 0,
  ];
}

/** The length with slack, a multiple of it: so all parts are aligned. */
function roomFor(length: number): number {
  return Math.ceil((length + SLACK) / SLACK) * SLACK;
}

function tablesOf(path: ResizePath, from: Size, to: Size, isLinear: boolean): Tables {
  if (path === "shrink") return shrinkTables(from, to);
  if (path === "enlarge") return pairTables((isLinear ? linearTables : enlargeTables)(from, to));
  return NO_TABLES;
}

/** The columns' table with equally many pixels for each, so that kernels need not look. */
function shrinkTables(from: Size, to: Size): Tables {
  const columns = areaTable(from.width, to.width);
  const rows = areaTable(from.height, to.height);
  const counts = columns.start.subarray(1).map((end, d) => end - columns.start[d]);
  const columnCount = counts.reduce((most, count) => Math.max(most, count));
  // Pixels that are too many weigh 0, which leaves a sum of float32 as it is.
  const columnWeight = new Float32Array(to.width * columnCount);
  const columnSource = counts.map((count, d) => {
    const k = columns.start[d];
    const first = Math.min(columns.source[k], from.width - columnCount);
    const at = d * columnCount + columns.source[k] - first;
    columnWeight.set(columns.weight.subarray(k, k + count), at);
    return 4 * first;
  });
  const rowDest = new Int32Array(rows.source.length);
  for (let d = 0; d < to.height; d++) rowDest.fill(d, rows.start[d], rows.start[d + 1]);
  const { source: rowSource, weight: rowWeight } = rows;
  return { columnCount, columnSource, columnWeight, rowSource, rowDest, rowWeight };
}

function pairTables({ columns, rows }: BilinearTables): Tables {
  // From `inside` on there is no next column: all weight to the one.
  const columnWeight = pairsOf(columns.near, columns.far).fill(2048, columns.inside);
  return {
    columnCount: 2,
    columnSource: columns.source.map((s) => 4 * s),
    columnWeight,
    rowSource: rows.source,
    rowDest: new Int32Array(),
    rowWeight: pairsOf(rows.near, rows.far),
  };
}

/** Two weights in one number. */
function pairsOf(near: Int32Array, far: Int32Array): Int32Array {
  return near.map((weight, d) => weight | (far[d] << 16));
}

/** So many plans are kept ready in a memory: videos repeat the same few. */
const MOST_PLANS = 8;

/** Where plans lie, by what they are for; the one longest unused comes first. */
const plansOf = new WeakMap<KernelMemory, Map<string, number>>();

/**
 * Resize by a kernel, where the source lies in its memory.
 *
 * @param from The source.
 * @param to Takes the result.
 * @param interpolation Which resize.
 * @returns Whether that was possible; otherwise nothing was done.
 */
export function resizeByKernel(from: Plane, to: Plane, interpolation: Interpolation): boolean {
  const memory = memoryOf(from.bytes);
  const plan = memory && planAddress(memory, from, to, interpolation);
  if (memory === undefined || plan === undefined) return false;
  memory.work([from.bytes], to.bytes, (target, pixels) => {
    memory.kernels.resizeArea(plan, pixels, target, from.width * from.channels);
  });
  return true;
}

/**
 * Resize a part of a frame by a kernel, where the frame lies in its memory and the part is resized by
 * weights.
 *
 * @param frame The frame.
 * @param part Whole pixels within it.
 * @param out Takes the result.
 * @returns Whether that was possible; otherwise nothing was done.
 */
export function resizePartByKernel(frame: Frame, part: PicturePart, out: Frame): boolean {
  const memory = memoryOf(frame.bitmap, out.bitmap);
  const path = resizePath(part, out);
  if (memory === undefined || path !== "shrink" && path !== "enlarge") return false;
  const from = { width: part.width, height: part.height, channels: 4 as const };
  const plan = planAddress(memory, from, out, "area");
  if (plan === undefined) return false;
  memory.work([frame.bitmap], out.bitmap, (target, pixels) => {
    const first = pixels + 4 * (part.top * frame.width + part.left);
    memory.kernels.resizeArea(plan, first, target, 4 * frame.width);
  });
  return true;
}

/** Where the plan of a resize lies. */
function planAddress(
  memory: KernelMemory,
  from: Omit<Plane, "bytes">,
  to: Size,
  interpolation: Interpolation,
): number | undefined {
  let plans = plansOf.get(memory);
  if (plans === undefined) plansOf.set(memory, plans = new Map());
  const sides = [from.width, from.height, to.width, to.height, from.channels];
  const key = [...sides, interpolation].join();
  let address = plans.get(key);
  if (address === undefined) {
    const plan = planResize(from, to, from.channels, interpolation);
    if (plan === undefined) return undefined;
    if (plans.size === MOST_PLANS) {
      const [[oldest, place]] = plans;
      memory.arena.free(place);
      plans.delete(oldest);
    }
    address = memory.arena.allocate(plan.byteLength);
    plan.write(memory.memory, address);
  } else plans.delete(key);
  plans.set(key, address);
  return address;
}
