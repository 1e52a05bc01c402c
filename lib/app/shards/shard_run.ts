/**
 * A run that does one shard of a job: what is left of it to do, and its record when it is done.
 *
 * @module
 */

import { join } from "node:path";
import { isCamera } from "../../files/camera/camera_name.ts";
import { checksum } from "../../files/system/checksum.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import { writeError, writtenName } from "../../files/system/write_whole.ts";
import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { ffmpegVersion } from "../../files/ffmpeg/ffmpeg_version.ts";
import type { FilePattern } from "../../files/pictures/numbered_files.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { Fits } from "../options/defaults.ts";
import type { RunOptions } from "../options/run_options.ts";
import { wasWritten } from "../targets/earlier_output.ts";
import { assertNotThere } from "../targets/target_checks.ts";
import { nameOfTarget, type Target, type Targets } from "../targets/target.ts";
import { UsageError } from "../usage_error.ts";
import { frameTotal } from "./frame_total.ts";
import {
  assertSameJob,
  createManifest,
  type Cut,
  jobId,
  type Manifest,
  placesOf,
  rangesOf,
  readManifest,
  replaceManifest,
  type ShardJob,
  shardJob,
} from "./manifest.ts";
import { runSettings } from "./run_settings.ts";
import { type Shard, shardText } from "./shard.ts";
import { claimShard, type ShardClaim } from "./shard_claim.ts";
import {
  frameCountIn,
  isIntact,
  type MadeNote,
  type MadePlaces,
  notePictures,
  readRecord,
  type ShardRecord,
  writeRecord,
} from "./shard_record.ts";
import { shardTargets } from "./shard_targets.ts";
import { type PieceTimes, type ShardWork, shardWork } from "./shard_work.ts";
import { ShardsFolder } from "./shards_folder.ts";

/** What is chosen of a run that does a shard. */
export interface ShardChoices {
  readonly options: RunOptions;
  readonly targets: Targets;
  readonly fits: Fits;
  /** Whether the video is one picture. */
  readonly isStill: boolean;
  /** Whether composites have transparent parts. */
  readonly hasAlpha: boolean;
}

/** What a shard's run works with. */
export interface ShardTools {
  readonly ffmpeg: Ffmpeg;
  readonly signal: AbortSignal;
}

/**
 * Check that a run can be done in shards.
 *
 * @throws {UsageError} If not.
 */
export function assertShardable(
  { options, targets, isStill }: Pick<ShardChoices, "options" | "targets" | "isStill">,
): void {
  const { video, names } = options;
  const shard = names.named("shard");
  if (isCamera(video)) throw new UsageError(`a camera has no parts: ${shard} needs a file`);
  const isStream = video === "-" || fileInfo(video)?.isFifo === true;
  if (isStream) {
    throw new UsageError(`${shard} needs a file: what comes by a pipe is there only once`);
  }
  if (isStill) throw new UsageError(`'${video}' is one picture: ${shard} needs a video`);
  for (const target of [targets.output, targets.mattes]) {
    if (target === undefined) continue;
    if (target.kind === "pictures") {
      if (target.pattern.hasNumber) continue;
      throw new UsageError(`'${target.pattern}' is one picture: ${shard} needs several`);
    }
    if (target.kind !== "video" || target.path === undefined) {
      throw new UsageError(`${shard} needs a file for its output: parts of a stream have no order`);
    }
    if (target.container === "gif") {
      throw new UsageError(
        `'${target.path}' cannot be made in parts: a GIF has colours that all frames choose; ` +
          "write .webm",
      );
    }
  }
}

/** Why nothing is left to do for a run. */
export interface NothingLeft {
  readonly leftOut: string;
}

/** A shard that is to be done. */
export interface OpenShard extends AsyncDisposable {
  /** Its frames. */
  readonly range: FrameRange;
  /** The run's options, for these frames alone. */
  readonly options: RunOptions;
  readonly targets: Targets;
  readonly work: ShardWork;
  /** Write down what was made, when all is written. */
  finish(framesWritten: number): Promise<void>;
}

/**
 * Find out what there is to do for a shard, and say that this run does it.
 *
 * @param shard Which one.
 * @param choices The whole run.
 * @param tools What it works with.
 * @returns The shard, or why nothing is left to do.
 * @throws {UsageError} If the shards there are another job's, or the output is there already.
 * @throws What reading the video throws.
 */
