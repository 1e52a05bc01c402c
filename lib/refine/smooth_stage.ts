import type { Matte } from "../raster/frame.ts";
import type { Pixels } from "../pixels/simd_pixels.ts";
import { atOnce } from "../turns.ts";
import { CutDetector } from "../pixels/motion/cut_detector.ts";
import { type Moment, MotionMean, motionSize, ONE } from "../pixels/motion/motion_mean.ts";
import type { Refined, RefineStage } from "./refine_stage.ts";

/** Levels of brightness by which a pixel may change and still count half as much as its own frame. */
const TOLERANCE = 20;

/** A frame that waits, with what it is compared by. */
interface Held extends Refined, Moment {
  /** The number of the scene that it belongs to. */
  scene: number;
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
  /** How many frames later a matte comes out. */
  readonly lookahead: number;
  readonly #reach: number;
  readonly #pixels: Pixels;
  /** By the change of brightness. */
  readonly #weights: Int32Array;
  /** Frames in order: those before the one that is due, that one, and those after. */
  readonly #held: Held[] = [];
  /** Where in them the one is that is due next. */
  #due = 0;
  readonly #spare: Held[] = [];
  readonly #cuts = new CutDetector();
  /** How many cuts there were. */
  #scene = 0;
  #mean: MotionMean | undefined;
  #out: Matte | undefined;

  /**
   * A stage that has seen nothing yet.
   *
   * @param strength How much a neighbour counts that looks the same, 0–1.
   * @param lookahead How many frames after count; as many before, at least one.
   * @param pixels Who does the work.
   */
  constructor(strength: number, lookahead: number, pixels: Pixels) {
    this.lookahead = lookahead;
    this.#reach = Math.max(1, lookahead);
    this.#pixels = pixels;
    this.#weights = Int32Array.from(
      { length: 256 },
      (_, change) => Math.round(ONE * strength * 2 ** -((change / TOLERANCE) ** 2)),
    );
  }

  /** Take a matte and its frame, which are copied. */
  push(item: Refined): Refined | undefined {
    return atOnce(this.pushInSteps(item));
  }

  /** The same in steps: where much flickers there is much to do. */
  *pushInSteps({ matte, frame }: Refined): Generator<void, Refined | undefined> {
    const held = this.#spare.pop() ?? this.#createHeld(matte);
    yield;
    held.matte.data.set(matte.data);
    held.frame.bitmap.set(frame.bitmap);
    yield;
    // Of the frame that was handed over: it lies where the pixels are worked on.
    this.#pixels.grayscale(frame, { out: held.luma });
    this.#pixels.boxBlur(held.luma, 1, { out: held.luma });
    this.#pixels.resizeArea(held.luma, held.small, { out: held.small });
    yield;
    held.scene = this.#cuts.isCut(frame) ? ++this.#scene : this.#scene;
    this.#held.push(held);
    return this.#held.length - this.#due > this.lookahead ? yield* this.#next() : undefined;
  }

  /** After the last one: the next that is owed. */
  flush(): Refined | undefined {
    return this.#due < this.#held.length ? atOnce(this.#next()) : undefined;
  }

  *#next(): Generator<void, Refined> {
    const held = this.#held;
    const now = held[this.#due];
    const first = Math.max(0, this.#due - this.#reach);
    const others = held.slice(first, this.#due + 1 + this.lookahead)
      .filter((other) => other !== now && other.scene === now.scene);
    const { width, height } = now.matte;
    const matte = this.#out ??= this.#pixels.createGray(width, height);
    this.#mean ??= new MotionMean(matte, this.#weights);
    yield* this.#mean.mean(now, others, matte);
    this.#due++;
    while (this.#due > this.#reach) {
      this.#spare.push(held.shift()!);
      this.#due--;
    }
    // Nobody here looks at the frame again, only at its brightness.
    return { matte, frame: now.frame };
  }

  /** Give the memory back. */
  [Symbol.dispose](): void {
    for (const { matte, frame, luma, small } of [...this.#held, ...this.#spare]) {
      for (const raster of [matte, frame, luma, small]) this.#pixels.free(raster);
    }
    if (this.#out !== undefined) this.#pixels.free(this.#out);
    this.#held.length = this.#spare.length = 0;
    this.#out = undefined;
  }

  #createHeld({ width, height }: Matte): Held {
    const small = motionSize({ width, height });
    return {
      matte: this.#pixels.createGray(width, height),
      frame: this.#pixels.createFrame(width, height),
      luma: this.#pixels.createGray(width, height),
      small: this.#pixels.createGray(small.width, small.height),
      scene: 0,
    };
  }
}
