import { FfmpegError, UnsupportedMediaError } from "../errors.ts";
import { orient } from "../pixels/orient.ts";
import { createFrame, type Frame } from "../raster.ts";
import { openVideo } from "./decode.ts";
import { jpegOrientation } from "./exif.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import { decodeWithImageScript } from "./imagescript.ts";
import { assertReadableFile } from "./input_file.ts";
import type { JpegCodec } from "./jpeg.ts";

/** What {@linkcode readImage} reads with. */
export interface ReadImageOptions {
  /** Reads JPEG. */
  jpeg: JpegCodec;
  /** Reads everything else; found when it is needed. */
  ffmpeg: () => Promise<Ffmpeg>;
  /** What the picture is for, in messages: "background". */
  role?: string;
  /** Told in one line when only a part of the file is used. */
  onNotice?: (notice: string) => void;
  /** Ends the reading. */
  signal?: AbortSignal | undefined;
}

/**
 * Read a picture: JPEG with the same pixels as `cv2.imread`, turned upright as
 * its EXIF orientation asks; anything else through ffmpeg, or ImageScript where
 * ffmpeg does not know it. Of a video or an animation the first frame is read.
 *
 * @param path The picture's path.
 * @param options The decoders.
 * @returns The picture.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {UnsupportedMediaError} If it is no picture, or a broken one.
 */
export async function readImage(path: string, options: ReadImageOptions): Promise<Frame> {
  const { jpeg, role = "picture", signal } = options;
  await assertReadableFile(path, role);
  const bytes = await Deno.readFile(path, { ...(signal && { signal }) });
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
  try {
    return isJpeg
      ? orient(jpeg.decode(bytes), jpegOrientation(bytes))
      : await readOther(path, bytes, options);
  } catch (cause) {
    if (!(cause instanceof UnsupportedMediaError)) throw cause;
    throw new UnsupportedMediaError(
      isJpeg
        ? `Cannot read the ${role} '${path}': ${cause.message}`
        : `Cannot read the ${role} '${path}': it is no picture that ffmpeg or ImageScript knows`,
      { cause },
    );
  }
}

async function readOther(
  path: string,
  bytes: Uint8Array,
  { ffmpeg, onNotice, signal }: ReadImageOptions,
): Promise<Frame> {
  try {
    await using source = await openVideo(path, { ffmpeg: await ffmpeg(), signal });
    if ((source.frameCount ?? 1) > 1) onNotice?.(`of '${path}' only the first frame is used`);
    for await (const { width, height, bitmap } of source) {
      const frame = createFrame(width, height);
      frame.bitmap.set(bitmap);
      return frame;
    }
    throw new UnsupportedMediaError("it holds no picture");
  } catch (cause) {
    if (signal?.aborted) throw cause;
    try {
      return await decodeWithImageScript(bytes);
    } catch {
      // That ffmpeg could not be run at all says more than that ImageScript could not read it.
      if (cause instanceof FfmpegError && cause.exitCode === undefined) throw cause;
      throw new UnsupportedMediaError("neither can read it", { cause });
    }
  }
}
