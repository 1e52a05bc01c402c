/**
 * The edge: reading videos and pictures, writing files. Needs Deno and its
 * permissions; the pixels themselves are in `mod.ts`, which needs none.
 *
 * @module
 */

export { openVideo } from "./ffmpeg/decode/open_video.ts";
export type { OpenVideoOptions, VideoSource } from "./ffmpeg/decode/decode.ts";
export { createVideo } from "./ffmpeg/encode/encode.ts";
export type { CreateVideoOptions, SoundSource, VideoSink } from "./ffmpeg/encode/video_sink.ts";
export { Ffmpeg, FfmpegRun, findFfmpeg } from "./ffmpeg/ffmpeg.ts";
export type { FindFfmpegOptions } from "./ffmpeg/ffmpeg.ts";
export { FfmpegLog } from "./ffmpeg/ffmpeg_log.ts";
export type { Fraction } from "./ffmpeg/ffmpeg_log.ts";
export { readImage } from "./pictures/read_image.ts";
export type { ReadImageOptions } from "./pictures/read_image.ts";
export { openJpegCodec } from "./pictures/jpeg_codec.ts";
export type { DecodeJpegOptions, JpegCodec } from "./pictures/jpeg_codec.ts";
export { findMethod } from "./custom_method_file.ts";
export { findLabelledClips, openLabelledClip } from "./labelled_clip.ts";
export type { LabelledClipOptions } from "./labelled_clip.ts";
export type { LoneFolderOptions } from "./packages/lone_package.ts";
export { readModel } from "./onnx/model_file.ts";
export type { ModelFile, NamedModel } from "./onnx/model_file.ts";
export { FilePattern, numberedFiles } from "./pictures/numbered_files.ts";
export { openSession } from "./onnx/open_session.ts";
export type { OpenSessionOptions } from "./onnx/open_session.ts";
export type { RuntimeName } from "./onnx/onnx_runtime.ts";
export { segmenterOpener } from "./onnx/open_segmenter.ts";
export type { SegmenterOptions } from "./onnx/open_segmenter.ts";
export { encodeGrayPng, encodeRgbaPng } from "./pictures/encode_png.ts";
export { chooseCodec, containerOf, containers, videoCodecs } from "./ffmpeg/encode/containers.ts";
export type { Container, VideoCodec } from "./ffmpeg/encode/containers.ts";
export { writeWhole } from "./system/write_whole.ts";
