import { FfmpegError, UnsupportedMediaError } from "../../errors.ts";
import { orient } from "../../pixels/resize/orient.ts";
import type { Frame } from "../../raster/frame.ts";
import { openByFfmpeg } from "../ffmpeg/decode/open_by_ffmpeg.ts";
import { jpegOrientation } from "./exif.ts";
import type { Ffmpeg } from "../ffmpeg/ffmpeg.ts";
import { assertReadableFile } from "../system/input_file.ts";
import type { JpegCodec } from "./jpeg_codec.ts";
import { assertWholeBmp } from "./formats/bmp_file.ts";
import { ConvertFirst } from "./convert_first.ts";
import { assertWholeGif, truncatedPlain } from "./formats/cut_off.ts";
import { decodeByFfmpeg } from "./decode_by_ffmpeg.ts";
import { otherKind, type PictureKind, pictureKind, plainSize, readHead } from "./picture_kind.ts";
import { assertPictureSize, MAX_PIXELS } from "./picture_size.ts";
import { onDisk } from "../system/working_folder.ts";

/** A picture of the largest size, in the longest of the formats that are read into memory. */
const MAX_FILE_BYTES = 8 * MAX_PIXELS;

/**
 * What {@linkcode readImage} reads with.
 *
 * @category Picture files
 */
export interface ReadImageOptions {
  /** Reads JPEG. */
  jpeg: JpegCodec;
  /** Reads much else; found when it is needed. */
  ffmpeg: () => Promise<Ffmpeg>;
  /** What the picture is for, in messages: "background". */
  role?: string;
  /** Told in one line when only a part of the file is used, or a package has to be fetched. */
  onNotice?: (notice: string) => void;
  /** Ends the reading. */
  signal?: AbortSignal | undefined;
}

/**
 * Read a picture, upright: JPEG, PNG, TIFF, WebP and BMP with the same pixels as `cv2.imread`
 * (16-bit PNGs rounded, alpha kept), HEIC by libheif, AVIF and anything else by ffmpeg. Of a
 * video or an animation the first frame is read, of a TIFF the first page.
 *
 * A picture of more than 2²⁸ pixels is refused before there is memory for it.
 *
 * @param path The picture's path.
 * @param options The decoders.
 * @returns The picture.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {UnsupportedMediaError} If it is no picture, a broken one, or too large.
 * @category Picture files
 */
export async function readImage(path: string, options: ReadImageOptions): Promise<Frame> {
  const { role = "picture", signal } = options;
  const { isFile, size } = await assertReadableFile(path, role);
  if (!isFile) {
    // It is opened more than once.
    throw new UnsupportedMediaError(`Cannot open the ${role} '${path}': it is a pipe or a device`);
  }
  try {
    return await readKind(path, size, options);
  } catch (cause) {
    signal?.throwIfAborted();
    if (!(cause instanceof UnsupportedMediaError)) throw cause;
    const advice = cause instanceof ConvertFirst
      ? `; convert it first: ${cause.commandFor(path)}`
      : "";
    const message = `Cannot read the ${role} '${path}': ${cause.message}${advice}`;
    throw new UnsupportedMediaError(message, { cause });
  }
}

async function readKind(path: string, size: number, options: ReadImageOptions): Promise<Frame> {
  const { signal } = options;
  const head = await readHead(path);
  const kind = pictureKind(head);
  if (kind === undefined) return await readOther(path, options);
  if (kind === "gif") {
    assertPictureSize(plainSize(kind, head));
    assertWholeGif(path);
    return await readOther(path, options);
  }
  if (kind === "svg") {
    const { decodeSvg } = await import("./formats/decode_svg.ts");
    return await decodeSvg(path, { ffmpeg: await options.ffmpeg(), signal });
  }
  if (size > MAX_FILE_BYTES) {
    throw new UnsupportedMediaError(`it has ${size} bytes, more than ${MAX_FILE_BYTES}`);
  }
  const bytes = await Deno.readFile(onDisk(path), { ...(signal && { signal }) });
  return await decodeKind(kind, bytes, path, options);
}

