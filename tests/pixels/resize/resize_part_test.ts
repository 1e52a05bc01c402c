import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, KernelMemory, resizeArea } from "../../../mod.ts";
import { resizePart } from "../../../lib/pixels/resize/resize_part.ts";
import { noiseFrame } from "../../helpers.ts";

const memory = (await KernelMemory.load())!;

Deno.test("resizePart() is resizeArea() of a copy of the part, wherever the frame lies", () => {
  const frame = noiseFrame(61, 47, 3);
  const inside = memory.createFrame(61, 47);
  inside.bitmap.set(frame.bitmap);
  const parts = [[0, 0, 61, 47], [0, 0, 40, 30], [21, 17, 40, 30], [60, 46, 1, 1], [5, 9, 20, 38]];
  const sizes = [[17, 13], [20, 15], [10, 10], [40, 30], [50, 8], [70, 60], [1, 1]];
  for (const [left, top, width, height] of parts) {
    const copy = createFrame(width, height);
    for (let y = 0; y < height; y++) {
      const start = 4 * ((top + y) * 61 + left);
      copy.bitmap.set(frame.bitmap.subarray(start, start + 4 * width), 4 * y * width);
    }
    for (const [w, h] of sizes) {
      const wanted = resizeArea(copy, { width: w, height: h });
      for (
        const [source, out] of [[frame, createFrame(w, h)], [inside, memory.createFrame(w, h)]]
      ) {
        assertStrictEquals(resizePart(source, { left, top, width, height }, out), out);
        assertEquals([...out.bitmap], [...wanted.bitmap], `${[left, top, width, height, w, h]}`);
      }
    }
  }
});

Deno.test("resizePart() refuses parts that are not within the frame", () => {
  const [frame, out] = [createFrame(4, 3), createFrame(2, 2)];
  const parts = [[-1, 0, 2, 2], [3, 0, 2, 2], [0, 2, 2, 2], [0.5, 0, 2, 2], [0, 0, 0, 1]];
  for (const [left, top, width, height] of parts) {
    assertThrows(() => resizePart(frame, { left, top, width, height }, out), RangeError);
  }
});
