import type { Frame, Gray, Size } from "../raster.ts";

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

/** Samples of each pixel, whoever does the work. */
export interface Samples extends Disposable {
  /** The frames' sides. */
  readonly size: Size;
  /**
   * At which frame of its list's period each pixel is sampled: short, middle,
   * long; a byte a pixel. Whoever has the generator fills them.
   */
  readonly turns: readonly [Uint8Array, Uint8Array, Uint8Array];
  /** Forget all frames. */
  clear(): void;
  /** Sample a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: SampleTest): void;
  /** Write each pixel's first sample that is background. */
  background(out: Frame): void;
}
