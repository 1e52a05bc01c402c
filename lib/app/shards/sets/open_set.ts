import { fileInfo } from "../../../files/system/file_info.ts";
import { isTransparent, readBackground } from "../../background/open_background.ts";
import { wasWritten } from "../../targets/earlier_output.ts";
import type { RunOptions } from "../../options/run_options.ts";
import type { Outcome } from "../../run_report.ts";
import type { Input } from "../../source/inputs.ts";
import { chooseTargets } from "../../targets/choose_targets.ts";
import type { Targets } from "../../targets/target.ts";
import { UsageError } from "../../usage_error.ts";
import { type Shard, shardText } from "../shard.ts";
import { claimShard } from "../shard_claim.ts";
import { ShardsFolder } from "../shards_folder.ts";
import { inputLengths } from "./input_lengths.ts";
import {
  isVideoIntact,
  noteVideo,
  readSetRecord,
  type VideoRecord,
  writeSetRecord,
} from "./set_record.ts";
import {
  assertSameSets,
  createSetsManifest,
  readSetsManifest,
  type SetsJob,
  setsJob,
  setsJobId,
  setsOf,
  type SetsManifest,
  type VideoNote,
} from "./sets_manifest.ts";

/** Many videos, of which a shard makes some. */
export interface ManyRuns {
  /** The command line. */
  readonly options: RunOptions;
  readonly inputs: readonly Input[];
  /** What each of them is asked for. */
  readonly all: readonly RunOptions[];
}

/** The set of one shard, at work. */
export interface OpenSet extends AsyncDisposable {
  /** What is left to do, in order. */
  readonly runs: readonly RunOptions[];
  /** How many videos the set has. */
  readonly size: number;
  /**
   * What another run is at work on, so that it was skipped here.
   *
   * @param outcomes What became of the runs; the last one of each counts.
   */
  leftToOthers(outcomes: readonly Outcome[]): readonly RunOptions[];
  /**
   * Note that the set is done, if it is.
   *
   * @param outcomes What became of the runs; the last one of each counts.
   * @returns What is missing, in a line.
   */
  finish(outcomes: readonly Outcome[]): Promise<string | undefined>;
}

/**
 * Begin with a shard of many videos: those of its set that are not done yet.
 *
 * Outputs that were there before the job began belong to somebody: they are treated as in one run.
 * All others are this job's, and whole, since a video gets its name only then; pictures are gone on
 * with.
 *
 * @param many The videos.
 * @param shard Which shard.
 * @param signal Ends it.
 * @throws {UsageError} If the shards were begun with other settings or videos.
 */
export async function openSet(
  many: ManyRuns,
  shard: Shard,
  signal: AbortSignal,
): Promise<OpenSet> {
  const { options, inputs, all } = many;
  const folder = new ShardsFolder(options.output);
  const members = new Map(all.map((each, i): [string, Member] => {
    const { path, isPhoto } = inputs[i];
    const targets = placeOf(each, options, isPhoto);
    // Each of them is whole.
    return [path, { each: { ...each, shard: undefined, shards: undefined }, targets }];
  }));
  const { sets: job, earlier } = await sharedManifest(folder, many, members, shard);
  const id = setsJobId(job);
  const mine = setsOf(job)[shard.index - 1].map((path) => members.get(path)!);
  await using stack = new AsyncDisposableStack();
  stack.use(await claimShard(folder, shard.index));
  const record = await readSetRecord(folder, shard.index, id);
  const known = new Map(record?.videos.map((video) => [video.video, video]));
  const runs = await runsLeft(folder, mine, known, new Set(earlier), signal);
  const claims = stack.move();
  return {
    runs,
    size: mine.length,
    leftToOthers(outcomes) {
      const states = new Map(outcomes.map(({ video, state }) => [video, state]));
      return mine.filter(({ each: { video }, targets }) =>
        states.get(video) === "skipped" && targets !== undefined && !wasWritten(targets)
      ).flatMap(({ each: { video } }) => runs.filter((run) => run.video === video));
    },
    async finish(outcomes) {
      const left = new Set(runs.map(({ video }) => video));
      const states = new Map(outcomes.map(({ video, state }) => [video, state]));
      const isMissing = ({ each: { video }, targets }: Member) =>
        left.has(video) && (targets === undefined || !wasWritten(targets) ||
          (states.get(video) ?? "failed") === "failed");
      const [first, ...others] = mine.filter(isMissing);
      if (first !== undefined) {
        const more = others.length === 0 ? " is" : ` and ${others.length} more are`;
        return `shard ${shardText(shard)} is not done: '${first.each.video}'${more} missing`;
      }
      if (left.size === 0 && record !== undefined) return undefined;
      const videos: VideoRecord[] = [];
      for (const { each: { video }, targets } of mine) {
        const before = left.has(video) ? undefined : known.get(video);
        videos.push(before ?? await noteVideo(folder, video, targets!, signal));
      }
      await writeSetRecord(folder, { job: id, shard: shard.index, videos });
      return undefined;
    },
    [Symbol.asyncDispose]: () => claims.disposeAsync(),
  };
}

