import { assertEquals } from "@std/assert";
import { FrameRing } from "../../../../lib/files/threads/tutorial/frame_ring.ts";

/** A ring with some frames already put in. */
function ringOf(slots: number, first: number, last: number, count: number): FrameRing {
  const ring = new FrameRing(FrameRing.create(slots, first, last));
  for (let i = 0; i < count; i++) ring.put(first + i);
  return ring;
}

Deno.test("FrameRing gives frames three at a time, the even one in the middle", () => {
  const ring = ringOf(8, 1, Infinity, 6);
  ring.end(0);
  assertEquals(ring.take(), { before: 1, shown: 2, after: 3 });
  assertEquals(ring.take(), { before: 3, shown: 4, after: 5 });
  assertEquals(ring.take(), { before: 5, shown: 6, after: undefined });
  assertEquals(ring.take(), undefined);
  assertEquals([ring.framesRead, ring.hasEnded, ring.bytesLeft], [6, true, 0]);
});

Deno.test("FrameRing begins with an even frame that has none before it, and ends at the last wanted", () => {
  const ring = ringOf(8, 4, 6, 3);
  assertEquals(ring.take(), { before: undefined, shown: 4, after: 5 });
  assertEquals(ring.take(), { before: 5, shown: 6, after: undefined });
  assertEquals(ring.take(), undefined);
  assertEquals(ring.hasEnded, false);
});

Deno.test("FrameRing reads frames on demand, until there are no more", () => {
  const ring = ringOf(4, 1, Infinity, 0);
  const numbers: number[] = [];
  const read = (number: number) => {
    if (number > 4) {
      ring.end(17);
      return false;
    }
    numbers.push(number);
    ring.put(number);
    return true;
  };
  assertEquals(ring.take(read), { before: 1, shown: 2, after: 3 });
  assertEquals(numbers, [1, 2, 3]);
  assertEquals(ring.take(read), { before: 3, shown: 4, after: undefined });
  assertEquals(ring.take(read), undefined);
  assertEquals([ring.framesRead, ring.bytesLeft], [4, 17]);
});

Deno.test("FrameRing has room for a frame when the pictures of the one in its slot are done", () => {
  const ring = ringOf(4, 1, Infinity, 4);
  const first = ring.take()!;
  assertEquals([5, 6, 7].map((number) => ring.hasRoom(number)), [false, false, false]);
  ring.release(first);
  // Frame 3 is still needed, by the frames that have not been taken.
  assertEquals([5, 6, 7].map((number) => ring.hasRoom(number)), [true, true, false]);
  assertEquals(ring.waitForRoom(5), true);
});

Deno.test("FrameRing gives nothing when it was stopped, though there are frames", () => {
  const ring = ringOf(4, 1, Infinity, 4);
  ring.stop();
  assertEquals(ring.take(), undefined);
  assertEquals(ring.waitForRoom(5), false);
});

Deno.test("FrameRing lets what was taken be made, though it was stopped, if all was ready", () => {
  const early = ringOf(4, 1, Infinity, 3);
  early.stop();
  assertEquals(early.waitUntilReady(), false);
  const late = ringOf(4, 1, Infinity, 3);
  late.setReady();
  late.stop();
  assertEquals(late.waitUntilReady(), true);
});
