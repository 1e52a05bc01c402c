import { assertEquals, assertThrows } from "@std/assert";
import { frameOfYuvCubic, yuvMatrix } from "../../../lib/pixels/mod.ts";
import { lcgBytes } from "../../helpers.ts";
import { memory, primitives, SIZES } from "../twins.ts";

const matrices = [
  yuvMatrix("bt601", false),
  yuvMatrix("bt709", true),
  yuvMatrix("bt2020", false),
];

Deno.test("frameOfYuvCubic() by a kernel equals its plain twin, at any size and place", () => {
  for (const [width, height] of [...SIZES, [2, 2], [33, 18], [130, 7]]) {
    const size = { width, height };
    const length = width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
    for (const [i, matrix] of matrices.entries()) {
      const yuv = lcgBytes(length, 7 + i);
      const expected = frameOfYuvCubic(yuv, size, matrix);
      const there = memory.createGray(length, 1);
      there.data.set(yuv);
      assertEquals(frameOfYuvCubic(there.data, size, matrix), expected, `${width}×${height}`);
      const out = memory.createFrame(width, height + 1);
      const inside = { width, height, bitmap: out.bitmap.subarray(4 * width) };
      frameOfYuvCubic(there.data, size, matrix, { out: inside });
      assertEquals(inside.bitmap.slice(), expected.bitmap, `${width}×${height} inside`);
      assertEquals(new Set(out.bitmap.slice(0, 4 * width)), new Set([0]), "before it");
      memory.free(out);
      memory.free(there);
    }
  }
});

Deno.test("frameOfYuvCubic() refuses what its twin refuses", () => {
  const size = { width: 1, height: 1 };
  const long = new Uint8Array(4);
  assertThrows(
    () => primitives.frameOfYuvCubic(long, size, matrices[0]),
    RangeError,
    "3 bytes for 1×1",
  );
});
