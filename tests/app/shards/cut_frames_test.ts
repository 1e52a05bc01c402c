import { assert, assertEquals } from "@std/assert";
import { cutFrames } from "../../../lib/app/shards/cut_frames.ts";

/** Numbers that look random, always the same. */
function* numbers(seed: number): Generator<(most: number) => number, never> {
  let state = seed;
  for (;;) {
    yield (most) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor(state / 2 ** 32 * (most + 1));
    };
  }
}

Deno.test("cutFrames() leaves no gap and no overlap, and parts of nearly one length", () => {
  const random = numbers(18).next().value;
  for (let round = 0; round < 2000; round++) {
    const first = 1 + random(round % 2 === 0 ? 0 : 500);
    const last = first - 1 + random(700);
    const count = 1 + random(20);
    const multipleOf = round % 3 === 0 ? 1 : 1 + random(60);
    const told = JSON.stringify({ first, last, count, multipleOf });
    const parts = cutFrames({ first, last, count, multipleOf });
    assertEquals(parts.length, count);
    const some = parts.filter((part) => part !== undefined);
    let next = first;
    for (const part of some) {
      assertEquals(part.first, next, told);
      assert(part.last >= part.first, told);
      if (part.first !== first) assertEquals((part.first - 1) % multipleOf, 0, told);
      next = part.last + 1;
    }
    assertEquals(next, Math.max(first, last + 1), told);
    assertEquals(parts.at(-1) === undefined, last < first, told);
    const lengths = parts.map((part) => part === undefined ? 0 : part.last - part.first + 1);
    // A block more or less; at both ends a block may be cut.
    const differ = Math.max(...lengths) - Math.min(...lengths);
    assert(differ <= (multipleOf === 1 ? 1 : 3 * multipleOf), `${told} ${lengths}`);
  }
});

Deno.test("cutFrames() leaves the last part open, if there is one", () => {
  const parts = cutFrames({ first: 1, last: 7, count: 3, end: Infinity });
  assertEquals(parts.map((part) => part?.last), [2, 4, Infinity]);
  assertEquals(cutFrames({ first: 5, last: 4, count: 2, end: Infinity }), [undefined, undefined]);
});

Deno.test("cutFrames() gives more parts than frames one frame each, and the others none", () => {
  const parts = cutFrames({ first: 11, last: 12, count: 4 });
  assertEquals(parts, [undefined, { first: 11, last: 11 }, undefined, { first: 12, last: 12 }]);
});

Deno.test("cutFrames() cuts where a method begins anew", () => {
  assertEquals(cutFrames({ first: 1, last: 250, count: 2, multipleOf: 100 }), [
    { first: 1, last: 100 },
    { first: 101, last: 250 },
  ]);
  assertEquals(cutFrames({ first: 150, last: 250, count: 2, multipleOf: 100 }), [
    { first: 150, last: 200 },
    { first: 201, last: 250 },
  ]);
});