export async function openShard(
  shard: Shard,
  choices: ShardChoices,
  tools: ShardTools,
): Promise<OpenShard | NothingLeft> {
  const { options, targets } = choices;
  if (options.skipExisting && targets.output.kind === "video" && wasWritten(targets)) {
    return { leftOut: "is there already" };
  }
  const folder = new ShardsFolder(nameOfTarget(targets.output));
  const there = await readManifest(folder);
  if (there === undefined) assertNotThere(targets, options);
  const isSpent = there?.joined != null && (options.overwrite || !isJoined(there, targets));
  const begun = isSpent ? undefined : there;
  const job = await jobOf(shard, choices, begun, tools);
  if (begun !== undefined) {
    assertSameJob(folder, begun.job, job, options.names);
    if (isJoined(begun, targets)) return { leftOut: "is joined already" };
  }
  assertNotThere(targets, options);
  const manifest = { job, places: placesOf(folder, options.video, targets.mattes), joined: null };
  if (isSpent) await replaceManifest(folder, manifest);
  else if (there === undefined && !await createManifest(folder, manifest)) {
    // Another shard was faster.
    const first = await readManifest(folder);
    if (first !== undefined) assertSameJob(folder, first.job, job, options.names);
  }
  return await openRest(shard, choices, folder, job, tools);
}

