import { FfmpegError } from "../../errors.ts";
import { isCamera } from "../../files/camera/camera_name.ts";
import { openVideo } from "../../files/ffmpeg/decode/open_video.ts";
import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { readImage } from "../../files/pictures/read_image.ts";
import { openJpegCodec } from "../../files/pictures/jpeg_codec.ts";
import type { LoneFolderOptions } from "../../files/packages/lone_package.ts";
import type { Method } from "../../methods/method.ts";
import { dropAlpha } from "../../pixels/compose/drop_alpha.ts";
import { resizeArea } from "../../pixels/resize/resize_area.ts";
import { copyFrame, type Frame, type Size } from "../../raster/frame.ts";
import type { FrameStore } from "../../memory/frame_store.ts";
import { libraryNames, type OptionNames } from "../../option_names.ts";
import type { RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";

/** What plates are read with. */
export interface PlateTools {
  readonly ffmpeg: Ffmpeg;
  /** Whether the run's frames are converted accurately, so that a plate of them is as they are. */
  readonly isAccurate: boolean;
  /** Whether the run's frames get square pixels. */
  readonly isSquare?: boolean;
  /** Where the run's frames lie. */
  readonly store?: FrameStore | undefined;
  readonly onNotice: (text: string) => void;
  /** Shows how a fetching goes on. */
  readonly onFetch?: LoneFolderOptions["onFetch"];
  readonly signal: AbortSignal;
}

/**
 * Check that there is a clean plate if the method must have one, and that it can be read.
 *
 * @throws {UsageError} If not; the message says what to do.
 */
export function assertPlate(options: RunOptions, { needsPlate = false }: Method): void {
  const { cleanPlate, cleanPlateAt, method, video, names } = options;
  const [plate, plateAt] = ["cleanPlate", "cleanPlateAt"].map(names.named);
  if (cleanPlate !== undefined && cleanPlateAt !== undefined) {
    throw new UsageError(`${plate} and ${plateAt} are two clean plates: choose one`);
  }
  if (cleanPlateAt !== undefined && (/^(-$|https?:)/i.test(video) || isCamera(video))) {
    throw new UsageError(
      `${plateAt} needs a video that can be read twice, not '${video}': ${plate} takes a picture`,
    );
  }
  if (needsPlate && cleanPlate === undefined && cleanPlateAt === undefined) {
    throw new UsageError(
      `${
        names.named("method")
      } ${method} needs ${plate} room.jpg, a picture of the empty room, or ` +
        `${plateAt} 0, the time at which the video shows it empty`,
    );
  }
}

/**
 * Whether a method makes use of a clean plate.
 *
 * @param method The method; `undefined` for a module of the user's, which may.
 */
export function makesUseOfPlate(method: Method | undefined): boolean {
  return method === undefined || method.needsPlate === true || method.takesPlate === true;
}

/**
 * Read the clean plate that the command line names.
 *
 * @returns The picture, upright and opaque; `undefined` if none is named.
 * @throws If it cannot be read, or the video ends before the time.
 */
export async function readCleanPlate(
  options: RunOptions,
  { ffmpeg, isAccurate, isSquare = false, store, onNotice, signal }: PlateTools,
): Promise<Frame | undefined> {
  const { cleanPlate: path, cleanPlateAt: start, video, size, fps } = options;
  if (path !== undefined) {
    using jpeg = await openJpegCodec(onNotice);
    const tools = { jpeg, ffmpeg: () => Promise.resolve(ffmpeg), onNotice, signal };
    const picture = await readImage(path, { ...tools, role: "clean plate" });
    return dropAlpha(picture, { out: picture });
  }
  if (start === undefined) return undefined;
  const reading = { ffmpeg, start, size, fps, isAccurate, isSquare, store, signal };
  await using source = await openVideo(video, reading).catch((cause) => {
    // Of what is not there at all, the error says more.
    throw cause instanceof FfmpegError ? endsBefore(video, start, cause) : cause;
  });
  for await (const frame of source) return dropAlpha(copyFrame(frame));
  throw endsBefore(video, start);
}

function endsBefore(video: string, start: number, cause?: unknown): Error {
  return new Error(
    `Cannot take the clean plate at ${start} s: '${video}' cannot be read there, or ends before`,
    { cause },
  );
}

/** By how much the sides' proportion may differ. */
const ASPECT_TOLERANCE = 0.02;

/**
 * Bring a clean plate to the frames' size.
 *
 * @param plate The plate.
 * @param size The frames' sides.
 * @param options What it is called (`undefined`: it is a frame of the video itself, where that has
 * another size), what messages call options, and whom to tell that it is resized.
 * @returns The plate itself if it has that size.
 * @throws {RangeError} If its proportions are others.
 */
export function fitPlate(
  plate: Frame,
  { width, height }: Size,
  { name, names = libraryNames, onNotice }: {
    name: string | undefined;
    names?: OptionNames;
    onNotice: (text: string) => void;
  },
): Frame {
  if (plate.width === width && plate.height === height) return plate;
  const is = `it is ${plate.width}×${plate.height}, the frames are ${width}×${height}`;
  const aspect = (plate.width * height) / (plate.height * width);
  if (name !== undefined && Math.abs(aspect - 1) > ASPECT_TOLERANCE) {
    throw new RangeError(
      `Cannot use the clean plate '${name}': ${is}; crop it to what the video shows, or take ` +
        `it from the video with ${names.named("cleanPlateAt")}`,
    );
  }
  onNotice(`the clean plate is resized: ${is}`);
  return resizeArea(plate, { width, height });
}
