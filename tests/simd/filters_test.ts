import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import * as plain from "../../mod.ts";
import { noiseFrame } from "../helpers.ts";
import { assertTwin, bytesOf, frameAt, grayAt, noiseGray, noiseMask } from "./twins.ts";
import { pixels, PLACES, type Primitive, SIZES } from "./twins.ts";

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

for (const place of PLACES) {
  Deno.test(`SimdPixels.guidedFilter() is equal to its plain twin on rasters ${place}`, () => {
    for (const [width, height] of [...SIZES, [70, 41], [5, 130]] as const) {
      for (const subsample of [1, 2, 4] as const) {
        for (const [radius, epsilon] of [[0, 1], [1, 1e-6], [3, 1e-3], [8, 1e-4], [40, 0.1]]) {
          const matte = grayAt(place, noiseMask(width, height));
          const out = grayAt(place, noiseGray(width, height, 9));
          const gray = grayAt(place, noiseGray(width, height, 4));
          const frame = frameAt(place, noiseFrame(width, height, 5));
          for (const guide of [gray, frame]) {
            const what = { width, height, subsample, radius, epsilon };
            assertTwin(
              (by, { out }) =>
                by.guidedFilter(matte, guide, radius, epsilon, { subsample, out: out! }),
              out,
              what,
            );
          }
          const { data } = plain.guidedFilter(matte, gray, radius, epsilon, { subsample });
          pixels.guidedFilter(matte, gray, radius, epsilon, { subsample, out: gray });
          assertEquals(bytesOf(gray).own, [...data]);
        }
      }
    }
  });
}

Deno.test("SimdPixels' filters refuse what the plain ones refuse, in the same words", () => {
  const gray = pixels.createGray(2, 1);
  const out = plain.createGray(1, 1);
  const wrong: ((by: Pick<plain.Pixels, Primitive>) => unknown)[] = [
    (by) => by.dilate(gray, -1),
    (by) => by.open(gray, 1, { out }),
    (by) => by.erode(gray, 1, { shape: "disc" as "cross" }),
    (by) => by.guidedFilter(gray, gray, 1, 0),
    (by) => by.guidedFilter(gray, out, 1, 1),
    (by) => by.guidedFilter(gray, gray, 1, 1, { out }),
  ];
  for (const work of wrong) {
    const { name, message } = assertThrows(() => work(plain)) as Error;
    const ours = assertThrows(() => work(pixels)) as Error;
    assertEquals([ours.name, ours.message], [name, message]);
  }
});