/** One of the videos. */
interface Member {
  /** What it is asked for. */
  readonly each: RunOptions;
  /** Where that goes; `undefined` if it cannot, as it will say when its turn comes. */
  readonly targets: Targets | undefined;
}

/** What of a set is not done, or is damaged since. */
async function runsLeft(
  folder: ShardsFolder,
  mine: readonly Member[],
  known: ReadonlyMap<string, VideoRecord>,
  earlier: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<RunOptions[]> {
  const runs: RunOptions[] = [];
  for (const { each, targets } of mine) {
    const note = known.get(each.video);
    if (note !== undefined) {
      if (await isVideoIntact(folder, note, { signal })) continue;
      runs.push({ ...each, overwrite: true, skipExisting: false });
    } else runs.push(earlier.has(each.output) ? each : goingOn(each, targets));
  }
  return runs;
}

/** Where a run writes, if it can. */
function placeOf(each: RunOptions, options: RunOptions, isPhoto: boolean): Targets | undefined {
  try {
    return chooseTargets(each, isTransparent(readBackground(options)), isPhoto);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** A run whose output is its job's own, if it is there: whole, or pictures that can be gone on with. */
function goingOn(each: RunOptions, targets: Targets | undefined): RunOptions {
  const kinds = [targets?.output, targets?.mattes].filter((target) => target !== undefined);
  const isNumbered = kinds.length > 0 &&
    kinds.every((target) => target.kind === "pictures" && target.pattern.hasNumber);
  if (isNumbered) return { ...each, resume: true, skipExisting: false };
  return { ...each, overwrite: true, skipExisting: true };
}

/** The manifest that all shards share, by whichever of them came first. */
async function sharedManifest(
  folder: ShardsFolder,
  { options, inputs }: ManyRuns,
  members: ReadonlyMap<string, Member>,
  { count }: Shard,
): Promise<SetsManifest> {
  const there = await readSetsManifest(folder);
  const videos = there && stillThere(there.sets, inputs) ? there.sets.videos : undefined;
  const job = await setsJob(options, count, videos ?? notesOf(inputs, options));
  if (there === undefined) {
    const earlier = [...members.values()]
      .filter(({ targets }) => targets !== undefined && wasWritten(targets))
      .map(({ each }) => each.output);
    const manifest = { sets: job, earlier };
    if (await createSetsManifest(folder, manifest)) return manifest;
  }
  const first = there ?? await readSetsManifest(folder);
  if (first === undefined) {
    const name = options.names.named("output");
    throw new UsageError(
      `'${folder.path}' has shards of another job: choose another ${name}, or remove that folder`,
    );
  }
  assertSameSets(folder, first.sets, job, options.names.named("output"));
  return first;
}

function notesOf(inputs: readonly Input[], options: RunOptions): VideoNote[] {
  return inputLengths(inputs, options).lengths
    .map(({ path, size, milliseconds }) => [path, size, milliseconds]);
}

/** Whether a manifest's videos are the inputs, as far as names and sizes tell. */
function stillThere({ videos }: SetsJob, inputs: readonly Input[]): boolean {
  const sizes = new Map(videos.map(([path, bytes]) => [path, bytes]));
  return videos.length === inputs.length && inputs.every(({ path }) => {
    const size = sizes.get(path);
    const info = fileInfo(path);
    return size !== undefined &&
      (info?.isFile ? info.size === size : size === 0 || info !== undefined);
  });
}
