/**
 * The library's options on files: checked, and as a run takes them.
 *
 * @module
 */

import type { ModelOverrideTexts } from "../../networks/model/model_overrides.ts";
import type { ReplaceFileOptions } from "../../pipeline/files/replace_file_options.ts";
import { STEREO_LAYOUTS } from "../../pixels/stereo/split_eyes.ts";
import {
  assertChoice,
  assertOption,
  assertOptionKinds,
  type OptionKind,
} from "../../raster/option_checks.ts";
import { nameOfModelOption } from "../method/prepare_method.ts";
import { optionRanges } from "./option_ranges.ts";
import { libraryRunNames } from "./run_names.ts";
import { parseShard, type ShardChoice } from "../shards/shard.ts";
import { defaultJobs, nothingAsked, runDefaults, type RunOptions } from "./run_options.ts";

/** What can be said of a network. */
const modelOptionKinds: Readonly<Record<keyof ModelOverrideTexts, OptionKind>> = {
  size: "string",
  mean: "string",
  std: "string",
  layout: "string",
  channels: "string",
  output: "string",
};

/**
 * Check options.
 *
 * @param action What the caller is about to do, for the message.
 * @param options The options.
 * @param kinds What there is to be told.
 * @throws {TypeError} If one is unknown or of another kind.
 * @throws {RangeError} If one is out of range.
 */
export function assertFileOptions<
  Options extends Omit<ReplaceFileOptions, "onProgress" | "frames"> & { frames?: unknown },
>(
  action: string,
  options: Options,
  kinds: Readonly<Record<keyof Options, OptionKind>>,
): void {
  assertOptionKinds(action, options, kinds);
  assertOptionKinds(action, options.modelOptions ?? {}, modelOptionKinds, "modelOptions.");
  for (const [name, range] of Object.entries(optionRanges)) {
    const value = (options as ReplaceFileOptions)[name as keyof ReplaceFileOptions];
    if (value !== undefined) assertOption(action, name, value as number, range);
  }
  const { stereo, near } = options;
  if (stereo !== undefined) assertChoice(action, "stereo", stereo, STEREO_LAYOUTS);
  if (near !== undefined) assertChoice(action, "near", near, ["bright", "dark"]);
}

/** Which shard is meant. */
function shardOf(text: string): ShardChoice {
  const shard = parseShard(text);
  if (shard !== undefined) return shard;
  throw new RangeError(
    `Cannot replace a background: 'shard' must be "auto", or like "3/8", got "${text}"`,
  );
}

/** What a call names besides options. */
export interface NamedFiles {
  readonly video: string;
  readonly background: string;
  readonly output: string;
}

/** All options of a run, those that were left out as on the command line. */
export function fileRunOptions(
  { video, background, output }: NamedFiles,
  options: ReplaceFileOptions,
): RunOptions {
  const { signal: _, onEvent: _event, onNotice: _notice, onProgress: _progress, ...choices } =
    options;
  const { cwd: _folder, ...named } = choices;
  const { settings = {}, jpegQuality = runDefaults.quality, modelOptions = {}, ...others } = named;
  const { shard, ...rest } = others;
  const isGiven = ([, value]: [string, unknown]) => value !== undefined;
  const chosen = Object.fromEntries(Object.entries(rest).filter(isGiven)) as Partial<RunOptions>;
  const asked = Object.entries(named).filter(isGiven).map(([name]) => name);
  const ofModel = Object.entries(modelOptions).filter(isGiven)
    .map(([name]) => nameOfModelOption(name as keyof ModelOverrideTexts));
  const given = new Set(["output", ...asked, ...ofModel]);
  return {
    ...nothingAsked,
    ...runDefaults,
    jobs: defaultJobs(),
    ...chosen,
    given,
    names: libraryRunNames,
    words: { files: [video, background], options: [] },
    video,
    videos: [video],
    background,
    backgrounds: [background],
    output,
    quality: jpegQuality,
    modelOptions,
    shard: shard === undefined ? undefined : shardOf(shard),
    set: Object.entries(settings).map(([name, value]) => `${name}=${value}`),
  };
}
