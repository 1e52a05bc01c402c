import type { MatteMoment } from "../moments/matte_moment.ts";
import type { Window, WindowSpan } from "../moments/window.ts";
import { MOTION_ONE, type MotionFrame, MotionMean } from "../pixels/motion/motion_mean.ts";
import type { Matte } from "../raster/frame.ts";
import type { Steps } from "../turns.ts";
import type { RefineStage } from "./refine_stage.ts";

/** Levels of brightness by which a pixel may change and still count half as much as its own frame. */
const TOLERANCE = 20;

/**
 * How far a mean over time looks around.
 *
 * @param lookahead How many frames after count; as many before, at least one.
 */
export function smoothSpan(lookahead: number): WindowSpan {
  return { before: Math.max(1, lookahead), after: lookahead, isWithinScene: true };
}

/**
 * A mean over time along motion: a pixel's neighbours are where it was and will be, and
 * count as far as they look like it, so that noise goes and a moving hand has no trail.
 *
 * A bilateral filter along time, over as many frames before as after; to look
 * ahead, it gives each matte some frames later. It does not look across a cut.
 *
 * @see Tomasi and Manduchi, "Bilateral filtering for gray and color images", ICCV
 * 1998, DOI 10.1109/ICCV.1998.710815; along time Bennett and McMillan, "Video
 * enhancement using per-pixel virtual exposures", SIGGRAPH 2005, DOI 10.1145/1073204.1073272.
 */
export class SmoothStage implements RefineStage {
  /** As many frames after as count, and as many before, at least one, within the scene. */
  readonly window: WindowSpan;
  /** Neighbours' mattes must stay as they came. */
  readonly isInPlace = false;
  /** It is most of the work of a refinement. */
  readonly isAside = true;
  /** By the change of brightness. */
  readonly #weights: Int32Array;
  #mean: MotionMean | undefined;

  /**
   * A stage that has seen nothing yet.
   *
   * @param strength How much a neighbour counts that looks the same, 0–1.
   * @param lookahead How many frames after count; as many before, at least one.
   */
  constructor(strength: number, lookahead: number) {
    this.window = smoothSpan(lookahead);
    this.#weights = Int32Array.from(
      { length: 256 },
      (_, change) => Math.round(MOTION_ONE * strength * 2 ** -((change / TOLERANCE) ** 2)),
    );
  }

  /** The mean of the matte that is due and its neighbours': where much flickers there is much to do. */
  refine(window: Window<MatteMoment>, out: Matte): Steps<void> {
    const { before, after } = this.window;
    const others: MotionFrame[] = [];
    for (let offset = -before; offset <= after; offset++) {
      const other = offset === 0 ? undefined : window.at(offset);
      if (other?.matte !== undefined) others.push(motionFrameOf(other));
    }
    this.#mean ??= new MotionMean(out, this.#weights);
    return this.#mean.mean(motionFrameOf(window.now), others, out);
  }

  /** Nothing is kept. */
  [Symbol.dispose](): void {}
}

function motionFrameOf({ matte, shown }: MatteMoment): MotionFrame {
  return {
    matte: matte!,
    get luma() {
      return shown.luma;
    },
    get small() {
      return shown.smallLuma;
    },
  };
}
