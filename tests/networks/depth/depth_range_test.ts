import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { DepthRange } from "../../../lib/networks/depth/depth_range.ts";

const STEPS = 200;

/** Depths evenly from one to another. */
function ramp(far: number, near: number): Float32Array {
  return Float32Array.from({ length: STEPS + 1 }, (_, i) => far + (near - far) * i / STEPS);
}

Deno.test("DepthRange brings a frame from its first hundredth to its last to 0–1", () => {
  const scaled = new DepthRange().scale(ramp(30, 50));
  assertEquals([scaled[0], scaled[2], scaled[STEPS - 2], scaled[STEPS]], [0, 0, 1, 1]);
  assertAlmostEquals(scaled[STEPS / 2], 0.5, 1e-6);
});

Deno.test("DepthRange gives the same whatever unit a network has", () => {
  const wanted = new DepthRange().scale(ramp(0, 1));
  for (const [far, near] of [[-800, 900], [1e-6, 3e-6], [5000, 5001]]) {
    const scaled = new DepthRange().scale(ramp(far, near));
    // 5001 has three decimals in 32 bits.
    scaled.forEach((value, i) => assertAlmostEquals(value, wanted[i], 1e-3));
  }
});

Deno.test("DepthRange follows by a twentieth of the way a frame, half of it in 14", () => {
  const range = new DepthRange();
  range.scale(ramp(0, 1));
  // In the middle of the first range, and at its ends: of frames that are brighter by 0.2.
  const middles = Array.from({ length: 14 }, () => range.scale(ramp(0.2, 1.2))[STEPS / 2]);
  assertAlmostEquals(middles[0], 0.5 + 0.19 / 0.98, 1e-3);
  assertAlmostEquals(middles[13], 0.6, 5e-3);
  for (let k = 1; k < 14; k++) assert(middles[k] < middles[k - 1]);
});

Deno.test("DepthRange starts anew where the scale is another altogether", () => {
  const range = new DepthRange();
  range.scale(ramp(0, 1));
  assertAlmostEquals(range.scale(ramp(300, 700))[STEPS / 2], 0.5, 1e-6);
  assertAlmostEquals(range.scale(ramp(0, 1))[STEPS / 2], 0.5, 1e-6);
});

Deno.test("DepthRange leaves what is unknown out, and bears frames of one depth", () => {
  const holes = Float32Array.of(NaN, 2, 4, NaN, 6);
  assertEquals([...new DepthRange().scale(holes)], [NaN, 0, 0.5, NaN, 1]);
  assertEquals([...new DepthRange().scale(Float32Array.of(7, 7, 7))], [0, 0, 0]);
  assertEquals([...new DepthRange().scale(Float32Array.of(0))], [0]);
  // Errors of rounding are no relief.
  const nearly = new DepthRange().scale(Float32Array.of(1e4, 1e4 + 1e-3, 1e4));
  assert(nearly.every((value) => value < 0.02), nearly.join());
  const unknown = new DepthRange();
  assertEquals([...unknown.scale(Float32Array.of(NaN))], [NaN]);
  assertEquals([...unknown.scale(Float32Array.of(0, 1))], [0, 1]);
});
