import { shown } from "../../raster/option_checks.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertSameSize,
  createFrame,
  type Frame,
  type OutOption,
} from "../../raster/frame.ts";

/**
 * The median of several pictures, pixel by pixel and channel by channel: what is
 * there most of the time, without those who pass.
 *
 * @example Somebody passes in one of three pictures
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = (level: number) => (
 *   { width: 1, height: 1, bitmap: Uint8ClampedArray.of(level, level, level, 255) }
 * );
 * const { bitmap } = temporalMedian([frame(50), frame(200), frame(52)]);
 * assertEquals([...bitmap], [52, 52, 52, 255]);
 * ```
 *
 * @param frames At least one, H × W; of an even number the lower of the two in the middle is taken.
 * @param options `out` must not be one of the frames.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If there is no frame, or the sizes differ.
 * @see Cucchiara et al., TPAMI 2003, DOI 10.1109/TPAMI.2003.1233909; equal to `numpy.median` for odd numbers.
 * @category Primitives: motion and time
 */
export function temporalMedian(frames: readonly Frame[], options: OutOption<Frame> = {}): Frame {
  const out = checkMedian(frames, options);
  const count = frames.length;
  const memory = count > MOST_IN_KERNEL
    ? undefined
    : memoryOf(...frames.map(({ bitmap }) => bitmap));
  if (memory !== undefined) {
    medianByKernel(memory, frames, out);
    return out;
  }
  const middle = (count - 1) >> 1;
  const levels = new Uint8Array(count);
  const target = out.bitmap;
  for (let p = 0; p < target.length; p++) {
    for (let k = 0; k < count; k++) levels[k] = frames[k].bitmap[p];
    // Insertion sort: a pixel of a still room is nearly in order.
    for (let k = 1; k < count; k++) {
      const level = levels[k];
      let j = k - 1;
      for (; j >= 0 && levels[j] > level; j--) levels[j + 1] = levels[j];
      levels[j + 1] = level;
    }
    target[p] = levels[middle];
  }
  return out;
}

/** So many frames can be counted in a byte. */
const MOST_IN_KERNEL = 255;

function medianByKernel(memory: KernelMemory, frames: readonly Frame[], out: Frame): void {
  const inputs = [new Int32Array(frames.length), ...frames.map(({ bitmap }) => bitmap)];
  memory.work(inputs, out.bitmap, (to, list, ...sources) => {
    new Int32Array(memory.arena.buffer, list, sources.length).set(sources);
    memory.kernels.temporalMedian(list, sources.length, to, out.bitmap.length);
  });
}

/** Pixels of a step. */
const BAND = 2 ** 20;

/**
 * The median of several pictures in steps, between which all else may have its turn.
 *
 * Benefit: three frames of 7680×4320 by kernels without a step take a second, and their copies
 * 400 MB; of a band 13 MB.
 *
 * @param frames At least one, H × W.
 * @param medianOf Takes the median of a band: {@linkcode temporalMedian}, or its twin.
 * @returns The steps, which give a new H × W frame.
 * @throws {RangeError} If there is no frame, or the sizes differ.
 */
export function* temporalMedianInSteps(
  frames: readonly Frame[],
  medianOf: typeof temporalMedian,
): Generator<void, Frame> {
  const whole = checkMedian(frames, {});
  const { width, height } = whole;
  const rows = Math.max(1, Math.floor(BAND / width));
  for (let top = 0; top < height; top += rows) {
    const end = Math.min(height, top + rows);
    const band = ({ bitmap }: Frame): Frame => {
      const part = bitmap.subarray(4 * width * top, 4 * width * end);
      return { width, height: end - top, bitmap: part };
    };
    medianOf(frames.map(band), { out: band(whole) });
    yield;
  }
  return whole;
}

/** Check the arguments of a median; returns where it goes. */
function checkMedian(frames: readonly Frame[], options: OutOption<Frame>): Frame {
  if (!Array.isArray(frames)) {
    throw new TypeError(
      `Cannot take a median: 'frames' must be an array of frames, got ${shown(frames)}`,
    );
  }
  if (frames.length === 0) throw new RangeError("Cannot take a median: there are no frames");
  const named = Object.fromEntries(frames.map((frame, i) => [`frames[${i}]`, frame]));
  assertFrames("take a median", named);
  const { out = createFrame(frames[0].width, frames[0].height) } = options;
  assertSameSize("take a median", { out, ...named });
  return out;
}
