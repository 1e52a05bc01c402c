import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  connectedComponents,
  createMask,
  fillHoles,
  keepLargest,
  removeSmaller,
} from "../../../mod.ts";
import { grayOf, maskOf } from "../../helpers.ts";

const SHAPES = maskOf(`
  ##....#
  #..##..
  ..#..##
  .......
  #.###.#
  #.#.#.#
  #.###..`);

Deno.test("connectedComponents() numbers parts that touch at corners, or at sides only", () => {
  const { labels, stats } = connectedComponents(SHAPES);
  // deno-fmt-ignore
  assertEquals([...labels.subarray(0, 21)], [
    1, 1, 0, 0, 0, 0, 2,
    1, 0, 0, 3, 3, 0, 0,
    0, 0, 3, 0, 0, 3, 3,
  ]);
  assertEquals(stats, [
    { area: 3, left: 0, top: 0, width: 2, height: 2 },
    { area: 1, left: 6, top: 0, width: 1, height: 1 },
    { area: 5, left: 2, top: 1, width: 5, height: 2 },
    { area: 3, left: 0, top: 4, width: 1, height: 3 },
    { area: 8, left: 2, top: 4, width: 3, height: 3 },
    { area: 2, left: 6, top: 4, width: 1, height: 2 },
  ]);
  const areas = connectedComponents(SHAPES, { connectivity: 4 }).stats.map(({ area }) => area);
  assertEquals(areas, [3, 1, 2, 1, 2, 3, 8, 2]);
});

Deno.test("connectedComponents() puts together what meets further down", () => {
  const combs = maskOf(`
    #.#.#.#
    #.#.#.#
    ###.###
    ..#.#..
    ..###..`);
  assertEquals(connectedComponents(combs, { connectivity: 4 }).stats.length, 1);
});

Deno.test("connectedComponents() takes a single pixel, lines, and masks that are all one", () => {
  for (const [width, height] of [[1, 1], [1, 7], [9, 1], [5, 5], [8, 4]]) {
    const mask = createMask(width, height);
    assertEquals(connectedComponents(mask).stats, []);
    mask.data.fill(255);
    const { labels, stats } = connectedComponents(mask);
    assertEquals(stats, [{ area: width * height, left: 0, top: 0, width, height }]);
    assertEquals(labels.every((label) => label === 1), true);
  }
});

Deno.test("connectedComponents() counts levels from `level` on", () => {
  const matte = grayOf([[127, 128, 0, 255, 0, 1]]);
  assertEquals(connectedComponents(matte).stats.length, 2);
  assertEquals([...connectedComponents(matte, { level: 1 }).labels], [1, 1, 0, 2, 0, 3]);
  assertEquals([...connectedComponents(matte, { level: 255 }).labels], [0, 0, 0, 1, 0, 0]);
});

Deno.test("keepLargest() keeps so many, of equal ones the first", () => {
  assertEquals(
    keepLargest(SHAPES),
    maskOf(`
  .......
  .......
  .......
  .......
  ..###..
  ..#.#..
  ..###..`),
  );
  const kept = (count: number) => connectedComponents(keepLargest(SHAPES, { count })).stats;
  assertEquals(kept(0), []);
  assertEquals(kept(3).map(({ area, top }) => [area, top]), [[3, 0], [5, 1], [8, 4]]);
  assertEquals(kept(99).length, 6);
});

Deno.test("removeSmaller() removes what has fewer pixels", () => {
  const areas = (minArea: number) =>
    connectedComponents(removeSmaller(SHAPES, minArea)).stats.map(({ area }) => area);
  assertEquals(areas(0), [3, 1, 5, 3, 8, 2]);
  assertEquals(areas(3), [3, 5, 3, 8]);
  assertEquals(areas(9), []);
});

