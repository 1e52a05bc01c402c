import { fitExposure } from "../../pixels/color/exposure.ts";
import { isAccelerated } from "../../memory/kernel_memory.ts";
import type { Frame } from "../../raster/frame.ts";
import { strideOf } from "./fitted_plate.ts";
import { type Pixels, plainPixels } from "../../pixels/simd_pixels.ts";
import { Turns } from "../../turns.ts";

/**
 * Make pictures of one scene fit the first of them: moved to where it was taken and
 * exposed as it is. They are changed in place.
 *
 * @param frames Of one size.
 * @param pixels Who does the work.
 */
export function fitToFirst(frames: readonly Frame[], pixels: Pixels = plainPixels): void {
  const [first, ...others] = frames;
  if (first === undefined) return;
  const stride = strideOf(first);
  const { width, height } = first;
  const [luma, own] = [0, 1].map(() => pixels.createGray(width, height));
  grayscaleThere(first, luma, pixels);
  for (const frame of others) {
    workThere(frame, pixels, (there) => {
      pixels.grayscale(there, { out: own });
      const shift = pixels.estimateShift(own, luma, { step: 3 * stride });
      if (Math.max(Math.abs(shift.dx), Math.abs(shift.dy)) >= 1 / 16) {
        pixels.translate(there, shift, { out: there });
      }
      pixels.expose(there, fitExposure(there, first, { step: 4 * stride }), { out: there });
    });
  }
  for (const gray of [luma, own]) pixels.free(gray);
}

/** Do something with a frame where the kernels are, if there are any: in place, or on a copy that is copied back. */
function workThere(frame: Frame, pixels: Pixels, work: (there: Frame) => void): void {
  if (!pixels.isSimd || isAccelerated(frame)) return work(frame);
  const there = pixels.createFrame(frame.width, frame.height);
  there.bitmap.set(frame.bitmap);
  work(there);
  frame.bitmap.set(there.bitmap);
  pixels.free(there);
}

function grayscaleThere(frame: Frame, out: ReturnType<Pixels["createGray"]>, pixels: Pixels): void {
  workThere(frame, pixels, (there) => void pixels.grayscale(there, { out }));
}

/**
 * The same for a survey's frames, between which all else may have its turn.
 *
 * @param frames Of one size.
 * @param pixels Who does the work.
 */
export async function fitAllToFirst(frames: readonly Frame[], pixels: Pixels): Promise<void> {
  const [first, ...others] = frames;
  const turns = new Turns();
  for (const frame of others) {
    fitToFirst([first, frame], pixels);
    await turns.give();
  }
}
