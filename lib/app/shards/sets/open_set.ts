import { fileInfo } from "../../../files/system/file_info.ts";
import { isTransparent, readBackground } from "../../background/open_background.ts";
import { wasWritten } from "../../targets/earlier_output.ts";
import type { RunOptions } from "../../options/run_options.ts";
import type { Outcome } from "../../run_report.ts";
import { optionsFor } from "../../targets/many_files.ts";
import { chooseTargets } from "../../targets/choose_targets.ts";
import type { Targets } from "../../targets/target.ts";
import { UsageError } from "../../usage_error.ts";
import { type Shard, shardText } from "../shard.ts";
import { claimShard } from "../shard_claim.ts";
import type { ShardsFolder } from "../shards_folder.ts";
import { cutSets, type FoundVideos } from "./cut_sets.ts";
import {
  isVideoIntact,
  noteVideo,
  readSetRecord,
  type VideoRecord,
  writeSetRecord,
} from "./set_record.ts";
import { setsJobId, setsOf, type VideoNote } from "./sets_manifest.ts";

/** The set of one shard, at work. */
export interface OpenSet extends AsyncDisposable {
  /** What is left to do, in order. */
  readonly runs: readonly RunOptions[];
  /** All of the set. */
  readonly all: readonly RunOptions[];
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
 * @param options The command line.
 * @param shard Which shard.
 * @param found What there is; not asked for where a shard has begun before.
 * @param signal Ends it.
 * @throws {UsageError} If the shards were begun with other settings or videos.
 */
export async function openSet(
  options: RunOptions,
  shard: Shard,
  found: FoundVideos,
  signal: AbortSignal,
): Promise<OpenSet> {
  const { folder, manifest: { sets: job, earlier } } = await cutSets(options, shard.count, found);
  const hasAlpha = isTransparent(readBackground(options));
  const mine = setsOf(job)[shard.index - 1].map((note) => {
    assertUnchanged(note);
    return memberOf(note, options, hasAlpha);
  });
  const id = setsJobId(job);
  await using stack = new AsyncDisposableStack();
  stack.use(await claimShard(folder, shard.index));
  const record = await readSetRecord(folder, shard.index, id);
  const known = new Map(record?.videos.map((video) => [video.video, video]));
  const runs = await runsLeft(folder, mine, known, new Set(earlier), signal);
  const claims = stack.move();
  return {
    runs,
    all: mine.map(({ each }) => each),
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

/** One of the videos, by what was noted of it. */
function memberOf(
  [path, , , kind, stem]: VideoNote,
  options: RunOptions,
  hasAlpha: boolean,
): Member {
  const isPhoto = kind === "photo";
  const asked = optionsFor(options, { path, isPhoto }, hasAlpha, stem);
  // Each of them is whole.
  const each = { ...asked, shard: undefined, shards: undefined };
  try {
    return { each, targets: chooseTargets(each, hasAlpha, isPhoto) };
  } catch (error) {
    if (error instanceof UsageError) return { each, targets: undefined };
    throw error;
  }
}

/** Check that a video is as large as it was when the first shard began. */
function assertUnchanged([path, bytes]: VideoNote): void {
  const info = fileInfo(path);
  if (info?.isFile !== true || info.size === bytes) return;
  throw new UsageError(`'${path}' is another file than when the first shard began`);
}

/** A run whose output is its job's own, if it is there: whole, or pictures that can be gone on with. */
function goingOn(each: RunOptions, targets: Targets | undefined): RunOptions {
  const kinds = [targets?.output, targets?.mattes].filter((target) => target !== undefined);
  const isNumbered = kinds.length > 0 &&
    kinds.every((target) => target.kind === "pictures" && target.pattern.hasNumber);
  if (isNumbered) return { ...each, resume: true, skipExisting: false };
  return { ...each, overwrite: true, skipExisting: true };
}
