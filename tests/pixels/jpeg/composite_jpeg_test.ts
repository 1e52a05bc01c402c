import { assertEquals, assertThrows } from "@std/assert";
import { composite, createFrame, createMatte, encodeJpeg, KernelMemory } from "../../../mod.ts";
import { compositeJpeg } from "../../../lib/pixels/mod.ts";
import { noiseFrame } from "../../helpers.ts";
import { freeLayers, layersIn } from "../../files/threads/layers.ts";
import { plainly } from "../../kernels/twins.ts";

const memory = (await KernelMemory.load())!;

const SIZES = [[1, 1], [2, 2], [7, 5], [16, 16], [17, 16], [15, 31], [33, 18], [48, 40], [65, 8]];

Deno.test("compositeJpeg() by a kernel equals composite() and encodeJpeg(), at every quality", () => {
  for (const [i, [width, height]] of SIZES.entries()) {
    for (const quality of [1, 50, 75, 95, 100]) {
      const layers = layersIn(memory, width, height, i + quality);
      const { foreground, background, matte } = layers;
      // Some see-through pixels.
      if (quality === 75) foreground.bitmap.fill(70, 0, 4 * Math.ceil(width / 2));
      const wanted = plainly(() =>
        encodeJpeg(composite(foreground, background, matte), { quality })
      );
      const what = `${width}×${height}, ${quality}`;
      assertEquals(compositeJpeg(foreground, background, matte, { quality }), wanted, what);
      const plain = plainly(() => compositeJpeg(foreground, background, matte, { quality }));
      assertEquals(plain, wanted, what);
      freeLayers(memory, layers);
    }
  }
  assertEquals(memory.bytesInUse, 0);
});

Deno.test("encodeJpeg() by a kernel equals the plain loop, for every size to 34 × 34", () => {
  for (let width = 1; width <= 34; width++) {
    for (let height = 1; height <= 34; height += 1 + width % 3) {
      const frame = memory.createFrame(width, height);
      frame.bitmap.set(noiseFrame(width, height, 31 * width + height).bitmap);
      const quality = 1 + (7 * width + height) % 100;
      const wanted = plainly(() => encodeJpeg(frame, { quality }));
      assertEquals(encodeJpeg(frame, { quality }), wanted, `${width}×${height}`);
      memory.free(frame);
    }
  }
  assertEquals(memory.bytesInUse, 0);
});

Deno.test("encodeJpeg() in memory that has no room for the kernel's work is done by the plain loop", async () => {
  const own = (await KernelMemory.load({ isShared: false }))!;
  const [small, large] = [own.createFrame(20, 10), own.createFrame(2400, 1900)];
  small.bitmap.set(noiseFrame(20, 10, 4).bitmap);
  assertEquals(encodeJpeg(small), encodeJpeg(noiseFrame(20, 10, 4)));
  assertEquals(encodeJpeg(large), encodeJpeg(memory.createFrame(2400, 1900)));
});

Deno.test("compositeJpeg() refuses sizes that differ, and a quality that JPEG has not", () => {
  const [frame, matte] = [createFrame(4, 2), createMatte(4, 2)];
  assertThrows(
    () => compositeJpeg(frame, createFrame(4, 3), matte),
    RangeError,
    "composite to a JPEG",
  );
  for (const quality of [0, 101, 9.5, NaN]) {
    assertThrows(() => compositeJpeg(frame, frame, matte, { quality }), RangeError, "1 to 100");
  }
});
