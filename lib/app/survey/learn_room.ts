import type { MaskEstimator } from "../../methods/estimator.ts";
import type { Size } from "../../raster/frame.ts";
import type { PreparedMethod } from "../method/prepare_method.ts";
import type { RunOptions } from "../options/run_options.ts";
import { type SurveyOptions, surveyVideo } from "../source/survey_video.ts";
import { UsageError } from "../usage_error.ts";

/** Where a method learns the room. */
export interface RoomLearning extends SurveyOptions {
  readonly options: RunOptions;
  readonly prepared: PreparedMethod;
  /** The frames' sides, as the method sees them. */
  readonly size: Size;
}

/**
 * Let an estimator know the room before its first frame comes: by the survey that the options name, or
 * by one that is made now.
 *
 * @param estimator Who makes the masks; without a survey nothing is done.
 * @param learning Where from.
 * @throws {UsageError} If the survey that is named does not fit.
 * @throws What reading it throws, or the video.
 */
export async function learnRoom(estimator: MaskEstimator, learning: RoomLearning): Promise<void> {
  const { options: { survey: path, names }, prepared: { name }, reading } = learning;
  if (path === undefined || estimator.survey === undefined) {
    return await surveyVideo(estimator, learning);
  }
  if (estimator.loadSurvey === undefined) {
    throw new UsageError(
      `${names.named("survey")} needs a method that can load it: '${name}' has no loadSurvey()`,
    );
  }
  const { readSurvey } = await import("./saved_survey.ts");
  const { surveyDifference, surveyHead } = await import("./survey_head.ts");
  const { head, learned } = await readSurvey(path);
  const asked = await surveyHead({ ...learning, isForPictures: reading.isAccurate !== true });
  const difference = surveyDifference(head, asked, names);
  if (difference !== undefined) throw new UsageError(`the survey '${path}' ${difference}`);
  estimator.loadSurvey(learned);
}
