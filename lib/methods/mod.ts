/**
 * What tells foreground from background: the contract, the methods by name, and each as a class.
 *
 * @module
 */

export { createEstimator } from "./estimator.ts";
export type {
  Estimate,
  EstimateOut,
  EstimatorOptions,
  MaskEstimator,
  MaskFunction,
} from "./estimator.ts";
export { estimateFrames } from "./estimate_frames.ts";
export type { EstimatedFrame, StageOptions } from "./estimate_frames.ts";
export type { Moment } from "../moments/moment.ts";
export type { Window, WindowSpan } from "../moments/window.ts";
export type { Steps } from "../turns.ts";
export { TutorialEstimator } from "./tutorial_estimator.ts";
export type { TutorialOptions } from "./tutorial_estimator.ts";
export { KnnEstimator } from "./background_models/knn/knn_estimator.ts";
export type { KnnOptions } from "./background_models/knn/knn_estimator.ts";
export { Mog2Estimator } from "./background_models/mog2/mog2_estimator.ts";
export type { Mog2Options } from "./background_models/mog2/mog2_estimator.ts";
export { AverageEstimator } from "./plate/average_estimator.ts";
export type { AverageOptions } from "./plate/average_estimator.ts";
export { DifferenceEstimator } from "./difference_estimator.ts";
export type { DifferenceOptions } from "./difference_estimator.ts";
export { MedianEstimator } from "./plate/median_estimator.ts";
export type { MedianOptions } from "./plate/median_estimator.ts";
export { DepthEstimator } from "./depth/depth_estimator.ts";
export type { BothEyes, DepthOptions } from "./depth/depth_estimator.ts";
export type { StereoMatching } from "./settings/method_settings.ts";
export { ChromaEstimator } from "./chroma_estimator.ts";
export type { ChromaOptions } from "./chroma_estimator.ts";
export { CleanPlateEstimator } from "./plate/clean_plate_estimator.ts";
export type { CleanPlateOptions } from "./plate/clean_plate_estimator.ts";
export type { PlateOptions } from "./plate/plate_comparison.ts";
export { methods } from "./methods.ts";
export type { Method, MethodOptions } from "./methods.ts";
export type { MethodName } from "./settings/method_settings.ts";
export type { Setting, Settings, SettingValue } from "./settings/setting.ts";
export type { NumberRange } from "../raster/option_checks.ts";
export { SegmentEstimator } from "./segment/segment_estimator.ts";
export type { SegmentOptions } from "./segment/segment_estimator.ts";
export { customMethod } from "./custom_method.ts";
export type { CustomMethod, CustomMethodObject } from "./custom_method.ts";
