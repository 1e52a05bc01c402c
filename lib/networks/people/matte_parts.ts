import { findRuns, joinRuns } from "../../pixels/regions/runs.ts";
import type { Matte, Size } from "../../raster/frame.ts";
import type { Region } from "./region.ts";

/** What hangs together in a matte. */
export interface Parts extends ReturnType<typeof findRuns> {
  /** The part of each run. */
  readonly components: Int32Array;
  /** The pixels of each part. */
  readonly areas: Int32Array;
}

/** What hangs together from a level on. */
export function hangingParts(matte: Matte, level: number): Parts {
  const runs = findRuns(matte, level, true);
  const { components, areas } = joinRuns(runs, true);
  return { ...runs, components, areas };
}

/** Go through runs, with the pixels at which they begin and before which they end. */
export function eachRun(
  { rows, starts, ends, components }: Parts,
  { width, height }: Size,
  visit: (part: number, from: number, to: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      visit(components[k], y * width + starts[k], y * width + ends[k]);
    }
  }
}

/** How many of each part's pixels have at least a level in a picture of the same size. */
export function countIn(parts: Parts, { width, height, data }: Matte, level: number): Int32Array {
  const { rows, starts, ends, components } = parts;
  const counts = new Int32Array(parts.areas.length);
  for (let y = 0; y < height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      let count = 0;
      const end = y * width + ends[k];
      for (let i = y * width + starts[k]; i < end; i++) if (data[i] >= level) count++;
      counts[components[k]] += count;
    }
  }
  return counts;
}

/** What is around a part, in its matte's pixels: the last column and row are beyond it. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The box around each part. */
export function boxesOf(parts: Parts, matte: Size): Box[] {
  const boxes = Array.from(
    parts.areas,
    (): Box => ({ left: Infinity, top: Infinity, right: 0, bottom: 0 }),
  );
  eachRun(parts, matte, (k, from, to) => {
    const box = boxes[k], y = Math.floor(from / matte.width), row = y * matte.width;
    box.left = Math.min(box.left, from - row);
    box.right = Math.max(box.right, to - row);
    box.top = Math.min(box.top, y);
    box.bottom = y + 1;
  });
  return boxes;
}

/** Around each part, in the frame's pixels. */
export function regionsOf(parts: Parts, matte: Matte, place: Region, perPixel: Size): Region[] {
  return boxesOf(parts, matte).map(({ left, top, right, bottom }) => ({
    left: (place.left + left) * perPixel.width,
    top: (place.top + top) * perPixel.height,
    width: (right - left) * perPixel.width,
    height: (bottom - top) * perPixel.height,
  }));
}
