/**
 * What a run is, without a command line: one call on files, with the command line's results.
 *
 * @module
 */

export { replaceFiles } from "./replace_files.ts";
export type { SampledRunOptions } from "./compare/sampled_run.ts";
export { sampleMethods, type SampleMethodsOptions } from "./compare/sample_methods.ts";
export type { FrameSample, SampledMethod, SampleProgress } from "./compare/sampled_method.ts";
export {
  type TriedMethod,
  type TriedMethods,
  tryMethods,
  type TryMethodsOptions,
  type TryProgress,
} from "./compare/try_methods.ts";
export { surveyFile, type SurveyFileOptions } from "./survey/survey_file.ts";
export type { MadeSurvey } from "./survey/make_survey.ts";
export { type JoinedShards, joinShards, type JoinShardsOptions } from "./shards/join_shards.ts";
export { shardStatus, type ShardStatusOptions } from "./shards/shard_status.ts";
export type { RunningShard, ShardStatus } from "./shards/shard_claim.ts";
export { explainFrame, type ExplainFrameOptions } from "./explain/explain_frame.ts";
export type { ExplainedFrame } from "./explain/explain_run.ts";
export { type Examination, examine, type ExamineOptions } from "./doctor/examine.ts";
export type { Finding, Topic } from "./doctor/finding.ts";
export { fetchAll, type FetchAllOptions, type FetchedItem } from "./fetch/fetch_all.ts";
export type { FetchName } from "./fetch/fetch_names.ts";
export {
  type ComparedMethods,
  compareMethods,
  type CompareMethodsOptions,
} from "./bench/compare_methods.ts";
export {
  type NewMethod,
  newMethod,
  type NewMethodOptions,
  type NextCommand,
} from "./bench/new_method.ts";
export {
  type BestRun,
  type WatchedRun,
  watchMethod,
  type WatchMethodOptions,
} from "./bench/watch_method.ts";
export { buildStudio, type BuildStudioOptions, type BuiltStudio } from "./studio/build_studio.ts";
export { type ServedStudio, serveStudio, type ServeStudioOptions } from "./studio/serve_studio.ts";
export type { StudioFilesOptions } from "./studio/studio_files.ts";
export type { ModelChoices, RunOptions } from "./options/run_options.ts";
export { UsageError } from "./usage_error.ts";
