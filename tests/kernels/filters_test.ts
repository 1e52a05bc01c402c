import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { dilate, type Gray, KernelMemory } from "../../mod.ts";
import { noiseFrame } from "../helpers.ts";
import { assertTwin, bytesOf, frameAt, grayAt, noiseGray, noiseMask } from "./twins.ts";
import { memory, PLACES, plain, type Primitives, primitives, SIZES } from "./twins.ts";

for (const place of PLACES) {
  Deno.test(`dilate() and its kin are equal to their plain twins on rasters ${place}`, () => {
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
            assertStrictEquals(primitives[action](mask, radius, { shape, out: mask }), mask);
            assertEquals(bytesOf(mask).own, [...data]);
          }
        }
      }
    }
  });
}

Deno.test("dilate() and its kin are equal to their plain twins on masks of 0 and 255", () => {
  for (const [width, height] of [...SIZES, [70, 90], [600, 9]] as const) {
    const places = PLACES.map((place) => ({
      mask: grayAt(place, dottedMask(width, height)),
      out: grayAt(place, noiseGray(width, height, 9)),
      own: grayAt(place, dottedMask(width, height)),
    }));
    for (const shape of ["ellipse", "rect", "cross"] as const) {
      for (const radius of [2, 7, 8, 17, 64, 200, 254, 255]) {
        for (const action of ["dilate", "erode", "open", "close"] as const) {
          const { data } = plain[action](dottedMask(width, height), radius, { shape });
          for (const { mask, out, own } of places) {
            const what = { width, height, shape, radius, action };
            assertTwin((by, options) => by[action](mask, radius, { ...options, shape }), out, what);
            own.data.set(mask.data);
            primitives[action](own, radius, { shape, out: own });
            assertEquals(bytesOf(own).own, [...data]);
          }
        }
      }
    }
  }
});

/** A mask of dots, lines and blocks, some at the border. */
function dottedMask(width: number, height: number): Gray {
  const mask = noiseGray(width, height, 6);
  mask.data.forEach((value, i) => {
    const part = (i >> 5) % 7;
    mask.data[i] = part === 2 || (part < 2 && value < 20) ? 255 : 0;
  });
  return mask;
}

Deno.test("dilate() is its plain twin on a picture that takes several strips", () => {
  const gray = grayAt("inside", noiseGray(7001, 3, 4));
  const out = grayAt("inside", noiseGray(7001, 3, 9));
  // Dark but for some levels, or all of it would be bright.
  gray.data.forEach((value, i) => gray.data[i] = i % 301 === 0 ? value : value >> 7);
  for (const shape of ["ellipse", "cross"] as const) {
    for (const action of ["dilate", "close"] as const) {
      const what = { shape, action };
      assertTwin((by, options) => by[action](gray, 90, { ...options, shape }), out, what);
      assertTwin((by, options) => by[action](out, 90, { ...options, shape }), out, what);
    }
  }
});

Deno.test("dilate() in strips finds its bytes where the memory has to grow for them", async () => {
  const memory = (await KernelMemory.load())!;
  const gray = noiseGray(7001, 60, 4);
  const there = memory.createGray(gray.width, gray.height);
  there.data.set(gray.data);
  assertEquals(dilate(there, 90).data, dilate(gray, 90).data);
});

Deno.test("dilate() is its plain twin where out lies over the input", () => {
  for (const shape of ["ellipse", "rect"] as const) {
    for (const shift of [-40, 40]) {
      const room = noiseGray(40, 12, 3);
      const simdRoom = memory.createGray(40, 12);
      simdRoom.data.set(room.data);
      const [from, to] = shift < 0 ? [40, 0] : [0, 40];
      const results = [[plain, room], [primitives, simdRoom]] as const;
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
  Deno.test(`guidedFilter() is equal to its plain twin on rasters ${place}`, () => {
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
          primitives.guidedFilter(matte, gray, radius, epsilon, { subsample, out: gray });
          assertEquals(bytesOf(gray).own, [...data]);
        }
      }
    }
  });
}

