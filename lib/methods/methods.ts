import { AverageEstimator, type AverageOptions } from "./plate/average_estimator.ts";
import { ChromaEstimator, type ChromaOptions } from "./chroma_estimator.ts";
import { CleanPlateEstimator } from "./plate/clean_plate_estimator.ts";
import { DepthEstimator, type DepthOptions } from "./depth/depth_estimator.ts";
import { DifferenceEstimator, type DifferenceOptions } from "./difference_estimator.ts";
import { KnnEstimator, type KnnOptions } from "./background_models/knn/knn_estimator.ts";
import { MedianEstimator, type MedianOptions } from "./plate/median_estimator.ts";
import { Mog2Estimator, type Mog2Options } from "./background_models/mog2/mog2_estimator.ts";
import type { PlateOptions } from "./plate/plate_comparison.ts";
import { SegmentEstimator, type SegmentOptions } from "./segment/segment_estimator.ts";
import type { MethodName } from "./settings/method_settings.ts";
import { TutorialEstimator, type TutorialOptions } from "./tutorial_estimator.ts";
import type { Method, MethodOptions } from "./method.ts";
import { methodTraits } from "./method_traits.ts";

export type { Method, MethodOptions };

/** Give a class its common options and its settings. */
function settled<Options>(options: MethodOptions): Options & { threshold?: number } {
  const { settings, threshold } = options;
  return {
    ...settings,
    ...(threshold !== undefined && { threshold }),
  } as unknown as Options & { threshold?: number };
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
 *
 * @category Methods
 */
export const methods: Readonly<Record<MethodName, Method>> = {
  tutorial: {
    ...methodTraits.tutorial,
    create: (options = {}) => new TutorialEstimator(settled<TutorialOptions>(options)),
  },
  difference: {
    ...methodTraits.difference,
    create: (options = {}) => new DifferenceEstimator(settled<DifferenceOptions>(options)),
  },
  "clean-plate": {
    ...methodTraits["clean-plate"],
    create: (options = {}) => {
      if (options.cleanPlate === undefined) {
        throw new TypeError("Cannot compare with a clean plate: there is none");
      }
      const { cleanPlate, onNotice } = options;
      return new CleanPlateEstimator(cleanPlate, { ...settled<PlateOptions>(options), onNotice });
    },
  },
  median: {
    ...methodTraits.median,
    create: (options = {}) => new MedianEstimator(settled<MedianOptions>(options)),
  },
  average: {
    ...methodTraits.average,
    create: (options = {}) => new AverageEstimator(settled<AverageOptions>(options)),
  },
  mog2: {
    ...methodTraits.mog2,
    create: (options = {}) => new Mog2Estimator(settled<Mog2Options>(options)),
  },
  knn: {
    ...methodTraits.knn,
    create: (options = {}) => new KnnEstimator(settled<KnnOptions>(options)),
  },
  chroma: {
    ...methodTraits.chroma,
    create: (options = {}) => new ChromaEstimator(settled<ChromaOptions>(options)),
  },
  depth: {
    ...methodTraits.depth,
    create: ({ openDepth, eyes, lookahead, isPart, ...options } = {}) =>
      new DepthEstimator({ ...settled<DepthOptions>(options), openDepth, eyes, lookahead, isPart }),
  },
  segment: {
    ...methodTraits.segment,
    create: ({ openSegmenter, onNotice, lookahead, isPart, ...options } = {}) => {
      if (openSegmenter === undefined) {
        throw new TypeError("Cannot segment: there is no network");
      }
      return new SegmentEstimator(openSegmenter, {
        ...settled<SegmentOptions>(options),
        lookahead,
        isPart,
        onNotice,
      });
    },
  },
};
