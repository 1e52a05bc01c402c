import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { createDisparity } from "../../raster/disparity.ts";
import {
  assertSize,
  assertWhole,
  type Disparity,
  type Frame,
  type OutOption,
} from "../../raster/frame.ts";
import { assertOptions } from "../../raster/option_checks.ts";
import { createFrameBeside, release } from "../../memory/beside.ts";
import { resizeArea } from "../resize/resize_area.ts";
import { assertDisparity } from "./assert_disparity.ts";
import { fillDisparity } from "./fill_disparity.ts";

/**
 * Options of {@linkcode upsampleDisparity}.
 *
 * @category Primitives: stereo
 */
export interface UpsampleDisparityOptions extends OutOption<Disparity> {
  /**
   * The frame at the size of the map, if that is at hand; otherwise it is reduced by `resizeArea`.
   */
  reduced?: Frame;
  /**
   * How far a pixel asks around, in pixels of the map.
   *
   * @default {3}
   */
  radius?: number;
  /**
   * The difference of colour, in levels of all three channels together, at which a vote counts for 61 %.
   *
   * @default {24}
   */
  sigma?: number;
  /**
   * The largest step, in pixels of disparity, that is a slope and no edge.
   *
   * @default {2}
   */
  slope?: number;
}

/** A vote of the same colour. */
const WHOLE_VOTE = 1024;

/**
 * Enlarge a disparity map with the edges of its frame.
 *
 * Where the map is smooth, it is interpolated bilinearly. Near a step each pixel of the map around a pixel
 * of the frame votes for the near or the far side, and has the more votes the more alike the colours are;
 * the pixel gets the mean of the side that wins. So there is nothing between near and far. Holes are
 * filled by {@linkcode fillDisparity} before.
 *
 * @example The edge goes where the colour changes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const disparity = { width: 2, height: 1, disparity: Float32Array.of(40, 10) };
 * const levels = [200, 20, 20, 20];
 * const bitmap = Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255]));
 * const reduced = { width: 2, height: 1, bitmap: bitmap.filter((_, i) => i < 4 || i >= 12) };
 * const { disparity: large } = upsampleDisparity(disparity, { width: 4, height: 1, bitmap }, { reduced });
 * assertEquals([...large], [40, 10, 10, 10]);
 * ```
 *
 * @param disparity The map, of any size; NaN is unknown. Its numbers stay as they are: they are not
 * multiplied.
 * @param guide The frame, H × W.
 * @param options How far and how alike.
 * @returns `out`, or a new H × W map.
 * @throws {RangeError} If a size does not fit, or an option is out of its range.
 * @see Kopf, Cohen, Lischinski & Uyttendaele, "Joint Bilateral Upsampling", 2007, doi:10.1145/1276377.1276497,
 * for the weights.
 * @category Primitives: stereo
 */
export function upsampleDisparity(
  disparity: Disparity,
  guide: Frame,
  options: UpsampleDisparityOptions = {},
): Disparity {
  const { radius = 3, sigma = 24, slope = 2 } = options;
  const { out = createDisparity(guide.width, guide.height) } = options;
  assertOptions("enlarge a disparity map", { radius, sigma, slope }, {
    radius: { least: 1, most: 16, isWhole: true },
    sigma: { least: 0, isAbove: true },
    slope: { least: 0 },
  });
  assertWhole("enlarge a disparity map", "guide", guide);
  assertDisparity("enlarge a disparity map", "out", out, guide);
  const { disparity: filled } = fillDisparity(disparity);
  const { width, height } = disparity;
  const reduced = options.reduced ?? createFrameBeside(guide, disparity);
  try {
    if (options.reduced === undefined) resizeArea(guide, disparity, { out: reduced });
    assertSize("enlarge a disparity map", "reduced", reduced, disparity);
    const small = { width, height, values: filled, bitmap: reduced.bitmap };
    const rules = { radius, slope, votes: votesOf(sigma) };
    const memory = memoryOf(guide.bitmap);
    if (memory === undefined) upsamplePlain(small, guide, rules, out.disparity);
    else upsampleByKernel(small, guide, rules, out.disparity, memory);
  } finally {
    if (options.reduced === undefined) release(reduced);
  }
  return out;
}

/** A map without holes, and the colours of its pixels. */
interface Small {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly bitmap: Uint8ClampedArray;
}

interface Rules {
  readonly radius: number;
  readonly slope: number;
  /** How much a vote counts, by the difference of the colours. */
  readonly votes: Int32Array;
}

function votesOf(sigma: number): Int32Array {
  return Int32Array.from({ length: 3 * 255 + 1 }, (_, difference) => {
    const share = difference / sigma;
    return Math.max(1, Math.round(WHOLE_VOTE * Math.exp(-share * share / 2)));
  });
}

/** Between which two pixels of a short line each of a long one lies; −1 is before the first. */
function placesOf(short: number, long: number): { before: Int32Array; shares: Float32Array } {
  const before = new Int32Array(long), shares = new Float32Array(long);
  for (let i = 0; i < long; i++) {
    const place = (i + 0.5) * short / long - 0.5;
    before[i] = Math.floor(place);
    shares[i] = place - before[i];
  }
  return { before, shares };
}

