import {
  assertGrays,
  assertSameSize,
  assertWhole,
  createMask,
  type Mask,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { findRuns, joinRuns } from "./runs.ts";
import { assertChoice, assertOption } from "../../raster/option_checks.ts";

/** Pixels, or components: all there are for `Infinity`. */
const AMOUNT = { least: 0, most: Infinity };

/**
 * What counts as foreground, and as touching.
 *
 * @category Primitives: regions
 */
export interface ConnectivityOptions {
  /**
   * Whether pixels touch at their corners, too (8), or at their sides only (4).
   *
   * @default {8}
   */
  connectivity?: 4 | 8;
  /**
   * The first level that is foreground, above 0 and at most 255.
   *
   * @default {128}
   */
  level?: number;
}

/**
 * Options of {@linkcode removeSmaller}.
 *
 * @category Primitives: regions
 */
export interface RemoveSmallerOptions extends ConnectivityOptions, OutOption<Matte> {}

/**
 * Options of {@linkcode keepLargest}.
 *
 * @category Primitives: regions
 */
export interface KeepLargestOptions extends ConnectivityOptions, OutOption<Matte> {
  /**
   * How many components stay.
   *
   * @default {1}
   */
  count?: number;
}

/**
 * Options of {@linkcode fillHoles}.
 *
 * @category Primitives: regions
 */
export interface FillHolesOptions extends ConnectivityOptions, OutOption<Matte> {
  /**
   * The area in pixels up to which holes are filled.
   *
   * @default {Infinity}
   */
  largest?: number;
  /**
   * Whether the lower border counts as foreground: people are cut off there, and what
   * they enclose with it is theirs.
   *
   * @default {false}
   */
  closedBottom?: boolean;
}

/**
 * A connected part of a mask.
 *
 * @category Primitives: regions
 */
export interface Component {
  /** Its pixels. */
  readonly area: number;
  /** Its leftmost column. */
  readonly left: number;
  /** Its uppermost row. */
  readonly top: number;
  /** How many columns it takes. */
  readonly width: number;
  /** How many rows it takes. */
  readonly height: number;
}

/**
 * What {@linkcode connectedComponents} finds.
 *
 * @category Primitives: regions
 */
export interface ConnectedComponents {
  /** A number for each pixel, row after row: 0 is background, component k of `stats` has k + 1. */
  readonly labels: Int32Array;
  /** The components in the order of their first pixels, row by row from the top. */
  readonly stats: readonly Component[];
}

/**
 * Number the connected parts of a mask.
 *
 * @example Two parts
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const mask = { width: 5, height: 1, data: Uint8Array.of(255, 255, 0, 0, 255) };
 * const { labels, stats } = connectedComponents(mask);
 * assertEquals([...labels], [1, 1, 0, 0, 2]);
 * assertEquals(stats.map(({ area, left }) => [area, left]), [[2, 0], [1, 4]]);
 * ```
 *
 * @param mask The mask or matte, H × W.
 * @param options What is foreground, and what touches.
 * @returns Labels and the parts' areas and boxes.
 * @throws {RangeError} If an option is out of its range, or the buffer does not fit the size.
 * @throws {TypeError} If it is no raster.
 * @see OpenCV `cv::connectedComponentsWithStats`: the same parts, without the background, perhaps
 * in another order.
 * @category Primitives: regions
 */
export function connectedComponents(
  mask: Mask,
  options: ConnectivityOptions = {},
): ConnectedComponents {
  assertGrays("find components", { mask });
  const { level, diagonal } = checked("find components", options);
  assertWhole("find components", "mask", mask);
  const { width, height, data } = mask;
  const runs = findRuns(mask, level, true);
  const { count, components, areas } = joinRuns(runs, diagonal);
  const labels = new Int32Array(data.length);
  const lefts = new Int32Array(count).fill(width);
  const rights = new Int32Array(count);
  const tops = new Int32Array(count).fill(height);
  const bottoms = new Int32Array(count);
  for (let y = 0; y < height; y++) {
    for (let k = runs.rows[y]; k < runs.rows[y + 1]; k++) {
      const component = components[k];
      const start = runs.starts[k];
      const end = runs.ends[k];
      labels.fill(component + 1, y * width + start, y * width + end);
      lefts[component] = Math.min(lefts[component], start);
      rights[component] = Math.max(rights[component], end);
      tops[component] = Math.min(tops[component], y);
      bottoms[component] = y + 1;
    }
  }
  const stats = Array.from(areas, (area, k) => {
    const [left, top] = [lefts[k], tops[k]];
    return { area, left, top, width: rights[k] - left, height: bottoms[k] - top };
  });
  return { labels, stats };
}

/**
 * Keep the largest connected part of a mask, or the largest few; the rest becomes 0.
 *
 * Pixels below `level` stay as they are. A matte's soft edge goes with its own
 * part where `level` is 1.
 *
 * @example The largest of three
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const mask = { width: 8, height: 1, data: Uint8Array.of(255, 0, 255, 255, 255, 0, 255, 255) };
 * assertEquals([...keepLargest(mask).data], [0, 0, 255, 255, 255, 0, 0, 0]);
 * ```
 *
 * @param mask The mask or matte, H × W.
 * @param options How many, what is foreground, what touches; `out` may be `mask`.
 * @returns `out`, or a new H × W mask or matte.
 * @throws {RangeError} If an option is out of its range, or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @category Primitives: regions
 */
export function keepLargest(mask: Matte, options: KeepLargestOptions = {}): Matte {
  const { count = 1 } = options;
  assertOption("keep the largest", "count", count, AMOUNT);
  return keepComponents("keep the largest", mask, options, (areas) => {
    // Of equal ones the first found stay.
    const order = Array.from(areas.keys()).sort((a, b) => areas[b] - areas[a] || a - b);
    const kept = new Uint8Array(areas.length);
    for (const k of order.slice(0, count)) kept[k] = 1;
    return kept;
  });
}

/**
 * Remove the connected parts of a mask that have fewer pixels than wanted: they become 0.
 *
 * Pixels below `level` stay as they are. A matte's soft edge goes with its own
 * part where `level` is 1.
 *
 * @example A speck goes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const mask = { width: 6, height: 1, data: Uint8Array.of(255, 0, 255, 255, 255, 0) };
 * assertEquals([...removeSmaller(mask, 2).data], [0, 0, 255, 255, 255, 0]);
 * ```
 *
 * @param mask The mask or matte, H × W.
 * @param minArea The least area that stays, in pixels.
 * @param options What is foreground, what touches; `out` may be `mask`.
 * @returns `out`, or a new H × W mask or matte.
 * @throws {RangeError} If a number is out of its range, or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @category Primitives: regions
 */
export function removeSmaller(
  mask: Matte,
  minArea: number,
  options: RemoveSmallerOptions = {},
): Matte {
  assertOption("remove specks", "minArea", minArea, AMOUNT);
  return keepComponents("remove specks", mask, options, (areas) => {
    return Uint8Array.from(areas, (area) => area >= minArea ? 1 : 0);
  });
}

/**
 * Fill the holes of a mask: background that is not connected to the border becomes 255.
 *
 * Where foreground touches at corners (`connectivity` 8), background touches at
 * sides only, and the other way round: a ring that is closed for one has an
 * inside for the other.
 *
 * @example The hole in a ring, and not the outside
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const data = Uint8Array.of(255, 255, 255, 0, 255, 0, 255, 0, 255, 255, 255, 0);
 * const ring = { width: 4, height: 3, data };
 * const { data: filled } = fillHoles(ring);
 * assertEquals([...filled.subarray(4, 8)], [255, 255, 255, 0]);
 * ```
 *
 * @param mask The mask or matte, H × W.
 * @param options How large, what is foreground, what touches; `out` may be `mask`.
 * @returns `out`, or a new H × W mask or matte.
 * @throws {RangeError} If an option is out of its range, or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @category Primitives: regions
 */
export function fillHoles(mask: Matte, options: FillHolesOptions = {}): Matte {
  assertGrays("fill holes", { mask });
  const { out = createMask(mask.width, mask.height), largest = Infinity } = options;
  const { closedBottom = false } = options;
  const { level, diagonal } = checked("fill holes", options);
  assertOption("fill holes", "largest", largest, AMOUNT);
  assertSameSize("fill holes", { mask, out });
  const { width, height } = mask;
  const { rows, starts, ends } = findRuns(mask, level, false);
  const { components, areas } = joinRuns({ rows, starts, ends }, !diagonal);
  const isHole = Uint8Array.from(areas, (area) => area <= largest ? 1 : 0);
  const lowest = closedBottom && height > 1 ? rows[height] : rows[height - 1];
  for (let k = 0; k < components.length; k++) {
    const touches = k < rows[1] || k >= lowest || starts[k] === 0 || ends[k] === width;
    if (touches) isHole[components[k]] = 0;
  }
  out.data.set(mask.data);
  for (let y = 0; y < height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      if (isHole[components[k]] === 1) {
        out.data.fill(255, y * width + starts[k], y * width + ends[k]);
      }
    }
  }
  return out;
}

/** Remove components of which it is not said that they stay. */
function keepComponents(
  action: string,
  mask: Matte,
  options: ConnectivityOptions & OutOption<Matte>,
  choose: (areas: Int32Array) => Uint8Array,
): Matte {
  assertGrays(action, { mask });
  const { out = createMask(mask.width, mask.height) } = options;
  const { level, diagonal } = checked(action, options);
  assertSameSize(action, { mask, out });
  const { width, height } = mask;
  const { rows, starts, ends } = findRuns(mask, level, true);
  const { components, areas } = joinRuns({ rows, starts, ends }, diagonal);
  const kept = choose(areas);
  out.data.set(mask.data);
  for (let y = 0; y < height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      if (kept[components[k]] === 0) out.data.fill(0, y * width + starts[k], y * width + ends[k]);
    }
  }
  return out;
}

function checked(
  action: string,
  { connectivity = 8, level = 128 }: ConnectivityOptions,
): { level: number; diagonal: boolean } {
  assertChoice(action, "connectivity", connectivity, [4, 8]);
  assertOption(action, "level", level, { least: 0, most: 255, isAbove: true });
  return { level: Math.ceil(level), diagonal: connectivity === 8 };
}
