import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { classThreshold } from "../../../lib/methods/depth/class_threshold.ts";

/** A map of so many pixels of each depth. */
function mapOf(crowds: readonly (readonly [depth: number, count: number])[]) {
  const disparity = Float32Array.from(crowds.flatMap(([depth, count]) => Array(count).fill(depth)));
  return { width: disparity.length, height: 1, disparity };
}

/** As many pixels evenly from one depth to another. */
function slope(from: number, to: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [from + (to - from) * i / (count - 1), 1]);
}

Deno.test("classThreshold() divides somebody near from a wall, between both", () => {
  const { threshold, confidence } = classThreshold(mapOf([[0, 70], [1, 30]]));
  assertAlmostEquals(threshold!, 0.5, 1 / 256);
  assertAlmostEquals(confidence, 1, 1e-9);
  // Relief makes no third class.
  const relief = classThreshold(mapOf([...slope(0, 0.1, 70), ...slope(0.8, 1, 30)]));
  assert(relief.threshold! > 0.1 && relief.threshold! <= 0.8, `${relief.threshold}`);
});

Deno.test("classThreshold() leaves furniture to the room, though two classes would not", () => {
  const room = [...slope(0, 0.15, 40), ...slope(0.45, 0.6, 25)];
  const { threshold, confidence } = classThreshold(mapOf([...room, ...slope(0.85, 1, 35)]));
  assert(threshold! > 0.6 && threshold! <= 0.86, `${threshold}`);
  assert(confidence > 0.8, `${confidence}`);
});

Deno.test("classThreshold() says the same of any unit, and counts nothing that is unknown", () => {
  const crowds = [...slope(0, 0.15, 40), ...slope(0.45, 0.6, 25), ...slope(0.85, 1, 35)];
  const { threshold } = classThreshold(mapOf(crowds));
  const larger = crowds.map(([depth, count]) => [40 * depth - 7, count] as const);
  assertAlmostEquals(classThreshold(mapOf(larger)).threshold!, 40 * threshold! - 7, 0.16);
  const holes = classThreshold(mapOf([...crowds, [NaN, 500]]));
  assertEquals(holes.threshold, threshold);
});

Deno.test("classThreshold() finds nothing in one depth, nothing sure in a ramp", () => {
  const none = { threshold: undefined, confidence: 0 };
  assertEquals(classThreshold(mapOf([[0.5, 9]])), none);
  assertEquals(classThreshold(mapOf([[NaN, 9]])), none);
  assertEquals(classThreshold(mapOf([[1, 1]])), none);
  assert(classThreshold(mapOf(slope(0, 1, 5000))).confidence < 0.01);
});
