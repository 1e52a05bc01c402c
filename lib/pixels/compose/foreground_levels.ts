import type { Size } from "../../raster/frame.ts";

/** The picture at one of its sizes. */
export interface Level extends Size {
  /** 0–255 for each pixel. */
  readonly alpha: Float32Array | Uint8Array;
  /** `channels` values for each pixel, of which the first three are red, green and blue. */
  readonly colour: Float32Array | Uint8ClampedArray;
  readonly channels: 3 | 4;
}

/** Rows that are worked on in one step. */
const ROWS = 128;

/**
 * What is to be solved for at a level: the pixels of partial alpha with those
 * beside them, called slots, close together in memory.
 */
export interface Unknowns {
  readonly count: number;
  /** The level's width in pixels. */
  readonly width: number;
  /** Each pixel's slot, or −1. */
  readonly slots: Int32Array;
  /** Each slot's pixel. */
  readonly pixels: Int32Array;
  /** 0–1 for each slot. */
  readonly alpha: Float32Array;
  /** Three colours for each slot. */
  readonly image: Float32Array;
  /** Four slots for each slot: to the left, right, above, below; itself where there is none. */
  readonly neighbours: Int32Array;
  /** For each slot the foreground's three colours, then the background's. */
  readonly colours: Float32Array;
}

/**
 * The level with half the sides, rounded up, as means of 2 × 2 pixels.
 *
 * Means of alpha and of colours obey the equation of mixing as single pixels do.
 * And where there is partial alpha in a level, there is in the smaller one.
 */
export function* halve(level: Level): Generator<void, Level> {
  const { width, height } = level;
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const alphas = new Float32Array(half.width * half.height);
  const colours = new Float32Array(3 * half.width * half.height);
  for (let top = 0; top < half.height; top += ROWS) {
    halveRows(level, half, top, Math.min(half.height, top + ROWS), alphas, colours);
    yield;
  }
  return { ...half, alpha: alphas, colour: colours, channels: 3 };
}

function halveRows(
  { width, height, alpha, colour, channels }: Level,
  half: Size,
  top: number,
  end: number,
  alphas: Float32Array,
  colours: Float32Array,
): void {
  for (let y = top, i = top * half.width; y < end; y++) {
    const below = 2 * y + 1 < height ? width : 0;
    for (let x = 0; x < half.width; x++, i++) {
      const a = 2 * y * width + 2 * x;
      const b = 2 * x + 1 < width ? a + 1 : a;
      const c = a + below;
      const d = b + below;
      alphas[i] = (alpha[a] + alpha[b] + alpha[c] + alpha[d]) / 4;
      const p = channels * a;
      const q = channels * b;
      const r = channels * c;
      const s = channels * d;
      colours[3 * i] = (colour[p] + colour[q] + colour[r] + colour[s]) / 4;
      colours[3 * i + 1] = (colour[p + 1] + colour[q + 1] + colour[r + 1] + colour[s + 1]) / 4;
      colours[3 * i + 2] = (colour[p + 2] + colour[q + 2] + colour[r + 2] + colour[s + 2]) / 4;
    }
  }
}

/**
 * Find a level's unknowns.
 *
 * Benefit: 0.29 s → 25 ms for 720p with 5 % of partial alpha, instead of solving for each pixel.
 * Correctness: what is beside no partial alpha lies in a flat part, whose colours are weighed
 * lightest, and is neither wanted itself nor by what is wanted.
 *
 * @param level The level.
 * @param coarse The level of half its sides, solved, from whose colours these start.
 */
export function* unknownsOf(
  level: Level,
  coarse: Unknowns | undefined,
): Generator<void, Unknowns> {
  const { width, height } = level;
  const { slots, count } = slotsOf(level);
  yield;
  const pixels = new Int32Array(count);
  const alpha = new Float32Array(count);
  const image = new Float32Array(3 * count);
  const colours = new Float32Array(6 * count);
  const neighbours = new Int32Array(4 * count);
  const unknowns = { count, width, slots, pixels, alpha, image, neighbours, colours };
  for (let top = 0; top < height; top += ROWS) {
    fillRows(unknowns, level, coarse, top, Math.min(height, top + ROWS));
    yield;
  }
  return unknowns;
}

/** Fill in the unknowns of some rows. */
function fillRows(
  { slots, pixels, alpha, image, neighbours, colours }: Unknowns,
  level: Level,
  coarse: Unknowns | undefined,
  top: number,
  end: number,
): void {
  const { width, height, colour, channels } = level;
  for (let y = top, i = top * width; y < end; y++) {
    const coarseRow = coarse === undefined ? 0 : (y >> 1) * coarse.width;
    for (let x = 0; x < width; x++, i++) {
      const slot = slots[i];
      if (slot < 0) continue;
      pixels[slot] = i;
      alpha[slot] = level.alpha[i] / 255;
      const parent = coarse === undefined ? -1 : coarse.slots[coarseRow + (x >> 1)];
      for (let c = 0; c < 3; c++) {
        const own = colour[channels * i + c];
        image[3 * slot + c] = own;
        colours[6 * slot + c] = parent < 0 ? own : coarse!.colours[6 * parent + c];
        colours[6 * slot + 3 + c] = parent < 0 ? own : coarse!.colours[6 * parent + 3 + c];
      }
      neighbours[4 * slot] = x > 0 && slots[i - 1] >= 0 ? slots[i - 1] : slot;
      neighbours[4 * slot + 1] = x < width - 1 && slots[i + 1] >= 0 ? slots[i + 1] : slot;
      neighbours[4 * slot + 2] = y > 0 && slots[i - width] >= 0 ? slots[i - width] : slot;
      neighbours[4 * slot + 3] = y < height - 1 && slots[i + width] >= 0 ? slots[i + width] : slot;
    }
  }
}

/** Number the pixels of partial alpha and those beside them. */
function slotsOf({ width, height, alpha }: Level): { slots: Int32Array; count: number } {
  const slots = new Int32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const a = alpha[i];
      if (a === 0 || a === 255) continue;
      slots[i] = 1;
      if (x > 0) slots[i - 1] = 1;
      if (x < width - 1) slots[i + 1] = 1;
      if (y > 0) slots[i - width] = 1;
      if (y < height - 1) slots[i + width] = 1;
    }
  }
  let count = 0;
  for (let i = 0; i < slots.length; i++) slots[i] = slots[i] === 0 ? -1 : count++;
  return { slots, count };
}
