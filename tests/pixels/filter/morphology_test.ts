import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  close,
  dilate,
  type ElementShape,
  erode,
  type Gray,
  open,
  structuringElement,
} from "../../../mod.ts";
import { grayOf, lcgBytes, maskOf } from "../../helpers.ts";

const SHAPES: readonly ElementShape[] = ["ellipse", "rect", "cross"];

const noise = (width: number, height: number, seed = 1): Gray => ({
  width,
  height,
  data: lcgBytes(width * height, seed),
});

const negative = (gray: Gray): Gray => ({ ...gray, data: gray.data.map((level) => 255 - level) });

/** The brightest under the element, by the definition. */
function slowDilate({ width, height, data }: Gray, radius: number, shape: ElementShape): number[] {
  const element = structuringElement(shape, radius);
  return Array.from(data, (_, i) => {
    let brightest = 0;
    element.data.forEach((inside, k) => {
      const x = i % width + k % element.width - radius;
      const y = Math.floor(i / width) + Math.floor(k / element.width) - radius;
      const isThere = inside !== 0 && x >= 0 && y >= 0 && x < width && y < height;
      if (isThere) brightest = Math.max(brightest, data[y * width + x]);
    });
    return brightest;
  });
}

Deno.test("structuringElement() draws a disc, a square and a cross", () => {
  const picture = (shape: ElementShape, radius: number) => {
    const { width, data } = structuringElement(shape, radius);
    return Array.from(
      { length: width },
      (_, y) => data.subarray(y * width, (y + 1) * width).join(""),
    );
  };
  assertEquals(picture("ellipse", 0), ["1"]);
  assertEquals(picture("ellipse", 1), ["010", "111", "010"]);
  assertEquals(picture("rect", 1), ["111", "111", "111"]);
  assertEquals(picture("cross", 2), ["00100", "00100", "11111", "00100", "00100"]);
  assertEquals(picture("ellipse", 3), [
    "0001000",
    "0111110",
    "1111111",
    "1111111",
    "1111111",
    "0111110",
    "0001000",
  ]);
});

Deno.test("dilate() makes a dot the element, and erode() a hole", () => {
  const dot = maskOf(`
    .......
    .......
    .......
    ...#...
    .......
    .......
    .......`);
  for (const shape of SHAPES) {
    for (const radius of [0, 1, 2, 3]) {
      const grown = dilate(dot, radius, { shape });
      assertEquals(erode(negative(dot), radius, { shape }), negative(grown));
      const element = structuringElement(shape, radius);
      const side = element.width;
      for (let y = 0; y < side; y++) {
        const start = (y + 3 - radius) * 7 + 3 - radius;
        const part = [...grown.data.subarray(start, start + side)];
        const wanted = [...element.data.subarray(y * side, (y + 1) * side)].map((one) => 255 * one);
        assertEquals(part, wanted);
      }
    }
  }
});

Deno.test("dilate() of a mask is the brightest under the element, too", () => {
  for (const [width, height] of [[1, 1], [9, 1], [1, 9], [24, 17]]) {
    const mask = noise(width, height, 5);
    for (
      const [share, shape] of [[12, "ellipse"], [40, "rect"], [100, "cross"], [250, "ellipse"]]
    ) {
      const data = mask.data.map((level) => level < Number(share) ? 255 : 0);
      for (const radius of [1, 2, 3, 5, 11, 40]) {
        const grown = dilate({ width, height, data }, radius, { shape: shape as ElementShape });
        const wanted = slowDilate({ width, height, data }, radius, shape as ElementShape);
        assertEquals([...grown.data], wanted, `${width}×${height} ${shape} ${radius}`);
      }
    }
  }
});

Deno.test("dilate() is the brightest under the element, erode() the darkest, on any gray picture", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [2, 2], [13, 7], [31, 17]]) {
    for (const shape of SHAPES) {
      for (const radius of [0, 1, 2, 3, 5, 8, 20]) {
        const gray = noise(width, height, radius + 1);
        const what = `${shape} ${radius}, ${width}×${height}`;
        const dilated = dilate(gray, radius, { shape });
        assertEquals([...dilated.data], slowDilate(gray, radius, shape), what);
        assertEquals(erode(negative(gray), radius, { shape }), negative(dilated), what);
      }
    }
  }
});

Deno.test("erode() takes nothing away at the border", () => {
  const full = grayOf([[255, 255, 255], [255, 255, 255]]);
  assertEquals(erode(full, 5), full);
});

Deno.test("open() removes specks and close() fills gaps; what is wide keeps its place", () => {
  const mask = maskOf(`
    #.........
    ..........
    ....####..
    ....#.##..
    ....####..
    ..........
    ..........`);
  const filled = maskOf(`
    #.........
    ..........
    ....####..
    ....####..
    ....####..
    ..........
    ..........`);
  assertEquals(close(mask, 1), filled);
  assertEquals(
    open(filled, 1, { shape: "rect" }),
    maskOf(`
    ..........
    ..........
    ....####..
    ....####..
    ....####..
    ..........
    ..........`),
  );
});

Deno.test("open() and close() are idempotent, and each other's negative", () => {
  const gray = noise(33, 21);
  for (const shape of SHAPES) {
    for (const radius of [1, 2, 4]) {
      const opened = open(gray, radius, { shape });
      assertEquals(open(opened, radius, { shape }), opened);
      assertEquals(close(negative(gray), radius, { shape }), negative(opened));
    }
  }
});

Deno.test("dilate() and its kin write into out, which may be the input or lie over it", () => {
  for (const work of [dilate, erode, open, close]) {
    for (const shape of SHAPES) {
      for (const radius of [0, 1, 3]) {
        const gray = noise(9, 8);
        const wanted = work(gray, radius, { shape });
        const room = new Uint8Array(81);
        room.set(gray.data);
        const out = { ...gray, data: room.subarray(9) };
        work({ ...gray, data: room.subarray(0, 72) }, radius, { shape, out });
        assertEquals([...out.data], [...wanted.data]);
        assertStrictEquals(work(gray, radius, { shape, out: gray }), gray);
        assertEquals(gray, wanted);
      }
    }
  }
});

Deno.test("dilate() and its kin refuse a bad radius, an unknown shape and an out of another size", () => {
  const gray = grayOf([[1, 2]]);
  for (const work of [dilate, erode, open, close]) {
    const says = `Cannot ${work.name}:`;
    assertThrows(() => work(gray, -1), RangeError, `${says} 'radius' must be a whole number`);
    assertThrows(() => work(gray, 0.5), RangeError, `${says} 'radius' must be a whole number`);
    const shape = "disc" as ElementShape;
    assertThrows(
      () => work(gray, 1, { shape }),
      RangeError,
      `${says} 'shape' must be ellipse, rect or cross`,
    );
    const out = grayOf([[1]]);
    assertThrows(() => work(gray, 1, { out }), RangeError, `${says} 'out' must be 2×1`);
  }
  assertThrows(() => structuringElement("rect", NaN), RangeError, "Cannot make an element:");
});
