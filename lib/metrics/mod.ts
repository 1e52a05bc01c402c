/**
 * How good a matte is: metrics of one frame against the true one, and of a whole clip.
 *
 * @example Half of what was found is right
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compareMasks, scores } from "./mod.ts";
 *
 * const found = { width: 2, height: 1, data: Uint8Array.of(255, 255) };
 * const truth = { width: 2, height: 1, data: Uint8Array.of(255, 0) };
 * assertEquals(scores(compareMasks(found, truth)).precision, 0.5);
 * ```
 *
 * @module
 */

export { addCounts, compareMasks, scores } from "./mask_scores.ts";
export type { MaskCounts, MaskScores, RegionOption } from "./mask_scores.ts";
export { isLost } from "./is_lost.ts";
export { interiorCounts } from "./interior_counts.ts";
export type { InteriorCounts } from "./interior_counts.ts";
export { meanAbsoluteDifference, meanSquaredError } from "./matte_error.ts";
export { gradientError } from "./gradient_error.ts";
export { connectivityError } from "./connectivity_error.ts";
export { dtSSD, flicker } from "./temporal_error.ts";
export type { MattePair } from "./temporal_error.ts";
export { ClipMetrics } from "./clip_metrics.ts";
export type { ClipMetricsOptions, ClipMetricsSummary, FrameMetrics } from "./clip_metrics.ts";
export { FEWEST_PAIRS, pairedBootstrap } from "./paired_bootstrap.ts";
export type { PairedBootstrapOptions } from "./paired_bootstrap.ts";