/** Decode what has been read whole. Each decoder is loaded with the first picture of its kind. */
async function decodeKind(
  kind: Exclude<PictureKind, "gif" | "svg">,
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  options: ReadImageOptions,
): Promise<Frame> {
  const { jpeg, signal, onNotice: tell } = options;
  const onNotice = tell && ((notice: string) => tell(`of '${path}' ${notice}`));
  switch (kind) {
    case "jpeg": {
      const told = tell && ((notice: string) => tell(`'${path}' ${notice}`));
      const frame = await jpeg.decode(bytes, { onNotice: told, signal });
      return orient(frame, jpegOrientation(bytes));
    }
    case "png": {
      const { decodePng } = await import("./formats/decode_png.ts");
      return await decodePng(bytes, await options.ffmpeg(), signal);
    }
    case "webp": {
      const { decodeWebp } = await import("./webp/decode_webp.ts");
      return await decodeWebp(bytes, { ffmpeg: await options.ffmpeg(), onNotice, signal });
    }
    case "tiff": {
      const { decodeTiff } = await import("./tiff/decode_tiff.ts");
      return await decodeTiff(bytes, { jpeg, ffmpeg: options.ffmpeg, onNotice, signal });
    }
    case "bmp":
      return await decodeBmp(bytes, await options.ffmpeg(), signal);
    case "heic": {
      const { decodeHeic } = await import("./formats/decode_heic.ts");
      return await decodeHeic(bytes, { onNotice: tell, signal });
    }
    case "avif": {
      const { decodeAvif } = await import("./formats/decode_avif.ts");
      return await decodeAvif(bytes, await options.ffmpeg(), signal);
    }
  }
}

async function decodeBmp(
  bytes: Uint8Array<ArrayBuffer>,
  ffmpeg: Ffmpeg,
  signal?: AbortSignal,
): Promise<Frame> {
  const { width, height } = plainSize("bmp", bytes);
  assertPictureSize({ width, height });
  assertWholeBmp(bytes, { width, height });
  // What many writers get wrong, and ffmpeg believes: how long the file is.
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(2, bytes.length, true);
  const length = 4 * width * height;
  const picture = { bytes, demuxer: "bmp_pipe", pixelFormat: "rgba", length, name: "BMP" };
  const pixels = await decodeByFfmpeg(picture, ffmpeg, signal);
  return { width, height, bitmap: new Uint8ClampedArray(pixels.buffer) };
}

/** What only ffmpeg knows: animations, videos, and pictures of rarer formats. */
async function readOther(
  path: string,
  { ffmpeg, onNotice, signal }: ReadImageOptions,
): Promise<Frame> {
  const program = await ffmpeg();
  try {
    const opened = await openByFfmpeg(path, { ffmpeg: program, signal, maxPixels: MAX_PIXELS });
    await using source = opened;
    // A lent frame may be kept where no other is asked for.
    for await (const { width, height, bitmap } of source) {
      if ((source.frameCount ?? 1) > 1) onNotice?.(`of '${path}' only the first frame is used`);
      return { width, height, bitmap };
    }
    throw new UnsupportedMediaError("it holds no picture");
  } catch (cause) {
    signal?.throwIfAborted();
    // That ffmpeg could not be run at all says more than that it could not read the file.
    if (cause instanceof FfmpegError && cause.exitCode === undefined) throw cause;
    throw await whyUnread(path, cause);
  }
}

/** Why ffmpeg could not read a picture. */
async function whyUnread(path: string, cause: unknown): Promise<Error> {
  const isTooLarge = cause instanceof FfmpegError &&
    cause.stderr.some((line) => /Picture size \d+x\d+ (is invalid|exceeds)/.test(line));
  if (isTooLarge) {
    return new UnsupportedMediaError(
      `it has more than ${Math.round(MAX_PIXELS / 1e6)} megapixels: make it smaller`,
      { cause },
    );
  }
  const head = await readHead(path);
  const { size } = await Deno.stat(onDisk(path));
  if (size <= MAX_FILE_BYTES) {
    const cut = truncatedPlain(head, size, () => Deno.readFileSync(onDisk(path)));
    if (cut !== undefined) return cut;
  }
  const name = otherKind(head);
  if (name === "a GIMP file") return new ConvertFirst(`it is ${name}`, "convert", { cause });
  return new UnsupportedMediaError(
    name === undefined
      ? "it is no picture that ffmpeg knows"
      : `it is ${name}, which this ffmpeg does not decode; save it as PNG in the program that made it`,
    { cause },
  );
}
