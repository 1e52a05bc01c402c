/**
 * The edge: reading videos and pictures, writing files. Needs Deno and its
 * permissions; the pixels themselves are in `mod.ts`, which needs none.
 *
 * @module
 */

export * from "./ffmpeg/mod.ts";
export { readImage } from "./pictures/read_image.ts";
export type { ReadImageOptions } from "./pictures/read_image.ts";
export { openJpegCodec } from "./pictures/jpeg_codec.ts";
export type { DecodeJpegOptions, JpegCodec } from "./pictures/jpeg_codec.ts";
export { findMethod } from "./find_method.ts";
export { findCdnetVideos } from "./cdnet_tree.ts";
export type { CdnetTree, CdnetVideo } from "./cdnet_tree.ts";
export { findLabelledClips, openLabelledClip } from "./labelled_clip.ts";
export type { LabelledClipOptions } from "./labelled_clip.ts";
export type { LoneFolderOptions } from "./packages/lone_package.ts";
export { depthOpener } from "./onnx/depth_opener.ts";
export { readModel } from "./onnx/model_file.ts";
export type { ModelFile, NamedModel } from "./onnx/model_file.ts";
export { FilePattern, numberedFiles } from "./pictures/numbered_files.ts";
export { openSession } from "./onnx/open_session.ts";
export type { OpenSessionOptions } from "./onnx/open_session.ts";
export type { RuntimeName } from "../networks/runtime/onnx_runtime.ts";
export { segmenterOpener } from "./onnx/segmenter_opener.ts";
export type { SegmenterOptions } from "./onnx/segmenter_opener.ts";
export { SharedNetworks } from "../networks/runtime/shared_networks.ts";
export type { OpenNetwork } from "../networks/runtime/shared_networks.ts";
export { encodeGrayPng, encodeRgbaPng } from "./pictures/encode_png.ts";
export { writeWhole } from "./system/write_whole.ts";
