import { assertEquals } from "@std/assert";
import { remap } from "../../../lib/pixels/mod.ts";
import { noiseFrame } from "../../helpers.ts";
import {
  assertTwin,
  bytesOf,
  frameAt,
  grayAt,
  memory,
  noiseGray,
  PLACES,
  plainly,
  SIZES,
} from "../twins.ts";

/** Places in and around a picture, some of them nowhere. */
function wild(width: number, height: number, seed: number) {
  const { data } = noiseGray(2 * width, height, seed);
  const at = (side: number, i: number) => {
    const odd = data[2 * i] & 31;
    const far = [NaN, Infinity, -1e9, 5e4, -5e4, 6.8e7][odd];
    return far ?? (data[2 * i] / 255 * 1.4 - 0.2) * side + (data[2 * i + 1] & 63) / 64;
  };
  const [x, y] = [width, height].map((side, axis) =>
    Float32Array.from(
      { length: width * height },
      (_, i) => at(side, (i * 7 + axis) % (width * height)),
    )
  );
  return { width, height, x, y };
}

for (const place of PLACES) {
  for (const border of ["replicate", "transparent"] as const) {
    Deno.test(`remap() of rasters ${place}, border ${border}, equals the plain twin`, () => {
      for (const [width, height] of SIZES) {
        const map = wild(width, height, 4);
        const frame = noiseFrame(width, height, 2), gray = noiseGray(width, height, 3);
        const what = { width, height, place };
        assertTwin(
          (by, { out }) => by.remap(frameAt(place, frame), map, { border, out: out! }),
          frameAt(place, noiseFrame(width, height, 9)),
          what,
        );
        assertTwin(
          (by, { out }) => by.remap(grayAt(place, gray), map, { border, out: out! }),
          grayAt(place, noiseGray(width, height, 9)),
          what,
        );
      }
    });
  }
}

Deno.test("remap() by a kernel works in place, to another size, and gives all memory back", () => {
  const gray = noiseGray(31, 9, 1), map = wild(31, 9, 2), other = wild(14, 3, 5);
  const wanted = remap(gray, map), smaller = remap(gray, other);
  const inside = grayAt("inside", gray);
  const before = memory.bytesInUse;
  assertEquals(remap(inside, other), smaller);
  remap(inside, map, { out: inside });
  assertEquals(bytesOf(inside).own, [...wanted.data]);
  assertEquals(memory.bytesInUse, before);
});

Deno.test("remap() by a kernel reads maps that lie in its memory", () => {
  const gray = grayAt("inside", noiseGray(31, 9, 1)), map = wild(31, 9, 2);
  const [x, y] = [map.x, map.y].map((numbers) => {
    const inside = memory.createNumbers(numbers.length);
    inside.set(numbers);
    return inside;
  });
  assertEquals(remap(gray, { ...map, x, y }), plainly(() => remap(gray, map)));
});
