import { openVideo } from "../../files/ffmpeg/decode/open_video.ts";
import type {
  LearnedOptions,
  OpenVideoOptions,
} from "../../files/ffmpeg/decode/decode_arguments.ts";
import type { VideoSource } from "../../files/ffmpeg/decode/open_by_ffmpeg.ts";
import type { VideoInput } from "../../files/ffmpeg/decode/video_input.ts";
import type { MaskEstimator } from "../../methods/estimator.ts";
import type { NumberedFrame } from "../../raster/frame.ts";
import { expectedFrames, type VideoLength } from "./expected_frames.ts";
import { untilAborted } from "../../until_aborted.ts";
import type { RunReport } from "../run_report.ts";

/** About how many frames an estimator is shown of a whole video, if it does not say. */
const SAMPLES = 100;

/** Frame step if nobody knows how many frames there are; the estimator thins them further. */
const EVERY_OF_UNKNOWN = 5;

/** Who is told of a survey. */
export type SurveyReport = Pick<RunReport, "notice" | "survey">;

/** What a survey works with. */
export interface SurveyOptions {
  /** Where the video comes from. */
  readonly input: VideoInput;
  /** As it was named. */
  readonly path: string;
  /** How the run reads it, with what it has learned by opening it. */
  readonly reading: OpenVideoOptions & LearnedOptions;
  /** The run's own reading, which has begun: it knows how long the video is. */
  readonly video: VideoLength;
  readonly reporter: SurveyReport;
  /** Makes of the video what the run makes of it: one eye's pictures. */
  readonly seen: (source: VideoSource) => Promise<VideoSource>;
}

/**
 * Show an estimator that asks for it the whole video, in a reading of its own.
 * ffmpeg decodes all of it, but only some frames, evenly spaced, come out.
 *
 * @param estimator Who makes the masks.
 * @param options Where the video comes from.
 */
export async function surveyVideo(
  estimator: MaskEstimator,
  { input, path, reading, video, reporter, seen }: SurveyOptions,
): Promise<void> {
  if (estimator.survey === undefined) return;
  if (!input.isRepeatable) {
    reporter.notice(
      `${input.name} cannot be read twice: the method learns the room as it goes`,
    );
    return;
  }
  const count = expectedFrames(video, reading);
  const every = count === undefined
    ? EVERY_OF_UNKNOWN
    : Math.max(1, Math.floor(count / (estimator.surveys ?? SAMPLES)));
  // What there is to say of the file, the run itself says.
  const { onNotice: _, ...quiet } = reading;
  await using opened = await openVideo(path, { ...quiet, firstFrame: 1, every });
  const frames = await seen(opened);
  await untilAborted(estimator.survey(shown(frames, count, reporter)), reading.signal);
}

async function* shown(
  frames: AsyncIterable<NumberedFrame>,
  total: number | undefined,
  reporter: SurveyReport,
): AsyncGenerator<NumberedFrame> {
  for await (const frame of frames) {
    reporter.survey(frame.number, total);
    yield frame;
  }
}
