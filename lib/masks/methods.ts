import type { MaskEstimator } from "./estimator.ts";
import { TutorialEstimator } from "./tutorial.ts";

/** What every method may be told; each takes what it knows of. */
export interface MethodOptions {
  /**
   * The last level of change that still is background, 0–255.
   *
   * @default {3}
   */
  threshold?: number;
}

/** A way of making masks that is chosen by name. */
export interface Method {
  /** One line for `--help`. */
  readonly summary: string;
  /** A new estimator, without any memory yet. */
  create(options?: MethodOptions): MaskEstimator;
}

/**
 * The methods by name: what `--method` offers.
 *
 * @example The tutorial's is among them
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * using estimator = methods.tutorial.create({ threshold: 10 });
 * assertEquals(estimator.warmUp, 2);
 * ```
 */
export const methods: { readonly tutorial: Method } = {
  tutorial: {
    summary: "what changed between consecutive frames, as in the tutorial",
    create: (options = {}) => new TutorialEstimator(options),
  },
};
