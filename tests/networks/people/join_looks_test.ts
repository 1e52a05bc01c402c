import { assertEquals } from "@std/assert";
import { joinLooks, LOGITS, type RegionLook } from "../../../lib/networks/people/join_looks.ts";

const UNIT = { width: 1, height: 1 };

/** A look of one row. */
const row = (logits: number[], left: number, width: number, weight = 1): RegionLook => ({
  ...{ width: logits.length, height: 1, logits: Float32Array.from(logits), weight },
  region: { left, top: 0, width, height: 1 },
});

function joined(looks: RegionLook[], width: number, left = 0) {
  const out = new Uint8Array(width);
  joinLooks(looks, { left, top: 0, width, height: 1 }, UNIT, out);
  return [...out];
}

/** The level of a doubled logit. */
const levelOf = (logit: number) => Math.round(255 / (1 + Math.exp(-2 * logit)));

Deno.test("joinLooks() takes the weighted mean of logits, doubled", () => {
  // (3 · 1 − 1 · 1) / 4 = 0.5.
  assertEquals(joined([row([1], 0, 1, 3), row([-1], 0, 1, 1)], 1), [levelOf(0.5)]);
  assertEquals(joined([row([0], 0, 1)], 1), [128]);
});

Deno.test("joinLooks() enlarges between the nearest", () => {
  const levels = joined([row([-2, 2], 0, 4)], 4);
  assertEquals(levels, [-2, -1, 1, 2].map(levelOf));
});

Deno.test("joinLooks() says nobody where a look does not reach", () => {
  const look = row([6, 6], 2, 2);
  assertEquals(joined([look], 6).map((level) => level > 0), [
    false,
    false,
    true,
    true,
    false,
    false,
  ]);
  // One that is half sure stays below a half beside one that does not reach there.
  assertEquals(joined([look, row([1], 0, 1)], 1, 5), [0]);
});

Deno.test("LOGITS are those of a matte's levels, within bounds", () => {
  assertEquals(LOGITS.length, 256);
  assertEquals([LOGITS[0], LOGITS[255]].map((value) => Math.round(value * 1e3) / 1e3), [
    -6.907,
    6.907,
  ]);
  assertEquals(Math.sign(LOGITS[127]), -1);
  assertEquals(Math.sign(LOGITS[128]), 1);
});
