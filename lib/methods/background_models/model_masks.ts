import type { Window } from "../../moments/window.ts";
import { threshold } from "../../pixels/color/threshold.ts";
import type { Frame, Gray, Size } from "../../raster/frame.ts";
import type { Estimate, EstimateOut } from "../estimator.ts";

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
  #size: Size | undefined;
  #frames = 0;

  /**
   * Masks of a model that has seen nothing yet.
   *
   * @param model The model; it is disposed of with this object.
   * @param warmUp How many first frames get no mask.
   */
  constructor(model: BackgroundModel, warmUp: number) {
    this.warmUp = warmUp;
    this.#model = model;
  }

  /** Learn a frame, in steps; its mask has the model's 255, and shadows are background. */
  *estimate({ now }: Window, out: EstimateOut): Generator<void, Estimate | undefined> {
    const { width, height } = now;
    this.#size ??= { width, height };
    assertOneSize(this.#size, now);
    const { matte } = out;
    if (this.#model.applyInSteps === undefined) this.#model.apply(now, { out: matte });
    else yield* this.#model.applyInSteps(now, { out: matte });
    if (++this.#frames <= this.warmUp) return undefined;
    return { matte: threshold(matte, 254, { out: matte }), foreground: now };
  }

  /** Forget all frames. */
  reset(): void {
    this.#model.reset();
    this.#size = undefined;
    this.#frames = 0;
  }

  /** Give the memory back. */
  [Symbol.dispose](): void {
    this.reset();
    this.#model[Symbol.dispose]();
  }
}

function assertOneSize(size: Size, { width, height }: Size): void {
  if (width === size.width && height === size.height) return;
  throw new RangeError(
    `Cannot estimate a mask: 'frame' must be ${size.width}×${size.height} as those before are, ` +
      `got ${width}×${height}`,
  );
}
