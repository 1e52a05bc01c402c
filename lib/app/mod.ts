/**
 * What a run is, without a command line: one call on files, with the command line's results.
 *
 * @module
 */

export { replaceFiles } from "./replace_files.ts";
export { surveyFile, type SurveyFileOptions } from "./survey/survey_file.ts";
export type { MadeSurvey } from "./survey/make_survey.ts";
export { type JoinedShards, joinShards, type JoinShardsOptions } from "./shards/join_shards.ts";
export {
  type RunningShard,
  type ShardStatus,
  shardStatus,
  type ShardStatusOptions,
} from "./shards/shard_status.ts";
export { buildStudio, type BuildStudioOptions, type BuiltStudio } from "./studio/build_studio.ts";
export { type ServedStudio, serveStudio, type ServeStudioOptions } from "./studio/serve_studio.ts";
export type { StudioFilesOptions } from "./studio/studio_files.ts";
export type { ModelChoices, RunOptions } from "./options/run_options.ts";
export { UsageError } from "./usage_error.ts";
