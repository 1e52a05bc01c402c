import { bothEyes } from "../../backgrounds/both_eyes.ts";
import {
  type Background,
  type BackgroundChoice,
  blurBackground,
  colorBackground,
  opaqueBackground,
  parseBackground,
  pictureBackground,
  transparentBackground,
  videoBackground,
  type VideoFrames,
} from "../../backgrounds/mod.ts";
import type { VideoSource } from "../../files/ffmpeg/decode/open_by_ffmpeg.ts";
import { openVideo } from "../../files/ffmpeg/decode/open_video.ts";
import { readEnd } from "../../files/ffmpeg/probe/file_streams.ts";
import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { fileArguments } from "../../files/ffmpeg/encode/video_arguments.ts";
import { readImage } from "../../files/pictures/read_image.ts";
import { openUnlessStill } from "../../files/ffmpeg/decode/still_picture.ts";
import type { JpegCodec } from "../../files/pictures/jpeg_codec.ts";
import type { Fit } from "../../pixels/resize/fit_frame.ts";
import { dropAlpha } from "../../pixels/compose/drop_alpha.ts";
import type { Frame } from "../../raster/frame.ts";
import type { FrameStore } from "../../memory/frame_store.ts";
import type { RunOptions } from "../options/run_options.ts";
import type { Fits } from "../options/defaults.ts";
import { UsageError } from "../usage_error.ts";

/** What files are read with. */
export interface BackgroundTools {
  ffmpeg: Ffmpeg;
  jpeg: JpegCodec;
  /** Where the run's frames lie. */
  store?: FrameStore | undefined;
  onNotice: (text: string) => void;
  signal: AbortSignal;
}

/** A background as a command line has it. */
export interface NamedBackground {
  /** How it is written. */
  readonly name: string;
  readonly choice: BackgroundChoice;
}

/** Read the second argument; a wrong colour or radius is wrong usage. */
export function readBackground({ background }: Pick<RunOptions, "background">): BackgroundChoice {
  try {
    return parseBackground(background);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message);
  }
}

/** Read all that may be behind, of which there is at least one. */
export function readBackgrounds({ backgrounds }: RunOptions): NamedBackground[] {
  return backgrounds.map((name) => ({ name, choice: readBackground({ background: name }) }));
}

/** Whether composites will have transparent parts. */
export function isTransparent(background: BackgroundChoice): boolean {
  return background.kind === "transparent" ||
    (background.kind === "color" && background.color[3] < 255);
}

/** Read the picture that is behind; of a video the first frame. */
export function readBackgroundPicture(path: string, tools: BackgroundTools): Promise<Frame> {
  const { ffmpeg, jpeg, onNotice, signal } = tools;
  return readImage(path, {
    jpeg,
    ffmpeg: () => Promise.resolve(ffmpeg),
    role: "background",
    onNotice,
    signal,
  });
}

/** Open what is behind: of a video with both eyes that are written, behind each of them. */
export async function openBackground(
  choice: BackgroundChoice,
  options: RunOptions,
  fits: Fits,
  tools: BackgroundTools,
): Promise<Background> {
  const background = await openBehindOne(choice, options, fits, tools);
  const { stereo, keepStereo } = options;
  return stereo !== undefined && keepStereo ? bothEyes(background, stereo) : background;
}

async function openBehindOne(
  choice: BackgroundChoice,
  { backgroundStart }: RunOptions,
  fits: Fits,
  tools: BackgroundTools,
): Promise<Background> {
  const { ffmpeg, store, signal } = tools;
  if (choice.kind === "color") return colorBackground(choice.color);
  if (choice.kind === "blur") return blurBackground(choice);
  if (choice.kind === "transparent") return transparentBackground();
  const { path } = choice;
  const options = { ffmpeg, signal, start: backgroundStart, isSquare: true, store };
  const video = await openUnlessStill(path, options);
  if (video !== undefined) {
    const end = await readEnd(ffmpeg, fileArguments(path), signal);
    const roundEnd = end === undefined ? undefined : end - (backgroundStart ?? 0);
    return loopedFrom(video, () => openVideo(path, options), fits.video, roundEnd);
  }
  const picture = await readBackgroundPicture(path, tools);
  return pictureBackground(dropAlpha(picture, { out: picture }), { fit: fits.picture });
}

/** A video behind, of which the first round is open already; `end` is when a round is over. */
function loopedFrom(
  video: VideoSource,
  reopen: () => Promise<VideoSource>,
  fit: Fit,
  end: number | undefined,
): Background {
  let first: VideoSource | undefined = video;
  const open = async (): Promise<VideoFrames> => {
    const opened = first ?? await reopen();
    first = undefined;
    return {
      end,
      [Symbol.asyncIterator]: () => opened[Symbol.asyncIterator](),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  };
  const background = opaqueBackground(videoBackground(open, { fit }));
  return {
    behind: (frame, matte) => background.behind(frame, matte),
    async [Symbol.asyncDispose]() {
      await background[Symbol.asyncDispose]();
      await first?.[Symbol.asyncDispose]();
    },
  };
}
