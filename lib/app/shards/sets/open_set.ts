import { fileInfo } from "../../../files/system/file_info.ts";
import { isTransparent, readBackground } from "../../background/open_background.ts";
import { wasWritten } from "../../targets/earlier_output.ts";
import type { RunOptions } from "../../options/run_options.ts";
import type { Outcome } from "../../run_report.ts";
import { optionsFor } from "../../targets/many_files.ts";
import { chooseTargets } from "../../targets/choose_targets.ts";
import type { Targets } from "../../targets/target.ts";
import { UsageError } from "../../usage_error.ts";
import { jobId } from "../manifest.ts";
import { type Shard, shardText } from "../shard.ts";
import { claimShard } from "../shard_claim.ts";
import { writeRecord } from "../shard_record.ts";
import type { ShardsFolder } from "../shards_folder.ts";
import { cutSets, type FoundVideos } from "./cut_sets.ts";
import {
  isVideoIntact,
  noteVideo,
  readSetRecord,
  type SetRecord,
  type VideoRecord,
} from "./set_record.ts";
import { setsOf, type VideoNote } from "./sets_manifest.ts";

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
 * @returns The set; dispose of it.
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
  const members = setsOf(job)[shard.index - 1].map((note) => {
    assertUnchanged(note);
    return memberOf(note, options, hasAlpha);
  });
  await using stack = new AsyncDisposableStack();
  stack.use(await claimShard(folder, shard.index));
  const id = jobId(job);
  const record = await readSetRecord(folder, shard.index, id);
  const runs = await runsLeft(folder, members, { record, earlier: new Set(earlier), signal });
  const claim = stack.move();
  return new OpenSet({ folder, shard, id, members, record, runs, claim, signal });
}

/** What an {@linkcode OpenSet} is made of. */
interface SetParts {
  readonly folder: ShardsFolder;
  readonly shard: Shard;
  /** The job's identity. */
  readonly id: string;
  readonly members: readonly Member[];
  /** What was noted before. */
  readonly record: SetRecord | undefined;
  readonly runs: readonly RunOptions[];
  readonly claim: AsyncDisposable;
  readonly signal: AbortSignal;
}

/** The set of one shard, at work. */
export class OpenSet implements AsyncDisposable {
  readonly #parts: SetParts;

  constructor(parts: SetParts) {
    this.#parts = parts;
  }

  /** All of the set, in order. */
  get all(): readonly RunOptions[] {
    return this.#parts.members.map(({ each }) => each);
  }

  /** What of it is left to do. */
  get runs(): readonly RunOptions[] {
    return this.#parts.runs;
  }

  /**
   * What another run is at work on, so that it was skipped here.
   *
   * @param outcomes What became of the runs; the last one of each counts.
   */
  leftToOthers(outcomes: readonly Outcome[]): readonly RunOptions[] {
    const states = statesOf(outcomes);
    const left = this.#parts.members.filter(({ each: { video }, targets }) =>
      states.get(video) === "skipped" && targets !== undefined && !wasWritten(targets)
    ).map(({ each: { video } }) => video);
    return this.runs.filter(({ video }) => left.includes(video));
  }

  /**
   * Note that the set is done, if it is.
   *
   * @param outcomes What became of the runs; the last one of each counts.
   * @returns What is missing, in a line.
   */
  async finish(outcomes: readonly Outcome[]): Promise<string | undefined> {
    const { folder, shard, id, members, record, runs, signal } = this.#parts;
    const left = new Set(runs.map(({ video }) => video));
    const states = statesOf(outcomes);
    const [first, ...others] = members.filter(({ each: { video }, targets }) =>
      left.has(video) && (targets === undefined || !wasWritten(targets) ||
        (states.get(video) ?? "failed") === "failed")
    );
    if (first !== undefined) {
      const more = others.length === 0 ? " is" : ` and ${others.length} more are`;
      return `shard ${shardText(shard)} is not done: '${first.each.video}'${more} missing`;
    }
    if (left.size === 0 && record !== undefined) return undefined;
    const known = recordsOf(record);
    const videos: VideoRecord[] = [];
    for (const { each: { video }, targets } of members) {
      const before = left.has(video) ? undefined : known.get(video);
      videos.push(before ?? await noteVideo(folder, video, targets!, signal));
    }
    await writeRecord(folder, { job: id, shard: shard.index, videos });
    return undefined;
  }

  /** Say that nobody is at work on it any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.claim[Symbol.asyncDispose]();
  }
}

function statesOf(outcomes: readonly Outcome[]): ReadonlyMap<string, Outcome["state"]> {
  return new Map(outcomes.map(({ video, state }) => [video, state]));
}

function recordsOf(record: SetRecord | undefined): ReadonlyMap<string, VideoRecord> {
  return new Map(record?.videos.map((video) => [video.video, video]));
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
  members: readonly Member[],
  { record, earlier, signal }: {
    readonly record: SetRecord | undefined;
    /** Outputs that are somebody's. */
    readonly earlier: ReadonlySet<string>;
    readonly signal: AbortSignal;
  },
): Promise<RunOptions[]> {
  const known = recordsOf(record);
  const runs: RunOptions[] = [];
  for (const { each, targets } of members) {
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
