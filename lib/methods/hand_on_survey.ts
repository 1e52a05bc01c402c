import type { MaskEstimator } from "./estimator.ts";

/**
 * What an estimator's survey has learned, for others that are made for later frames of the same video.
 *
 * @param estimator The estimator, before its first frame.
 * @returns Lets another one with the same options know it.
 * @throws {TypeError} If it has a survey that cannot be saved.
 */
export function surveyToHandOn(estimator: MaskEstimator): (to: MaskEstimator) => MaskEstimator {
  if (estimator.survey === undefined) return (to) => to;
  if (estimator.saveSurvey === undefined || estimator.loadSurvey === undefined) {
    throw new TypeError(
      "Cannot begin a method anew: it has a survey, but no saveSurvey() and loadSurvey()",
    );
  }
  const learned = estimator.saveSurvey();
  return (to) => {
    to.loadSurvey?.(learned);
    return to;
  };
}
