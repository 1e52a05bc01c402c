import { assertEquals, assertRejects } from "@std/assert";
import type { NumberedFrame } from "../../../mod.ts";
import { FrameStore, type LentFrame } from "../../../lib/pixels/mod.ts";
import { FrameFeed } from "../../../lib/pipeline/resets/frame_feed.ts";
import { numbered, row } from "../../helpers.ts";

const clip = (count: number) =>
  Array.from({ length: count }, (_, i) => numbered(i + 1, row([i + 1, 0])));

/** The next frame's number. */
async function next(frames: AsyncGenerator<NumberedFrame>): Promise<number | undefined> {
  return (await frames.next()).value?.number;
}

Deno.test("FrameFeed keeps a frame until all readers have had it, and none that nobody wants", async () => {
  using store = new FrameStore(undefined);
  {
    await using feed = new FrameFeed(clip(9), store);
    feed.keepFrom(3);
    using first = feed.readFrom(1);
    const frames = first.frames();
    assertEquals([await next(frames), store.inUse], [1, 1]);
    assertEquals([await next(frames), store.inUse], [2, 1]);
    // From here on they are kept for who comes.
    assertEquals([await next(frames), await next(frames), store.inUse], [3, 4, 2]);
    using second = feed.readFrom(3);
    feed.keepFrom(7);
    const others = second.frames();
    assertEquals([await next(others), store.inUse], [3, 2]);
    assertEquals([await next(others), store.inUse], [4, 1]);
    assertEquals([await next(others), await next(others), await next(frames)], [5, 6, 5]);
    first[Symbol.dispose]();
    await frames.return();
    assertEquals(store.inUse, 1);
    await others.return();
  }
  assertEquals(store.inUse, 0);
});

Deno.test("FrameFeed reads each frame once, also if two ask for it at a time", async () => {
  using store = new FrameStore(undefined);
  const read: number[] = [];
  const video = async function* () {
    for (const frame of clip(4)) {
      await Promise.resolve();
      read.push(frame.number);
      yield frame;
    }
  };
  await using feed = new FrameFeed(video(), store);
  const readers = [feed.readFrom(1), feed.readFrom(1), feed.readFrom(3)];
  const all = await Promise.all(readers.map(async (reader) => {
    using _ = reader;
    const numbers: number[] = [];
    for await (const { number } of reader.frames()) numbers.push(number);
    return numbers;
  }));
  assertEquals([all, read], [[[1, 2, 3, 4], [1, 2, 3, 4], [3, 4]], [1, 2, 3, 4]]);
});

Deno.test("FrameFeed hands on times, the other eye and depth, and copies what lies in the store not at all", async () => {
  using store = new FrameStore(undefined);
  using stored = store.takeFrame({ width: 2, height: 1 });
  const disparity = Float32Array.of(1, 2);
  const depth = { width: 2, height: 1, disparity };
  const right = row([7, 8]);
  const { width, height, bitmap } = stored;
  const lent: NumberedFrame & LentFrame & { timestamp: number } = {
    ...{ number: 1, timestamp: 0.5, width, height, bitmap, stored, right, depth },
  };
  await using feed = new FrameFeed([lent], store);
  using reader = feed.readFrom(1);
  const frames = reader.frames();
  const { value } = await frames.next();
  disparity.fill(0);
  right.bitmap.fill(0);
  assertEquals(value!.bitmap === bitmap, true);
  assertEquals((value as typeof lent).timestamp, 0.5);
  assertEquals([value!.right!.bitmap[0], ...value!.depth!.disparity], [7, 1, 2]);
  await frames.return();
});

Deno.test("FrameFeed passes a failure on, and closes what it reads", async () => {
  using store = new FrameStore(undefined);
  let isClosed = false;
  const video = async function* () {
    try {
      yield* clip(2);
      throw new Error("the source fails");
    } finally {
      isClosed = true;
    }
  };
  {
    await using feed = new FrameFeed(video(), store);
    using reader = feed.readFrom(1);
    const frames = reader.frames();
    await next(frames);
    await next(frames);
    await assertRejects(() => next(frames), Error, "the source fails");
  }
  assertEquals([isClosed, store.inUse], [true, 0]);
});
