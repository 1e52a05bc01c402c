// A resize as lib/pixels/resize/resize_by_kernel.ts lays it out in memory: 24 numbers, then
// tables and scratch. The numbers marked * are addresses.

export const COPY = 0, HALVE = 1, WHOLE = 2, SHRINK = 3, ENLARGE = 4;

export let path: i32 = 0;
export let sourceWidth: i32 = 0;
export let sourceHeight: i32 = 0;
/** Bytes from a source row to the next. */
export let sourceStride: usize = 0;
export let width: i32 = 0;
export let height: i32 = 0;
/** Bytes a pixel: 4 or 1. */
export let channels: i32 = 0;
/** Source pixels that make one, in one row: as many for each, some of them weighing 0. */
export let columnCount: i32 = 0;
/** Entries of the tables for rows. */
export let rowCount: i32 = 0;
/** Bytes from one line to the next. */
export let lineBytes: usize = 0;
/** *First source pixel of each column, in bytes of RGBA. */
export let columnSource: usize = 0;
/** *SHRINK: f32, columnCount a column. ENLARGE: two i16 a column, of 2048. */
export let columnWeight: usize = 0;
/** *Source row of each entry. */
export let rowSource: usize = 0;
/** *SHRINK: row to which an entry adds. */
export let rowDest: usize = 0;
/** *SHRINK: f32 an entry. ENLARGE: two i16 an entry, of 2048. */
export let rowWeight: usize = 0;
/** *Source rows, resized horizontally. WHOLE: a row of u16 sums. */
export let lines: usize = 0;
/** *A row of sums, four bytes each. */
export let sums: usize = 0;
/** *Gray only: four source rows side by side, as if they were channels. */
export let widePixels: usize = 0;
/** *Gray only: these resized horizontally. */
export let wideLine: usize = 0;

export function readPlan(plan: usize, stride: usize): void {
  path = load<i32>(plan);
  sourceWidth = load<i32>(plan, 4);
  sourceHeight = load<i32>(plan, 8);
  width = load<i32>(plan, 12);
  height = load<i32>(plan, 16);
  channels = load<i32>(plan, 20);
  columnCount = load<i32>(plan, 24);
  rowCount = load<i32>(plan, 28);
  lineBytes = load<u32>(plan, 32);
  sourceStride = stride;
  columnSource = load<u32>(plan, 36);
  columnWeight = load<u32>(plan, 40);
  rowSource = load<u32>(plan, 44);
  rowDest = load<u32>(plan, 48);
  rowWeight = load<u32>(plan, 52);
  lines = load<u32>(plan, 56);
  sums = load<u32>(plan, 60);
  widePixels = load<u32>(plan, 64);
  wideLine = load<u32>(plan, 68);
}
