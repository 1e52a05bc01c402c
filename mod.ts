/**
 * Backdrop's front door: image primitives, and the masks and the pipeline built
 * on them, in pure TypeScript over ImageScript buffers. No permission, no
 * dependency; it runs in Deno and in a browser.
 *
 * @module
 */

export { createFrame, createGray, createMask, createMatte } from "./lib/raster.ts";
export type {
  Frame,
  Gray,
  Mask,
  Matte,
  NumberedFrame,
  OutOption,
  Rgba,
  Size,
  TimedFrame,
} from "./lib/raster.ts";
export { parseColor } from "./lib/css_color.ts";

export { absdiff } from "./lib/pixels/difference.ts";
export { grayscale } from "./lib/pixels/grayscale.ts";
export { threshold } from "./lib/pixels/threshold.ts";
export { resizeArea } from "./lib/pixels/resize.ts";
export { resizeLinear } from "./lib/pixels/resize_linear.ts";
export { fillFrame } from "./lib/pixels/fill.ts";
export { fitFrame, fits } from "./lib/pixels/fit.ts";
export type { Fit, FitFrameOptions } from "./lib/pixels/fit.ts";
export { blurFrame } from "./lib/pixels/frame_blur.ts";
export type { BlurFrameOptions } from "./lib/pixels/frame_blur.ts";
export { copyMasked } from "./lib/pixels/compose.ts";
export { dropAlpha } from "./lib/pixels/opaque.ts";
export { boxBlur, feather } from "./lib/pixels/blur.ts";
export {
  connectedComponents,
  fillHoles,
  keepLargest,
  removeSmaller,
} from "./lib/pixels/components.ts";
export type {
  Component,
  ConnectedComponents,
  ConnectivityOptions,
  FillHolesOptions,
  KeepLargestOptions,
  RemoveSmallerOptions,
} from "./lib/pixels/components.ts";
export { guidedFilter } from "./lib/pixels/guided_filter.ts";
export type { GuidedFilterOptions } from "./lib/pixels/guided_filter.ts";
export { close, dilate, erode, open } from "./lib/pixels/morphology.ts";
export type { MorphologyOptions } from "./lib/pixels/morphology.ts";
export { structuringElement } from "./lib/pixels/structuring_element.ts";
export type { ElementShape } from "./lib/pixels/structuring_element.ts";
export { medianBlur } from "./lib/pixels/median.ts";
export { gaussianBlur } from "./lib/pixels/gaussian_blur.ts";
export type { GaussianSize } from "./lib/pixels/gaussian_blur.ts";
export { accumulateWeighted } from "./lib/pixels/accumulate.ts";
export { composite } from "./lib/pixels/composite.ts";
export { estimateForeground } from "./lib/pixels/foreground.ts";
export { lightWrap } from "./lib/pixels/light_wrap.ts";
export type { LightWrapOptions } from "./lib/pixels/light_wrap.ts";
export { encodeJpeg } from "./lib/pixels/jpeg.ts";
export type { EncodeJpegOptions } from "./lib/pixels/jpeg.ts";
export { frameOfYuv, yuvMatrix } from "./lib/pixels/yuv.ts";
export { frameOfYuvCubic } from "./lib/pixels/yuv_cubic.ts";
export type { YuvMatrix, YuvStandard } from "./lib/pixels/yuv.ts";
export { estimateShift } from "./lib/pixels/align.ts";
export type { EstimateShiftOptions, Shift } from "./lib/pixels/align.ts";
export { temporalMedian } from "./lib/pixels/temporal_median.ts";
export { blockMotion } from "./lib/pixels/block_motion.ts";
export type { BlockMotion, BlockMotionOptions } from "./lib/pixels/block_motion.ts";
export { motionSpeed } from "./lib/pixels/motion.ts";
export { translate } from "./lib/pixels/translate.ts";
export { chromaMatte } from "./lib/pixels/chroma_matte.ts";
export type { ChromaMatteOptions } from "./lib/pixels/chroma_matte.ts";
export { suppressSpill } from "./lib/pixels/spill.ts";
export type { SuppressSpillOptions } from "./lib/pixels/spill.ts";
export { expose, fitExposure } from "./lib/pixels/exposure.ts";
export type { ChannelExposure, Exposure, FitExposureOptions } from "./lib/pixels/exposure.ts";
export { orient } from "./lib/pixels/orient.ts";
export type { Orientation } from "./lib/pixels/orient.ts";

export { plainPixels, SimdPixels } from "./lib/simd/pixels.ts";
export type { Pixels } from "./lib/simd/pixels.ts";

