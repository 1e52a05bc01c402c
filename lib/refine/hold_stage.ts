import { createGrayBeside, createNumbersBeside, release } from "../memory/beside.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import type { Window } from "../moments/window.ts";
import { close } from "../pixels/filter/morphology.ts";
import { holdForeground } from "../pixels/motion/hold_foreground.ts";
import { motionSpeed } from "../pixels/motion/motion_speed.ts";
import { fillHoles } from "../pixels/regions/connected_components.ts";
import type { Mask, Matte } from "../raster/frame.ts";
import { wordsOf } from "../raster/bytes.ts";
import type { RefineStage } from "./refine_stage.ts";

/** Gaps in a silhouette that are closed to see where a person is, in pixels at 360 lines. */
const GAP = 6 / 360;

/**
 * Keeps what was foreground until the person has moved some way, whatever time
 * that takes: a person who holds still stays, and one who walks leaves no trail.
 *
 * The way is the sum of {@linkcode motionSpeed} over the frames. A pixel remembers
 * how far it was when it last was foreground.
 */
export class HoldStage implements RefineStage {
  /** The frame before, to see how fast the person moves. */
  readonly window = { before: 1, after: 0 } as const;
  /** It looks at the brightness of the frame before, not at its matte. */
  readonly isInPlace = true;
  /** It takes little. */
  readonly isAside = false;
  readonly #distance: number;
  #memory: Memory | undefined;

  /**
   * A stage that has seen nothing yet.
   *
   * @param distance How far the person may move, in pixels.
   */
  constructor(distance: number) {
    this.#distance = distance;
  }

  /** Add to a mask what is held; what is between 0 and 255 becomes one or the other. */
  *refine(window: Window<MatteMoment>, matte: Matte): Generator<void, void> {
    const memory = this.#memory ??= createMemory(matte);
    const before = window.at(-1);
    const speed = yield* speedOf(
      window.now,
      before?.matte === undefined ? undefined : before,
      memory.region,
    );
    memory.way += speed;
    holdForeground(matte, memory.lastSeen, memory.way, this.#distance);
  }

  /** Give the memory back. */
  [Symbol.dispose](): void {
    release(this.#memory?.region, this.#memory?.lastSeen);
    this.#memory = undefined;
  }
}

/** How far the person has moved since the frame before. */
function* speedOf(
  { matte, shown }: MatteMoment,
  before: MatteMoment | undefined,
  region: Mask,
): Generator<void, number> {
  // Where the person was or is: what they have left behind has changed, too.
  addTo(region.data, matte!.data);
  const gap = Math.max(1, Math.round(GAP * region.height));
  close(region, gap, { out: region });
  yield;
  fillHoles(region, { closedBottom: true, out: region });
  yield;
  const speed = before === undefined ? 0 : motionSpeed(before.shown.luma, shown.luma, region);
  region.data.set(matte!.data);
  yield;
  return speed;
}

/** What is in either of two masks, into the first; rasters of their own are aligned for words. */
function addTo(sums: Uint8Array, addends: Uint8Array): void {
  const [to, from] = [wordsOf(sums)!, wordsOf(addends)!];
  for (let i = 0; i < to.length; i++) to[i] |= from[i];
  for (let i = 4 * to.length; i < sums.length; i++) sums[i] |= addends[i];
}

interface Memory {
  /** The mask before, then the two together. */
  readonly region: Mask;
  /** How far the person had come when each pixel last was foreground. */
  readonly lastSeen: Float32Array;
  way: number;
}

function createMemory(near: Matte): Memory {
  return {
    region: createGrayBeside(near),
    lastSeen: createNumbersBeside(near, near.width * near.height).fill(-Infinity),
    way: 0,
  };
}
