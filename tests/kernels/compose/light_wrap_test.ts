import { assertEquals, assertStrictEquals } from "@std/assert";
import { feather, type Frame, type Matte } from "../../../mod.ts";
import { noiseFrame } from "../../helpers.ts";
import {
  assertTwin,
  frameAt,
  grayAt,
  memory,
  noiseGray,
  noiseMask,
  PLACES,
  plain,
  primitives,
  SIZES,
} from "../twins.ts";

/** A foreground in the middle, hard or soft; noise; and mattes in which nothing happens. */
function mattesOf(width: number, height: number): Matte[] {
  const noise = noiseGray(width, height, 3);
  const middle = noise.data.map((_, i) => {
    const x = i % width, y = Math.floor(i / width);
    return x > width / 3 && x < width / 1.4 && y > height / 4 ? 255 : 0;
  });
  const hard = { ...noise, data: middle };
  const even = (level: number) => ({ ...noise, data: noise.data.map(() => level) });
  return [noise, noiseMask(width, height), hard, feather(hard, 4), even(0), even(255)];
}

const opaqueNoise = (width: number, height: number) => {
  const frame = noiseFrame(width, height, 2);
  return { ...frame, bitmap: frame.bitmap.map((level, p) => p % 4 === 3 ? 255 : level) };
};

for (const place of PLACES.slice(1)) {
  Deno.test(`lightWrap() of frames ${place} equals the plain twin bit for bit`, () => {
    for (const [width, height] of [...SIZES, [67, 41], [1, 70]] as [number, number][]) {
      const frame = frameAt(place, noiseFrame(width, height, 1));
      const backgrounds = [noiseFrame, opaqueNoise].map((make) =>
        frameAt(place, make(width, height, 2))
      );
      mattesOf(width, height).forEach((matte, k) => {
        const placed = grayAt(place, matte);
        for (const radius of [0, 1, 3, 8, 90, 91]) {
          const background = backgrounds[(k + radius) % 2];
          const out = frameAt(PLACES[(k + radius) % 3], noiseFrame(width, height, 4));
          assertTwin<Frame>(
            (by, options) => by.lightWrap(frame, background, placed, 0.7, { radius, ...options }),
            out,
            [width, height, k, radius],
          );
        }
      });
    }
  });
}

Deno.test("lightWrap() in the kernels' memory may write into the frame or the background", () => {
  const [frame, background] = [noiseFrame(97, 61, 4), noiseFrame(97, 61, 5)];
  const matte = feather(noiseMask(97, 61), 4);
  const wanted = [...plain.lightWrap(frame, background, matte, 0.9).bitmap];
  const before = memory.bytesInUse;
  for (const which of [0, 1]) {
    const rasters = [frameAt("inside", frame), frameAt("inside", background)];
    const [out, placed] = [rasters[which], grayAt("inside", matte)];
    const taken = memory.bytesInUse;
    assertStrictEquals(
      primitives.lightWrap(rasters[0], rasters[1], placed, 0.9, { out }),
      out,
    );
    assertEquals([...out.bitmap], wanted);
    assertEquals(memory.bytesInUse, taken);
  }
  assertEquals(memory.bytesInUse > before, true);
});
