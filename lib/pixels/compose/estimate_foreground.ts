import {
  assertSameSize,
  createFrame,
  type Frame,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { atOnce } from "../../turns.ts";
import { halve, type Level, type Unknowns, unknownsOf } from "./foreground_levels.ts";

/** ε_r and ω of the paper: how much neighbours have to be alike at least, and more by alpha's slope. */
const SMOOTHNESS = 5e-3;
const SLOPE_SMOOTHNESS = 0.1;
/** Sweeps over the smaller levels, and over the picture itself. */
const COARSE_SWEEPS = 10;
const FINE_SWEEPS = 6;
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
 * https://doi.org/10.48550/arXiv.2006.14970. Unlike there, smaller levels are means of 2 × 2 pixels, and only pixels at partial alpha are solved for.
 * @category Primitives: composition
 */
export function estimateForeground(
  frame: Frame,
  matte: Matte,
  options: OutOption<Frame> = {},
): Frame {
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
  const levels: Level[] = [{ width, height, alpha: data, colour: bitmap, channels: 4 }];
  while (levels[0].width > 1 || levels[0].height > 1) {
    levels.unshift(yield* halve(levels[0]));
  }
  let solved: Unknowns | undefined;
  for (const level of levels) {
    solved = yield* unknownsOf(level, solved);
    const sweeps = level.width === width && level.height === height ? FINE_SWEEPS : COARSE_SWEEPS;
    for (let i = 0; i < sweeps; i++) yield* sweep(solved, i % 2 === 0 ? 1 : -1);
  }
  return solved!;
}

/**
 * Solve for each pixel in turn, with its neighbours as they are: down the
 * picture, or up.
 *
 * The paper's two equations a pixel have this solution: F and B are the
 * neighbours' weighted means, plus what the mixture lacks, shared out in
 * proportion to α and 1 − α.
 */
function* sweep(unknowns: Unknowns, direction: 1 | -1): Generator<void, void> {
  const { count } = unknowns;
  for (let done = 0; done < count; done += STEP) {
    const part = Math.min(STEP, count - done);
    solve(unknowns, direction > 0 ? done : count - 1 - done, part, direction);
    yield;
  }
}

/** Solve for so many pixels in turn, from one on. */
function solve(unknowns: Unknowns, first: number, count: number, direction: 1 | -1): void {
  const { alpha, image, neighbours, colours } = unknowns;
  const end = first + direction * count;
  for (let slot = first; slot !== end; slot += direction) {
    const a = alpha[slot];
    const rest = 1 - a;
    let total = 0;
    let f0 = 0, f1 = 0, f2 = 0;
    let b0 = 0, b1 = 0, b2 = 0;
    for (let n = 4 * slot; n < 4 * slot + 4; n++) {
      const other = neighbours[n];
      const weight = SMOOTHNESS + SLOPE_SMOOTHNESS * Math.abs(a - alpha[other]);
      const c = 6 * other;
      total += weight;
      f0 += weight * colours[c];
      f1 += weight * colours[c + 1];
      f2 += weight * colours[c + 2];
      b0 += weight * colours[c + 3];
      b1 += weight * colours[c + 4];
      b2 += weight * colours[c + 5];
    }
    const mean = 1 / total;
    const gain = 1 / (a * a + rest * rest + total);
    const lack0 = (image[3 * slot] - (a * f0 + rest * b0) * mean) * gain;
    const lack1 = (image[3 * slot + 1] - (a * f1 + rest * b1) * mean) * gain;
    const lack2 = (image[3 * slot + 2] - (a * f2 + rest * b2) * mean) * gain;
    const c = 6 * slot;
    colours[c] = clamp(f0 * mean + a * lack0);
    colours[c + 1] = clamp(f1 * mean + a * lack1);
    colours[c + 2] = clamp(f2 * mean + a * lack2);
    colours[c + 3] = clamp(b0 * mean + rest * lack0);
    colours[c + 4] = clamp(b1 * mean + rest * lack1);
    colours[c + 5] = clamp(b2 * mean + rest * lack2);
  }
}

function clamp(level: number): number {
  return level < 0 ? 0 : level > 255 ? 255 : level;
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
    to[4 * i] = colours[6 * slot];
    to[4 * i + 1] = colours[6 * slot + 1];
    to[4 * i + 2] = colours[6 * slot + 2];
  }
}
