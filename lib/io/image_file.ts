import { FfmpegError, UnsupportedMediaError } from "../errors.ts";
import { orient } from "../pixels/orient.ts";
import type { Frame } from "../raster.ts";
import { openVideo } from "./decode.ts";
import { jpegOrientation } from "./exif.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import { decodeWithImageScript } from "./imagescript.ts";
import { assertReadableFile } from "./input_file.ts";
import type { JpegCodec } from "./jpeg.ts";

/** ImageScript takes a whole file into memory; a picture larger than this is none of its formats. */
const MAX_IMAGESCRIPT_BYTES = 1 << 28;

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
  const { jpeg, role = "picture" } = options;
  const { isFile, size } = await assertReadableFile(path, role);
  if (!isFile) {
    // It is opened more than once.
    throw new UnsupportedMediaError(`Cannot open the ${role} '${path}': it is a pipe or a device`);
  }
  const isJpeg = await startsAsJpeg(path);
  try {
    if (!isJpeg) return await readOther(path, size, options);
    const bytes = await Deno.readFile(path);
    return orient(await jpeg.decode(bytes), jpegOrientation(bytes));
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

async function startsAsJpeg(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const head = new Uint8Array(3);
  await file.read(head);
  return head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
}

async function readOther(
  path: string,
  size: number,
  { ffmpeg, onNotice, signal }: ReadImageOptions,
): Promise<Frame> {
  try {
    await using source = await openVideo(path, { ffmpeg: await ffmpeg(), signal });
    if ((source.frameCount ?? 1) > 1) onNotice?.(`of '${path}' only the first frame is used`);
    // A lent frame may be kept where no other is asked for.
    for await (const { width, height, bitmap } of source) return { width, height, bitmap };
    throw new UnsupportedMediaError("it holds no picture");
  } catch (cause) {
    if (signal?.aborted) throw cause;
    try {
      if (size > MAX_IMAGESCRIPT_BYTES) throw cause;
      return await decodeWithImageScript(await Deno.readFile(path));
    } catch {
      // That ffmpeg could not be run at all says more than that ImageScript could not read it.
      if (cause instanceof FfmpegError && cause.exitCode === undefined) throw cause;
      throw new UnsupportedMediaError("neither can read it", { cause });
    }
  }
}
