import { createDisparity, type Disparity } from "../../raster/disparity.ts";
import { assertSameSize, type Frame, type Gray, type OutOption } from "../../raster/frame.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { KernelSteps } from "./semi_global_kernels.ts";
import { matchSemiGlobal } from "./semi_global_modes.ts";
import {
  planSemiGlobal,
  type SemiGlobalMode,
  type SemiGlobalPlan,
  STEPS_PER_PIXEL,
} from "./semi_global_plan.ts";
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
  const memory = memoryOf(bytesOf(left), bytesOf(right));
  const bytes = roomBytes(plan);
  if (memory?.hasRoomFor(bytes)) {
    memory.withRoom(bytes, (address) => {
      memory.work([bytesOf(left), bytesOf(right)], new Uint8Array(0), (_, from, other) => {
        const room = roomAt(plan, memory.memory.buffer, address);
        const step = isFrame ? 4 : 1;
        const at = { address: from, step };
        const steps = new KernelSteps(plan, room, memory, at, { address: other, step });
        write(plan, matchSemiGlobal(plan, steps), out);
      });
    });
    return out;
  }
  const room = roomAt(plan, new ArrayBuffer(bytes), 0);
  const pixels = (picture: Frame | Gray) => ({ bytes: bytesOf(picture), step: isFrame ? 4 : 1 });
  write(plan, matchSemiGlobal(plan, new PlainSteps(plan, room, pixels(left), pixels(right))), out);
  return out;
}

const bytesOf = (picture: Frame | Gray) => "bitmap" in picture ? picture.bitmap : picture.data;

function write({ unknown }: SemiGlobalPlan, steps: Int16Array, { disparity }: Disparity): void {
  for (let i = 0; i < steps.length; i++) {
    disparity[i] = steps[i] === unknown ? NaN : steps[i] / STEPS_PER_PIXEL;
  }
}
