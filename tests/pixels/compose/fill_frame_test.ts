import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { fillFrame, type Rgba } from "../../../mod.ts";
import { noiseFrame } from "../../helpers.ts";

for (const [width, height] of [[1, 1], [1, 3], [7, 5], [33, 2]]) {
  Deno.test(`fillFrame() paints all of ${width}×${height}`, () => {
    const frame = noiseFrame(width, height, 1);
    assertStrictEquals(fillFrame(frame, [1, 2, 3, 4]), frame);
    for (let p = 0; p < frame.bitmap.length; p += 4) {
      assertEquals([...frame.bitmap.subarray(p, p + 4)], [1, 2, 3, 4]);
    }
  });
}

for (
  const color of [[], [1, 2, 3], [1, 2, 3, 4, 5], [0, 0, 0, 256], [0, -1, 0, 0], [0, 0, NaN, 0]]
) {
  Deno.test(`fillFrame() refuses the colour [${color}]`, () => {
    const frame = noiseFrame(1, 1, 1);
    const before = frame.bitmap.slice();
    assertThrows(
      () => fillFrame(frame, color as unknown as Rgba),
      RangeError,
      "four whole numbers",
    );
    assertEquals(frame.bitmap, before);
  });
}
