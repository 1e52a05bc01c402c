import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  assertSameJob,
  createManifest,
  jobId,
  type Manifest,
  rangesOf,
  readManifest,
  type ShardJob,
} from "../../../lib/app/shards/manifest.ts";
import { claimShard, readClaims } from "../../../lib/app/shards/shard_claim.ts";
import {
  isIntact,
  notePictures,
  readRecord,
  type ShardRecord,
  writeRecord,
} from "../../../lib/app/shards/shard_record.ts";
import { statusOf } from "../../../lib/app/shards/shard_status.ts";
import { ShardsFolder } from "../../../lib/app/shards/shards_folder.ts";
import { shardList } from "../../../lib/app/shards/shard.ts";
import { wholeRecords } from "../../../lib/app/shards/whole_records.ts";
import { FilePattern } from "../../../lib/files/mod.ts";
import { libraryNames } from "../../../lib/option_names.ts";
import { namesIn, temporaryFolder } from "../../helpers.ts";

const JOB: ShardJob = {
  format: 1,
  backdrop: "0.1.0",
  ffmpeg: "5.1",
  hasFfi: true,
  settings: { video: { bytes: 5, sha256: "ab" }, method: "tutorial", crf: 20 },
  cut: { shards: 3, first: 1, last: 9, end: null, multipleOf: 1 },
  output: { kind: "pictures", name: "f%d.jpg" },
  mattes: null,
};

const MANIFEST: Manifest = { job: JOB, places: { video: "a.mp4", mattes: null }, joined: null };

