/**
 * The fit of an exposure to pairs of pixels.
 *
 * @module
 */

import type { KernelMemory } from "../../memory/kernel_memory.ts";
import type { Frame, Mask } from "../../raster/frame.ts";

/**
 * How one channel of a picture becomes another's: `gain · level + offset`.
 *
 * @category Primitives: colour
 */
export interface ChannelExposure {
  /** A factor, about 1. */
  readonly gain: number;
  /** In levels. */
  readonly offset: number;
}

/**
 * The exposures of red, green and blue.
 *
 * @category Primitives: colour
 */
export type Exposure = readonly [ChannelExposure, ChannelExposure, ChannelExposure];

/** Nothing changes. */
const SAME: ChannelExposure = { gain: 1, offset: 0 };

/** After so many rounds 30 % of one wrong colour have no say any more; most pictures need three. */
const MOST_ROUNDS = 12;

/** A line that a round moves by fewer levels than these has settled. */
const SETTLED = 0.05;

/** Fewer pixels than these tell nothing. */
const LEAST_PIXELS = 16;

/** A channel's pixels by how far they are from its line: levels, and all beyond. */
const LEVELS = 1024;

/** One channel's sums: weights, levels of the first picture and of the second, squares, products. */
type ChannelSums = readonly [w: number, x: number, y: number, xx: number, xy: number];

/** What is asked of pairs of pixels. Channels that have settled are not asked for. */
interface Pairs {
  readonly count: number;
  /** Take sums by weight: whole for a limit of infinity, else less towards the limit. */
  sum(lines: readonly ChannelExposure[], limits: readonly number[], isOpen: boolean[]): void;
  /** What {@linkcode Pairs.sum} has taken. */
  sumsOf(channel: number): ChannelSums;
  /** Count by their distance from the line. */
  countResiduals(lines: readonly ChannelExposure[], isOpen: boolean[]): void;
  /** What {@linkcode Pairs.countResiduals} has counted. */
  countsOf(channel: number): Int32Array;
}

/** Where to look in two pictures of one size. */
export interface PairPlaces {
  readonly from: Frame;
  readonly to: Frame;
  readonly mask: Mask | undefined;
  readonly step: number;
}

/**
 * Fit by plain loops.
 *
 * @param places Where to look.
 * @returns Each channel's line through the pixels.
 */
export function fitPlain({ from, to, mask, step }: PairPlaces): Exposure {
  const { width, height } = from;
  const all = new Int32Array(Math.ceil(width / step) * Math.ceil(height / step));
  let count = 0;
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) {
      const i = y * width + x;
      if (mask === undefined || mask.data[i] !== 0) all[count++] = 4 * i;
    }
  }
  return fit(new PlainPairs(from.bitmap, to.bitmap, all.subarray(0, count)));
}

/**
 * Fit by kernels.
 *
 * @param places Where to look; all lies in `memory`.
 * @param memory The memory.
 * @returns Each channel's line through the pixels.
 */
export function fitByKernels(places: PairPlaces, memory: KernelMemory): Exposure {
  const { width, height } = places.from;
  const most = Math.ceil(width / places.step) * Math.ceil(height / places.step);
  let exposure: Exposure;
  memory.withRoom(PAIRS_AT + 8 * most, (room) => {
    exposure = fit(new KernelPairs(places, memory, room));
  });
  return exposure!;
}

function fit(pairs: Pairs): Exposure {
  const lines = [SAME, SAME, SAME];
  if (pairs.count < LEAST_PIXELS) return lines as unknown as Exposure;
  const isOpen = [true, true, true];
  // How far off a pixel may be before it counts for nothing: any, then as the rest are.
  const limits = [Infinity, Infinity, Infinity];
  for (let round = 0; round < MOST_ROUNDS && isOpen.includes(true); round++) {
    pairs.sum(lines, limits, isOpen);
    for (let c = 0; c < 3; c++) {
      if (!isOpen[c]) continue;
      const last = lines[c];
      const line = lines[c] = lineThrough(pairs.sumsOf(c)) ?? last;
      const change = 255 * Math.abs(line.gain - last.gain) + Math.abs(line.offset - last.offset);
      isOpen[c] = change >= SETTLED;
    }
    pairs.countResiduals(lines, isOpen);
    for (let c = 0; c < 3; c++) {
      if (isOpen[c]) limits[c] = 6 * medianOf(pairs.countsOf(c), pairs.count) + 4;
    }
  }
  return lines as unknown as Exposure;
}

function lineThrough([w, x, y, xx, xy]: ChannelSums): ChannelExposure | undefined {
  if (w < LEAST_PIXELS / 2) return undefined;
  const spread = xx - x * x / w;
  // Of one single level no gain can be told.
  const gain = spread > w ? (xy - x * y / w) / spread : 1;
  return gain > 0.25 && gain < 4 ? { gain, offset: (y - gain * x) / w } : SAME;
}

/** The median of what was counted, in levels. */
function medianOf(counts: Int32Array, all: number): number {
  let level = 0;
  for (let seen = counts[0]; 2 * seen < all; seen += counts[level]) level++;
  return level + 0.5;
}

