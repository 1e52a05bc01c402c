import { UnsupportedMediaError } from "../../../errors.ts";
import { framesOf, startInput, type VideoSource } from "./open_by_ffmpeg.ts";
import type { LearnedOptions, OpenRawVideoOptions, OpenVideoOptions } from "./decode_arguments.ts";
import { assertWholeGif } from "../../pictures/formats/cut_off.ts";
import { pictureKind, plainSize, readHead } from "../../pictures/picture_kind.ts";
import { assertPictureSize } from "../../pictures/picture_size.ts";
import type { RawFrames } from "./raw_video.ts";
import { areReadAsPictures, StartingPictures } from "./still_video.ts";
import { findInput, type VideoInput } from "./video_input.ts";

/**
 * Open a video file for reading frame by frame.
 *
 * Every frame comes once, at whatever rate, turned upright, as RGBA. One frame
 * is in memory at a time, however long the video. Of several video streams the
 * first that is not a cover picture is read. Pictures, one or many, are read as
 * `readImage` reads them.
 *
 * @param path What {@linkcode findInput} understands: a path, numbered pictures, a folder, …
 * @param options The ffmpeg, and where to start.
 * @returns The frames; dispose of them, that ends ffmpeg. They can be read once.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {UnsupportedMediaError} If the file is no video, or a playlist.
 * @throws {FfmpegError} If ffmpeg cannot be started, or fails.
 * @category Video files
 */
export async function openVideo(
  path: string,
  options: OpenVideoOptions & LearnedOptions,
): Promise<VideoSource> {
  const opening = await startRawVideo(path, { ...options, isNative: false });
  return framesOf(await opening.open(), options.store);
}

/** A video that is being opened. */
export interface OpeningVideo extends AsyncDisposable {
  /** Where the video comes from. */
  readonly input: VideoInput;
  /** What another opening of the same video need not learn again, once it is open. */
  readonly learned: LearnedOptions;
  /** Wait until the size of the frames is known. */
  open(): Promise<RawFrames>;
}

/**
 * The first half of {@linkcode openVideo}: ffmpeg runs when it returns, and much else can be
 * done until it has opened the file.
 */
export async function startRawVideo(
  path: string,
  options: OpenRawVideoOptions,
): Promise<OpeningVideo> {
  const input = await findInput(path, { pictureRate: options.fps, ...options });
  const pictures = input.isFile ? [path] : input.pictures;
  if (pictures !== undefined && await areReadAsPictures(pictures)) {
    return new StartingPictures({ ...input, isFile: false, pictures }, options);
  }
  if (input.isFile) await assertWholeCanvas(path);
  return await startInput(input, options);
}

/** A GIF of a few bytes may ask for a canvas of gigabytes, and one that was cut has no picture. */
async function assertWholeCanvas(path: string): Promise<void> {
  const head = await readHead(path);
  if (pictureKind(head) !== "gif") return;
  try {
    assertPictureSize(plainSize("gif", head));
    assertWholeGif(path);
  } catch (cause) {
    if (!(cause instanceof UnsupportedMediaError)) throw cause;
    throw new UnsupportedMediaError(`Cannot read '${path}': ${cause.message}`, { cause });
  }
}
