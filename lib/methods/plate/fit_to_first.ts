import { fitExposure } from "../../pixels/color/exposure.ts";
import type { Frame } from "../../raster/frame.ts";
import { strideOf } from "./fitted_plate.ts";
import { type Pixels, plainPixels } from "../../simd/pixels.ts";
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
  const luma = pixels.grayscale(first);
  const own = pixels.grayscale(first);
  for (const frame of others) {
    pixels.grayscale(frame, { out: own });
    const shift = pixels.estimateShift(own, luma, { step: 3 * stride });
    if (Math.max(Math.abs(shift.dx), Math.abs(shift.dy)) >= 1 / 16) {
      pixels.translate(frame, shift, { out: frame });
    }
    pixels.expose(frame, fitExposure(frame, first, { step: 4 * stride }), { out: frame });
  }
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
