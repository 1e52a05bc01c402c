/**
 * The names of what videos are written as; `lib/files/ffmpeg/encode/containers.ts` knows what they
 * can hold.
 *
 * @module
 */

/** Kinds of video files, as they are named. */
export const containers = ["mp4", "mkv", "webm", "mov", "gif"] as const;

/**
 * A kind of video file.
 *
 * @category In one call
 */
export type Container = typeof containers[number];

/** How pictures may be compressed. */
export const videoCodecs = ["h264", "hevc", "vp9", "av1", "prores"] as const;

/**
 * A way to compress pictures.
 *
 * @category In one call
 */
export type VideoCodec = typeof videoCodecs[number];
