import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { sizeFrames, sizeSets, wallSeconds } from "../../../lib/app/plan/size_shards.ts";
import { cutFrames } from "../../../lib/app/shards/cut_frames.ts";

const SIZING = { rate: 10, minutes: 10, mostShards: 1000, startSeconds: 0 };

Deno.test("sizeFrames() makes shards of so many minutes, the last one shorter", () => {
  const video = { frames: 90_001, resetEvery: undefined, isEndless: false };
  const { shards, seconds, resetEvery } = sizeFrames(video, SIZING);
  assertEquals([shards, resetEvery], [16, undefined]);
  assertAlmostEquals(seconds.reduce((a, b) => a + b), 9000.1, 1e-6);
  assert(seconds.every((each) => each <= 600));
});

Deno.test("sizeFrames() counts what each shard takes before its first frame", () => {
  const video = { frames: 90_000, resetEvery: undefined, isEndless: false };
  const { shards, seconds } = sizeFrames(video, { ...SIZING, startSeconds: 60 });
  assertEquals([shards, seconds[0] <= 600], [17, true]);
});

Deno.test("sizeFrames() lets a method that remembers all begin anew with each shard", () => {
  for (let frames = 6000; frames < 7000; frames += 37) {
    const video = { frames, resetEvery: undefined, isEndless: true };
    const { shards, resetEvery } = sizeFrames(video, { ...SIZING, minutes: 1 });
    assert(resetEvery !== undefined);
    // As the shards will be cut: each a block.
    const cut = cutFrames({ first: 1, last: frames, count: shards, multipleOf: resetEvery });
    assertEquals(cut.map((range) => range!.first), cut.map((_, i) => i * resetEvery + 1));
  }
});

Deno.test("sizeFrames() cuts at the resets that were asked for, and resets none of one shard", () => {
  const asked = { frames: 9000, resetEvery: 3000, isEndless: true };
  assertEquals(sizeFrames(asked, { ...SIZING, minutes: 0.1 }).shards, 3);
  const short = { frames: 100, resetEvery: undefined, isEndless: true };
  assertEquals(sizeFrames(short, SIZING).resetEvery, undefined);
});

Deno.test("sizeFrames() makes larger shards where the engine takes no more", () => {
  const video = { frames: 90_000, resetEvery: undefined, isEndless: false };
  assertEquals(sizeFrames(video, { ...SIZING, mostShards: 4 }).shards, 4);
  assertEquals(sizeFrames({ ...video, frames: 1 }, SIZING).shards, 1);
});

Deno.test("sizeSets() has no more sets than videos", () => {
  const videos = [3, 1, 2].map((minutes, i) => ({ path: `${i}`, milliseconds: 60_000 * minutes }));
  const { shards, seconds } = sizeSets(videos, 25, { ...SIZING, minutes: 1 });
  assertEquals([shards, seconds], [3, [450, 300, 150]]);
  assertEquals(sizeSets(videos, 25, { ...SIZING, minutes: 8 }).seconds, [450, 450]);
});

Deno.test("wallSeconds() gives each node the next shard when it has done one", () => {
  assertEquals(wallSeconds([3, 1, 1, 1], 1), 6);
  assertEquals(wallSeconds([3, 1, 1, 1], 2), 3);
  assertEquals(wallSeconds([3, 1, 1, 1], 1000), 3);
  assertEquals(wallSeconds([], 3), 0);
});
