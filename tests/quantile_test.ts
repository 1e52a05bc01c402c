import { assertEquals } from "@std/assert";
import { quantile } from "../lib/quantile.ts";

Deno.test("quantile() gives the value of that rank, in whatever order they come", () => {
  const values = [40, 10, 30, 20];
  assertEquals([0, 0.25, 0.5, 0.95, 1].map((share) => quantile(values, share)), [
    10,
    20,
    30,
    40,
    40,
  ]);
  assertEquals(values, [40, 10, 30, 20]);
});

Deno.test("quantile() of one value is that value, and of none 0", () => {
  assertEquals([quantile([7], 0), quantile([7], 0.95), quantile([], 0.5)], [7, 7, 0]);
});
