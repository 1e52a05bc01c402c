// What the module gives: each kernel under the name that `Kernels` has it by.

export { stuffBytes } from "./jpeg/bits";
export { lookUp } from "./color/look_up";
export { holdForeground } from "./motion/hold_foreground";
export { sumSpeed } from "./motion/motion_speed";
export { collectPairs, countResiduals, sumAllPairs, sumPairs } from "./color/exposure_fit";
export { numbersOfFrame } from "./color/numbers_of_frame";
export { setMatrix } from "./color/matrix";
export { setQuiet } from "./jpeg/picture_difference";
export {
  AC_CODES,
  DC_CODES,
  END_OF_BLOCK,
  NATURAL,
  QUANT_FACTORS,
  setBase,
  SIXTEEN_ZEROS,
  workspaceBytes,
} from "./jpeg/layout";
export { setSize } from "./jpeg/picture";
export { encodeComposite } from "./jpeg/picture_composite";
export { encodeReference, setReference } from "./jpeg/reference";
export { encodePair, endPicture } from "./jpeg/picture_pair";
export { meanColors, mixColors, roundColors, spreadColors } from "./background_blur/blur_colors";
export { boxRows, collectSums, halveSums, isOpaque } from "./background_blur/blur_sums";
export { carryMatte, markEdges } from "./motion/carry_matte";
export { blockMotion } from "./motion/block_motion";
export { markChanges, motionMeanRows, setMotionMean } from "./motion/motion_mean";
export { accumulateWeighted, frameOfAverage } from "./motion/accumulate_weighted";
export { sumShift } from "./motion/estimate_shift";
export { boxBlur } from "./filter/box_blur";
export { composite } from "./compose/composite";
export { compositeYuv, compositeYuvBytes } from "./compose/composite_yuv";
export { halveFrame, halveLevel, markUnknowns } from "./compose/foreground_levels";
export { fillUnknowns } from "./compose/foreground_unknowns";
export { sweepForeground, writeForeground } from "./compose/foreground_sweep";
export { lightRows, nearness, startLight } from "./compose/light_wrap";
export { dropAlpha, fillFrame } from "./compose/fill_frame";
export { gaussianBlur } from "./filter/gaussian_blur";
export { knn, knnBackground, knnBytes, setKnn } from "./methods/knn";
export { mog2, mog2Background, mog2Bytes } from "./methods/mog2";
export { setMog2 } from "./methods/mog2_gaussians";
export { fillRandom } from "./methods/carry_random";
export { guidedFilter, guidedFilterBytes } from "./filter/guided/guided_filter";
export { medianBlur } from "./filter/median_blur";
export { growMask, isMask } from "./filter/mask_growth";
export { growRows, growSquare } from "./filter/morphology";
export { chromaMatte, suppressSpill } from "./key/chroma_matte";
export { comparePlate, translate } from "./methods/plate";
export { addEvidence, expose, findEmpty, learnPlate, plateDistance } from "./methods/plate_guide";
export { absdiff, copyMasked, grayscale, threshold } from "./color/primitives";
export { andMasks, countForeground, hasLevel, invertMask } from "./regions/mask_logic";
export { voteEdges } from "./regions/vote_edges";
export { findRuns } from "./regions/find_runs";
export { mirror } from "./resize/mirror";
export { resizeArea } from "./resize/resize_area";
export { temporalMedian } from "./motion/temporal_median";
export { frameOfYuvCubic, frameOfYuvCubicBytes } from "./color/frame_of_yuv_cubic";
export { yuvOfFrame } from "./color/yuv_of_frame";
export { remapFrame, remapGray } from "./stereo/remap";
export { prefilterNormalized, prefilterSobel } from "./stereo/prefilter_stereo";
export { filterSpeckles } from "./stereo/filter_speckles";
export { setBlockMatch } from "./stereo/block_plan";
export { blockMatchBytes, matchBlocks } from "./stereo/match_blocks";
export {
  stereoAddSums,
  stereoMoveCosts,
  stereoPixelCosts,
  stereoSignals,
  stereoSumAcross,
} from "./stereo/semi_global_costs";
export { stereoSweepFour, stereoSweepOne, stereoSweepTwo } from "./stereo/semi_global_paths";
export { stereoPick } from "./stereo/semi_global_pick";
export { stereoMedian } from "./stereo/semi_global_median";
export { cellRanges, upsampleDisparity } from "./stereo/upsample_disparity";
