import { counted } from "../../counted.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import { jobId, type Manifest, rangesOf } from "./manifest.ts";
import { isIntact, type MadeNote, readRecord, type ShardRecord } from "./shard_record.ts";
import { shardList } from "./shard.ts";
import { patternsIn } from "./shard_status.ts";
import type { ShardsFolder } from "./shards_folder.ts";

/**
 * The records of all shards, if these are a whole: none is missing, each is as it was written, each has its
 * own frames and no others.
 *
 * @param folder The shards.
 * @param manifest Their manifest.
 * @param signal Ends the reading.
 * @throws {Error} If they are not; the message names the shards.
 */
export async function wholeRecords(
  folder: ShardsFolder,
  manifest: Manifest,
  signal?: AbortSignal,
): Promise<ShardRecord[]> {
  const id = jobId(manifest.job);
  const { shards } = manifest.job.cut;
  const places = { folder, patterns: patternsIn(folder, manifest) };
  const records: ShardRecord[] = [];
  const missing: number[] = [];
  const broken: number[] = [];
  for (let index = 1; index <= shards; index++) {
    const record = await readRecord(folder, index, id);
    if (record === undefined) missing.push(index);
    else if (await isIntact(record, places, { signal })) records.push(record);
    else broken.push(index);
  }
  const refuse = (why: string) => new Error(`Cannot join '${folder.output}': ${why}`);
  const some = [["missing", missing], ["broken", broken]] as const;
  const words = some.filter(([, list]) => list.length > 0)
    .map(([what, list]) =>
      `${shardList(list)} of ${shards} ${list.length === 1 ? "is" : "are"} ${what}`
    );
  if (words.length > 0) throw refuse(`${words.join(", ")}; run ${them(missing, broken)} again`);
  assertEach(records, rangesOf(manifest.job.cut), refuse);
  return records;
}

function them(...lists: readonly number[][]): string {
  return lists.flat().length === 1 ? "it" : "them";
}

/** Check that each shard has its frames and no others. */
function assertEach(
  records: readonly ShardRecord[],
  ranges: readonly (FrameRange | undefined)[],
  refuse: (why: string) => Error,
): void {
  /** The shard in which the video has ended, if that was before the cut says. */
  let ended: number | undefined;
  for (const [i, record] of records.entries()) {
    const range = ranges[i];
    for (const note of [record.output, record.mattes]) {
      if (note === null) continue;
      if (range === undefined || !isWithin(note, range)) {
        throw refuse(`shard ${i + 1} has frames that are not its own`);
      }
      if (ended !== undefined && note.kind === "piece") {
        throw refuse(`shard ${ended} ends before its last frame, and shard ${i + 1} goes on`);
      }
    }
    const pieces = [record.output, record.mattes].flatMap((note) =>
      note?.kind === "piece" ? [note.frames] : []
    );
    if (new Set(pieces).size > 1) {
      throw refuse(`shard ${i + 1} has ${counted(pieces[0], "frame")} and ${pieces[1]} mattes`);
    }
    const isShort = range !== undefined && Number.isFinite(range.last) &&
      (pieces[0] ?? 0) < range.last - range.first + 1;
    if (isShort) ended ??= i + 1;
  }
}

function isWithin(note: MadeNote, { first, last }: FrameRange): boolean {
  return note.kind === "piece"
    ? note.frames <= last - first + 1
    : note.numbers.every((run) => run[0] >= first && run[1] <= last);
}
