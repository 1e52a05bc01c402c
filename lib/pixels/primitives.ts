/**
 * What the front door gives of the pixels: pictures, the primitives on them, and kernel memory. `mod.ts`
 * beside it has what is below them too.
 *
 * @module
 */

export { createFrame, createGray, createMask, createMatte } from "../raster/frame.ts";
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
} from "../raster/frame.ts";
export { createDisparity } from "../raster/disparity.ts";
export type { Disparity } from "../raster/frame.ts";
export { frameFrom } from "../raster/frame_from.ts";
export { toImageData } from "../raster/to_image_data.ts";
export { isAccelerated, KernelMemory } from "../memory/kernel_memory.ts";

export { parseColor } from "./color/parse_color.ts";

export { absdiff } from "./motion/absdiff.ts";
export { grayscale } from "./color/grayscale.ts";
export { threshold } from "./color/threshold.ts";
export { resizeArea } from "./resize/resize_area.ts";
export { resizeLinear } from "./resize/resize_linear.ts";
export { fillFrame } from "./compose/fill_frame.ts";
export { fitFrame, fits } from "./resize/fit_frame.ts";
export type { Fit, FitFrameOptions } from "./resize/fit_frame.ts";
export { blurFrame } from "./background_blur/blur_frame.ts";
export type { BlurFrameOptions } from "./background_blur/blur_frame.ts";
export { copyMasked } from "./compose/copy_masked.ts";
export { dropAlpha } from "./compose/drop_alpha.ts";
export { boxBlur, feather } from "./filter/box_blur.ts";
export {
  connectedComponents,
  fillHoles,
  keepLargest,
  removeSmaller,
} from "./regions/connected_components.ts";
export type {
  Component,
  ConnectedComponents,
  ConnectivityOptions,
  FillHolesOptions,
  KeepLargestOptions,
  RemoveSmallerOptions,
} from "./regions/connected_components.ts";
export { andMasks, countForeground, hasLevel, invertMask } from "./regions/mask_logic.ts";
export { voteEdges } from "./regions/vote_edges.ts";
export type { VoteEdgesOptions } from "./regions/vote_edges.ts";
export { guidedFilter } from "./filter/guided/guided_filter.ts";
export type { GuidedFilterOptions } from "./filter/guided/guided_filter.ts";
export { close, dilate, erode, open } from "./filter/morphology.ts";
export type { MorphologyOptions } from "./filter/morphology.ts";
export { structuringElement } from "./filter/structuring_element.ts";
export type { ElementShape } from "./filter/structuring_element.ts";
export { medianBlur } from "./filter/median_blur.ts";
export { gaussianBlur } from "./filter/gaussian_blur.ts";
export type { GaussianSize } from "./filter/gaussian_blur.ts";
export { accumulateWeighted, frameOfAverage } from "./motion/accumulate_weighted.ts";
export { composite } from "./compose/composite.ts";
export { estimateForeground } from "./compose/estimate_foreground.ts";
export { lightWrap } from "./compose/light_wrap.ts";
export type { LightWrapOptions } from "./compose/light_wrap.ts";
export { encodeJpeg } from "./jpeg/encode_jpeg.ts";
export type { EncodeJpegOptions } from "./jpeg/encode_jpeg.ts";
export { estimateShift } from "./motion/estimate_shift.ts";
export type { EstimateShiftOptions } from "./motion/estimate_shift.ts";
export type { Shift } from "./motion/shift_round.ts";
export { temporalMedian } from "./motion/temporal_median.ts";
export { translate } from "./motion/translate.ts";
export { chromaMatte } from "./key/chroma_matte.ts";
export type { ChromaMatteOptions } from "./key/chroma_matte.ts";
export { suppressSpill } from "./key/suppress_spill.ts";
export type { SuppressSpillOptions } from "./key/suppress_spill.ts";
export { screenColor } from "./key/screen_color.ts";
export { expose, fitExposure } from "./color/fit_exposure.ts";
export type { ChannelExposure, Exposure, FitExposureOptions } from "./color/fit_exposure.ts";
export { mirror } from "./resize/mirror.ts";
export { orient } from "./resize/orient.ts";
export type { Orientation } from "./resize/orient.ts";

// Distance, from two pictures side by side.
export { joinEyes } from "./stereo/join_eyes.ts";
export { eyeSize, splitEyes } from "./stereo/split_eyes.ts";
export type { Eyes, StereoLayout } from "./stereo/split_eyes.ts";
export { blurByDepth } from "./background_blur/blur_by_depth.ts";
export type { BlurByDepthOptions } from "./background_blur/blur_by_depth.ts";
export { stereoBlockMatch } from "./stereo/stereo_block_match.ts";
export type { StereoBlockMatchOptions } from "./stereo/stereo_block_match.ts";
export { filterSpeckles } from "./stereo/filter_speckles.ts";
export type { FilterSpecklesOptions } from "./stereo/filter_speckles.ts";
export { stereoSemiGlobal } from "./stereo/semi_global/semi_global.ts";
export type { SemiGlobalMode, StereoSemiGlobalOptions } from "./stereo/semi_global/semi_global.ts";
