/**
 * The names of what videos are written as; `lib/files/ffmpeg/encode/containers.ts` knows what they
 * can hold.
 *
 * @module
 */

/**
 * A kind of video file.
 *
 * @category In one call
 */
export type Container = "mp4" | "mkv" | "webm" | "mov" | "gif";

/**
 * A way to compress pictures.
 *
 * @category In one call
 */
export type VideoCodec = "h264" | "hevc" | "vp9" | "av1" | "prores";