export { createEstimator } from "./lib/masks/estimator.ts";
export type {
  Estimate,
  EstimatorOptions,
  MaskEstimator,
  MaskFunction,
} from "./lib/masks/estimator.ts";
export { TutorialEstimator } from "./lib/masks/tutorial.ts";
export type { TutorialOptions } from "./lib/masks/tutorial.ts";
export { KnnEstimator } from "./lib/masks/knn.ts";
export type { KnnOptions } from "./lib/masks/knn.ts";
export { KnnModel } from "./lib/masks/knn_model.ts";
export type { KnnModelOptions } from "./lib/masks/knn_model.ts";
export { Mog2Estimator } from "./lib/masks/mog2.ts";
export type { Mog2Options } from "./lib/masks/mog2.ts";
export { Mog2Model } from "./lib/masks/mog2_model.ts";
export type { ApplyOptions, Mog2ModelOptions } from "./lib/masks/mog2_model.ts";
export { AverageEstimator } from "./lib/masks/average.ts";
export type { AverageOptions } from "./lib/masks/average.ts";
export { DifferenceEstimator } from "./lib/masks/difference.ts";
export type { DifferenceOptions } from "./lib/masks/difference.ts";
export { MedianEstimator } from "./lib/masks/median.ts";
export type { MedianOptions } from "./lib/masks/median.ts";
export { ChromaEstimator } from "./lib/masks/chroma.ts";
export type { ChromaOptions } from "./lib/masks/chroma.ts";
export { screenColor } from "./lib/masks/screen_color.ts";
export { CleanPlateEstimator } from "./lib/masks/clean_plate.ts";
export type { PlateOptions } from "./lib/masks/plate_comparison.ts";
export { refineEstimator } from "./lib/masks/refine.ts";
export type { RefineOptions } from "./lib/masks/refine.ts";
export { parseRefinement, refineStepKinds } from "./lib/masks/refinement.ts";
export type { RefineStep, RefineStepName } from "./lib/masks/refinement.ts";
export { methods } from "./lib/masks/methods.ts";
export type {
  Method,
  MethodName,
  MethodOptions,
  Setting,
  SettingValue,
} from "./lib/masks/methods.ts";

export {
  blurBackground,
  colorBackground,
  opaqueBackground,
  parseBackground,
  pictureBackground,
  transparentBackground,
  videoBackground,
} from "./lib/backgrounds.ts";
export type {
  Background,
  BackgroundChoice,
  BlurBackgroundOptions,
  PictureBackgroundOptions,
  StillBackgroundOptions,
  VideoFrames,
} from "./lib/backgrounds.ts";

export { Compositor } from "./lib/compositor.ts";
export type { EdgeOptions } from "./lib/compositor.ts";

export { replaceBackground } from "./lib/pipeline.ts";
export type {
  FrameRange,
  FrameSource,
  Progress,
  ReplaceBackgroundOptions,
  Sink,
} from "./lib/pipeline.ts";

export { addCounts, compareMasks, scores } from "./lib/metrics/mask_scores.ts";
export type { MaskCounts, MaskScores, RegionOption } from "./lib/metrics/mask_scores.ts";
export { meanAbsoluteDifference, meanSquaredError } from "./lib/metrics/matte_error.ts";
export { gradientError } from "./lib/metrics/gradient_error.ts";
export { connectivityError } from "./lib/metrics/connectivity_error.ts";
export { dtSSD, flicker } from "./lib/metrics/temporal_error.ts";
export type { MattePair } from "./lib/metrics/temporal_error.ts";
export { ClipMetrics } from "./lib/metrics/clip_metrics.ts";
export type {
  ClipMetricsOptions,
  ClipMetricsSummary,
  FrameMetrics,
} from "./lib/metrics/clip_metrics.ts";

export type { InferenceSession, Tensor, TensorInfo } from "./lib/masks/inference.ts";
export type { OpenSegmenter, Segmenter } from "./lib/masks/segmenter.ts";
export { NetworkSegmenter } from "./lib/masks/network_segmenter.ts";
export type { NetworkSegmenterOptions } from "./lib/masks/network_segmenter.ts";
export { EnsembleSegmenter } from "./lib/masks/ensemble_segmenter.ts";
export type { WeightedSegmenter } from "./lib/masks/ensemble_segmenter.ts";
export { SegmentEstimator } from "./lib/masks/segment.ts";
export type { SegmentOptions } from "./lib/masks/segment.ts";
export { tfliteToOnnx } from "./lib/masks/tflite.ts";
export { modelSpec } from "./lib/masks/model_family.ts";
export { parseModelOverrides } from "./lib/masks/network/overrides.ts";
export type { ModelOverrides, ModelOverrideTexts } from "./lib/masks/network/overrides.ts";
export type {
  Decoding,
  DecodingKind,
  ModelFamily,
  ModelSpec,
  Recurrence,
  ReferenceSize,
  Rgb,
} from "./lib/masks/network/spec.ts";

export { customMethod } from "./lib/masks/custom_method.ts";
export type { CustomMethod, CustomMethodObject } from "./lib/masks/custom_method.ts";
export { evaluateClip } from "./lib/evaluate.ts";
export type {
  ClipResult,
  EvaluateClipOptions,
  LabelledClip,
  LabelledFrame,
  Truth,
} from "./lib/evaluate.ts";
export { evaluationReport } from "./lib/report/report.ts";
export type { EvaluatedClip, Evaluation, MethodOutcome, Strip } from "./lib/report/evaluation.ts";

export { DamagedMediaError, FfmpegError, ModelError, UnsupportedMediaError } from "./lib/errors.ts";
