import { copyMasked } from "../../pixels/compose/copy_masked.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import { threshold } from "../../pixels/color/threshold.ts";
import { absdiff } from "../../pixels/motion/absdiff.ts";
import { createFrame, type Frame, type Gray, type Mask } from "../../raster/frame.ts";

/** What the tutorial works with, all of one size. */
export interface StepInputs {
  /** The frame of the odd slot. */
  readonly previous: Frame;
  /** The frame of the even slot, which is shown. */
  readonly next: Frame;
  /** The background, in the frames' size. */
  readonly resized: Frame;
}

/** How much changed from one frame to the other. */
export interface ChangeSteps {
  readonly difference: Frame;
  readonly gray: Gray;
}

/** What a threshold makes of it. */
export interface CutSteps {
  readonly mask: Mask;
  /** What is foreground, and nothing around it. */
  readonly copy: Frame;
  readonly result: Frame;
}

/**
 * The tutorial's steps before the threshold.
 *
 * @param inputs The two frames.
 */
export function changeSteps({ previous, next }: StepInputs): ChangeSteps {
  const difference = absdiff(previous, next);
  return { difference, gray: grayscale(difference) };
}

/**
 * The tutorial's steps from the threshold on.
 *
 * @example A pixel that changed by 4 levels stays, one that changed by 3 does not
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = (a: number, b: number) => ({
 *   width: 2,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(a, a, a, 255, b, b, b, 255),
 * });
 * const inputs = { previous: row(100, 100), next: row(104, 103), resized: row(9, 9) };
 * const { mask, result } = cutSteps(inputs, changeSteps(inputs), 3);
 * assertEquals([...mask.data], [255, 0]);
 * assertEquals([...result.bitmap], [104, 104, 104, 255, 9, 9, 9, 255]);
 * ```
 *
 * @param inputs The frame to show, and what is behind.
 * @param change What {@linkcode changeSteps} gave.
 * @param level The last level of change that still is background.
 */
export function cutSteps(
  { next, resized }: StepInputs,
  { gray }: Pick<ChangeSteps, "gray">,
  level: number,
): CutSteps {
  const mask = threshold(gray, level);
  const copy = copyMasked(next, mask);
  const result = createFrame(resized.width, resized.height);
  result.bitmap.set(resized.bitmap);
  return { mask, copy, result: copyMasked(next, mask, { out: result }) };
}
