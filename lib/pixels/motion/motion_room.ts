import type { Gray, Matte } from "../../raster/frame.ts";
import type { BlockMotion } from "./block_motion.ts";

/** Where in a block of kernel memory each part lies, in bytes; the kernel's scratch is at 0. */
export interface MotionRoom {
  readonly weights: number;
  readonly others: number;
  readonly motions: number;
  readonly cells: number;
  readonly end: number;
  /** Bytes of one direction of a neighbour's motion. */
  readonly motion: number;
}

/** Where each part lies, for so many cells, blocks and neighbours. */
export function layOut(cellCount: number, blockCount: number, others: number): MotionRoom {
  const motion = 4 * blockCount;
  const weights = 576;
  const otherTable = weights + 4 * 256;
  const motions = otherTable + 16 * others;
  const cells = motions + 2 * motion * others;
  return { weights, others: otherTable, motions, cells, end: cells + cellCount, motion };
}

/** Write a neighbour's motion, and where it and its rasters lie. */
export function placeOther(
  view: Int32Array,
  block: number,
  room: MotionRoom,
  { matte, luma }: { readonly matte: Matte; readonly luma: Gray },
  { dx, dy }: BlockMotion,
  k: number,
): void {
  const right = room.motions + 2 * k * room.motion;
  const down = right + room.motion;
  const table = room.others / 4 + 4 * k;
  view[table] = matte.data.byteOffset;
  view[table + 1] = luma.data.byteOffset;
  view[table + 2] = block + right;
  view[table + 3] = block + down;
  const floats = new Float32Array(view.buffer, view.byteOffset, view.length);
  floats.set(dx, right / 4);
  floats.set(dy, down / 4);
}

/** What the kernel `motionMeanRows` takes but for the rows: where all lies. */
export function rowsOf(
  block: number,
  room: MotionRoom,
  { matte, luma }: { readonly matte: Matte; readonly luma: Gray },
  others: number,
  out: Matte,
): readonly [number, number, number, number, number, number] {
  return [
    matte.data.byteOffset,
    luma.data.byteOffset,
    block + room.others,
    others,
    block + room.cells,
    out.data.byteOffset,
  ];
}
