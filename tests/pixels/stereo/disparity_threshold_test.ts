import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createDisparity } from "../../../mod.ts";
import { disparityThreshold, otsuLevel } from "../../../lib/pixels/mod.ts";
import { lcgBytes } from "../../helpers.ts";

/** A map by its places, with noise of ±half a `noise`. */
function mapOf(of: (x: number, y: number) => number, noise = 0) {
  const map = createDisparity(160, 90);
  const random = lcgBytes(160 * 90, 7);
  map.disparity.forEach((_, i) => {
    map.disparity[i] = of(i % 160, Math.floor(i / 160)) + noise * (random[i] / 255 - 0.5);
  });
  return map;
}

const isPerson = (x: number, y: number) => Math.hypot(x - 80, (y - 60) / 1.5) < 25;
const room = (x: number) => 5 + x / 16;

Deno.test("disparityThreshold() finds the gap before a slanted room, and is sure of it", () => {
  const map = mapOf((x, y) => isPerson(x, y) ? 40 : room(x), 1);
  const { threshold, confidence } = disparityThreshold(map);
  assertAlmostEquals(threshold!, (15 + 40) / 2, 2);
  assert(confidence > 0.95, `${confidence}`);
});

Deno.test("disparityThreshold() is not led astray by holes and wrong matches", () => {
  const random = lcgBytes(160 * 90, 3);
  const map = mapOf((x, y) => {
    const odd = random[y * 160 + x];
    return odd < 20 ? NaN : odd < 30 ? (odd - 20) * 16 : isPerson(x, y) ? 40 : room(x);
  }, 1);
  const { threshold, confidence } = disparityThreshold(map);
  assert(threshold! > 17 && threshold! < 38, `${threshold}`);
  assert(confidence > 0.8, `${confidence}`);
});

Deno.test("disparityThreshold() takes the widest of several gaps", () => {
  const map = mapOf((x, y) => isPerson(x, y) ? 40 : x < 30 ? 20 : 10, 0.5);
  assertAlmostEquals(disparityThreshold(map).threshold!, 30, 1);
});

Deno.test("disparityThreshold() has none for a flat scene", () => {
  const flat = { threshold: undefined, confidence: 0 };
  const scenes = [
    mapOf(() => 12),
    mapOf(() => 12, 1),
    mapOf(room, 1),
    mapOf(() => NaN),
    // Sub-pixel matching prefers whole pixels: crowds that are a pixel apart.
    mapOf((x) => Math.round(room(x)), 0.3),
    // Fewer pixels than a crowd has.
    mapOf((x, y) => x < 8 && y < 8 ? 40 : 10, 0.5),
  ];
  for (const [i, scene] of scenes.entries()) {
    assertEquals(disparityThreshold(scene), flat, `scene ${i}`);
    assertEquals(disparityThreshold(scene, { method: "otsu" }), flat, `scene ${i}`);
  }
});

Deno.test("disparityThreshold() of a depth picture counts in levels", () => {
  const data = Uint8Array.from({ length: 400 }, (_, i) => i % 20 < 5 ? 200 : 60 + i % 3);
  const gray = { width: 20, height: 20, data };
  assertAlmostEquals(disparityThreshold(gray).threshold!, 131, 2);
  assertEquals(disparityThreshold(gray, { method: "otsu" }).threshold, otsuLevel(gray));
  const close = { ...gray, data: data.map((level) => level === 200 ? 66 : level) };
  assertEquals(disparityThreshold(close).threshold, undefined);
});

Deno.test("disparityThreshold() by Otsu parts two crowds of disparities", () => {
  const map = mapOf((x, y) => isPerson(x, y) ? 40 : 10, 1);
  const { threshold } = disparityThreshold(map, { method: "otsu" });
  assert(threshold! > 10.5 && threshold! < 39.5, `${threshold}`);
});

Deno.test("disparityThreshold() refuses what it does not know", () => {
  // deno-lint-ignore no-explicit-any
  const method = "mean" as any;
  assertThrows(
    () => disparityThreshold(mapOf(room), { method }),
    RangeError,
    "must be gap or otsu",
  );
  assertThrows(() => disparityThreshold(mapOf(room), { leastGap: 0 }), RangeError, "'leastGap'");
});

Deno.test("otsuLevel() of one level alone is 0", () => {
  assertEquals(otsuLevel({ width: 2, height: 1, data: Uint8Array.of(9, 9) }), 0);
});
