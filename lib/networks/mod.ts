/**
 * What a neural network takes and gives, whoever runs it: the contracts, the families that are known, and
 * the translation of `.tflite` files and TensorFlow.js graphs to ONNX. No runtime is in here: bring an {@linkcode InferenceSession}.
 *
 * @module
 */

export type { InferenceSession, Tensor, TensorInfo } from "./inference_session.ts";
export type { PicturePart } from "../raster/picture_part.ts";
export type { OpenSegmenter, Segmenter } from "./segmenter.ts";
export { NetworkSegmenter } from "./network_segmenter.ts";
export type { NetworkSegmenterOptions } from "./network_segmenter.ts";
export { EnsembleSegmenter } from "./ensemble_segmenter.ts";
export type { WeightedSegmenter } from "./ensemble_segmenter.ts";
export { PeopleSegmenter } from "./people/people_segmenter.ts";
export type { Pace, PeopleNetworks, PersonSegmenter } from "./people/people_networks.ts";
export type { WholeBodies } from "./people/person.ts";
export { PoseDetector } from "./people/pose_detector.ts";
export type { PersonFound } from "./people/pose_detector.ts";
export { BodyNetwork } from "./people/body_network.ts";
export type { BodyLook } from "./people/body_network.ts";
export type { Circle, Region } from "./people/region.ts";
export type { DepthNetwork, OpenDepth } from "./depth/depth_network.ts";
export type { DepthFamily } from "./depth/depth_families.ts";
export { NetworkDepth } from "./depth/network_depth.ts";
export { depthSpec } from "./depth/depth_spec.ts";
export type { DepthSpec } from "./depth/depth_spec.ts";
export { tfliteToOnnx } from "./tflite/tflite_to_onnx.ts";
export { tfjsToOnnx } from "./tfjs/tfjs_to_onnx.ts";
export type { TfjsOptions } from "./tfjs/tfjs_to_onnx.ts";
export { modelSpec } from "./model/model_spec.ts";
export { parseModelOverrides } from "./model/model_overrides.ts";
export type { ModelOverrides, ModelOverrideTexts } from "./model/model_overrides.ts";
export type {
  Decoding,
  DecodingKind,
  InputSpec,
  ModelFamily,
  ModelSpec,
  NameOfMethod,
  NameOfOverride,
  Recurrence,
  ReferenceSize,
  Rgb,
} from "./model/model_spec_types.ts";
