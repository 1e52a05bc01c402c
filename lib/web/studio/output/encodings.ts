/**
 * Which encoders of the browser are used, and how.
 *
 * @module
 */

import {
  type AudioCodec,
  getFirstEncodableAudioCodec,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Quality,
  type VideoCodec,
  type VideoEncodingConfig,
  WebMOutputFormat,
} from "./mediabunny.ts";
import type { Size } from "../../../raster/frame.ts";
import type { RecordingFormat } from "./output_messages.ts";

/** In the order of how many players know them. */
const VIDEO: Readonly<Record<RecordingFormat, VideoCodec[]>> = {
  mp4: ["avc", "vp9", "av1"],
  webm: ["vp9", "vp8", "av1"],
};

const AUDIO: Readonly<Record<RecordingFormat, AudioCodec[]>> = {
  mp4: ["aac", "opus"],
  webm: ["opus"],
};

/** A still picture is met so often, in seconds: from there a player can go on. */
const KEY_FRAMES = 2;

/**
 * How pictures are encoded for a container.
 *
 * @param format The container.
 * @param size The pictures' size.
 * @throws {Error} If the browser encodes none of the codecs.
 */
export async function videoEncoding(
  format: RecordingFormat,
  { width, height }: Size,
): Promise<VideoEncodingConfig> {
  const quality = new Quality("high");
  const codec = await getFirstEncodableVideoCodec(VIDEO[format], { width, height, quality });
  if (codec === null) {
    throw new Error(`Cannot write ${format.toUpperCase()}: this browser encodes no video for it`);
  }
  return { codec, quality, keyFrameInterval: KEY_FRAMES };
}

/** The codec of sound for a container, if the browser has one. */
export function audioCodec(format: RecordingFormat): Promise<AudioCodec | null> {
  return getFirstEncodableAudioCodec(AUDIO[format]);
}

/**
 * The container.
 *
 * @param format Which.
 * @param isStreamed Whether its table of contents comes last, so that nothing stays in memory.
 */
export function outputFormat(
  format: RecordingFormat,
  isStreamed: boolean,
): Mp4OutputFormat | WebMOutputFormat {
  if (format === "webm") return new WebMOutputFormat();
  return new Mp4OutputFormat({ fastStart: isStreamed ? false : "in-memory" });
}
