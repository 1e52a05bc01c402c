import { fileInfo } from "../../files/system/file_info.ts";
import { inFolder } from "../../files/system/working_folder.ts";
import { FilePattern } from "../../files/pictures/numbered_files.ts";
import { jobId, type Manifest, readManifest } from "./manifest.ts";
import { readClaims, type ShardStatus, standOf } from "./shard_claim.ts";
import { readSetsManifest } from "./sets/sets_manifest.ts";
import { setsStatus } from "./sets/sets_status.ts";
import { isIntact, type MadePlaces, readRecord, type ShardRecord } from "./shard_record.ts";
import { ShardsFolder } from "./shards_folder.ts";
import { join } from "node:path";

/**
 * What {@linkcode shardStatus} is told.
 *
 * @category Many machines
 */
export interface ShardStatusOptions {
  /**
   * The folder that paths are relative to.
   *
   * @default {the process's own}
   */
  cwd?: string | undefined;
}

/**
 * How far the shards of an output are: which are done, which somebody has been at work on within the last
 * two minutes, and which are missing.
 *
 * @param output The output that the shards are of: a video, or a pattern of pictures.
 * @param options Where paths begin.
 * @throws {Deno.errors.NotFound} If there are none.
 * @category Many machines
 */
export async function shardStatus(
  output: string,
  { cwd }: ShardStatusOptions = {},
): Promise<ShardStatus> {
  return await inFolder(cwd, async () => {
    const folder = ShardsFolder.find(output);
    const sets = await readSetsManifest(folder);
    if (sets !== undefined) return await setsStatus(folder, sets);
    return await statusOf(folder, await manifestOf(folder));
  });
}

/** The manifest of shards that there must be. */
export async function manifestOf(folder: ShardsFolder): Promise<Manifest> {
  const manifest = await readManifest(folder);
  if (manifest !== undefined) return manifest;
  throw new Deno.errors.NotFound(
    `Cannot find shards of '${folder.output}': there is no '${folder.manifest}'`,
  );
}

/** How far the shards in a folder are. */
export async function statusOf(folder: ShardsFolder, manifest: Manifest): Promise<ShardStatus> {
  const { job, joined } = manifest;
  const { shards } = job.cut;
  const isJoined = joined !== null &&
    (joined.bytes === null || fileInfo(folder.output)?.size === joined.bytes);
  const about = { output: folder.output, shards, isJoined };
  if (isJoined && joined.bytes !== null) {
    const done = Array.from({ length: shards }, (_, i) => i + 1);
    return { ...about, done, running: [], missing: [], frames: joined.frames };
  }
  const entries = folder.entries();
  const records = await recordsOf(
    folder,
    manifest,
    entries.flatMap(({ kind, index }) => {
      return kind === "record" && index <= shards ? [index] : [];
    }),
  );
  return {
    ...about,
    ...standOf(shards, records, await readClaims(folder, entries)),
    frames: [...records.values()].reduce((sum, { frames }) => sum + frames, 0),
  };
}

/** The records of shards that hold, for all that can be seen without reading files. */
async function recordsOf(
  folder: ShardsFolder,
  manifest: Manifest,
  indices: readonly number[],
): Promise<Map<number, ShardRecord>> {
  const id = jobId(manifest.job);
  const places = { folder, patterns: patternsIn(folder, manifest) };
  const records = new Map<number, ShardRecord>();
  const { output, mattes } = places.patterns;
  const listed = { output: output?.entriesThere(), mattes: mattes?.entriesThere() };
  for (const index of indices) {
    const record = await readRecord(folder, index, id);
    if (record === undefined || !await isIntact(record, places, { isQuick: true, listed })) {
      continue;
    }
    records.set(index, record);
  }
  return records;
}

/** The names of pictures that shards have made, as a manifest tells them. */
export function patternsIn(
  folder: ShardsFolder,
  { job, places }: Manifest,
): MadePlaces["patterns"] {
  return {
    output: job.output.kind === "pictures" ? new FilePattern(folder.output) : undefined,
    mattes: job.mattes?.kind === "pictures" && places.mattes !== null
      ? new FilePattern(join(folder.outside, places.mattes))
      : undefined,
  };
}
