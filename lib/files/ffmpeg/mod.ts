/**
 * Videos by ffmpeg: read frame by frame, and written. Needs Deno, and its permission to run ffmpeg.
 *
 * @module
 */

export { openVideo } from "./decode/open_video.ts";
export type { OpenVideoOptions, VideoSource } from "./decode/open_by_ffmpeg.ts";
export { createVideo } from "./encode/create_video.ts";
export type { CreateVideoOptions, SoundSource, VideoSink } from "./encode/video_sink.ts";
export { chooseCodec, containerOf, containers, videoCodecs } from "./encode/containers.ts";
export type { Container, VideoCodec } from "./encode/containers.ts";
export { Ffmpeg, FfmpegRun, findFfmpeg } from "./ffmpeg.ts";
export type { FindFfmpegOptions } from "./ffmpeg.ts";
export { FfmpegLog } from "./ffmpeg_log.ts";
export type { Fraction } from "./ffmpeg_log.ts";
