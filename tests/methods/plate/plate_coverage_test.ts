import { assertEquals } from "@std/assert";
import { createFrame } from "../../../mod.ts";
import { PlateCoverage } from "../../../lib/methods/plate/plate_coverage.ts";
import { resamplingNoise } from "../../../lib/methods/plate/resampling_noise.ts";
import { maskOf, row } from "../../helpers.ts";

Deno.test("PlateCoverage leaves out what the plate does not show, and two pixels of its edge", () => {
  const { covered } = new PlateCoverage(createFrame(8, 6), [1, 0, 2, 0, 1, 0, 0, 0, 1]);
  const wanted = ["........", "........", "....####", "....####", "........", "........"];
  assertEquals(covered.data, maskOf(wanted.join("\n")).data);
});

Deno.test("PlateCoverage.fillBeyond() goes on with the nearest, in corners too", () => {
  const coverage = new PlateCoverage(createFrame(8, 6), [1, 0, 2, 0, 1, 0, 0, 0, 1]);
  const mask = maskOf("#.#.#.#.\n.#.#.#.#\n....##..\n....#...\n########\n........");
  coverage.fillBeyond(mask);
  const wanted = ["######..", "######..", "######..", "#####...", "#####...", "#####..."];
  assertEquals(mask.data, maskOf(wanted.join("\n")).data);
});

Deno.test("PlateCoverage fills nothing if it covers nothing", () => {
  const coverage = new PlateCoverage(createFrame(1, 1), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const mask = maskOf("#");
  coverage.fillBeyond(mask);
  assertEquals([coverage.covered.data[0], mask.data[0]], [0, 255]);
});

Deno.test("resamplingNoise() is of second differences: none on a ramp, much on a line", () => {
  const noise = new Float32Array(5);
  resamplingNoise(row([10, 20, 30, 40, 50]), noise);
  assertEquals([...noise.subarray(1, 4)], [0, 0, 0]);
  resamplingNoise(row([0, 0, 50, 0, 0]), noise);
  // A fifth of 100 levels in three channels.
  assertEquals(Math.round(noise[2]), 3 * 20 * 20);
  assertEquals(noise[0], 0);
});
