import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, type Fit, fitFrame, fits, resizeArea } from "../../../mod.ts";
import { frameOf, noiseFrame, row } from "../../helpers.ts";

const sizes: [number, number, number, number][] = [
  [1, 1, 1, 1],
  [1, 1, 5, 3],
  [5, 3, 1, 1],
  [7, 5, 3, 9],
  [640, 1, 3, 50],
  [1, 640, 50, 3],
  [33, 20, 17, 40],
  [4, 4, 9, 7],
];

for (const [w, h, width, height] of sizes) {
  Deno.test(`fitFrame() stretches ${w}×${h} to ${width}×${height} just as resizeArea() does`, () => {
    const picture = noiseFrame(w, h, w + h);
    const wanted = resizeArea(picture, { width, height });
    assertEquals(fitFrame(picture, { width, height }, "stretch"), wanted);
  });

  for (const fit of fits) {
    Deno.test(`fitFrame() "${fit}" fills all of out, ${w}×${h} to ${width}×${height}`, () => {
      const picture = noiseFrame(w, h, 1);
      const before = picture.bitmap.slice();
      const out = noiseFrame(width, height, 2);
      const fresh = fitFrame(picture, { width, height }, fit);
      assertStrictEquals(fitFrame(picture, { width, height }, fit, { out }), out);
      assertEquals(out, fresh);
      assertEquals([out.width, out.height, out.bitmap.length], [width, height, 4 * width * height]);
      assertEquals(picture.bitmap, before);
    });
  }
}

for (const fit of ["cover", "contain"] as const) {
  Deno.test(`fitFrame() "${fit}" of the same shape is stretching`, () => {
    const picture = noiseFrame(16, 10, 3);
    for (const [width, height] of [[8, 5], [16, 10], [24, 15], [32, 20]]) {
      const stretched = fitFrame(picture, { width, height }, "stretch");
      assertEquals(fitFrame(picture, { width, height }, fit), stretched);
    }
  });
}

Deno.test('fitFrame() "cover" cuts the middle; the right and the bottom lose one more', () => {
  const wide = row([1, 2, 3, 4]);
  assertEquals(fitFrame(wide, { width: 1, height: 1 }, "cover"), row([2]));
  assertEquals(fitFrame(row([1, 2, 3]), { width: 1, height: 1 }, "cover"), row([2]));
  const high = frameOf([[1], [2], [3], [4]]);
  assertEquals(fitFrame(high, { width: 1, height: 1 }, "cover"), row([2]));
});

Deno.test('fitFrame() "cover" rounds the side that it cuts, halves up', () => {
  // 3 rows at 5:6 are 2.5 columns, so 3 of the 4.
  const picture = frameOf([[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]]);
  const three = frameOf([[1, 2, 3], [1, 2, 3], [1, 2, 3]]);
  const size = { width: 5, height: 6 };
  assertEquals(fitFrame(picture, size, "cover"), resizeArea(three, size));
});

Deno.test('fitFrame() "cover" takes at least one column or row', () => {
  const wide = noiseFrame(9, 2, 1);
  const column = { width: 1, height: 2, bitmap: new Uint8ClampedArray(8) };
  column.bitmap.set(wide.bitmap.subarray(16, 20));
  column.bitmap.set(wide.bitmap.subarray(52, 56), 4);
  const size = { width: 1, height: 50 };
  assertEquals(fitFrame(wide, size, "cover"), resizeArea(column, size));
});

Deno.test('fitFrame() "contain" puts bars above and below', () => {
  const wide = row([7, 8]);
  const size = { width: 2, height: 4 };
  assertEquals(fitFrame(wide, size, "contain"), frameOf([[0, 0], [7, 8], [0, 0], [0, 0]]));
});

Deno.test('fitFrame() "contain" puts bars of any colour left and right', () => {
  const out = fitFrame(frameOf([[7], [8]]), { width: 4, height: 2 }, "contain", {
    fill: [1, 2, 3, 4],
  });
  const bar = [1, 2, 3, 4];
  // deno-fmt-ignore
  assertEquals([...out.bitmap], [
    ...bar, 7, 7, 7, 255, ...bar, ...bar,
    ...bar, 8, 8, 8, 255, ...bar, ...bar,
  ]);
});

Deno.test('fitFrame() "contain" leaves at least a row of an extremely wide picture', () => {
  const wide = row(Array.from({ length: 999 }, () => 5));
  const out = fitFrame(wide, { width: 3, height: 3 }, "contain");
  assertEquals(out, frameOf([[0, 0, 0], [5, 5, 5], [0, 0, 0]]));
});

Deno.test('fitFrame() "tile" repeats from the top left, and cuts what is too large', () => {
  const picture = frameOf([[1, 2, 3], [4, 5, 6]]);
  const tiled = fitFrame(picture, { width: 5, height: 5 }, "tile");
  const [upper, lower] = [[1, 2, 3, 1, 2], [4, 5, 6, 4, 5]];
  assertEquals(tiled, frameOf([upper, lower, upper, lower, upper]));
  assertEquals(fitFrame(picture, { width: 2, height: 1 }, "tile"), row([1, 2]));
});

for (const fit of fits) {
  Deno.test(`fitFrame() "${fit}" refuses wrong sizes and out being the picture`, () => {
    const picture = noiseFrame(2, 2, 1);
    const size = { width: 2, height: 2 };
    assertThrows(() => fitFrame(picture, { width: 0, height: 2 }, fit), RangeError, "'width'");
    assertThrows(() => fitFrame(picture, { width: 2, height: 1.5 }, fit), RangeError, "'height'");
    assertThrows(
      () => fitFrame(picture, size, fit, { out: createFrame(3, 2) }),
      RangeError,
      "'out' must be 2×2, got 3×2",
    );
    assertThrows(() => fitFrame(picture, size, fit, { out: picture }), TypeError, "'out'");
    const broken = { width: 2, height: 2, bitmap: new Uint8ClampedArray(3) };
    assertThrows(() => fitFrame(broken, size, fit), RangeError, "'picture' must hold 16 bytes");
  });
}

Deno.test("fitFrame() refuses an unknown fit, of whatever shape", () => {
  for (const width of [1, 2, 3]) {
    assertThrows(
      () => fitFrame(row([1, 2]), { width, height: 1 }, "fill" as Fit),
      RangeError,
      "'fit' must be stretch, cover, contain or tile, got fill",
    );
  }
});
