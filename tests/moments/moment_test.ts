import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  boxBlur,
  createFrame,
  grayscale,
  KernelMemory,
  type Moment,
  type NumberedFrame,
  resizeArea,
} from "../../mod.ts";
import { FrameStore, type LentFrame } from "../../lib/pixels/mod.ts";
import { memoryOf } from "../../lib/memory/kernel_memory.ts";
import { momentsOf } from "../../lib/moments/moment.ts";
import { motionSize } from "../../lib/pixels/motion/motion_mean.ts";
import { noiseFrame, numbered, row } from "../helpers.ts";
import { bothStores } from "../methods/passing.ts";
import { video } from "./lent_frames.ts";

Deno.test("momentsOf() gives each frame with its number and its time", async () => {
  for (const store of await bothStores()) {
    const seen: number[][] = [];
    for await (using moment of momentsOf(video([7, 8, 9]).frames, store)) {
      const { number, timestamp, width, height, bitmap } = moment;
      seen.push([number, timestamp, width, height, bitmap[4]]);
    }
    assertEquals(seen, [[1, 0, 2, 1, 7], [2, 0.1, 2, 1, 8], [3, 0.2, 2, 1, 9]]);
    assertEquals(store.inUse, 0);
  }
});

Deno.test("momentsOf() takes frames without a time for 25 a second, and any iterable", async () => {
  const store = new FrameStore(undefined);
  const frames = [1, 2, 26].map((number) => numbered(number, row([9])));
  const times: number[] = [];
  for await (using moment of momentsOf(frames, store)) times.push(moment.timestamp);
  assertEquals(times, [0, 0.04, 1]);
});

Deno.test("momentsOf() retains a frame that lies in the store, and copies another one once", async () => {
  for (const store of await bothStores()) {
    const held: Moment[] = [];
    for await (const moment of momentsOf(video([1, 2, 3], store).frames, store)) held.push(moment);
    // Three frames, no copy.
    assertEquals(store.inUse, 3);
    assertEquals(held.map(({ bitmap }) => bitmap[0]), [1, 2, 3]);
    for (const moment of held.splice(0)) moment.release();
    assertEquals(store.inUse, 0);

    for await (const moment of momentsOf(video([1, 2, 3]).frames, store)) held.push(moment);
    assertEquals(store.inUse, 3);
    // The one buffer was overwritten meanwhile.
    assertEquals(held.map(({ bitmap }) => bitmap[0]), [1, 2, 3]);
    assertEquals(held.map(({ bitmap }) => memoryOf(bitmap)), [1, 2, 3].map(() => store.memory));
    for (const moment of held) moment.release();
    assertEquals(store.inUse, 0);
  }
});

Deno.test("momentsOf() lends the very array of a frame that lies in the store, or in its memory", async () => {
  const memory = (await KernelMemory.load())!;
  const [own, other] = [new FrameStore(memory), new FrameStore(memory)];
  for (const from of [own, other]) {
    using stored = from.takeFrame({ width: 2, height: 1 });
    const { width, height, bitmap } = stored;
    const frame: NumberedFrame & LentFrame = { number: 1, width, height, bitmap, stored };
    for await (using moment of momentsOf([frame], own)) assertStrictEquals(moment.bitmap, bitmap);
  }
  assertEquals([own.inUse, other.inUse], [0, 0]);
});

Deno.test("momentsOf() copies a frame of another store to where kernels work", async () => {
  const [plain, kernels] = await bothStores();
  for (const [from, to] of [[plain, kernels], [kernels, plain]]) {
    for await (using moment of momentsOf(video([5, 6], from).frames, to)) {
      assertEquals(memoryOf(moment.bitmap), to.memory);
      assertEquals(moment.bitmap[0], 4 + moment.number);
    }
    assertEquals([from.inUse, to.inUse], [0, 0]);
  }
});

