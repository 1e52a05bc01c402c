import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { KernelMemory } from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { memoryOf } from "../../lib/memory/kernel_memory.ts";

const memory = (await KernelMemory.load())!;
const SIZE = { width: 6, height: 4 };

for (const place of [undefined, memory]) {
  const where = place === undefined ? "ordinary arrays" : "kernel memory";

  Deno.test(`FrameStore hands out rasters of ${where}, of the size asked for`, () => {
    using store = new FrameStore(place);
    using frame = store.takeFrame(SIZE);
    using gray = store.takeGray(SIZE);
    assertStrictEquals(store.memory, place);
    assertEquals([frame.width, frame.height, frame.bitmap.length], [6, 4, 96]);
    assertEquals([gray.width, gray.height, gray.data.length], [6, 4, 24]);
    assertEquals([memoryOf(frame.bitmap), memoryOf(gray.data)], [place, place]);
    assertEquals(store.inUse, 2);
  });

  Deno.test(`FrameStore gives ${where} to the next one of the size when the last user lets go`, () => {
    using store = new FrameStore(place);
    const frame = store.takeFrame(SIZE);
    const { bitmap } = frame;
    assertStrictEquals(frame.retain(), frame);
    frame.release();
    assertEquals(store.inUse, 1);
    using other = store.takeFrame(SIZE);
    assert(other.bitmap !== bitmap);
    frame.release();
    assertEquals(store.inUse, 1);
    using again = store.takeFrame(SIZE);
    assertStrictEquals(again.bitmap, bitmap);
    assertEquals(store.inUse, 2);
  });

  Deno.test(`FrameStore keeps frames and grays of ${where}, and of each size, apart`, () => {
    using store = new FrameStore(place);
    const frame = store.takeFrame(SIZE);
    const { bitmap } = frame;
    frame.release();
    // As many bytes, and as many pixels.
    using gray = store.takeGray({ width: 24, height: 4 });
    using turned = store.takeFrame({ width: 4, height: 6 });
    assert(turned.bitmap !== bitmap);
    assertEquals([gray.data.length, turned.width, turned.height], [96, 4, 6]);
    using same = store.takeFrame(SIZE);
    assertStrictEquals(same.bitmap, bitmap);
  });

  Deno.test(`FrameStore refuses to release or retain ${where} that nobody uses`, () => {
    using store = new FrameStore(place);
    for (const raster of [store.takeFrame(SIZE), store.takeGray(SIZE)]) {
      raster.release();
      assertThrows(() => raster.release(), Error, "Cannot release");
      assertThrows(() => raster.retain(), Error, "Cannot retain");
      assertThrows(() => raster[Symbol.dispose](), Error, "Cannot release");
    }
    assertEquals(store.inUse, 0);
    // Whoever has it next is not disturbed.
    const old = store.takeFrame(SIZE);
    old.release();
    using next = store.takeFrame(SIZE);
    assertStrictEquals(next.bitmap, old.bitmap);
    assertThrows(() => old.release(), Error, "Cannot release");
    assertEquals(store.inUse, 1);
  });

  Deno.test(`FrameStore of ${where} refuses what has no sides, and does not count it`, () => {
    using store = new FrameStore(place);
    for (const [width, height] of [[0, 4], [4, 0], [1.5, 4], [NaN, 1], [-1, 4]]) {
      assertThrows(() => store.takeFrame({ width, height }), RangeError);
      assertThrows(() => store.takeGray({ width, height }), RangeError);
    }
    assertEquals(store.inUse, 0);
  });
}

Deno.test("FrameStore gives kernel memory back: what is spare at once, what is in use when it is released", () => {
  const before = memory.bytesInUse;
  const store = new FrameStore(memory);
  const [frame, gray] = [store.takeFrame(SIZE), store.takeGray(SIZE)];
  frame.retain();
  store.takeFrame({ width: 50, height: 40 }).release();
  const held = memory.bytesInUse;
  store[Symbol.dispose]();
  assert(memory.bytesInUse < held);
  assert(memory.bytesInUse > before);
  // It can still be looked at.
  frame.bitmap.fill(7);
  gray.release();
  frame.release();
  assert(memory.bytesInUse > before);
  assertEquals(frame.bitmap[95], 7);
  frame.release();
  assertEquals([memory.bytesInUse, store.inUse], [before, 0]);
  assertThrows(() => frame.release(), Error, "Cannot release");
});

Deno.test("FrameStore that was disposed of keeps nothing that is taken later", () => {
  const before = memory.bytesInUse;
  const store = new FrameStore(memory);
  store[Symbol.dispose]();
  store[Symbol.dispose]();
  store.takeFrame(SIZE).release();
  assertEquals([memory.bytesInUse, store.inUse], [before, 0]);
});

Deno.test("FrameStore needs no more memory for many frames than for those in use at once", () => {
  using store = new FrameStore(memory);
  const [first, second] = [store.takeFrame(SIZE), store.takeFrame(SIZE)];
  const before = memory.bytesInUse;
  second.release();
  let last = first;
  for (let k = 0; k < 100; k++) {
    const next = store.takeFrame(SIZE);
    last.release();
    last = next;
  }
  last.release();
  assertEquals([memory.bytesInUse, store.inUse], [before, 0]);
});

Deno.test("FrameStore in a full kernel memory tells so, and does not count what it could not take", async () => {
  // 4 GiB at most.
  const own = (await KernelMemory.load())!;
  using store = new FrameStore(own);
  using frame = store.takeFrame(SIZE);
  assertThrows(() => store.takeFrame({ width: 65536, height: 16384 }), RangeError);
  assertThrows(() => store.takeGray({ width: 65536, height: 65536 }), RangeError);
  assertEquals(store.inUse, 1);
  frame.bitmap.fill(1);
});