Deno.test("fillHoles() fills what the border does not reach, up to an area", () => {
  const rings = maskOf(`
    #####.###
    #...#.#.#
    #.#.#.##.
    #...#....
    #####....`);
  assertEquals(
    fillHoles(rings, { largest: 3 }),
    maskOf(`
    #####.###
    #...#.###
    #.#.#.##.
    #...#....
    #####....`),
  );
  // The small ring is open at its corner for background that touches there.
  assertEquals(
    fillHoles(rings, { connectivity: 4 }),
    maskOf(`
    #####.###
    #####.#.#
    #####.##.
    #####....
    #####....`),
  );
  assertEquals(fillHoles(createMask(3, 2)), createMask(3, 2));
});

Deno.test("components of a matte: removed is 0, filled is 255, the rest stays", () => {
  const matte = grayOf([
    [200, 200, 200, 0, 30],
    [200, 90, 200, 10, 140],
    [200, 201, 255, 0, 30],
  ]);
  const filled = grayOf([
    [200, 200, 200, 0, 30],
    [200, 255, 200, 10, 140],
    [200, 201, 255, 0, 30],
  ]);
  assertEquals(fillHoles(matte), filled);
  const kept = grayOf([
    [200, 200, 200, 0, 30],
    [200, 90, 200, 10, 0],
    [200, 201, 255, 0, 30],
  ]);
  assertEquals(keepLargest(matte), kept);
  assertEquals(removeSmaller(matte, 2), kept);
});

Deno.test("components write into out, which may be the mask or lie over it", () => {
  const works = [
    keepLargest,
    fillHoles,
    (mask: typeof SHAPES, options: { out?: typeof SHAPES }) => {
      return removeSmaller(mask, 3, options);
    },
  ];
  for (const work of works) {
    const wanted = work(SHAPES, {});
    const room = new Uint8Array(56);
    room.set(SHAPES.data);
    const out = { ...SHAPES, data: room.subarray(7) };
    work({ ...SHAPES, data: room.subarray(0, 49) }, { out });
    assertEquals([...out.data], [...wanted.data]);
    const own = { ...SHAPES, data: SHAPES.data.slice() };
    assertStrictEquals(work(own, { out: own }), own);
    assertEquals(own, wanted);
  }
});

Deno.test("components refuse options out of their range and an out of another size", () => {
  const mask = createMask(2, 1);
  const out = createMask(1, 1);
  const wrong: [() => unknown, string][] = [
    [
      () => connectedComponents(mask, { level: 0 }),
      "Cannot find components: 'level' must be a number above",
    ],
    [
      () => connectedComponents({ ...mask, width: 3 }),
      "Cannot find components: 'mask' must hold 3",
    ],
    [
      () => keepLargest(mask, { count: -1 }),
      "Cannot keep the largest: 'count' must be a number of at least 0",
    ],
    [() => keepLargest(mask, { connectivity: 6 as 8 }), "'connectivity' must be 4 or 8, got 6"],
    [() => keepLargest(mask, { out }), "Cannot keep the largest: 'out' must be 2×1"],
    [
      () => removeSmaller(mask, NaN),
      "Cannot remove specks: 'minArea' must be a number of at least 0",
    ],
    [() => removeSmaller(mask, 1, { out }), "Cannot remove specks: 'out' must be 2×1"],
    [
      () => fillHoles(mask, { largest: -2 }),
      "Cannot fill holes: 'largest' must be a number of at least 0",
    ],
    [() => fillHoles(mask, { out }), "Cannot fill holes: 'out' must be 2×1"],
  ];
  for (const [work, words] of wrong) assertThrows(work, RangeError, words);
});

Deno.test("fillHoles() with closedBottom fills what is open to the lower border alone", () => {
  const picture = maskOf(`
    ......
    .###..
    .#.#..
    .#.#.#
  `);
  const filled = fillHoles(picture, { closedBottom: true });
  assertEquals([...filled.data.subarray(12)], [0, 255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 255]);
  assertEquals(fillHoles(picture), picture);
});
