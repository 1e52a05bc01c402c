/**
 * What an encoding ffmpeg is told where somebody reads along: from a pipe, and live.
 *
 * @module
 */

import type { Container, VideoCodec } from "./containers.ts";

/** How long a part of the stream may be, in milliseconds, before it is sent. */
const PART = 200;

/** What makes an encoder give back each picture as soon as it has it. */
const LOW_DELAY: Readonly<Record<VideoCodec, readonly string[]>> = {
  h264: ["-tune", "zerolatency"],
  hevc: ["-tune", "zerolatency"],
  vp9: ["-lag-in-frames", "0", "-auto-alt-ref", "0"],
  av1: ["-lag-in-frames", "0"],
  prores: ["-thread_type", "slice"],
};

/** Who reads along. */
export interface StreamOptions {
  readonly container: Container;
  /** `undefined` for a GIF. */
  readonly codec: VideoCodec | undefined;
  /** Whether pictures come as they happen: then none is kept back for better compression. */
  readonly isLive: boolean;
  readonly hasSound: boolean;
}

/**
 * ffmpeg's arguments for a video on a pipe: whatever the frame rate and however far the key frames
 * are apart, a part is sent after a fifth of a second, and of a live mp4 the head with the first
 * picture.
 *
 * @param options Who reads along.
 */
export function streamArguments(
  { container, codec, isLive, hasSound }: StreamOptions,
): readonly string[] {
  return [
    ...(isLive && codec !== undefined ? LOW_DELAY[codec] : []),
    "-flush_packets",
    "1",
    ...partArguments(container, isLive && !hasSound),
  ];
}

/**
 * A head that comes first knows nothing of pictures that are coded before they are shown, nor of
 * sound that begins before it is heard: both would come late.
 */
function partArguments(container: Container, isHeadFirst: boolean): readonly string[] {
  switch (container) {
    case "mp4":
    case "mov":
      return [
        "-movflags",
        `frag_keyframe+default_base_moof+${isHeadFirst ? "empty" : "delay"}_moov`,
        "-frag_duration",
        String(1000 * PART),
      ];
    case "mkv":
    case "webm":
      return ["-cluster_time_limit", String(PART)];
    case "gif":
      return [];
  }
}
