/**
 * Backdrop's front door: image primitives, and the masks and the pipeline built
 * on them, in pure TypeScript over ImageScript buffers. No permission, no
 * dependency; it runs in Deno, and uses nothing of Deno
 * until a call on files.
 *
 * @module
 */

export { createFrame, createGray, createMask, createMatte } from "./lib/raster/frame.ts";
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
} from "./lib/raster/frame.ts";
export { parseColor } from "./lib/pixels/color/css_color.ts";

export { absdiff } from "./lib/pixels/motion/absdiff.ts";
export { grayscale } from "./lib/pixels/color/grayscale.ts";
export { threshold } from "./lib/pixels/color/threshold.ts";
export { resizeArea } from "./lib/pixels/resize/resize_area.ts";
export { resizeLinear } from "./lib/pixels/resize/resize_linear.ts";
export { fillFrame } from "./lib/pixels/compose/fill_frame.ts";
export { fitFrame, fits } from "./lib/pixels/resize/fit_frame.ts";
export type { Fit, FitFrameOptions } from "./lib/pixels/resize/fit_frame.ts";
export { blurFrame } from "./lib/pixels/background_blur/blur_frame.ts";
export type { BlurFrameOptions } from "./lib/pixels/background_blur/blur_frame.ts";
export { copyMasked } from "./lib/pixels/compose/copy_masked.ts";
export { dropAlpha } from "./lib/pixels/compose/drop_alpha.ts";
export { boxBlur, feather } from "./lib/pixels/filter/box_blur.ts";
export {
  connectedComponents,
  fillHoles,
  keepLargest,
  removeSmaller,
} from "./lib/pixels/regions/connected_components.ts";
export type {
  Component,
  ConnectedComponents,
  ConnectivityOptions,
  FillHolesOptions,
  KeepLargestOptions,
  RemoveSmallerOptions,
} from "./lib/pixels/regions/connected_components.ts";
export { guidedFilter } from "./lib/pixels/filter/guided/guided_filter.ts";
export type { GuidedFilterOptions } from "./lib/pixels/filter/guided/guided_filter.ts";
export { close, dilate, erode, open } from "./lib/pixels/filter/morphology.ts";
export type { MorphologyOptions } from "./lib/pixels/filter/morphology.ts";
export { structuringElement } from "./lib/pixels/filter/structuring_element.ts";
export type { ElementShape } from "./lib/pixels/filter/structuring_element.ts";
export { medianBlur } from "./lib/pixels/filter/median_blur.ts";
export { gaussianBlur } from "./lib/pixels/filter/gaussian_blur.ts";
export type { GaussianSize } from "./lib/pixels/filter/gaussian_blur.ts";
export { accumulateWeighted } from "./lib/pixels/motion/accumulate_weighted.ts";
export { composite } from "./lib/pixels/compose/composite.ts";
export type { Layers } from "./lib/pixels/compose/layers.ts";
export { compositeYuv } from "./lib/pixels/compose/composite_yuv.ts";
export type { CompositeYuvOptions } from "./lib/pixels/compose/composite_yuv.ts";
export { estimateForeground } from "./lib/pixels/compose/estimate_foreground.ts";
export { lightWrap } from "./lib/pixels/compose/light_wrap.ts";
export type { LightWrapOptions } from "./lib/pixels/compose/light_wrap.ts";
export { compositeJpeg } from "./lib/pixels/jpeg/composite_jpeg.ts";
export { encodeJpeg } from "./lib/pixels/jpeg/encode_jpeg.ts";
export type { EncodeJpegOptions } from "./lib/pixels/jpeg/encode_jpeg.ts";
export { frameOfYuv, yuvMatrix } from "./lib/pixels/color/frame_of_yuv.ts";
export { yuvOfFrame, yuvWeights } from "./lib/pixels/color/yuv_of_frame.ts";
export type { YuvWeights } from "./lib/pixels/color/yuv_of_frame.ts";
export { frameOfYuvCubic } from "./lib/pixels/color/frame_of_yuv_cubic.ts";
export type { YuvMatrix, YuvStandard } from "./lib/pixels/color/frame_of_yuv.ts";
export { estimateShift } from "./lib/pixels/motion/estimate_shift.ts";
export type { EstimateShiftOptions } from "./lib/pixels/motion/estimate_shift.ts";
export type { Shift } from "./lib/pixels/motion/shift_round.ts";
export { temporalMedian } from "./lib/pixels/motion/temporal_median.ts";
export { blockMotion } from "./lib/pixels/motion/block_motion.ts";
export type { BlockMotion, BlockMotionOptions } from "./lib/pixels/motion/block_motion.ts";
export { motionSpeed } from "./lib/pixels/motion/motion_speed.ts";
export { translate } from "./lib/pixels/motion/translate.ts";
export { chromaMatte } from "./lib/pixels/key/chroma_matte.ts";
export type { ChromaMatteOptions } from "./lib/pixels/key/chroma_matte.ts";
export { suppressSpill } from "./lib/pixels/key/suppress_spill.ts";
export type { SuppressSpillOptions } from "./lib/pixels/key/suppress_spill.ts";
export { expose, fitExposure } from "./lib/pixels/color/exposure.ts";
export type { ChannelExposure, Exposure, FitExposureOptions } from "./lib/pixels/color/exposure.ts";
export { orient } from "./lib/pixels/resize/orient.ts";
export type { Orientation } from "./lib/pixels/resize/orient.ts";

export { isAccelerated, KernelMemory } from "./lib/memory/kernel_memory.ts";
export { plainPixels, SimdPixels } from "./lib/pixels/simd_pixels.ts";
export type { Pixels } from "./lib/pixels/simd_pixels.ts";

