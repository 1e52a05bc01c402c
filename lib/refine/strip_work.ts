import { createGrayBeside, release } from "../memory/beside.ts";
import { isMask } from "../pixels/filter/median_blur.ts";
import type { Frame, Matte } from "../raster/frame.ts";

/** Mattes of fewer pixels are worked on at once. */
const SMALLEST = 2 ** 22;

/** How long a strip should take, in milliseconds. */
const LONGEST = 300;

/** What is done to a matte where only what is near a pixel counts. */
export interface StripWork {
  /** How many rows above and below a pixel count for it. */
  readonly reach: number;
  /** Strips begin at multiples of so many rows. */
  readonly unit?: number;
  /** Whether a mask takes a time that does not depend on the reach. */
  readonly isQuickWithMasks?: boolean;
  /**
   * Do it, from one place to another of the same size.
   *
   * @param frame The frame that the matte belongs to.
   */
  work(matte: Matte, out: Matte, frame: Frame): void;
}

/**
 * Work on a large matte in strips, between which all else may have its turn, where what becomes
 * of a pixel depends on those near it only.
 *
 * Correctness: each strip is worked on with the rows above and below that count for it, so that
 * its height makes no difference; it may follow the time that the one before took.
 *
 * @param matte The matte.
 * @param frame The frame that it belongs to.
 * @param by What is done.
 * @param out Takes the result; another raster than `matte`.
 * @returns The steps.
 */
export function* workInStrips(
  matte: Matte,
  frame: Frame,
  by: StripWork,
  out: Matte,
): Generator<void, void> {
  const { width, height, data } = matte;
  const { unit = 1, isQuickWithMasks = false } = by;
  if (data.length < SMALLEST || (isQuickWithMasks && isMask(data))) {
    by.work(matte, out, frame);
    return;
  }
  const strip = createGrayBeside(matte);
  try {
    // What the rows above and below take must stay less than the work itself.
    const whole = (rows: number) => unit * Math.ceil(rows / unit);
    const reach = whole(by.reach);
    const least = Math.max(64, 2 * reach);
    let rows = least;
    for (let top = 0; top < height;) {
      const start = performance.now();
      const end = Math.min(height, top + rows);
      const [first, last] = [Math.max(0, top - reach), Math.min(height, end + reach)];
      const part = ({ data }: Matte, from: number, to: number): Matte => {
        return { width, height: to - from, data: data.subarray(from * width, to * width) };
      };
      const done = part(strip, 0, last - first);
      const bitmap = frame.bitmap.subarray(4 * first * width, 4 * last * width);
      by.work(part(matte, first, last), done, { width, height: last - first, bitmap });
      out.data.set(part(done, top - first, end - first).data, top * width);
      const rate = (last - first) / Math.max(1, performance.now() - start);
      rows = whole(Math.max(least, LONGEST * rate - 2 * reach));
      top = end;
      yield;
    }
  } finally {
    release(strip);
  }
}
