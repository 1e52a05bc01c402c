import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Gray, medianBlur } from "../../../mod.ts";
import { grayOf, lcgBytes, maskOf } from "../../helpers.ts";

const noise = (width: number, height: number, seed = 1): Gray => ({
  width,
  height,
  data: lcgBytes(width * height, seed),
});

/** The middle of the square around each pixel, the outermost repeated. */
function slowMedian({ width, height, data }: Gray, radius: number): number[] {
  return Array.from(data, (_, i) => {
    const around: number[] = [];
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const x = Math.min(Math.max(i % width + dx, 0), width - 1);
        const y = Math.min(Math.max(Math.floor(i / width) + dy, 0), height - 1);
        around.push(data[y * width + x]);
      }
    }
    return around.sort((a, b) => a - b)[around.length >> 1];
  });
}

Deno.test("medianBlur() removes a speck and keeps an edge", () => {
  const mask = maskOf(`
    ...###
    .#.###
    ...#.#
    ...###`);
  const wanted = maskOf(`
    ...###
    ...###
    ...###
    ...###`);
  assertEquals(medianBlur(mask, 1), wanted);
});

Deno.test("medianBlur() is the median of the square, of gray pictures and of masks", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [2, 2], [13, 7], [31, 17]]) {
    for (const radius of [0, 1, 2, 3, 8, 20]) {
      const gray = noise(width, height, radius + 1);
      const mask = { ...gray, data: gray.data.map((level) => level > 120 ? 255 : 0) };
      for (const picture of [gray, mask]) {
        const { data } = medianBlur(picture, radius);
        assertEquals([...data], slowMedian(picture, radius), `${width}×${height}, ${radius}`);
      }
    }
  }
});

Deno.test("medianBlur() writes into out, which may be the input or lie over it", () => {
  for (const radius of [0, 1, 4]) {
    const gray = noise(9, 8);
    const wanted = medianBlur(gray, radius);
    const room = new Uint8Array(81);
    room.set(gray.data);
    const out = { ...gray, data: room.subarray(9) };
    medianBlur({ ...gray, data: room.subarray(0, 72) }, radius, { out });
    assertEquals([...out.data], [...wanted.data]);
    assertStrictEquals(medianBlur(gray, radius, { out: gray }), gray);
    assertEquals(gray, wanted);
  }
});

Deno.test("medianBlur() refuses a bad radius and an out of another size", () => {
  const gray = grayOf([[1, 2]]);
  assertThrows(() => medianBlur(gray, 0.5), RangeError, "Cannot blur: 'radius' must be a whole");
  const out = grayOf([[1]]);
  assertThrows(() => medianBlur(gray, 1, { out }), RangeError, "Cannot blur: 'out' must be 2×1");
});
