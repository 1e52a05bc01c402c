import type { OpenVideoOptions } from "../../files/ffmpeg/decode/decode_arguments.ts";
import { framesOf } from "../../files/ffmpeg/decode/open_by_ffmpeg.ts";
import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import { copyFrame, type Frame, type NumberedFrame } from "../../raster/frame.ts";
import { NoSuchFrame } from "../source/no_such_frame.ts";
import { UsageError } from "../usage_error.ts";

/** The two frames that the tutorial compares for one of its pictures. */
export interface FramePair {
  readonly previous: Frame;
  readonly next: Frame;
  /** The number of the picture. */
  readonly frame: number;
  /** The number of the frame that it shows. */
  readonly shown: number;
}

/** The frame that is explained if nobody names one, in a video that has so many. */
export const USUAL_FRAME = 30;

/** The first frame of which the tutorial makes a picture. */
export const FIRST_FRAME = 3;

/** How the two frames are read. */
export interface ReadPairOptions extends OpenVideoOptions {
  /** The picture's number; {@linkcode USUAL_FRAME}, or the last if there are fewer, if left out. */
  readonly frame: number | undefined;
  /** Called with each frame that was read. */
  readonly onFrame: (number: number) => void;
}

/**
 * Read the frames that the tutorial compares for a picture: of a later part of a video no more than needed.
 *
 * @param video Its path.
 * @param options Which picture, and how videos are read.
 * @throws {UsageError} If the video has no such frame.
 */
export async function readPair(
  video: string,
  { frame, onFrame, ...reading }: ReadPairOptions,
): Promise<FramePair> {
  const last = frame ?? USUAL_FRAME;
  const firstFrame = frame === undefined ? 1 : frame - 1;
  await using opening = await startRawVideo(video, { ...reading, firstFrame, isNative: false });
  const { pictures } = opening.input;
  if (frame !== undefined && pictures !== undefined && pictures.length < frame) {
    throw new NoSuchFrame(video, frame, { found: pictures.length });
  }
  const source = framesOf(await opening.open());
  let earlier: NumberedFrame | undefined;
  let later: NumberedFrame | undefined;
  for await (const read of source) {
    onFrame(read.number);
    earlier = later;
    later = { ...copyFrame(read), number: read.number };
    if (read.number >= last) break;
  }
  const found = later?.number ?? 0;
  if (frame !== undefined && found < frame) {
    throw new NoSuchFrame(video, frame, { found, about: source.frameCount });
  }
  if (earlier === undefined || later === undefined || found < FIRST_FRAME) {
    throw new UsageError(
      `'${video}' has ${found} of the ${FIRST_FRAME} frames that the tutorial's first picture needs`,
    );
  }
  const isEven = found % 2 === 0;
  const [previous, next] = isEven ? [earlier, later] : [later, earlier];
  return { previous, next, frame: found, shown: next.number };
}