Deno.test("guidedFilter() is equal to its plain twin on mattes that are 0 but for a part", () => {
  const [width, height] = [132, 90];
  const parts = [[40, 30, 60, 50], [0, 0, 3, 2], [131, 89, 132, 90], [0, 40, 132, 41], [
    7,
    7,
    7,
    7,
  ]];
  for (const subsample of [1, 2, 4] as const) {
    for (const [left, top, right, bottom] of parts) {
      const drawn = noiseGray(width, height, 3);
      for (let i = 0; i < drawn.data.length; i++) {
        const x = i % width, y = Math.floor(i / width);
        if (x < left || x >= right || y < top || y >= bottom) drawn.data[i] = 0;
      }
      for (const radius of [1, 4, 9]) {
        const matte = grayAt("inside", drawn);
        const out = grayAt("inside", noiseGray(width, height, 9));
        const gray = grayAt("inside", noiseGray(width, height, 4));
        const frame = frameAt("inside", noiseFrame(width, height, 5));
        for (const guide of [gray, frame]) {
          assertTwin(
            (by, { out }) => by.guidedFilter(matte, guide, radius, 1e-3, { subsample, out: out! }),
            out,
            { subsample, radius, left, top, right, bottom },
          );
        }
        const { data } = plain.guidedFilter(matte, frame, radius, 1e-3, { subsample });
        primitives.guidedFilter(matte, frame, radius, 1e-3, { subsample, out: matte });
        assertEquals(bytesOf(matte).own, [...data]);
      }
    }
  }
});

for (const place of PLACES) {
  Deno.test(`medianBlur() and gaussianBlur() are equal to their plain twins on rasters ${place}`, () => {
    for (const [width, height] of [...SIZES, [40, 30]] as const) {
      const gray = grayAt(place, noiseGray(width, height, 4));
      const mask = grayAt(place, plain.threshold(noiseGray(width, height, 5), 127));
      for (const radius of [0, 1, 2, 3, 7, 8, 20]) {
        const what = { width, height, radius };
        const out = grayAt(place, noiseGray(width, height, 9));
        assertTwin((by, options) => by.medianBlur(gray, radius, options), out, what);
        assertTwin((by, options) => by.medianBlur(mask, radius, options), out, what);
        assertTwin((by, options) => by.gaussianBlur(gray, radius, options), out, what);
        const size = { radius, sigma: 1.3 };
        assertTwin((by, options) => by.gaussianBlur(gray, size, options), out, what);
        for (const blur of ["medianBlur", "gaussianBlur"] as const) {
          const own = grayAt(place, gray);
          const { data } = plain[blur](gray, radius);
          assertStrictEquals(primitives[blur](own, radius, { out: own }), own);
          assertEquals(bytesOf(own).own, [...data]);
        }
      }
    }
  });
}

Deno.test("gaussianBlur() is its plain twin on pictures with large parts of one level", () => {
  const parts = [[0, 0, 90, 20, 255], [130, 5, 300, 40, 255], [200, 0, 260, 60, 7], [
    64,
    30,
    66,
    31,
    1,
  ]];
  for (const [width, height] of [[300, 60], [129, 35], [64, 64]]) {
    const gray = plain.createGray(width, height);
    for (const [left, top, right, bottom, level] of parts) {
      for (let y = top; y < Math.min(bottom, height); y++) {
        gray.data.fill(
          level,
          y * width + Math.min(left, width),
          y * width + Math.min(right, width),
        );
      }
    }
    for (const place of PLACES) {
      const from = grayAt(place, gray);
      const out = grayAt(place, noiseGray(width, height, 9));
      for (const size of [{ radius: 1 }, { radius: 5, sigma: 1.6 }, { radius: 29, sigma: 9.6 }]) {
        assertTwin((by, options) => by.gaussianBlur(from, size, options), out, { width, size });
      }
    }
  }
});

Deno.test("the kernels of filters refuse what the plain ones refuse, in the same words", () => {
  const gray = memory.createGray(2, 1);
  const out = plain.createGray(1, 1);
  const wrong: ((by: Primitives) => unknown)[] = [
    (by) => by.dilate(gray, -1),
    (by) => by.open(gray, 1, { out }),
    (by) => by.erode(gray, 1, { shape: "disc" as "cross" }),
    (by) => by.guidedFilter(gray, gray, 1, 0),
    (by) => by.guidedFilter(gray, out, 1, 1),
    (by) => by.guidedFilter(gray, gray, 1, 1, { out }),
    (by) => by.medianBlur(gray, -1),
    (by) => by.medianBlur(gray, 2, { out }),
    (by) => by.gaussianBlur(gray, { radius: 1, sigma: -1 }),
    (by) => by.gaussianBlur(gray, 1, { out }),
  ];
  for (const work of wrong) {
    const { name, message } = assertThrows(() => work(plain)) as Error;
    const ours = assertThrows(() => work(primitives)) as Error;
    assertEquals([ours.name, ours.message], [name, message]);
  }
});
