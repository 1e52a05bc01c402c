/**
 * What a web page needs besides `mod.ts`: the neural network of `segment`, and what the studio's page and
 * its worker say to each other.
 *
 * @module
 */

export { webSegmenterOpener } from "./onnx/web_segmenter_opener.ts";
export type {
  OwnModel,
  WebSegmenterOpener,
  WebSegmenterOptions,
} from "./onnx/web_segmenter_opener.ts";
export type { FromEngine, Shown, StageTimes, StudioBackground } from "./studio/protocol.ts";
export type { StudioSettings, ToEngine, View } from "./studio/protocol.ts";
