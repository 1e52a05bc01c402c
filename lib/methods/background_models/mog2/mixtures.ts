import type { Frame, Gray, Size } from "../../../raster/frame.ts";

/** What a mixture of Gaussians is updated with; single precision throughout. */
export interface MixtureUpdate {
  /** The weight of this frame: α. */
  readonly learningRate: number;
  /** What each weight loses with a frame, at most 0: −α · c_T. */
  readonly prune: number;
  /** Squared distance, in variances, up to which a pixel is background: T_b. */
  readonly varThreshold: number;
  /** The same up to which it belongs to a Gaussian: T_g. */
  readonly varThresholdGen: number;
  /** Sum of weights that makes the background: T_B. */
  readonly backgroundRatio: number;
  /** Variance of a new Gaussian. */
  readonly varInit: number;
  /** The least variance. */
  readonly varMin: number;
  /** The greatest variance. */
  readonly varMax: number;
  /** How dark a shadow may be: τ. */
  readonly shadowThreshold: number;
  /** What to write for a shadow; 255 if none is looked for. */
  readonly shadowValue: number;
}

/** The Gaussians of each pixel, whoever does the work. */
export interface Mixtures extends Disposable {
  /** The frames' sides. */
  readonly size: Size;
  /** Forget all frames. */
  clear(): void;
  /** Learn a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: MixtureUpdate): void;
  /** The same in steps, between which all else may have its turn. */
  updateInSteps(frame: Frame, out: Gray, by: MixtureUpdate): Generator<void, void>;
  /** Write the mean of the Gaussians that make the background. */
  background(out: Frame, backgroundRatio: number): void;
}