/** A folder with the shards of pictures f1.jpg to f9.jpg, of which some are done. */
async function placeWith(done: readonly number[]) {
  const place = await temporaryFolder();
  const folder = new ShardsFolder(`${place.path}/f%d.jpg`);
  const pattern = new FilePattern(folder.output);
  for (let number = 1; number <= 9; number++) {
    await Deno.writeTextFile(pattern.path(number), `picture ${number}`);
  }
  await createManifest(folder, MANIFEST);
  for (const shard of done) {
    const output = await notePictures(pattern, { first: 3 * shard - 2, last: 3 * shard });
    await writeRecord(folder, record(shard, { output }));
  }
  return { folder, pattern, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}

function record(shard: number, more: Partial<ShardRecord>): ShardRecord {
  return { job: jobId(JOB), shard, frames: 3, clock: null, output: null, mattes: null, ...more };
}

Deno.test("createManifest() is done by the first of several at once, and all read the same", async () => {
  await using place = await temporaryFolder();
  const folder = new ShardsFolder(`${place.path}/out.mp4`);
  assertEquals(await readManifest(folder), undefined);
  const made = await Promise.all(
    Array.from(
      { length: 8 },
      (_, i) =>
        createManifest(folder, { ...MANIFEST, places: { video: `${i}.mp4`, mattes: null } }),
    ),
  );
  assertEquals(made.filter(Boolean).length, 1);
  const { places, job } = (await readManifest(folder))!;
  assertEquals([places.video, job], [`${made.indexOf(true)}.mp4`, JOB]);
  assertEquals(namesIn(folder.path), ["manifest.json"]);
});

Deno.test("readManifest() refuses what is damaged, and what a later version has made", async () => {
  await using place = await placeWith([]);
  const text = await Deno.readTextFile(place.folder.manifest);
  for (
    const wrong of [
      "",
      "{}",
      "null",
      text.slice(0, -20),
      text.replace('"format": 1', '"format": 2'),
    ]
  ) {
    await Deno.writeTextFile(place.folder.manifest, wrong);
    const error = await assertRejects(() => readManifest(place.folder), Error, "to begin anew");
    assertEquals(error.message.includes("another version"), wrong.includes('"format": 2'));
  }
});

Deno.test("assertSameJob() does not mind the order of settings", () => {
  const folder = new ShardsFolder("out.mp4");
  const { video, method, crf } = JOB.settings;
  const other = { ...JOB, settings: { crf, method, video } as ShardJob["settings"] };
  assertSameJob(folder, JOB, other, libraryNames);
  assertEquals(jobId(other), jobId(JOB));
});

Deno.test("rangesOf() goes on to the end of the video, or to the last frame that was asked for", () => {
  assertEquals(rangesOf(JOB.cut)[2], { first: 7, last: Infinity });
  assertEquals(rangesOf({ ...JOB.cut, end: 12 })[2], { first: 7, last: 12 });
});

Deno.test("ShardsFolder.find() takes the output, its shards, and the folder of pictures", async () => {
  await using place = await placeWith([]);
  const { folder } = place;
  for (const name of [folder.output, folder.path, `${folder.path}/`, folder.outside]) {
    assertEquals(ShardsFolder.find(name).path, folder.path);
  }
  const other = new ShardsFolder(`${folder.outside}/other.mp4`);
  await createManifest(other, MANIFEST);
  // Which of two is meant, nobody knows.
  assertEquals(ShardsFolder.find(folder.outside).isThere, false);
});

Deno.test("claimShard() tells others, and takes it back at the end", async () => {
  await using place = await placeWith([]);
  const { folder } = place;
  const claims = () => readClaims(folder, folder.entries());
  {
    await using first = await claimShard(folder, 2);
    await using second = await claimShard(folder, 2);
    await using other = await claimShard(folder, 3);
    assertEquals([first.isAlone, second.isAlone, other.isAlone], [true, false, true]);
    const found = await claims();
    assertEquals(found.map(({ index, isAlive }) => [index, isAlive]).sort(), [
      [2, true],
      [2, true],
      [3, true],
    ]);
    assertEquals(found[0].pid, Deno.pid);
  }
  assertEquals(await claims(), []);
});

Deno.test("readClaims(): whoever has not been heard of for two minutes is gone", async () => {
  await using place = await placeWith([]);
  const { folder } = place;
  const path = folder.claim(2, "0123456789abcdef");
  const words = { host: "node-7", pid: 4711, since: "2026-01-01T00:00:00Z", boot: "another" };
  for (
    const [text, seconds, isAlive] of [
      [JSON.stringify(words), 100, true],
      [JSON.stringify(words), 130, false],
      ["{", 100, true],
    ] as const
  ) {
    await Deno.writeTextFile(path, text);
    const then = new Date(Date.now() - 1000 * seconds);
    await Deno.utime(path, then, then);
    assertEquals((await readClaims(folder, folder.entries())).map((claim) => claim.isAlive), [
      isAlive,
    ]);
    await using own = await claimShard(folder, 2);
    assertEquals(own.isAlone, !isAlive);
  }
});

Deno.test("statusOf() counts what is done, whoever is at work, and what is missing", async () => {
  await using place = await placeWith([3]);
  const { folder, pattern } = place;
  await using _claim = await claimShard(folder, 2);
  const { done, running, missing, frames, isJoined } = await statusOf(folder, MANIFEST);
  assertEquals([done, running.map(({ shard }) => shard), missing], [[3], [2], [1]]);
  assertEquals([frames, isJoined], [3, false]);
  await Deno.remove(pattern.path(8));
  assertEquals((await statusOf(folder, MANIFEST)).missing, [1, 3]);
});

Deno.test("readRecord() takes none of another job, and none that leads elsewhere", async () => {
  await using place = await placeWith([1]);
  const { folder } = place;
  const id = jobId(JOB);
  assertEquals((await readRecord(folder, 1, id))?.frames, 3);
  assertEquals(await readRecord(folder, 1, "other"), undefined);
  assertEquals(await readRecord(folder, 2, id), undefined);
  const piece = { bytes: 1, sha256: "ab", frames: 3, origin: 0, begins: 0 };
  const output = { kind: "piece", file: "../../passwd", ...piece } as const;
  await writeRecord(folder, record(2, { output }));
  assertEquals(await readRecord(folder, 2, id), undefined);
  await Deno.writeTextFile(folder.record(2), "{");
  assertEquals(await readRecord(folder, 2, id), undefined);
});

Deno.test("isIntact() reads each picture, or looks whether it is there", async () => {
  await using place = await placeWith([1]);
  const { folder, pattern } = place;
  const found = (await readRecord(folder, 1, jobId(JOB)))!;
  const places = { folder, patterns: { output: pattern } };
  assert(await isIntact(found, places));
  await Deno.writeTextFile(pattern.path(2), "picture 3");
  assertEquals(await isIntact(found, places), false);
  assert(await isIntact(found, places, { isQuick: true }));
  await Deno.remove(pattern.path(2));
  assertEquals(await isIntact(found, places, { isQuick: true }), false);
});

Deno.test("wholeRecords() refuses frames that are another's, and a hole", async () => {
  await using place = await placeWith([1, 2, 3]);
  const { folder, pattern } = place;
  assertEquals((await wholeRecords(folder, MANIFEST)).map(({ shard }) => shard), [1, 2, 3]);
  const refused = (says: string) =>
    assertRejects(() => wholeRecords(folder, MANIFEST), Error, says);
  await writeRecord(
    folder,
    record(2, { output: await notePictures(pattern, { first: 3, last: 6 }) }),
  );
  await refused("shard 2 has frames that are not its own");
  await Deno.remove(folder.record(2));
  await Deno.remove(pattern.path(7));
  await refused("shard 2 of 3 is missing, shard 3 of 3 is broken; run them again");
});

Deno.test("shardList() joins those in a row", () => {
  assertEquals(shardList([4]), "shard 4");
  assertEquals(shardList([1, 2, 3, 5, 6, 9]), "shards 1–3, 5, 6, 9");
  assertEquals(shardList(Array.from({ length: 100 }, (_, i) => 2 * i)).endsWith(", …"), true);
});
