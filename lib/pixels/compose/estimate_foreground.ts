import {
  assertFrames,
  assertGrays,
  assertSameSize,
  createFrame,
  type Frame,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { foregroundByKernel } from "./foreground_by_kernel.ts";
import { atOnce } from "../../turns.ts";
import {
  ALPHA_ONE,
  COLOUR_PARTS,
  FULL,
  halveLevel,
  type Level,
  type Unknowns,
  unknownsOf,
} from "./foreground_levels.ts";

/** ε_r and ω of the paper: how much neighbours have to be alike at least, and more by alpha's slope. */
const SMOOTHNESS = 5e-3;
const SLOPE_SMOOTHNESS = 0.1;
/** The first where the second is 1 for each part of an alpha. */
const LEAST_WEIGHT = Math.round(SMOOTHNESS / SLOPE_SMOOTHNESS * ALPHA_ONE);
/** What makes weights as large as squares of alphas. */
const WEIGHT = Math.fround(SLOPE_SMOOTHNESS * ALPHA_ONE);
/** What a slot's four shares add up to. */
const WHOLE = 2 ** 15;
/** Sweeps over the smaller levels, and over the picture itself. */
const SWEEPS = { coarse: 10, fine: 6 };
/** Pixels that are solved for in one step. */
const STEP = 2 ** 20;

/**
 * The foreground's own colours where the matte is partial: without the old
 * background's share in them, which would shine through over a new one.
 *
 * A pixel of partial alpha α shows `α·F + (1 − α)·B`. Both colours are estimated
 * such that the mixture fits, and that each varies little from pixel to pixel:
 * first for the picture as one pixel, then for ever larger ones, each from the
 * one before. `F` is written where the matte is 1–254; where it is 0 or 255 the
 * frame's colours stay to the bit. Alpha is copied.
 *
 * It takes the matte at its word: where a pixel that is all foreground has a
 * partial alpha, its colour is driven away from the background's.
 *
 * @example Half red before green is red
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = {
 *   width: 3,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(200, 0, 0, 255, 100, 100, 0, 255, 0, 200, 0, 255),
 * };
 * const matte = { width: 3, height: 1, data: Uint8Array.of(255, 128, 0) };
 * const [red, green] = estimateForeground(frame, matte).bitmap.subarray(4);
 * assertEquals(red > 180 && green < 20, true);
 * ```
 *
 * @param frame The picture, H × W: foreground before the old background.
 * @param matte How much of each pixel is foreground, H × W.
 * @param options `out` may be `frame`.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see Germer, Uelwer, Conrad & Harmeling, Fast Multi-Level Foreground Estimation, 2020,
 * https://doi.org/10.48550/arXiv.2006.14970. Unlike there, smaller levels are means of 2 × 2 pixels, only pixels at partial alpha are solved for, every other one at a time (red-black order), and colours are whole 128ths of a level.
 * @category Primitives: composition
 */
export function estimateForeground(
  frame: Frame,
  matte: Matte,
  options: OutOption<Frame> = {},
): Frame {
  assertFrames("estimate the foreground", { frame });
  assertGrays("estimate the foreground", { matte });
  const { out = createFrame(frame.width, frame.height) } = options;
  return atOnce(foregroundInSteps(frame, matte, out));
}

/**
 * The same as {@linkcode estimateForeground} in steps, between which all else may have its turn.
 *
 * @param frame The picture, H × W.
 * @param matte How much of each pixel is foreground, H × W.
 * @param out May be `frame`.
 * @returns The steps, which give `out`.
 */
export function* foregroundInSteps(
  frame: Frame,
  matte: Matte,
  out: Frame,
): Generator<void, Frame> {
  assertSameSize("estimate the foreground", { frame, matte, out });
  const memory = memoryOf(frame.bitmap, matte.data);
  if (memory !== undefined) {
    yield* foregroundByKernel(memory, frame, matte, out, SWEEPS);
    return out;
  }
  const colours = hasPartial(matte.data) ? yield* solveLevels(frame, matte) : undefined;
  if (out.bitmap !== frame.bitmap) out.bitmap.set(frame.bitmap);
  if (colours !== undefined) write(colours, matte.data, out.bitmap);
  return out;
}

function hasPartial(matte: Uint8Array): boolean {
  for (let i = 0; i < matte.length; i++) {
    if (matte[i] !== 0 && matte[i] !== 255) return true;
  }
  return false;
}

/** Solve the smallest level, then each larger one from there. */
function* solveLevels(
  { width, height, bitmap }: Frame,
  { data }: Matte,
): Generator<void, Unknowns> {
  const levels: Level[] = [
    { width, height, alpha: data, colour: bitmap, channels: 4, parts: COLOUR_PARTS },
  ];
  while (levels[0].width > 1 || levels[0].height > 1) {
    levels.unshift(yield* halveLevel(levels[0]));
  }
  let solved: Unknowns | undefined;
  for (const level of levels) {
    solved = yield* unknownsOf(level, solved);
    const factors = yield* factorsOf(solved);
    const isPicture = level.width === width && level.height === height;
    const sweeps = isPicture ? SWEEPS.fine : SWEEPS.coarse;
    for (let i = 0; i < sweeps; i++) {
      yield* sweep(solved, factors, 0);
      yield* sweep(solved, factors, 1);
    }
  }
  return solved!;
}

/** What does not change from sweep to sweep. */
interface Factors {
  /** How much each of a slot's neighbours counts: four for each slot, which add up to {@linkcode WHOLE}. */
  readonly shares: Int32Array;
  /** Half of what is added to F and to B for each part that the mixture lacks, in 2⁻¹⁵. */
  readonly gains: Int32Array;
}

function* factorsOf({ count, alpha, neighbours }: Unknowns): Generator<void, Factors> {
  const shares = new Int32Array(4 * count);
  const gains = new Int32Array(2 * count);
  for (let start = 0; start < count; start += STEP) {
    for (let slot = start; slot < Math.min(count, start + STEP); slot++) {
      const a = alpha[slot];
      const rest = ALPHA_ONE - a;
      const n = 4 * slot;
      const left = LEAST_WEIGHT + Math.abs(a - alpha[neighbours[n]]);
      const right = LEAST_WEIGHT + Math.abs(a - alpha[neighbours[n + 1]]);
      const above = LEAST_WEIGHT + Math.abs(a - alpha[neighbours[n + 2]]);
      const below = LEAST_WEIGHT + Math.abs(a - alpha[neighbours[n + 3]]);
      const total = left + right + above + below;
      const scale = f32(WHOLE / total);
      shares[n + 1] = nearest(right, scale);
      shares[n + 2] = nearest(above, scale);
      shares[n + 3] = nearest(below, scale);
      shares[n] = WHOLE - shares[n + 1] - shares[n + 2] - shares[n + 3];
      const gain = f32(ALPHA_ONE ** 2 / f32(f32(a * a + rest * rest) + f32(total * WEIGHT)));
      gains[2 * slot] = nearest(a, gain);
      gains[2 * slot + 1] = nearest(rest, gain);
    }
    yield;
  }
  return { shares, gains };
}

const f32 = Math.fround;

/** A product in single precision, rounded. */
function nearest(value: number, scale: number): number {
  return Math.trunc(f32(f32(value * scale) + 0.5));
}

/**
 * Solve for each slot whose column and row are an even number, or an odd one, with its neighbours
 * as they are: in which order does not matter, for they are all of the other kind.
 *
 * The paper's two equations a pixel have this solution: F and B are the
 * neighbours' weighted means, plus what the mixture lacks, shared out in
 * proportion to α and 1 − α.
 */
function* sweep(unknowns: Unknowns, factors: Factors, kind: 0 | 1): Generator<void, void> {
  const { count } = unknowns;
  for (let done = 0; done < count; done += STEP) {
    solve(unknowns, factors, kind, done, Math.min(count, done + STEP));
    yield;
  }
}

function solve(
  { isOdd, alpha, image, neighbours, colours }: Unknowns,
  { shares, gains }: Factors,
  kind: 0 | 1,
  first: number,
  end: number,
): void {
  for (let slot = first; slot < end; slot++) {
    if (isOdd[slot] !== kind) continue;
    const n = 4 * slot;
    const w0 = shares[n], w1 = shares[n + 1], w2 = shares[n + 2], w3 = shares[n + 3];
    const c0 = 6 * neighbours[n], c1 = 6 * neighbours[n + 1];
    const c2 = 6 * neighbours[n + 2], c3 = 6 * neighbours[n + 3];
    const a = alpha[slot];
    const gain = gains[2 * slot], gainOfRest = gains[2 * slot + 1];
    for (let c = 0; c < 3; c++) {
      const front = (w0 * colours[c0 + c] + w1 * colours[c1 + c] + w2 * colours[c2 + c] +
        w3 * colours[c3 + c] + 16384) >> 15;
      const back = (w0 * colours[c0 + c + 3] + w1 * colours[c1 + c + 3] +
        w2 * colours[c2 + c + 3] + w3 * colours[c3 + c + 3] + 16384) >> 15;
      const lack = (ALPHA_ONE * image[3 * slot + c] - a * front - (ALPHA_ONE - a) * back + 8192) >>
        14;
      const p = 6 * slot + c;
      colours[p] = clamp(front + 2 * ((lack * gain + 16384) >> 15));
      colours[p + 3] = clamp(back + 2 * ((lack * gainOfRest + 16384) >> 15));
    }
  }
}

function clamp(level: number): number {
  return level < 0 ? 0 : level > FULL ? FULL : level;
}

/** The estimated colours where alpha is partial. */
function write(
  { count, pixels, colours }: Unknowns,
  matte: Uint8Array,
  to: Uint8ClampedArray,
): void {
  for (let slot = 0; slot < count; slot++) {
    const i = pixels[slot];
    if (matte[i] === 0 || matte[i] === 255) continue;
    to[4 * i] = (colours[6 * slot] + COLOUR_PARTS / 2) >> 7;
    to[4 * i + 1] = (colours[6 * slot + 1] + COLOUR_PARTS / 2) >> 7;
    to[4 * i + 2] = (colours[6 * slot + 2] + COLOUR_PARTS / 2) >> 7;
  }
}
