import { assert, assertEquals } from "@std/assert";
import { nearInRamps } from "../../../lib/methods/depth/near_in_ramps.ts";
import { createGray, KernelMemory } from "../../../mod.ts";

const WIDTH = 160;

/** Rows alike: each depth stands for so many pixels. */
function mapOf(height: number, ...runs: readonly (readonly [depth: number, count: number])[]) {
  const row = runs.flatMap(([depth, count]) => Array<number>(count).fill(depth));
  const disparity = Float32Array.from(
    { length: height * row.length },
    (_, i) => row[i % row.length],
  );
  return { width: row.length, height, disparity };
}

const RAMP = [0.2, 0.4, 0.6, 0.8].map((depth) => [depth, 1] as const);

Deno.test("nearInRamps() cuts a ramp in its middle, whatever the threshold", () => {
  const map = mapOf(3, [0, 80], ...RAMP, [1, 76]);
  for (const threshold of [0.3, 0.5, 0.7]) {
    const { data } = nearInRamps(map, threshold, createGray(WIDTH, 3));
    assertEquals([...data.subarray(80, 85)], [0, 26, 230, 255, 255], `${threshold}`);
    assertEquals([data[0], data[159], data[2 * WIDTH + 80]], [0, 255, 0]);
  }
});

Deno.test("nearInRamps() leaves the threshold where nothing near is, or little rises", () => {
  // A bed of 0.6 before a wall, and its ramp, which is on one side of the threshold.
  const bed = nearInRamps(mapOf(1, [0, 80], [0.3, 4], [0.6, 76]), 0.7, createGray(WIDTH, 1));
  assertEquals(new Set(bed.data), new Set([0]));
  const slight = mapOf(1, [0.6, 80], [0.69, 2], [0.71, 2], [0.8, 76]);
  const { data } = nearInRamps(slight, 0.7, createGray(WIDTH, 1));
  assertEquals([...data.subarray(79, 85)], [0, 0, 0, 255, 255, 255]);
});

Deno.test("nearInRamps() takes what is unknown for far, and tiny maps", () => {
  const holes = { width: 2, height: 1, disparity: Float32Array.of(NaN, 1) };
  assertEquals([...nearInRamps(holes, 0.5, createGray(2, 1)).data], [0, 255]);
  const one = { width: 1, height: 1, disparity: Float32Array.of(0.9) };
  assertEquals([...nearInRamps(one, 0.5, createGray(1, 1)).data], [255]);
});

Deno.test("nearInRamps() says the same in kernel memory, and gives that back", async () => {
  const memory = (await KernelMemory.load())!;
  const map = mapOf(9, [0, 70], ...RAMP, [1, 20], ...RAMP.toReversed(), [0, 33]);
  const out = memory.createGray(map.width, 9);
  const before = memory.bytesInUse;
  const wanted = nearInRamps(map, 0.6, createGray(map.width, 9));
  assertEquals([...nearInRamps(map, 0.6, out).data], [...wanted.data]);
  assertEquals(memory.bytesInUse, before);
  assert(wanted.data.includes(255) && wanted.data.includes(0));
});
