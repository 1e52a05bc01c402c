import type { Frame, Gray, Mask } from "../../raster/frame.ts";
import { strideOf } from "../plate/fitted_plate.ts";
import { NEUTRAL_DISTANCE } from "./plate_evidence.ts";

/** The plate is trusted from the first share of background that looks like it, fully from the second. */
const TRUSTED = [0.6, 0.85] as const;

/** Every so many pixels, along both sides, it is looked at whether the plate is right. */
const STRIDE = 6;

/**
 * A place has an edge where the plate changes so much within {@linkcode REACH} pixels to either
 * side: a plate that is off by so many pixels looks like something else there, and nowhere else.
 */
const EDGE = 2 * NEUTRAL_DISTANCE;

/** Pixels of a frame 640 wide. */
const REACH = 2;

/** Fewer places say nothing. */
const LEAST_PLACES = 16;

/** A region of the frame has a say of its own: a part of the width, with as much to all sides. */
const REGIONS = 16;

/** What is known of a frame and a plate that has been made to fit it: all H × W. */
export interface Comparison {
  readonly plate: Frame;
  /** Where the plate is known, 0 or 255. */
  readonly known: Mask;
  /** Where it is known and nobody is, 0 or 255. */
  readonly empty: Mask;
  /** How far each pixel is from the plate, in levels. */
  readonly distance: Gray;
  /** The same, smoothed. */
  readonly smoothed: Gray;
}

/** How many places were looked at, and how many of them look like the plate. */
interface Places {
  readonly seen: Int32Array;
  readonly alike: Int32Array;
}

/**
 * How far a plate is right, told where nobody is.
 *
 * All of it counts; but flat walls look right wherever the camera looks. With a camera that
 * slides, what is near moves by more than what is far, no shift makes the plate fit, and only
 * its edges tell. Where many of these are wrong, the plate keeps silent around them. In between
 * all stays as it was, so that nothing flickers.
 */
export class PlateTrust {
  /** Whether the edges were right when they last said something. */
  #isSteady = true;
  #places: { all: Places; edges: Places } | undefined;
  #fitting: Mask | undefined;

  /**
   * Look at a frame.
   *
   * @param compared The frame beside the plate.
   * @returns How far the plate is right in all, 0–1; and, if not everywhere, the regions in
   * which it is, as a small mask.
   */
  look(compared: Comparison): { trust: number; where: Mask | undefined } {
    const { all, edges } = this.#count(compared);
    // All that is empty may lie between the places.
    const [share, edgeShare] = [shareOf(all), shareOf(edges)];
    const [from, to] = TRUSTED;
    if (edgeShare !== undefined && sumOf(edges.seen) >= LEAST_PLACES) {
      this.#isSteady = edgeShare >= (this.#isSteady ? from : to);
    }
    const trust = share === undefined ? 0 : Math.max(0, Math.min(1, (share - from) / (to - from)));
    return { trust, where: this.#isSteady ? undefined : this.#regions(edges) };
  }

  /**
   * Whether a look has its edges where the plate has them, or too few to tell. Nothing is
   * remembered of it.
   *
   * @param compared The look beside the plate.
   */
  isLike(compared: Comparison): boolean {
    const { edges } = this.#count(compared);
    return sumOf(edges.seen) < LEAST_PLACES || shareOf(edges)! >= TRUSTED[0];
  }

  /** Forget what was seen: another room is another question. */
  reset(): void {
    this.#isSteady = true;
  }

  /** Count the places of each region. */
  #count({ plate, known, empty, distance, smoothed }: Comparison) {
    const { width, height, data: isEmpty } = empty;
    const fitting = this.#fitting ??= regionsOf(width, height);
    const { all, edges } = this.#places ??= {
      all: placesOf(fitting.data.length),
      edges: placesOf(fitting.data.length),
    };
    for (const { seen, alike } of [all, edges]) seen.fill(0), alike.fill(0);
    const reach = REACH * strideOf(empty);
    const { data: exact } = distance, { data: mean } = smoothed;
    for (let y = 0; y < height; y += STRIDE) {
      const row = Math.floor(y * fitting.height / height) * fitting.width;
      for (let x = 0, i = y * width; x < width; x += STRIDE, i += STRIDE) {
        if (isEmpty[i] === 0) continue;
        const region = row + Math.floor(x * fitting.width / width);
        const isAlike = exact[i] + mean[i] < 2 * NEUTRAL_DISTANCE ? 1 : 0;
        all.seen[region]++;
        all.alike[region] += isAlike;
        const isInside = x >= reach && y >= reach && x < width - reach && y < height - reach;
        if (!isInside || !hasEdge(plate.bitmap, known.data, i, reach, reach * width)) continue;
        edges.seen[region]++;
        edges.alike[region] += isAlike;
      }
    }
    return { all, edges };
  }

  /** Where no edges around say that the plate is wrong. */
  #regions(edges: Places): Mask {
    const mask = this.#fitting!;
    const { width, height, data } = mask;
    for (let y = 0, k = 0; y < height; y++) {
      for (let x = 0; x < width; x++, k++) {
        const { seen, alike } = around(edges, x, y, width, height);
        data[k] = seen < LEAST_PLACES || alike >= TRUSTED[1] * seen ? 255 : 0;
      }
    }
    return mask;
  }
}

/** Whether a plate changes around a pixel, above and below or left and right of it. */
function hasEdge(
  bitmap: Uint8ClampedArray,
  known: Uint8Array,
  i: number,
  right: number,
  down: number,
): boolean {
  if ((known[i - right] & known[i + right] & known[i - down] & known[i + down]) === 0) return false;
  const luma = (p: number) => (2 * bitmap[p] + 5 * bitmap[p + 1] + bitmap[p + 2]) / 8;
  const across = luma(4 * (i + right)) - luma(4 * (i - right));
  const along = luma(4 * (i + down)) - luma(4 * (i - down));
  return Math.max(Math.abs(across), Math.abs(along)) >= EDGE;
}

/** A region's places and its neighbours'. */
function around({ seen, alike }: Places, x: number, y: number, width: number, height: number) {
  let all = 0, right = 0;
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
      all += seen[v * width + u];
      right += alike[v * width + u];
    }
  }
  return { seen: all, alike: right };
}

/** As many regions as are nearly square. */
function regionsOf(width: number, height: number): Mask {
  const columns = Math.min(REGIONS, width);
  const rows = Math.max(1, Math.min(height, Math.round(columns * height / width)));
  return { width: columns, height: rows, data: new Uint8Array(columns * rows) };
}

function placesOf(count: number): Places {
  return { seen: new Int32Array(count), alike: new Int32Array(count) };
}

function sumOf(counts: Int32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function shareOf({ seen, alike }: Places): number | undefined {
  const all = sumOf(seen);
  return all === 0 ? undefined : sumOf(alike) / all;
}
