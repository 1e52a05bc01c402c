import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  findHomography,
  fitHomography,
  type Homography,
  mapPoint,
  type PointPair,
} from "../../../lib/pixels/mod.ts";
import { lcgBytes } from "../../helpers.ts";

const truth: Homography = [1.05, 0.03, 8, -0.02, 0.98, -5, 0.0002, -0.0001, 1];

/** Places all over a picture; of those from `right` on, the other place is anywhere. */
function pairsOf(count: number, right: number): PointPair[] {
  const draws = lcgBytes(4 * count, 5);
  return Array.from({ length: count }, (_, k) => {
    const [x, y, u, v] = draws.subarray(4 * k, 4 * k + 4);
    const from = { x: 2 * x, y };
    return { from, to: k < right ? mapPoint(truth, from) : { x: 2 * u, y: v } };
  });
}

function assertTrue(homography: Homography): void {
  for (const [x, y] of [[0, 0], [500, 0], [500, 250], [0, 250]]) {
    const [is, wanted] = [homography, truth].map((map) => mapPoint(map, { x, y }));
    assertAlmostEquals(is.x, wanted.x, 1e-6);
    assertAlmostEquals(is.y, wanted.y, 1e-6);
  }
}

Deno.test("fitHomography() is exact for exact pairs, four and many", () => {
  assertTrue(fitHomography(pairsOf(30, 30))!);
  const corners = [[0, 0], [500, 0], [500, 250], [0, 250]].map(([x, y]) => ({ x, y }));
  assertTrue(fitHomography(corners.map((from) => ({ from, to: mapPoint(truth, from) })))!);
});

Deno.test("fitHomography() gives none for points on a line, at one place, or too few", () => {
  const line = [0, 1, 2, 3, 4].map((x) => ({ from: { x, y: x }, to: { x, y: 2 } }));
  assertEquals(fitHomography(line), undefined);
  assertEquals(fitHomography(Array(5).fill(line[0])), undefined);
  assertEquals(fitHomography(line.slice(0, 3)), undefined);
});

Deno.test("findHomography() leaves wrong pairs out, though two of three are", () => {
  const found = findHomography(pairsOf(120, 40))!;
  assertTrue(found.homography);
  assertEquals(found.inliers.slice(0, 40), Array.from({ length: 40 }, (_, k) => k));
});

Deno.test("findHomography() gives the same in every run, and takes a seed", () => {
  const pairs = pairsOf(60, 30);
  assertEquals(findHomography(pairs), findHomography(pairs));
  assertTrue(findHomography(pairs, { seed: 77 })!.homography);
});

Deno.test("findHomography() gives none where nothing agrees, and refuses bad options", () => {
  assertEquals(findHomography([]), undefined);
  assertEquals((findHomography(pairsOf(40, 0))?.inliers.length ?? 0) < 12, true);
  for (const options of [{ tolerance: 0 }, { rounds: 0.5 }, { seed: 0 }]) {
    assertThrows(() => findHomography([], options), RangeError, `'${Object.keys(options)[0]}'`);
  }
});