/** Where each pixel before begins to be that, from that before the first, and the end. */
function startsOf(before: Int32Array, short: number): Int32Array {
  const starts = new Int32Array(short + 2);
  for (let column = -1, i = 0; column <= short; column++) {
    while (i < before.length && before[i] < column) i++;
    starts[column + 1] = i;
  }
  return starts;
}

function upsampleByKernel(
  { width, height, values, bitmap }: Small,
  guide: Frame,
  { radius, slope, votes }: Rules,
  out: Float32Array,
  memory: KernelMemory,
): void {
  const columns = placesOf(width, guide.width), rows = placesOf(height, guide.height);
  const inputs = [
    values,
    bitmap,
    guide.bitmap,
    startsOf(columns.before, width),
    columns.shares,
    rows.before,
    rows.shares,
    votes,
  ];
  const room = 16 * (width + 1) * (height + 1) + 8 * width;
  memory.withRoom(room, (scratch) => {
    memory.work(inputs, out, (to, map, colors, from, start, right, row, down, table) => {
      memory.kernels.cellRanges(map, width, height, radius, scratch);
      memory.kernels.upsampleDisparity(
        map,
        colors,
        width,
        height,
        from,
        to,
        guide.width,
        guide.height,
        start,
        right,
        row,
        down,
        table,
        radius,
        slope,
        scratch,
      );
    });
  });
}

function upsamplePlain(small: Small, guide: Frame, rules: Rules, out: Float32Array): void {
  const { width, height, values } = small;
  const columns = placesOf(width, guide.width), rows = placesOf(height, guide.height);
  const { least, most } = cellRanges(small, rules.radius);
  const line = new Float64Array(width);
  const lastX = width - 1, lastY = height - 1;
  for (let y = 0, i = 0; y < guide.height; y++) {
    const row = rows.before[y], down = rows.shares[y];
    const upper = width * Math.max(row, 0), lower = width * Math.min(row + 1, lastY);
    for (let k = 0; k < width; k++) {
      line[k] = values[upper + k] * (1 - down) + values[lower + k] * down;
    }
    for (let x = 0; x < guide.width; x++, i++) {
      const column = columns.before[x], right = columns.shares[x];
      const cell = (row + 1) * (width + 1) + column + 1;
      if (most[cell] - least[cell] > rules.slope) {
        out[i] = elected(
          small,
          guide.bitmap,
          4 * i,
          column,
          row,
          (least[cell] + most[cell]) / 2,
          rules,
        );
      } else {
        const left = line[Math.max(column, 0)], next = line[Math.min(column + 1, lastX)];
        out[i] = left * (1 - right) + next * right;
      }
    }
  }
}

/** The mean of the side that most of what is around is for. */
function elected(
  { width, height, values, bitmap }: Small,
  guide: Uint8ClampedArray,
  p: number,
  column: number,
  row: number,
  middle: number,
  { radius, votes }: Rules,
): number {
  const red = guide[p], green = guide[p + 1], blue = guide[p + 2];
  const startX = Math.max(0, column + 1 - radius), endX = Math.min(width, column + 1 + radius);
  const startY = Math.max(0, row + 1 - radius), endY = Math.min(height, row + 1 + radius);
  let near = 0, far = 0, nearSum = 0, farSum = 0;
  for (let y = startY; y < endY; y++) {
    for (let i = y * width + startX, end = y * width + endX; i < end; i++) {
      const q = 4 * i;
      const vote = votes[
        Math.abs(bitmap[q] - red) + Math.abs(bitmap[q + 1] - green) +
        Math.abs(bitmap[q + 2] - blue)
      ];
      const value = values[i];
      if (value > middle) {
        near += vote;
        nearSum += vote * value;
      } else {
        far += vote;
        farSum += vote * value;
      }
    }
  }
  return near > far ? nearSum / near : farSum / far;
}

/** The least and the largest around each place between four pixels, those outside included. */
function cellRanges({ width, height, values }: Small, radius: number) {
  const columns = width + 1;
  const rowLeast = new Float32Array(columns * height), rowMost = new Float32Array(columns * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < columns; x++, i++) {
      const end = y * width + Math.min(width, x + radius);
      let least = Infinity, most = -Infinity;
      for (let k = y * width + Math.max(0, x - radius); k < end; k++) {
        if (values[k] < least) least = values[k];
        if (values[k] > most) most = values[k];
      }
      rowLeast[i] = least;
      rowMost[i] = most;
    }
  }
  const least = new Float32Array(columns * (height + 1)).fill(Infinity);
  const most = new Float32Array(columns * (height + 1)).fill(-Infinity);
  for (let y = 0, i = 0; y <= height; y++) {
    const start = Math.max(0, y - radius), end = Math.min(height, y + radius);
    for (let x = 0; x < columns; x++, i++) {
      for (let k = start * columns + x; k < end * columns; k += columns) {
        if (rowLeast[k] < least[i]) least[i] = rowLeast[k];
        if (rowMost[k] > most[i]) most[i] = rowMost[k];
      }
    }
  }
  return { least, most };
}
