import type { Frame, Gray, Size } from "../../../raster/frame.ts";

/** What a frame is compared with samples by. */
export interface SampleTest {
  /** Squared distance from a sample below which a pixel is near it; single precision. */
  readonly dist2Threshold: number;
  /** How many samples must be near. */
  readonly kNNSamples: number;
  /** How dark a shadow may be: τ; single precision. */
  readonly shadowThreshold: number;
  /** What to write for a shadow; 255 if none is looked for. */
  readonly shadowValue: number;
  /** At which frame of their periods the three lists are: short, middle, long. */
  readonly counters: readonly [number, number, number];
}

/** Where OpenCV's generator of random numbers is: 32 bits each, without sign. */
export interface CarryState {
  /** The last number. */
  number: number;
  /** What its making carried over. */
  carry: number;
}

/** Samples of each pixel, whoever does the work. */
export interface Samples extends Disposable {
  /** The frames' sides. */
  readonly size: Size;
  /** Forget all frames. */
  clear(): void;
  /** Sample a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: SampleTest): void;
  /** The same in steps, between which all else may have its turn. */
  updateInSteps(frame: Frame, out: Gray, by: SampleTest): Generator<void, void>;
  /**
   * Draw at which frame of the period to come each pixel is sampled.
   *
   * @param list 0 for the short one, 1 for the middle one, 2 for the long one.
   * @param period Frames, not 0; if negative, all are sampled at the first.
   * @param state The generator, which goes on.
   */
  draw(list: number, period: number, state: CarryState): void;
  /** Write each pixel's first sample that is background. */
  background(out: Frame): void;
}
