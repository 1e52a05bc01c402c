import { assertSameSize, type Frame, type Gray, type Matte } from "../../raster/frame.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { assertOptions } from "../../raster/option_checks.ts";

/** What {@linkcode learnPlate} goes by. */
export interface LearnRule {
  /**
   * A colour is the one that is known when each of its channels differs by at most so many levels.
   *
   * @default {24}
   */
  readonly nearest?: number;
  /**
   * Only where a matte is at most so high a frame teaches, 0–255.
   *
   * @default {60}
   */
  readonly surelyBackground?: number;
  /**
   * A colour that was seen so often, or more, moves by one part in `most + 1` of what is
   * missing, 1–31.
   *
   * @default {20}
   */
  readonly most?: number;
}

/** No reciprocal of 16 bits is precise enough for more. */
const LARGEST_MOST = 31;

const RANGES = {
  nearest: { least: 0, most: 255, isWhole: true },
  surelyBackground: { least: 0, most: 255, isWhole: true },
  most: { least: 1, most: LARGEST_MOST, isWhole: true },
};

/**
 * Learn from a frame the colour that each pixel of the room has most of the time.
 *
 * A majority vote in one pass, as Boyer and Moore's, with a colour's neighbourhood for one
 * candidate: a pixel near to the known colour is counted for it, another one against it, and
 * when nothing is left of the count the next colour takes its place. What is counted for
 * also moves the known colour towards it: by the mean's step, n being the count, rounded up.
 * So it gets there, however small the difference, and then stays at the median.
 *
 * @example Two of three frames agree
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = (level: number) => (
 *   { width: 1, height: 1, bitmap: Uint8ClampedArray.of(level, level, level, 255) }
 * );
 * const gray = () => ({ width: 1, height: 1, data: new Uint8Array(1) });
 * const [plate, counts, nobody] = [frame(0), gray(), gray()];
 * for (const level of [200, 90, 90]) learnPlate(plate, counts, frame(level), nobody);
 * assertEquals([...plate.bitmap], [90, 90, 90, 255]);
 * assertEquals([...counts.data], [1]);
 * ```
 *
 * @param plate The room as far as it is known, H × W; is changed.
 * @param counts How many more frames were for each pixel's colour than against it, H × W, 0–255; is changed.
 * @param frame A frame, H × W.
 * @param matte Where it shows somebody, H × W.
 * @param rule What is near, and the like.
 * @throws {RangeError} If the sizes differ, or a number is out of range.
 * @see Boyer and Moore, "MJRTY: a fast majority vote algorithm", 1991, DOI 10.1007/978-94-011-3488-0_5;
 * Manzanera and Richefeu, "A new motion detection algorithm based on Σ-Δ background
 * estimation", 2007, DOI 10.1016/j.patrec.2006.04.007 (steps that end at the median).
 */
export function learnPlate(
  plate: Frame,
  counts: Gray,
  frame: Frame,
  matte: Matte,
  rule: LearnRule = {},
): void {
  const { nearest = 24, surelyBackground = 60, most = 20 } = rule;
  assertSameSize("learn a plate", { plate, counts, frame, matte });
  const limits = { nearest, surelyBackground, most };
  assertOptions("learn a plate", limits, RANGES);
  const memory = memoryOf(plate.bitmap, counts.data, frame.bitmap, matte.data);
  if (memory === undefined) learnPlainly(plate, counts, frame, matte, limits);
  else {
    memory.work([RECIPROCALS], counts.data, (to, reciprocals) => {
      memory.kernels.learnPlate(
        plate.bitmap.byteOffset,
        to,
        frame.bitmap.byteOffset,
        matte.data.byteOffset,
        counts.data.length,
        nearest,
        surelyBackground,
        most,
        reciprocals,
      );
    });
  }
}

/**
 * For n + 1 up to 32, ⌊2¹⁵ / (n + 1)⌋ + 1: sixteen lower bytes, sixteen more, then the upper ones.
 *
 * The kernel takes ⌈d / k⌉ as 1 + ⌊((d − 1) · 2⁶ · reciprocal / 2¹⁵ rounded) / 2⁶⌋: what the
 * reciprocal (d / 2¹⁵) and the rounding (1 / 2⁷) add is less than the 1 / k that would be too much.
 */
const RECIPROCALS = reciprocalBytes();

function reciprocalBytes(): Uint8Array {
  const bytes = new Uint8Array(64);
  // Of n = 0 none is asked for: 2¹⁵ + 1 has no room in 16 bits with a sign.
  for (let n = 1; n <= LARGEST_MOST; n++) {
    const reciprocal = Math.floor(2 ** 15 / (n + 1)) + 1;
    bytes[n] = reciprocal & 255;
    bytes[32 + n] = reciprocal >> 8;
  }
  return bytes;
}

function learnPlainly(
  { bitmap: known }: Frame,
  { data: counts }: Gray,
  { bitmap: seen }: Frame,
  { data: alphas }: Matte,
  { nearest, surelyBackground, most }: Required<LearnRule>,
): void {
  for (let i = 0, p = 0; i < counts.length; i++, p += 4) {
    if (alphas[i] > surelyBackground) continue;
    const n = counts[i];
    if (n === 0) {
      for (let c = 0; c < 3; c++) known[p + c] = seen[p + c];
      known[p + 3] = 255;
      counts[i] = 1;
      continue;
    }
    const r = seen[p] - known[p], g = seen[p + 1] - known[p + 1], b = seen[p + 2] - known[p + 2];
    if (Math.max(Math.abs(r), Math.abs(g), Math.abs(b)) > nearest) {
      counts[i] = n - 1;
      continue;
    }
    const k = Math.min(n, most) + 1;
    known[p] += stepOf(r, k);
    known[p + 1] += stepOf(g, k);
    known[p + 2] += stepOf(b, k);
    if (n < 255) counts[i] = n + 1;
  }
}

/** One part in k, away from 0 to a whole number. */
function stepOf(difference: number, k: number): number {
  return ((difference < 0 ? difference - k + 1 : difference + k - 1) / k) | 0;
}
