import { fillHoles } from "../pixels/regions/connected_components.ts";
import { holdForeground } from "../pixels/motion/hold_foreground.ts";
import { motionSpeed } from "../pixels/motion/motion_speed.ts";
import { createMask, type Frame, type Gray, type Mask } from "../raster/frame.ts";
import type { Pixels } from "../pixels/simd_pixels.ts";
import { atOnce } from "../turns.ts";
import type { Refined, RefineStage } from "./refine_stage.ts";

/** Gaps in a silhouette that are closed to see where a person is, in pixels at 360 lines. */
const GAP = 6 / 360;

/**
 * Keeps what was foreground until the person has moved some way, whatever time
 * that takes: who holds still stays, and who walks leaves no trail.
 *
 * The way is the sum of {@linkcode motionSpeed} over the frames. A pixel remembers
 * how far it was when it last was foreground.
 */
export class HoldStage implements RefineStage {
  /** Looks back only. */
  readonly lookahead = 0;
  readonly #pixels: Pixels;
  readonly #distance: number;
  #memory: Memory | undefined;

  /**
   * A stage that has seen nothing yet.
   *
   * @param distance How far the person may move, in pixels.
   * @param pixels Who does the work.
   */
  constructor(distance: number, pixels: Pixels) {
    this.#distance = distance;
    this.#pixels = pixels;
  }

  /** Add to a mask what is held; what is between 0 and 255 becomes one or the other. */
  push(item: Refined): Refined {
    return atOnce(this.pushInSteps(item));
  }

  /** The same in steps. */
  *pushInSteps(item: Refined): Generator<void, Refined> {
    const { matte } = item;
    const memory = this.#memory ??= createMemory(this.#pixels, matte.width, matte.height);
    memory.way += yield* this.#step(memory, item);
    holdForeground(matte, memory.lastSeen, memory.way, this.#distance);
    return item;
  }

  /** Nothing is owed. */
  flush(): undefined {}

  /** Give the memory back. */
  [Symbol.dispose](): void {
    if (this.#memory === undefined) return;
    const { before, after, region, room } = this.#memory;
    for (const raster of [before, after, region, room]) this.#pixels.free(raster);
    this.#memory = undefined;
  }

  /** How far the person has moved since the frame before. */
  *#step(memory: Memory, { matte, frame }: Refined): Generator<void, number> {
    const { region, mask } = memory;
    [memory.before, memory.after] = [memory.after, memory.before];
    const { before, after } = memory;
    this.#pixels.grayscale(frame, { out: after });
    this.#pixels.boxBlur(after, 1, { out: after });
    yield;
    // Where the person was or is: what they have left behind has changed, too.
    mask.data.set(matte.data);
    for (let i = 0; i < region.data.length; i++) region.data[i] |= mask.data[i];
    const gap = Math.max(1, Math.round(GAP * matte.height));
    this.#pixels.close(region, gap, { out: region });
    yield;
    fillHoles(region, { closedBottom: true, out: region });
    yield;
    const speed = memory.hasBefore ? motionSpeed(before, after, region) : 0;
    region.data.set(mask.data);
    memory.hasBefore = true;
    yield;
    return speed;
  }
}

interface Memory {
  before: Gray;
  after: Gray;
  /** The mask before, then the two together. */
  readonly region: Mask;
  readonly mask: Mask;
  /** How far the person had come when each pixel last was foreground. */
  readonly lastSeen: Float32Array;
  /** Whose bytes these are. */
  readonly room: Frame;
  way: number;
  hasBefore: boolean;
}

function createMemory(pixels: Pixels, width: number, height: number): Memory {
  // Four bytes a pixel, where masks lie.
  const room = pixels.createFrame(width, height);
  const { buffer, byteOffset } = room.bitmap;
  const floats = new Float32Array(buffer, byteOffset, width * height);
  return {
    before: pixels.createGray(width, height),
    after: pixels.createGray(width, height),
    region: pixels.createMask(width, height),
    mask: createMask(width, height),
    lastSeen: floats.fill(-Infinity),
    room,
    way: 0,
    hasBefore: false,
  };
}
