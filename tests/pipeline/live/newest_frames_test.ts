import { assertEquals, assertRejects } from "@std/assert";
import { NewestFrames } from "../../../mod.ts";

/** A place for numbers, and those that were given back. */
function numbers() {
  const left: number[] = [];
  return { left, frames: new NewestFrames<number>({ onDrop: (item) => void left.push(item) }) };
}

Deno.test("NewestFrames: who asks gets the newest, the others are given back and counted", async () => {
  const { frames, left } = numbers();
  for (const item of [1, 2, 3]) frames.push(item);
  assertEquals((await frames.take())?.item, 3);
  assertEquals([left, frames.dropped], [[1, 2], 2]);
});

Deno.test("NewestFrames: who comes first waits for the next one", async () => {
  const { frames } = numbers();
  const taking = frames.take();
  const before = performance.now();
  frames.push(7);
  const taken = await taking;
  assertEquals([taken?.item, taken!.at >= before], [7, true]);
});

Deno.test("NewestFrames: the one that waits may be taken after the end, later ones are given back", async () => {
  const { frames, left } = numbers();
  frames.push(1);
  frames.end();
  frames.push(2);
  const taken: number[] = [];
  for await (const item of frames) taken.push(item);
  assertEquals([taken, left, frames.dropped, frames.isOver], [[1], [2], 0, true]);
});

Deno.test("NewestFrames: an error comes out, and what waits is given back", async () => {
  const { frames, left } = numbers();
  frames.push(1);
  frames.fail(new Error("unplugged"));
  await assertRejects(() => frames.take(), Error, "unplugged");
  assertEquals([await frames.take(), left], [undefined, [1]]);
});

Deno.test("NewestFrames: paused, items are let go uncounted, and who waits gets nothing", async () => {
  const { frames, left } = numbers();
  const taking = frames.take();
  frames.pause();
  assertEquals(await taking, undefined);
  frames.push(1);
  const resumed = frames.untilResumed();
  frames.resume();
  await resumed;
  frames.push(2);
  assertEquals([(await frames.take())?.item, left, frames.dropped], [2, [1], 0]);
});

Deno.test("NewestFrames: who wants no more ends it for all", async () => {
  const { frames, left } = numbers();
  frames.push(1);
  for await (const _ of frames) break;
  frames.push(2);
  assertEquals([left, frames.isOver], [[2], true]);
});

Deno.test("NewestFrames: a frame that nobody takes is closed, or its use released", () => {
  const told: string[] = [];
  const frames = new NewestFrames<object>();
  frames.push({ close: () => void told.push("closed") });
  frames.push({ stored: { release: () => void told.push("released") }, close() {} });
  frames.push({});
  frames.clear();
  assertEquals(told, ["closed", "released"]);
});
