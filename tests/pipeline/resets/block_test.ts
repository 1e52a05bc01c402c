import { assertEquals } from "@std/assert";
import { blockOf, RUN_UP } from "../../../lib/pipeline/resets/block.ts";

Deno.test("blockOf() divides frames from the first on, each with a run-up before it", () => {
  const of = (number: number, every: number, warmUp?: number) => {
    const { start, first, last } = blockOf(number, { every, warmUp });
    return [start, first, last];
  };
  assertEquals(RUN_UP, 30);
  assertEquals([of(1, 100), of(100, 100)], [[1, 1, 100], [1, 1, 100]]);
  assertEquals([of(101, 100), of(200, 100)], [[71, 101, 200], [71, 101, 200]]);
  assertEquals([of(5, 1), of(50, 1)], [[1, 5, 5], [20, 50, 50]]);
  // A method that gives nothing for so long has a longer one.
  assertEquals([of(101, 100, 6), of(101, 100, 40)], [[71, 101, 200], [61, 101, 200]]);
});
