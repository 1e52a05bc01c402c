import { jobId } from "../manifest.ts";
import { readClaims, type ShardStatus, standOf } from "../shard_claim.ts";
import type { ShardsFolder } from "../shards_folder.ts";
import { shardList } from "../shard.ts";
import { isVideoIntact, readSetRecord, type SetRecord } from "./set_record.ts";
import type { SetsManifest } from "./sets_manifest.ts";

/**
 * How far the shards of many videos are.
 *
 * @param folder The shards.
 * @param manifest What they agree in.
 */
export async function setsStatus(
  folder: ShardsFolder,
  { sets }: SetsManifest,
): Promise<ShardStatus> {
  const { shards } = sets;
  const id = jobId(sets);
  const records = new Map<number, SetRecord>();
  const entries = folder.entries();
  for (const { kind, index } of entries) {
    if (kind !== "record" || index > shards) continue;
    const record = await readSetRecord(folder, index, id);
    if (record === undefined) continue;
    let isIntact = true;
    for (const video of record.videos) {
      isIntact &&= await isVideoIntact(folder, video, { isQuick: true });
    }
    if (isIntact) records.set(index, record);
  }
  return {
    output: folder.output,
    ...standOf(shards, records, await readClaims(folder, entries)),
    videos: [...records.values()].reduce((sum, { videos }) => sum + videos.length, 0),
    // Each video is whole as it is made.
    isJoined: records.size === shards,
  };
}

/**
 * Check that all shards of many videos are done, and all that they have made is as it was written.
 *
 * @param folder The shards.
 * @param manifest What they agree in.
 * @param signal Ends the reading.
 * @returns How many videos there are.
 * @throws {Error} If a shard is missing, or a file is another one.
 */
export async function checkSets(
  folder: ShardsFolder,
  { sets }: SetsManifest,
  signal: AbortSignal | undefined,
): Promise<number> {
  const id = jobId(sets);
  const bad: number[] = [];
  let videos = 0;
  for (let index = 1; index <= sets.shards; index++) {
    const record = await readSetRecord(folder, index, id);
    let isWhole = record !== undefined;
    for (const video of record?.videos ?? []) {
      isWhole &&= await isVideoIntact(folder, video, { signal });
      videos++;
    }
    if (!isWhole) bad.push(index);
  }
  if (bad.length === 0) return videos;
  const are = bad.length === 1 ? "is" : "are";
  throw new Error(
    `Cannot join '${folder.output}': ${shardList(bad)} of ${sets.shards} ${are} missing or ` +
      "damaged; run it again",
  );
}
