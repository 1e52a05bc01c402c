import { createFrameIn, createGrayIn, release } from "../../memory/beside.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { expose, fitExposure } from "../../pixels/color/fit_exposure.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import { estimateShift } from "../../pixels/motion/estimate_shift.ts";
import { translate } from "../../pixels/motion/translate.ts";
import type { Frame, Gray } from "../../raster/frame.ts";
import { Turns } from "../../turns.ts";
import { strideOf } from "./fitted_plate.ts";

/**
 * Make pictures of one scene fit the first of them: moved to where it was taken and
 * exposed as it is. They are changed in place.
 *
 * @param frames Of one size.
 * @param memory The kernels' memory: frames that lie elsewhere are copied into it and back, one at
 * a time. `undefined` for plain loops.
 */
export function fitToFirst(frames: readonly Frame[], memory: KernelMemory | undefined): void {
  const [first, ...others] = frames;
  if (first === undefined) return;
  const stride = strideOf(first);
  const [luma, own] = [0, 1].map(() => createGrayIn(memory, first));
  grayscaleThere(first, luma, memory);
  for (const frame of others) {
    workThere(frame, memory, (there) => {
      grayscale(there, { out: own });
      const shift = estimateShift(own, luma, { step: 3 * stride });
      if (Math.max(Math.abs(shift.dx), Math.abs(shift.dy)) >= 1 / 16) {
        translate(there, shift, { out: there });
      }
      expose(there, fitExposure(there, first, { step: 4 * stride }), { out: there });
    });
  }
  release(luma, own);
}

/** Do something with a frame where the kernels are, if there are any: in place, or on a copy that is copied back. */
function workThere(
  frame: Frame,
  memory: KernelMemory | undefined,
  work: (there: Frame) => void,
): void {
  if (memoryOf(frame.bitmap) === memory) return work(frame);
  const there = createFrameIn(memory, frame);
  there.bitmap.set(frame.bitmap);
  work(there);
  frame.bitmap.set(there.bitmap);
  release(there);
}

function grayscaleThere(frame: Frame, out: Gray, memory: KernelMemory | undefined): void {
  workThere(frame, memory, (there) => void grayscale(there, { out }));
}

/**
 * The same for a survey's frames, between which all else may have its turn.
 *
 * @param frames Of one size.
 * @param memory As for {@linkcode fitToFirst}.
 */
export async function fitAllToFirst(
  frames: readonly Frame[],
  memory: KernelMemory | undefined,
): Promise<void> {
  const [first, ...others] = frames;
  const turns = new Turns();
  for (const frame of others) {
    fitToFirst([first, frame], memory);
    await turns.give();
  }
}