/** What is left of a shard whose job is known. */
async function openRest(
  shard: Shard,
  { options, targets, hasAlpha }: ShardChoices,
  folder: ShardsFolder,
  job: ShardJob,
  { signal }: ShardTools,
): Promise<OpenShard | NothingLeft> {
  const { index } = shard;
  const places = { folder, patterns: patternsOf(targets) };
  const id = jobId(job);
  const record = await readRecord(folder, index, id);
  if (record !== undefined && await isIntact(record, places, { signal })) {
    return { leftOut: `has shard ${shardText(shard)} already` };
  }
  const range = rangesOf(job.cut)[index - 1];
  if (range === undefined) {
    const empty = { job: id, shard: index, frames: 0, clock: null, output: null, mattes: null };
    await writeRecord(folder, empty);
    return { leftOut: `has no frames for shard ${shardText(shard)}` };
  }
  await using claims = new AsyncDisposableStack();
  const claim = claims.use(await claimShard(folder, index));
  await removeLeftovers(folder, index, claim, { targets, range });
  const { codec } = options;
  const own = shardTargets(targets, folder, index, { codec, hasAlpha });
  const work = shardWork(job.cut, options.frames);
  const held = claims.move();
  return {
    range,
    options: { ...options, frames: range },
    targets: own,
    work,
    async finish(framesWritten) {
      const made = { id, index, framesWritten, isResumed: options.resume, range };
      await writeDown(made, { own, work, places, signal });
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** The job that a run is of. Where one was begun, its cut holds: all others follow from the options. */
async function jobOf(
  { count }: Shard,
  { options, targets, fits }: ShardChoices,
  begun: Manifest | undefined,
  { ffmpeg, signal }: ShardTools,
): Promise<ShardJob> {
  const fit = fits.picture === fits.video ? fits.picture : `${fits.picture}, ${fits.video}`;
  const [settings, version] = await Promise.all([
    runSettings({ ...options, fit: fit as RunOptions["fit"] }),
    ffmpegVersion(ffmpeg, signal),
  ]);
  const cut = begun === undefined
    ? await cutOf(count, options, { ffmpeg, signal })
    : { ...begun.job.cut, shards: count };
  return shardJob(settings, cut, version, targets);
}

/** Where the frames are cut. */
async function cutOf(shards: number, options: RunOptions, tools: ShardTools): Promise<Cut> {
  const { video, frames, warmUp, start, duration, fps, allowNetwork, resetEvery, names } = options;
  const first = Math.max(frames?.first ?? 1, warmUp + 1);
  const reading = { ...tools, start, duration, fps, allowNetwork, names };
  const total = await frameTotal(video, reading);
  const end = frames?.last ?? Infinity;
  if (total === undefined && end === Infinity) {
    throw new Error(
      `Cannot cut '${video}': it does not tell how many frames it has; ` +
        `${names.with("frames", "1-1000")} says it`,
    );
  }
  const last = Math.max(first - 1, Math.min(end, total ?? end));
  // A shard that begins within a block would have to look at the frames of that block before it.
  const multipleOf = resetEvery ?? 1;
  return { shards, first, last, end: end === Infinity ? null : end, multipleOf };
}

/** Whether what a manifest says was joined is there. */
function isJoined({ joined }: Manifest, { output }: Targets): boolean {
  if (joined === null || output.kind !== "video" || output.path === undefined) return false;
  return fileInfo(output.path)?.size === joined.bytes;
}

/** The names of pictures, where these are made. */
export function patternsOf({ output, mattes }: Targets): MadePlaces["patterns"] {
  const pattern = (target: Target | undefined) =>
    target?.kind === "pictures" ? target.pattern : undefined;
  return { output: pattern(output), mattes: pattern(mattes) };
}

/**
 * Remove what runs of this shard that were killed have left under temporary names. Nobody's else is
 * touched: neither what another run of it may be writing, nor what has come since this one said that it
 * is here.
 */
async function removeLeftovers(
  folder: ShardsFolder,
  index: number,
  { isAlone, made }: ShardClaim,
  { targets, range }: { targets: Targets; range: FrameRange },
): Promise<void> {
  if (!isAlone) return;
  const isOld = (path: string) => {
    const { mtime } = fileInfo(path) ?? {};
    return mtime != null && mtime < made;
  };
  const remove = async (path: string) => {
    if (isOld(path)) await Deno.remove(onDisk(path), { recursive: true }).catch(() => {});
  };
  for (const entry of folder.entries()) {
    // A record that held would have been found.
    if (entry.index === index) await remove(folder.file(entry.name));
  }
  for (const target of [targets.output, targets.mattes]) {
    if (target?.kind !== "pictures") continue;
    for (const path of temporaryPictures(target.pattern, range)) await remove(path);
  }
}

/** Pictures of these numbers that were being written. */
function temporaryPictures(pattern: FilePattern, { first, last }: FrameRange): string[] {
  const isOurs = (name: string) => {
    const written = writtenName(name);
    const number = written === undefined ? undefined : pattern.numberOf(written);
    return number !== undefined && number >= first && number <= last;
  };
  try {
    return [...Deno.readDirSync(onDisk(pattern.folder))].map(({ name }) => name).filter(isOurs)
      .map((name) => join(pattern.folder, name));
  } catch {
    // There is no folder yet.
    return [];
  }
}

/** What a shard has done. */
interface Done {
  /** The job. */
  readonly id: string;
  readonly index: number;
  readonly framesWritten: number;
  /** Whether there may be pictures besides. */
  readonly isResumed: boolean;
  readonly range: FrameRange;
}

/** Where to look for it. */
interface DonePlaces {
  /** The shard's targets. */
  readonly own: Targets;
  readonly work: ShardWork;
  readonly places: MadePlaces;
  readonly signal: AbortSignal;
}

/** Give pieces their names, and write the record: the shard is done when that is there. */
async function writeDown(
  { id, index, framesWritten, isResumed, range }: Done,
  { own, work, places, signal }: DonePlaces,
): Promise<void> {
  const { folder } = places;
  const note = async (
    of: "output" | "mattes",
    target: Target | undefined,
    times: PieceTimes,
  ): Promise<MadeNote | null> => {
    if (target?.kind === "pictures") {
      if (framesWritten === 0 && !isResumed) return null;
      return await notePictures(target.pattern, range, signal);
    }
    if (target?.kind !== "video" || times.frames === 0) return null;
    return await namePiece(folder, index, of, target, times, signal);
  };
  const output = await note("output", own.output, work.output);
  const record: ShardRecord = {
    job: id,
    shard: index,
    frames: frameCountIn(output),
    clock: work.clock ?? null,
    output,
    mattes: await note("mattes", own.mattes, work.mattes),
  };
  // Another run of this shard may have been faster: its files hold, and ours go.
  const other = await readRecord(folder, index, id);
  if (other === undefined || !await isIntact(other, places, { isQuick: true })) {
    return await writeRecord(folder, record);
  }
  const kept = piecesOf(other);
  for (const file of piecesOf(record)) {
    if (!kept.includes(file)) await Deno.remove(onDisk(folder.file(file))).catch(() => {});
  }
}

/** The names of a record's pieces. */
export function piecesOf({ output, mattes }: ShardRecord): string[] {
  return [output, mattes].flatMap((note) => note?.kind === "piece" ? [note.file] : []);
}

/** Give a piece the name that tells what is in it. */
async function namePiece(
  folder: ShardsFolder,
  index: number,
  of: "output" | "mattes",
  { path, container }: Extract<Target, { kind: "video" }>,
  times: PieceTimes,
  signal: AbortSignal,
): Promise<MadeNote> {
  const { bytes, sha256 } = await checksum(path!, signal);
  const file = folder.piece(index, of, sha256.slice(0, 16), container);
  try {
    await Deno.rename(onDisk(path!), onDisk(folder.file(file)));
  } catch (cause) {
    throw writeError(folder.file(file), cause);
  }
  return { kind: "piece", file, bytes, sha256, ...times };
}
