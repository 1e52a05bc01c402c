import { createDisparity, type Disparity } from "../../raster/disparity.ts";
import { assertSameSize, type Frame, type Gray, type OutOption } from "../../raster/frame.ts";
import { dropSpeckles, medianOfNine } from "./semi_global_finish.ts";
import { matchSemiGlobal } from "./semi_global_modes.ts";
import { planSemiGlobal, type SemiGlobalMode, STEPS_PER_PIXEL } from "./semi_global_plan.ts";
import { roomAt, roomBytes } from "./semi_global_room.ts";
import { PlainSteps } from "./semi_global_steps.ts";

export type { SemiGlobalMode };

export interface StereoSemiGlobalOptions extends OutOption<Disparity> {
  minDisparity?: number;
  numDisparities?: number;
  blockSize?: number;
  p1?: number;
  p2?: number;
  disp12MaxDiff?: number;
  preFilterCap?: number;
  uniquenessRatio?: number;
  speckleWindowSize?: number;
  speckleRange?: number;
  mode?: SemiGlobalMode;
}

export function stereoSemiGlobal<Picture extends Frame | Gray>(
  left: Picture,
  right: Picture,
  options: StereoSemiGlobalOptions = {},
): Disparity {
  const action = "match two pictures";
  assertSameSize(action, { left, right });
  const isFrame = "bitmap" in left;
  const plan = planSemiGlobal(action, { ...options }, left, isFrame ? 3 : 1);
  const out = options.out ?? createDisparity(left.width, left.height);
  const steps = Math.ceil(roomBytes(plan));
  const room = roomAt(plan, new ArrayBuffer(steps), 0);
  const pixels = (p: Frame | Gray) =>
    "bitmap" in p ? { bytes: p.bitmap, step: 4 } : { bytes: p.data, step: 1 };
  const found = new Int16Array(left.width * left.height);
  matchSemiGlobal(plan, new PlainSteps(plan, room, pixels(left), pixels(right)), found);
  const smooth = new Int16Array(found.length);
  medianOfNine(plan, found, smooth);
  if (plan.speckleSize > 0) dropSpeckles(plan, smooth);
  for (let i = 0; i < smooth.length; i++) {
    out.disparity[i] = smooth[i] === plan.unknown ? NaN : smooth[i] / STEPS_PER_PIXEL;
  }
  return out;
}
