import { orient } from "../../../pixels/resize/orient.ts";
import type { Frame } from "../../../raster/frame.ts";
import type { Ffmpeg } from "../../ffmpeg/ffmpeg.ts";
import { decodeByFfmpeg } from "../decode_by_ffmpeg.ts";
import { assertPictureSize } from "../picture_size.ts";
import { parsePng } from "./png_file.ts";

/**
 * Decode a PNG by ffmpeg, which gets the chunks that make pixels and no other.
 *
 * @param bytes The file.
 * @param ffmpeg The decoder.
 * @param signal Ends the decoding.
 * @returns The picture, upright.
 * @throws {UnsupportedMediaError} If it is too large, truncated or damaged.
 */
export async function decodePng(
  bytes: Uint8Array<ArrayBuffer>,
  ffmpeg: Ffmpeg,
  signal?: AbortSignal,
): Promise<Frame> {
  const { width, height, orientation, bare } = parsePng(bytes);
  assertPictureSize({ width, height });
  const length = 4 * width * height;
  const picture = { bytes: bare, demuxer: "png_pipe", pixelFormat: "rgba", length, name: "PNG" };
  const pixels = await decodeByFfmpeg(picture, ffmpeg, signal);
  return orient({ width, height, bitmap: new Uint8ClampedArray(pixels.buffer) }, orientation);
}
