import { assertEquals, assertStrictEquals } from "@std/assert";
import * as plain from "../../mod.ts";
import {
  assertTwin,
  bytesOf,
  grayAt,
  noiseGray,
  noiseMask,
  pixels,
  PLACES,
  SIZES,
} from "./twins.ts";

for (const place of PLACES) {
  Deno.test(`SimdPixels.dilate() and its kin are equal to their plain twins on rasters ${place}`, () => {
    for (const [width, height] of SIZES) {
      for (const shape of ["ellipse", "rect", "cross"] as const) {
        for (const radius of [0, 1, 2, 3, 8, 17, 65]) {
          for (const action of ["dilate", "erode", "open", "close"] as const) {
            const what = { width, height, shape, radius, action };
            const gray = grayAt(place, noiseGray(width, height, 4));
            const out = grayAt(place, noiseGray(width, height, 9));
            assertTwin((by, options) => by[action](gray, radius, { ...options, shape }), out, what);
            const mask = grayAt(place, noiseMask(width, height));
            const { data } = plain[action](mask, radius, { shape });
            assertStrictEquals(pixels[action](mask, radius, { shape, out: mask }), mask);
            assertEquals(bytesOf(mask).own, [...data]);
          }
        }
      }
    }
  });
}

Deno.test("SimdPixels.dilate() is its plain twin where out lies over the input", () => {
  for (const shape of ["ellipse", "rect"] as const) {
    for (const shift of [-40, 40]) {
      const room = noiseGray(40, 12, 3);
      const simdRoom = pixels.createGray(40, 12);
      simdRoom.data.set(room.data);
      const [from, to] = shift < 0 ? [40, 0] : [0, 40];
      const results = [[plain, room], [pixels, simdRoom]] as const;
      const views = results.map(([by, { data }]) => {
        const at = (start: number) => ({
          width: 40,
          height: 11,
          data: data.subarray(start, start + 440),
        });
        return [...by.dilate(at(from), 3, { shape, out: at(to) }).data];
      });
      assertEquals(views[1], views[0]);
    }
  }
});
