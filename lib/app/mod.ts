/**
 * What a run is, without a command line: one call on files, with the command line's results.
 *
 * @module
 */

export { replaceFiles } from "./replace_files.ts";
export { type Examination, examine, type ExamineOptions } from "./doctor/examine.ts";
export type { Finding, Topic } from "./doctor/finding.ts";
export { fetchAll, type FetchAllOptions, type FetchedItem } from "./fetch/fetch_all.ts";
export type { FetchName } from "./fetch/fetch_names.ts";
export { buildStudio, type BuildStudioOptions, type BuiltStudio } from "./studio/build_studio.ts";
export { type ServedStudio, serveStudio, type ServeStudioOptions } from "./studio/serve_studio.ts";
export type { StudioFilesOptions } from "./studio/studio_files.ts";
export type { ModelChoices, RunOptions } from "./options/run_options.ts";
export { UsageError } from "./usage_error.ts";
