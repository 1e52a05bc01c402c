/**
 * The edge: reading videos and pictures, writing files. Needs Deno and its
 * permissions; the pixels themselves are in `mod.ts`, which needs none.
 *
 * @module
 */

export { openVideo } from "./decode.ts";
export type { OpenVideoOptions } from "./decode.ts";
export { Ffmpeg, FfmpegRun, findFfmpeg } from "./ffmpeg.ts";
export type { FindFfmpegOptions } from "./ffmpeg.ts";
export { FfmpegLog } from "./ffmpeg_log.ts";
export { readImage } from "./image_file.ts";
export type { ReadImageOptions } from "./image_file.ts";
export { openJpegCodec } from "./jpeg.ts";
export type { JpegCodec } from "./jpeg.ts";
export { FilePattern, numberedFiles } from "./numbered_files.ts";
export { encodeGrayPng } from "./png.ts";
export { writeWhole } from "./write_whole.ts";
