/**
 * Backdrop's front door: image primitives, and the masks and the pipeline built
 * on them, in pure TypeScript over ImageScript buffers. No permission, no
 * dependency; it runs in Deno and in a browser.
 *
 * @module
 */

export { createFrame, createGray, createMask } from "./lib/raster.ts";
export type { Frame, Gray, Mask, NumberedFrame, OutOption, Size } from "./lib/raster.ts";

export { absdiff } from "./lib/pixels/difference.ts";
export { grayscale } from "./lib/pixels/grayscale.ts";
export { threshold } from "./lib/pixels/threshold.ts";
export { resizeArea } from "./lib/pixels/resize.ts";
export { copyMasked } from "./lib/pixels/compose.ts";
export { encodeJpeg } from "./lib/pixels/jpeg.ts";
export type { EncodeJpegOptions } from "./lib/pixels/jpeg.ts";
export { frameOfYuv, yuvMatrix } from "./lib/pixels/yuv.ts";
export type { YuvMatrix, YuvStandard } from "./lib/pixels/yuv.ts";
export { orient } from "./lib/pixels/orient.ts";
export type { Orientation } from "./lib/pixels/orient.ts";

export { SimdPixels } from "./lib/simd/pixels.ts";
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
export { methods } from "./lib/masks/methods.ts";
export type { Method, MethodOptions } from "./lib/masks/methods.ts";

export { replaceBackground } from "./lib/pipeline.ts";
export type {
  FrameRange,
  FrameSource,
  Progress,
  ReplaceBackgroundOptions,
  Sink,
} from "./lib/pipeline.ts";

export { DamagedMediaError, FfmpegError, UnsupportedMediaError } from "./lib/errors.ts";
