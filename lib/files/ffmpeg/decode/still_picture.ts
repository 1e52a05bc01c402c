import { fileInfo } from "../../system/file_info.ts";
import { isMotionJpeg, pictureKind } from "../../pictures/picture_kind.ts";
import type { OpenVideoOptions, VideoSource } from "./open_by_ffmpeg.ts";
import { openVideo } from "./open_video.ts";
import { onDisk } from "../../system/working_folder.ts";

/** How far into a file one looks for what tells a picture from an animation. */
const HEAD_LENGTH = 4096;

/** What is read of a file, until the next one. */
const head = new Uint8Array(HEAD_LENGTH);

/** First bytes of formats that only ffmpeg knows and that hold one picture, as Latin-1 text. */
const PICTURES = /^(P[1-7]\s|qoif|8BPS)/;

/**
 * Whether a file begins as a still picture does: JPEG, PNG, WebP, TIFF, BMP, HEIC, …
 *
 * @param path The file's path.
 * @returns `false` for anything else, animations and files that cannot be read included.
 */
export function beginsAsPicture(path: string): boolean {
  try {
    // A pipe would be read, and then lack its beginning.
    if (!Deno.statSync(onDisk(path)).isFile) return false;
    // Of ten thousand files, waiting for each would take most of the time.
    using file = Deno.openSync(onDisk(path));
    const length = file.readSync(head) ?? 0;
    const text = new TextDecoder("latin1").decode(head.subarray(0, length));
    const kind = pictureKind(head.subarray(0, length));
    if (kind === "gif" || (kind === "jpeg" && isMotionJpeg(path))) return false;
    if (kind === "png") return !text.includes("acTL");
    if (kind === "webp") return !text.includes("ANIM");
    return kind !== undefined || PICTURES.test(text);
  } catch {
    return false;
  }
}

/**
 * Whether a video is one picture: by its file's beginning, or by its name if there is no such file,
 * which whoever opens it says.
 *
 * @param path As the command line names it.
 */
export function isOnePicture(path: string): boolean {
  if (fileInfo(path) !== undefined) return beginsAsPicture(path);
  return /\.(jpe?g|png|webp|bmp|tiff?|hei[cf]|avif|svg)$/i.test(path) && !/%\d*d/.test(path);
}

/**
 * Open a file as a video, unless it is a still picture, for which ffmpeg is asked if the
 * file's beginning does not tell. What nobody can read counts as a picture: its reader
 * says why it cannot.
 *
 * @param path The file's path.
 * @param options Whom to ask, and where to begin.
 * @returns The video, from its start; dispose of it.
 */
export async function openUnlessStill(
  path: string,
  options: OpenVideoOptions,
): Promise<VideoSource | undefined> {
  if (beginsAsPicture(path)) return undefined;
  let video: VideoSource;
  try {
    video = await openVideo(path, options);
  } catch {
    options.signal?.throwIfAborted();
    return undefined;
  }
  if ((video.frameCount ?? 1) > 1) return video;
  await video[Symbol.asyncDispose]();
  return undefined;
}
