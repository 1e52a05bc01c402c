/**
 * The pixels alone: what pictures are, the primitives on them, and the memory in which kernels do the work.
 * Of it the front door, the repository's `mod.ts`, gives what primitives.ts lists; only here is what the
 * pipeline itself is made of: frames with owners, YUV, motion by blocks, and the web's types.
 *
 * @example What has changed between two frames
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { absdiff, createFrame, grayscale, threshold } from "./mod.ts";
 *
 * const [before, after] = [createFrame(2, 1), createFrame(2, 1)];
 * after.bitmap.fill(90, 0, 4);
 * const mask = threshold(grayscale(absdiff(before, after)), 3);
 * assertEquals([...mask.data], [255, 0]);
 * ```
 *
 * @module
 */

// What the front door gives too.
export * from "./primitives.ts";

// Frames with owners.
export { FrameStore } from "../memory/frame_store.ts";
export type { LentFrame, StoredFrame, StoredGray } from "../memory/frame_store.ts";
export type { SharedUse } from "../memory/shared_use.ts";

// The web's pictures, as frameFrom() and toImageData() know them.
export type { WebPicture } from "../raster/frame_from.ts";
export type {
  CanvasLike,
  ImageBitmapLike,
  ImageDataLike,
  VideoFrameLike,
  WebImageData,
  WebStill,
  WebVideoFrame,
} from "../raster/web_types.ts";

// Between bytes of other kinds and frames.
export { numbersOfFrame } from "./color/numbers_of_frame.ts";
export type { NumbersOptions } from "./color/numbers_of_frame.ts";
export { frameOfYuv, yuvMatrix } from "./color/frame_of_yuv.ts";
export type { YuvMatrix, YuvStandard } from "./color/frame_of_yuv.ts";
export { frameOfYuvCubic } from "./color/frame_of_yuv_cubic.ts";
export { yuvOfFrame, yuvWeights } from "./color/yuv_of_frame.ts";
export type { YuvWeights } from "./color/yuv_of_frame.ts";

// Composites that are never stored.
export { compositeYuv } from "./compose/composite_yuv.ts";
export type { CompositeYuvOptions } from "./compose/composite_yuv.ts";
export type { Layers } from "./compose/layers.ts";
export { compositeJpeg } from "./jpeg/composite_jpeg.ts";

// How pictures move.
export { blockMotion } from "./motion/block_motion.ts";
export type { BlockMotion, BlockMotionOptions } from "./motion/block_motion.ts";
export { carryMatte } from "./motion/carry_matte.ts";
export { motionSpeed } from "./motion/motion_speed.ts";

// What two pictures of one place have in common, and how they lie to each other.
export { detectCorners } from "./features/detect_corners.ts";
export type { Corner, DetectCornersOptions } from "./features/detect_corners.ts";
export { composeHomographies, invertHomography, mapPoint } from "./features/homography.ts";
export type { Homography, Point } from "./features/homography.ts";
export { warpPerspective } from "./features/warp_perspective.ts";
export type { WarpPerspectiveOptions } from "./features/warp_perspective.ts";
export { alignPictures } from "./features/align_pictures.ts";
export type { AlignPicturesOptions } from "./features/align_pictures.ts";
export { describeCorners } from "./features/describe_corners.ts";
export type { Descriptors } from "./features/describe_corners.ts";
export { findHomography, fitHomography } from "./features/find_homography.ts";
export type {
  FindHomographyOptions,
  FoundHomography,
  PointPair,
} from "./features/find_homography.ts";
export { matchDescriptors } from "./features/match_descriptors.ts";
export type { DescriptorMatch, MatchDescriptorsOptions } from "./features/match_descriptors.ts";
export { refineHomography } from "./features/refine_homography.ts";
export type { RefineHomographyOptions } from "./features/refine_homography.ts";

// Two cameras, and how far what they see is away.
export { depthOf, disparityOf } from "./stereo/calibration/depth_of.ts";
export type { DepthOfOptions } from "./stereo/calibration/depth_of.ts";
export { readCalibration } from "./stereo/calibration/read_calibration.ts";
export type {
  ReadCalibrationOptions,
  StereoCalibration,
} from "./stereo/calibration/read_calibration.ts";
export { stereoRectify } from "./stereo/calibration/stereo_rectify.ts";
export type {
  CameraIntrinsics,
  StereoPose,
  StereoRectification,
  StereoRectifyOptions,
} from "./stereo/calibration/stereo_rectify.ts";
export { undistortRectifyMap } from "./stereo/calibration/undistort_rectify_map.ts";
export type { PixelMap, RectifiedCamera } from "./stereo/calibration/undistort_rectify_map.ts";
export { disparityThreshold } from "./stereo/disparity_threshold.ts";
export type { DisparityThresholdOptions, FoundThreshold } from "./stereo/disparity_threshold.ts";
export { fillDisparity } from "./stereo/fill_disparity.ts";
export { otsuLevel } from "./stereo/otsu_level.ts";
export { remap } from "./stereo/remap.ts";
export type { RemapOptions } from "./stereo/remap.ts";
export { reprojectDisparity } from "./stereo/reproject_disparity.ts";
export type { ReprojectDisparityOptions } from "./stereo/reproject_disparity.ts";
export { SteadyThreshold } from "./stereo/steady_threshold.ts";
export type { SteadyThresholdOptions } from "./stereo/steady_threshold.ts";
export { upsampleDisparity } from "./stereo/upsample_disparity.ts";
export type { UpsampleDisparityOptions } from "./stereo/upsample_disparity.ts";
