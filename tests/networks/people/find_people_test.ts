import { assertAlmostEquals, assertEquals } from "@std/assert";
import { findPeople, partsOf, squaresOf } from "../../../lib/networks/people/find_people.ts";
import { squareAroundAll } from "../../../lib/networks/people/pose_detector.ts";
import { createFrame } from "../../../lib/raster/frame.ts";
import { madeDetector, somebody } from "./made_people.ts";

Deno.test("squaresOf() adds both ends of a long frame", () => {
  const sides = squaresOf({ width: 320, height: 180 });
  assertEquals(sides.map(({ left, top, width }) => [left, top, width]), [
    [0, -70, 320],
    [0, 0, 180],
    [140, 0, 180],
  ]);
  assertEquals(squaresOf({ width: 100, height: 90 }).length, 1);
});

Deno.test("partsOf() covers all of a frame by overlapping squares of half its longer side", () => {
  const cases: [width: number, height: number, count: number][] = [
    [1280, 720, 6],
    [720, 1280, 6],
    [640, 480, 6],
    [500, 500, 9],
    [1000, 100, 3],
    [3, 1, 3],
  ];
  for (const [width, height, count] of cases) {
    const parts = partsOf({ width, height });
    assertEquals(parts.length, count, `${width}×${height}`);
    for (const part of parts) assertEquals(part.width, Math.max(width, height) / 2);
    const right = Math.max(...parts.map((part) => part.left + part.width));
    const bottom = Math.max(...parts.map((part) => part.top + part.height));
    assertAlmostEquals(right, width);
    assertEquals(bottom >= height && Math.min(...parts.map(({ top }) => top)) <= 0, true);
  }
});

/** Circles of those who are found in a part of a frame, or in all of it. */
async function found(box: readonly number[], isPart: boolean, largest = 0) {
  await using detector = madeDetector([]);
  const frame = somebody(box);
  const square = { left: 0, top: 0, width: 160, height: 160 };
  const people = isPart
    ? await findPeople(detector, frame, [], [square], largest)
    : await findPeople(detector, frame, [square], [], largest);
  return people.map(({ circle }) => Math.round(circle.radius));
}

Deno.test("findPeople() takes from a part only who is all in it, and not far behind others", async () => {
  // Whoever reaches beyond it looks cut off, and fills it.
  assertEquals(await found([40, 30, 70, 110], true), [40]);
  assertEquals(await found([40, 0, 70, 180], true), []);
  assertEquals(await found([40, 0, 70, 180], false), [80]);
  assertEquals(await found([40, 30, 46, 46], true), []);
  assertEquals(await found([40, 30, 70, 110], true, 79), [40]);
  assertEquals(await found([40, 30, 70, 110], true, 90), []);
});

Deno.test("findPeople() gives somebody once whom several looks find", async () => {
  await using detector = madeDetector([]);
  const frame = somebody([40, 30, 70, 110]);
  const square = { left: 0, top: 0, width: 160, height: 160 };
  const people = await findPeople(detector, frame, [squareAroundAll(frame)], [square, square]);
  assertEquals(people.length, 1);
  const empty = createFrame(320, 180);
  assertEquals(await findPeople(detector, empty, [squareAroundAll(empty)], [square]), []);
});