/** Pairs in ordinary arrays, by their places. */
class PlainPairs implements Pairs {
  readonly count: number;
  readonly #from: Uint8ClampedArray;
  readonly #to: Uint8ClampedArray;
  readonly #places: Int32Array;
  readonly #sums: ChannelSums[] = [];
  readonly #counts: Int32Array[] = [0, 1, 2].map(() => new Int32Array(LEVELS));

  constructor(from: Uint8ClampedArray, to: Uint8ClampedArray, places: Int32Array) {
    this.#from = from;
    this.#to = to;
    this.#places = places;
    this.count = places.length;
  }

  sum(lines: readonly ChannelExposure[], limits: readonly number[], isOpen: boolean[]): void {
    for (let c = 0; c < 3; c++) if (isOpen[c]) this.#sums[c] = this.#sum(c, lines[c], limits[c]);
  }

  #sum(channel: number, { gain, offset }: ChannelExposure, limit: number): ChannelSums {
    const from = this.#from, to = this.#to;
    let w = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const p of this.#places) {
      const a = from[p + channel], b = to[p + channel];
      const off = (b - gain * a - offset) / limit;
      if (off <= -1 || off >= 1) continue;
      const weight = (1 - off * off) ** 2;
      w += weight, x += weight * a, y += weight * b, xx += weight * a * a, xy += weight * a * b;
    }
    return [w, x, y, xx, xy];
  }

  sumsOf(channel: number): ChannelSums {
    return this.#sums[channel];
  }

  countResiduals(lines: readonly ChannelExposure[], isOpen: boolean[]): void {
    for (let c = 0; c < 3; c++) if (isOpen[c]) this.#countResiduals(c, lines[c]);
  }

  #countResiduals(channel: number, { gain, offset }: ChannelExposure): void {
    const from = this.#from, to = this.#to;
    const counts = this.#counts[channel].fill(0);
    for (const p of this.#places) {
      const off = Math.abs(to[p + channel] - gain * from[p + channel] - offset);
      counts[Math.min(LEVELS - 1, off) | 0]++;
    }
  }

  countsOf(channel: number): Int32Array {
    return this.#counts[channel];
  }
}

/** Where in their room kernels find lines, sums, counts and pairs: in bytes. */
const LINES_AT = 0, SUMS_AT = 96, COUNTS_AT = 256, PAIRS_AT = COUNTS_AT + 3 * 4 * LEVELS;

/** Pairs in kernel memory, behind one another. Kernels take sums of all channels at once. */
class KernelPairs implements Pairs {
  readonly count: number;
  readonly #memory: KernelMemory;
  readonly #room: number;
  readonly #lines: Float64Array;
  readonly #sums: Float64Array;
  readonly #counts: Int32Array;

  constructor({ from, to, mask, step }: PairPlaces, memory: KernelMemory, room: number) {
    this.#memory = memory;
    this.#room = room;
    const { buffer } = memory.arena;
    this.#lines = new Float64Array(buffer, room + LINES_AT, 12);
    this.#sums = new Float64Array(buffer, room + SUMS_AT, 20);
    this.#counts = new Int32Array(buffer, room + COUNTS_AT, 3 * LEVELS);
    this.count = memory.kernels.collectPairs(
      from.bitmap.byteOffset,
      to.bitmap.byteOffset,
      mask?.data.byteOffset ?? 0,
      from.width,
      from.height,
      step,
      room + PAIRS_AT,
    );
  }

  sum(lines: readonly ChannelExposure[], limits: readonly number[]): void {
    const { kernels } = this.#memory;
    const [pairs, sums] = [this.#room + PAIRS_AT, this.#room + SUMS_AT];
    if (limits.every((limit) => limit === Infinity)) {
      kernels.sumAllPairs(pairs, this.count, sums);
      return;
    }
    this.#setLines(lines);
    this.#lines.set(limits, 8);
    kernels.sumPairs(pairs, this.count, this.#room + LINES_AT, sums);
  }

  #setLines(lines: readonly ChannelExposure[]): void {
    lines.forEach(({ gain, offset }, c) => {
      this.#lines[c] = gain;
      this.#lines[4 + c] = offset;
    });
    // Of alpha nobody asks.
    this.#lines[11] = 1;
  }

  sumsOf(channel: number): ChannelSums {
    const row = (k: number) => this.#sums[4 * k + channel];
    return [row(0), row(1), row(2), row(3), row(4)];
  }

  countResiduals(lines: readonly ChannelExposure[], isOpen: boolean[]): void {
    if (!isOpen.includes(true)) return;
    this.#setLines(lines);
    const counts = this.#room + COUNTS_AT;
    const { kernels } = this.#memory;
    kernels.countResiduals(this.#room + PAIRS_AT, this.count, this.#room + LINES_AT, counts);
  }

  countsOf(channel: number): Int32Array {
    return this.#counts.subarray(LEVELS * channel, LEVELS * (channel + 1));
  }
}
