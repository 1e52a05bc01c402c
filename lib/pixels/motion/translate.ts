import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertSameSize,
  createFrame,
  type Frame,
  type OutOption,
} from "../../raster/frame.ts";
import type { Shift } from "./shift_round.ts";
import { readableWhile } from "../../memory/overlap.ts";
import { assertOptions } from "../../raster/option_checks.ts";

/** Fractions of a pixel are whole numbers of so many. */
const PIXEL_PARTS = 32;

/**
 * Move a picture by a fraction of a pixel, as a shaky camera does.
 *
 * Between pixels it is interpolated bilinearly, in steps of 1/32 of a pixel;
 * what comes in from outside repeats the edge. Alpha is moved like a colour.
 *
 * @example Half a pixel to the right
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bitmap = Uint8ClampedArray.of(0, 0, 0, 255, 100, 50, 0, 255);
 * const moved = translate({ width: 2, height: 1, bitmap }, { dx: 0.5, dy: 0 });
 * assertEquals([...moved.bitmap], [0, 0, 0, 255, 50, 25, 0, 255]);
 * ```
 *
 * @param frame The picture, H × W.
 * @param shift How far, in pixels: to the right and down.
 * @param options `out` may be `frame`.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If the sizes differ, or the shift is not from −32767 to 32767.
 * @see OpenCV `cv::warpAffine` by a translation, `INTER_LINEAR`, `BORDER_REPLICATE`:
 * equal on every input.
 * @category Primitives: motion and time
 */
export function translate(frame: Frame, shift: Shift, options: OutOption<Frame> = {}): Frame {
  assertFrames("move a picture", { frame });
  const { out = createFrame(frame.width, frame.height) } = options;
  const { wholeX, wholeY, weights } = planTranslation(frame, shift, out);
  const { width, height } = frame;
  const target = out.bitmap;
  const source = readableWhile(frame.bitmap, target);
  const memory = memoryOf(frame.bitmap);
  if (memory !== undefined) {
    const [top, bottom] = [weights[0] | (weights[1] << 16), weights[2] | (weights[3] << 16)];
    memory.work([source], target, (to, from) => {
      memory.kernels.translate(from, to, width, height, wholeX, wholeY, top, bottom);
    });
    return out;
  }
  const [topLeft, topRight, bottomLeft, bottomRight] = weights;
  const lastX = width - 1, lastY = height - 1;
  for (let y = 0, p = 0; y < height; y++) {
    const top = 4 * width * Math.min(lastY, Math.max(0, y + wholeY));
    const bottom = 4 * width * Math.min(lastY, Math.max(0, y + wholeY + 1));
    for (let x = 0; x < width; x++, p += 4) {
      const left = 4 * Math.min(lastX, Math.max(0, x + wholeX));
      const right = 4 * Math.min(lastX, Math.max(0, x + wholeX + 1));
      const a = top + left, b = top + right, c = bottom + left, d = bottom + right;
      for (let channel = 0; channel < 4; channel++) {
        target[p + channel] = (topLeft * source[a + channel] + topRight * source[b + channel] +
          bottomLeft * source[c + channel] + bottomRight * source[d + channel] + 512) >> 10;
      }
    }
  }
  return out;
}

/** Where a translation reads. */
interface TranslationPlan {
  /** The pixel to the left of what is read for column 0. */
  readonly wholeX: number;
  /** The pixel above what is read for row 0. */
  readonly wholeY: number;
  /** Of top left, top right, bottom left, bottom right; 1024 together. */
  readonly weights: readonly [number, number, number, number];
}

/** Check a translation's arguments and weigh its four neighbours. */
function planTranslation(frame: Frame, { dx, dy }: Shift, out: Frame): TranslationPlan {
  assertSameSize("move a picture", { frame, out });
  const range = { least: -32767, most: 32767 };
  assertOptions("move a picture", { dx, dy }, { dx: range, dy: range });
  // OpenCV counts in 1024ths first, rounds halves to even, then half up to 32nds.
  const parts = (value: number) => (roundHalfEven(-value * 1024) + 16) >> 5;
  const x = parts(dx), y = parts(dy);
  const right = x & 31, down = y & 31;
  const left = PIXEL_PARTS - right, up = PIXEL_PARTS - down;
  const weights = [left * up, right * up, left * down, right * down] as const;
  return { wholeX: x >> 5, wholeY: y >> 5, weights };
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}
