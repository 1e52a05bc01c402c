import { orient } from "../../../pixels/resize/orient.ts";
import { createFrame, type Frame } from "../../../raster/frame.ts";
import type { Ffmpeg } from "../../ffmpeg/ffmpeg.ts";
import { inBands } from "../formats/a_turn.ts";
import { decodeByFfmpeg } from "../decode_by_ffmpeg.ts";
import { assertPictureSize } from "../picture_size.ts";
import { parseWebp, type WebpPicture } from "./webp_file.ts";
import { paintWebpRows } from "./paint_webp_rows.ts";

/** Whom {@linkcode decodeWebp} asks and tells. */
export interface DecodeWebpOptions {
  /** Decodes what is coded. */
  ffmpeg: Ffmpeg;
  /** Told in one line when only a part of the file is used. */
  onNotice?: ((notice: string) => void) | undefined;
  /** Ends the decoding. */
  signal?: AbortSignal | undefined;
}

/**
 * Decode a WebP picture with libwebp's pixels; of an animation the first frame.
 *
 * @param bytes The file.
 * @param options The decoder.
 * @returns The picture, upright.
 * @throws {UnsupportedMediaError} If it is truncated or damaged.
 */
export async function decodeWebp(
  bytes: Uint8Array<ArrayBuffer>,
  options: DecodeWebpOptions,
): Promise<Frame> {
  const webp = parseWebp(bytes);
  assertPictureSize(webp);
  if (webp.isAnimated) options.onNotice?.("only its first frame is used");
  const { picture } = webp;
  const decoded = await pixelsOf(picture, options);
  if (picture.width === webp.width && picture.height === webp.height) {
    return orient(decoded, webp.orientation);
  }
  const canvas = createFrame(webp.width, webp.height);
  for (let y = 0; y < picture.height; y++) {
    const row = decoded.bitmap.subarray(4 * y * picture.width, 4 * (y + 1) * picture.width);
    canvas.bitmap.set(row, 4 * ((picture.y + y) * webp.width + picture.x));
  }
  return orient(canvas, webp.orientation);
}

async function pixelsOf(
  picture: WebpPicture,
  { ffmpeg, signal }: DecodeWebpOptions,
): Promise<Frame> {
  const { width, height, isLossy, hasAlpha, bare } = picture;
  const common = {
    bytes: bare,
    demuxer: "webp_pipe",
    name: "WebP",
    // ffmpeg 4 cannot tell where a WebP ends.
    inputArgs: ["-frame_size", String(bare.length)],
  };
  if (!isLossy) {
    const rgba = { ...common, pixelFormat: "rgba", length: 4 * width * height };
    const pixels = await decodeByFfmpeg(rgba, ffmpeg, signal);
    return { width, height, bitmap: new Uint8ClampedArray(pixels.buffer) };
  }
  const luma = width * height;
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  const pixels = await decodeByFfmpeg(
    {
      ...common,
      pixelFormat: hasAlpha ? "yuva420p" : "yuv420p",
      length: luma + 2 * chroma + (hasAlpha ? luma : 0),
    },
    ffmpeg,
    signal,
  );
  const planes = {
    y: pixels.subarray(0, luma),
    u: pixels.subarray(luma, luma + chroma),
    v: pixels.subarray(luma + chroma, luma + 2 * chroma),
    alpha: hasAlpha ? pixels.subarray(luma + 2 * chroma) : undefined,
  };
  const frame = createFrame(width, height);
  for await (const rows of inBands(frame, signal)) paintWebpRows(planes, frame, rows);
  return frame;
}
