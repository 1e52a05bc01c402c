import {
  assertSameSize,
  type Frame,
  type Gray,
  type Mask,
  type NumberedFrame,
} from "../../raster/frame.ts";
import { type Pixels, plainPixels } from "../../pixels/simd_pixels.ts";
import { atOnce } from "../../turns.ts";
import type { Estimate } from "../estimator.ts";

/** A background that is learned frame by frame. */
export interface BackgroundModel extends Disposable {
  /** Learn a frame and write 255 for foreground, and anything else for what is none. */
  apply(frame: Frame, options: { out: Gray }): Gray;
  /** The same in steps, where it takes long. */
  applyInSteps?(frame: Frame, options: { out: Gray }): Generator<void, Gray>;
  /** Forget all frames. */
  reset(): void;
}

/** What a background model says, as masks: what estimators on such a model share. */
export class ModelMasks {
  /** How many first frames are learned only. */
  readonly warmUp: number;
  readonly #model: BackgroundModel;
  readonly #pixels: Pixels;
  #mask: Mask | undefined;
  #frames = 0;

  /**
   * Masks of a model that has seen nothing yet.
   *
   * @param model The model; it is disposed of with this object.
   * @param warmUp How many first frames get no mask.
   * @param pixels Who makes the masks.
   */
  constructor(model: BackgroundModel, warmUp: number, pixels: Pixels = plainPixels) {
    this.warmUp = warmUp;
    this.#model = model;
    this.#pixels = pixels;
  }

  /** Learn the next frame; its mask has the model's 255, and shadows are background. */
  estimate(frame: NumberedFrame): Estimate | undefined {
    return atOnce(this.estimateInSteps(frame));
  }

  /** The same in steps, between which all else may have its turn. */
  *estimateInSteps(frame: NumberedFrame): Generator<void, Estimate | undefined> {
    const mask = this.#mask ??= this.#pixels.createMask(frame.width, frame.height);
    assertSameSize("estimate a mask", { mask, frame });
    if (this.#model.applyInSteps === undefined) this.#model.apply(frame, { out: mask });
    else yield* this.#model.applyInSteps(frame, { out: mask });
    if (++this.#frames <= this.warmUp) return undefined;
    return { matte: this.#pixels.threshold(mask, 254, { out: mask }), foreground: frame };
  }

  /** Forget all frames. */
  reset(): void {
    this.#model.reset();
    if (this.#mask !== undefined) this.#pixels.free(this.#mask);
    this.#mask = undefined;
    this.#frames = 0;
  }

  /** Give the memory back. */
  [Symbol.dispose](): void {
    this.reset();
    this.#model[Symbol.dispose]();
  }
}