export { createEstimator } from "./lib/methods/estimator.ts";
export type {
  Estimate,
  EstimatorOptions,
  MaskEstimator,
  MaskFunction,
} from "./lib/methods/estimator.ts";
export { TutorialEstimator } from "./lib/methods/tutorial_estimator.ts";
export type { TutorialOptions } from "./lib/methods/tutorial_estimator.ts";
export { KnnEstimator } from "./lib/methods/models/knn/knn_estimator.ts";
export type { KnnOptions } from "./lib/methods/models/knn/knn_estimator.ts";
export { KnnModel } from "./lib/methods/models/knn/knn_model.ts";
export type { KnnModelOptions } from "./lib/methods/models/knn/knn_model.ts";
export { Mog2Estimator } from "./lib/methods/models/mog2/mog2_estimator.ts";
export type { Mog2Options } from "./lib/methods/models/mog2/mog2_estimator.ts";
export { Mog2Model } from "./lib/methods/models/mog2/mog2_model.ts";
export type { ApplyOptions, Mog2ModelOptions } from "./lib/methods/models/mog2/mog2_model.ts";
export { AverageEstimator } from "./lib/methods/plate/average_estimator.ts";
export type { AverageOptions } from "./lib/methods/plate/average_estimator.ts";
export { DifferenceEstimator } from "./lib/methods/difference_estimator.ts";
export type { DifferenceOptions } from "./lib/methods/difference_estimator.ts";
export { MedianEstimator } from "./lib/methods/plate/median_estimator.ts";
export type { MedianOptions } from "./lib/methods/plate/median_estimator.ts";
export { ChromaEstimator } from "./lib/methods/chroma_estimator.ts";
export type { ChromaOptions } from "./lib/methods/chroma_estimator.ts";
export { screenColor } from "./lib/pixels/key/screen_color.ts";
export { CleanPlateEstimator } from "./lib/methods/plate/clean_plate_estimator.ts";
export type { PlateOptions } from "./lib/methods/plate/plate_comparison.ts";
export { refineEstimator } from "./lib/refine/refine_estimator.ts";
export type { RefineOptions } from "./lib/refine/refine_estimator.ts";
export { parseRefinement, refineStepKinds } from "./lib/refine/refinement.ts";
export type { RefineStep, RefineStepName } from "./lib/refine/refinement.ts";
export { methods } from "./lib/methods/methods.ts";
export type {
  Method,
  MethodName,
  MethodOptions,
  Setting,
  SettingValue,
} from "./lib/methods/methods.ts";

export {
  blurBackground,
  colorBackground,
  opaqueBackground,
  parseBackground,
  pictureBackground,
  transparentBackground,
  videoBackground,
} from "./lib/backgrounds/mod.ts";
export type {
  Background,
  BackgroundChoice,
  BlurBackgroundOptions,
  PictureBackgroundOptions,
  StillBackgroundOptions,
  VideoFrames,
} from "./lib/backgrounds/mod.ts";

export { Compositor } from "./lib/pipeline/compositor.ts";
export type { EdgeOptions } from "./lib/pipeline/compositor.ts";

export { replaceBackground } from "./lib/pipeline/replace_background.ts";
export type { FrameRange, Progress } from "./lib/pipeline/progress.ts";
export type { ReplacedFile, ReplaceFileOptions } from "./lib/pipeline/replace_file_options.ts";
export type {
  FrameSource,
  ReplaceBackgroundOptions,
  Sink,
} from "./lib/pipeline/replace_background.ts";

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

export type { InferenceSession, Tensor, TensorInfo } from "./lib/networks/inference.ts";
export type { OpenSegmenter, Segmenter } from "./lib/networks/segmenter.ts";
export { NetworkSegmenter } from "./lib/networks/network_segmenter.ts";
export type { NetworkSegmenterOptions } from "./lib/networks/network_segmenter.ts";
export { EnsembleSegmenter } from "./lib/networks/ensemble_segmenter.ts";
export type { WeightedSegmenter } from "./lib/networks/ensemble_segmenter.ts";
export { SegmentEstimator } from "./lib/methods/segment/segment_estimator.ts";
export type { SegmentOptions } from "./lib/methods/segment/segment_estimator.ts";
export { tfliteToOnnx } from "./lib/networks/tflite/tflite_to_onnx.ts";
export { modelSpec } from "./lib/networks/model/model_family.ts";
export { parseModelOverrides } from "./lib/networks/model/model_overrides.ts";
export type { ModelOverrides, ModelOverrideTexts } from "./lib/networks/model/model_overrides.ts";
export type {
  Decoding,
  DecodingKind,
  ModelFamily,
  ModelSpec,
  Recurrence,
  ReferenceSize,
  Rgb,
} from "./lib/networks/model/model_spec.ts";

export { customMethod } from "./lib/methods/custom_method.ts";
export type { CustomMethod, CustomMethodObject } from "./lib/methods/custom_method.ts";
export { evaluateClip } from "./lib/pipeline/evaluate_clip.ts";
export type {
  ClipResult,
  EvaluateClipOptions,
  LabelledClip,
  LabelledFrame,
  Truth,
} from "./lib/pipeline/evaluate_clip.ts";
export { evaluationReport } from "./lib/report/report.ts";
export type { EvaluatedClip, Evaluation, MethodOutcome, Strip } from "./lib/report/evaluation.ts";

export { DamagedMediaError, FfmpegError, ModelError, UnsupportedMediaError } from "./lib/errors.ts";