Deno.test("Moment.luma and smallLuma are made once, slightly blurred, and only if asked for", async () => {
  const frame = noiseFrame(400, 250, 3);
  const luma = boxBlur(grayscale(frame), 1);
  const small = resizeArea(luma, motionSize(frame));
  assert(small.width < luma.width);
  for (const store of await bothStores()) {
    for await (using moment of momentsOf([numbered(1, frame)], store)) {
      assertEquals(store.inUse, 1);
      assertEquals(moment.luma.data.slice(), luma.data);
      assertEquals(store.inUse, 2);
      assertStrictEquals(moment.luma, moment.luma);
      assertEquals(moment.smallLuma.data.slice(), small.data);
      assertEquals([moment.smallLuma.width, moment.smallLuma.height], [small.width, small.height]);
      assertStrictEquals(moment.smallLuma, moment.smallLuma);
      assertEquals(store.inUse, 3);
      assertEquals(memoryOf(moment.smallLuma.data), store.memory);
    }
    assertEquals(store.inUse, 0);
    for await (using again of momentsOf([numbered(1, frame)], store)) {
      // Asked for alone.
      assertEquals(again.smallLuma.data.slice(), small.data);
    }
    assertEquals(store.inUse, 0);
  }
});

Deno.test("Moment.smallLuma of a frame that is small already is as large", async () => {
  const store = new FrameStore(undefined);
  for (const [width, height] of [[1, 1], [9, 1], [64, 48]]) {
    for await (using moment of momentsOf([numbered(1, noiseFrame(width, height, 1))], store)) {
      assertEquals([moment.smallLuma.width, moment.smallLuma.height], [width, height]);
      assertEquals(moment.smallLuma.data, moment.luma.data);
    }
  }
  assertEquals(store.inUse, 0);
});

Deno.test("momentsOf() counts scenes: a cut begins another, a slow change does not", async () => {
  const store = new FrameStore(undefined);
  const levels = [10, 20, 30, 200, 201, 60, 60, 80, 100, 120];
  const seen: [number, boolean][] = [];
  for await (using moment of momentsOf(video(levels).frames, store)) {
    seen.push([moment.scene, moment.isCut]);
  }
  assertEquals(seen.map(([scene]) => scene), [0, 0, 0, 1, 1, 2, 2, 2, 2, 2]);
  const cuts = seen.flatMap(([, isCut], i) => isCut ? [i] : []);
  assertEquals(cuts, [3, 5]);
});

Deno.test("Moment stays for whoever retains it, with all that was made of it", async () => {
  for (const store of await bothStores()) {
    const kept: Moment[] = [];
    for await (using moment of momentsOf(video([40, 50, 60], store).frames, store)) {
      assert(moment.luma.data[0] > 0);
      if (moment.number === 2) kept.push(moment.retain());
    }
    const [second] = kept;
    assertEquals([second.bitmap[0], second.luma.data[0]], [50, 50]);
    assertEquals(store.inUse, 2);
    second.release();
    assertEquals(store.inUse, 0);
    assertThrows(() => second.release(), Error, "Cannot release");
    assertThrows(() => second.retain(), Error, "Cannot retain");
  }
});

Deno.test("momentsOf(): a moment's place serves the next one", async () => {
  using store = new FrameStore(undefined);
  const places = new Set<Uint8ClampedArray>();
  for await (using moment of momentsOf(video([1, 2, 3, 4, 5]).frames, store)) {
    places.add(moment.bitmap);
  }
  assertEquals(places.size, 1);
});

Deno.test("momentsOf() closes the video when there are enough, or when it fails", async () => {
  for (const store of await bothStores()) {
    const { state, frames } = video([1, 2, 3], store);
    for await (using _ of momentsOf(frames, store)) break;
    assertEquals([store.inUse, state.read, state.isClosed], [0, 1, true]);
    const other = video([1, 2, 3], store);
    await assertRejects(
      async () => {
        for await (using _ of momentsOf(other.frames, store)) throw new Error("enough");
      },
      Error,
      "enough",
    );
    assertEquals([store.inUse, other.state.isClosed], [0, true]);
    const half = { ...createFrame(2, 2), number: 1, bitmap: new Uint8ClampedArray(8) };
    await assertRejects(
      async () => {
        for await (using _ of momentsOf([numbered(1, row([1])), half], store));
      },
      RangeError,
      "'frame' must hold 16 bytes",
    );
    assertEquals(store.inUse, 0);
  }
});

Deno.test("momentsOf() of two videos has moments of their own", async () => {
  const store = new FrameStore(undefined);
  const one = momentsOf(video([1]).frames, store), two = momentsOf(video([2]).frames, store);
  const [a, b] = [(await one.next()).value!, (await two.next()).value!];
  assert(a.bitmap !== b.bitmap);
  assertEquals([a.bitmap[0], b.bitmap[0], a.scene, b.scene], [1, 2, 0, 0]);
  a.release();
  b.release();
  assertEquals(store.inUse, 0);
});
