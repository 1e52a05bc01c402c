import { assertEquals, assertStrictEquals } from "@std/assert";
import type { Rgba } from "../../mod.ts";
import { lcgBytes, noiseFrame } from "../helpers.ts";
import {
  assertTwin,
  bytesOf,
  frameAt,
  grayAt,
  noiseGray,
  PLACES,
  plain,
  primitives,
  SIZES,
} from "./twins.ts";

/** Screens, and colours at the ends of what there is. */
// deno-fmt-ignore
const KEYS: readonly Rgba[] = [
  [0, 177, 64, 255], [0, 71, 187, 255], [255, 0, 0, 255], [255, 255, 0, 255],
  [0, 255, 255, 255], [255, 0, 255, 0], [90, 60, 60, 255], [1, 200, 199, 255],
] as unknown as Rgba[];

/** Every eighth level of each channel and its like: 32,768 colours. */
function colours() {
  const frame = plain.createFrame(256, 128);
  const alpha = lcgBytes(256 * 128, 3);
  for (let i = 0; i < 256 * 128; i++) {
    const levels = [i >> 10, (i >> 5) & 31, i & 31].map((level) => level * 255 / 31);
    frame.bitmap.set([...levels, alpha[i]], 4 * i);
  }
  return frame;
}

for (const place of PLACES) {
  Deno.test(`chromaMatte() is equal to its plain twin on rasters ${place}`, () => {
    for (const [width, height] of SIZES) {
      KEYS.forEach((key, k) => {
        for (const [inner, outer] of [[40, 80], [0, 0], [35.5, 35.5], [0, 300], [70, 71]]) {
          const frame = frameAt(place, noiseFrame(width, height, k + 1));
          const out = grayAt(place, noiseGray(width, height, 9));
          assertTwin(
            (by, options) => by.chromaMatte(frame, key, { inner, outer, ...options }),
            out,
            { width, height, key, inner, outer },
          );
        }
      });
    }
  });

  Deno.test(`suppressSpill() is equal to its plain twin on rasters ${place}`, () => {
    for (const [width, height] of SIZES) {
      KEYS.forEach((key, k) => {
        for (const strength of [1, 0, 0.37]) {
          const frame = frameAt(place, noiseFrame(width, height, k + 1));
          const out = frameAt(place, noiseFrame(width, height, 9));
          const what = { width, height, key, strength };
          assertTwin(
            (by, options) => by.suppressSpill(frame, key, { strength, ...options }),
            out,
            what,
          );
          const { bitmap } = plain.suppressSpill(frame, key, { strength });
          assertStrictEquals(primitives.suppressSpill(frame, key, { strength, out: frame }), frame);
          assertEquals(bytesOf(frame).own, [...bitmap], JSON.stringify(what));
        }
      });
    }
  });
}

Deno.test("the kernels key 32,768 colours as the plain functions do, in both spaces", () => {
  const frame = colours();
  for (const key of KEYS) {
    for (const space of ["ycbcr", "hsv"] as const) {
      const options = { inner: 10, outer: 140, space };
      assertEquals(
        primitives.chromaMatte(frame, key, options),
        plain.chromaMatte(frame, key, options),
      );
    }
    assertEquals(primitives.suppressSpill(frame, key), plain.suppressSpill(frame, key));
  }
});
