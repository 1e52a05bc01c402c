import {
  SegmentEstimator,
  type SegmentOptions,
} from "../../../lib/methods/segment/segment_estimator.ts";
import { row } from "../../helpers.ts";
import { made, type Sight } from "../../networks/made_segmenter.ts";

/** An estimator with a segmenter by hand. */
export function estimatorOf(sight: Sight, options: SegmentOptions = {}) {
  const { open, ...rest } = made(sight);
  return { ...rest, estimator: new SegmentEstimator(open, options) };
}

/** Nine pixels of one level. */
export const flat = (level: number) => row(new Array(9).fill(level));
