/**
 * The edge: reading videos and pictures, writing files. Needs Deno and its
 * permissions; the pixels themselves are in `mod.ts`, which needs none.
 *
 * @module
 */

export { openVideo } from "./open_video.ts";
export type { OpenVideoOptions, VideoSource } from "./decode.ts";
export { createVideo } from "./encode.ts";
export type { CreateVideoOptions, SoundSource, VideoSink } from "./encode.ts";
export { Ffmpeg, FfmpegRun, findFfmpeg } from "./ffmpeg.ts";
export type { FindFfmpegOptions } from "./ffmpeg.ts";
export { FfmpegLog } from "./ffmpeg_log.ts";
export type { Fraction } from "./ffmpeg_log.ts";
export { readImage } from "./image_file.ts";
export type { ReadImageOptions } from "./image_file.ts";
export { openJpegCodec } from "./jpeg.ts";
export type { DecodeJpegOptions, JpegCodec } from "./jpeg.ts";
export { findMethod } from "./custom_method.ts";
export { findLabelledClips, openLabelledClip } from "./labelled_clip.ts";
export type { LabelledClipOptions } from "./labelled_clip.ts";
export type { LoneFolderOptions } from "./lone_package.ts";
export { readModel } from "./model_file.ts";
export type { ModelFile, NamedModel } from "./model_file.ts";
export { FilePattern, numberedFiles } from "./numbered_files.ts";
export { openSession } from "./onnx.ts";
export type { OpenSessionOptions } from "./onnx.ts";
export type { RuntimeName } from "./onnx_runtime.ts";
export { segmenterOpener } from "./open_segmenter.ts";
export type { SegmenterOptions } from "./open_segmenter.ts";
export { encodeGrayPng, encodeRgbaPng } from "./png.ts";
export { chooseCodec, containerOf, containers, videoCodecs } from "./video_format.ts";
export type { Container, VideoCodec } from "./video_format.ts";
export { writeWhole } from "./write_whole.ts";
