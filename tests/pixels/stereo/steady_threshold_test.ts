import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { SteadyThreshold } from "../../../lib/pixels/mod.ts";

const sure = (threshold: number) => ({ threshold, confidence: 1 });
const none = { threshold: undefined, confidence: 0 };

Deno.test("SteadyThreshold stands still within its hysteresis", () => {
  const steady = new SteadyThreshold({ hysteresis: 1 });
  steady.next(sure(20));
  for (const threshold of [20.9, 19.1, 20.5]) assertEquals(steady.next(sure(threshold)), 20);
});

Deno.test("SteadyThreshold follows what leaves the hysteresis slowly, and all the way", () => {
  const steady = new SteadyThreshold();
  steady.next(sure(20));
  let before = 20;
  for (let i = 0; i < 60; i++) {
    const now = steady.next(sure(30))!;
    assert(now >= before && now - before <= 1);
    before = now;
  }
  assertAlmostEquals(before, 30, 0.2);
});

Deno.test("SteadyThreshold follows what is less sure more slowly", () => {
  const steady = new SteadyThreshold({ rate: 0.5 });
  steady.next(sure(20));
  assertEquals(steady.next({ threshold: 30, confidence: 0.5 }), 22.5);
  assertEquals(steady.next({ threshold: 30, confidence: 0.1 }), 22.5);
});

Deno.test("SteadyThreshold jumps after a cut, also to none", () => {
  const steady = new SteadyThreshold();
  assertEquals(steady.next(none), undefined);
  steady.next(sure(20));
  assertEquals(steady.next(sure(50), { isCut: true }), 50);
  assertEquals(steady.next(none, { isCut: true }), undefined);
});

Deno.test("SteadyThreshold keeps what it has through flat frames, until its patience ends", () => {
  const steady = new SteadyThreshold({ patience: 2 });
  steady.next(sure(20));
  assertEquals([none, none, none].map((found) => steady.next(found)), [20, 20, undefined]);
  assertEquals(steady.next(sure(40)), 40);
});

Deno.test("SteadyThreshold refuses a rate above 1", () => {
  assertThrows(() => new SteadyThreshold({ rate: 2 }), RangeError, "'rate' must be");
});
