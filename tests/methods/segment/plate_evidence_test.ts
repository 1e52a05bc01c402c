import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  addEvidence,
  evidenceTable,
  NEUTRAL_DISTANCE,
} from "../../../lib/methods/segment/plate_evidence.ts";
import { createGray, type Gray, KernelMemory } from "../../../mod.ts";
import { grayOf, lcgBytes } from "../../helpers.ts";

const full = evidenceTable(1);
const levels = Array.from({ length: 256 }, (_, level) => level);
const said = (level: number, distance: number, table = full) => table[level << 8 | distance];

Deno.test("evidenceTable() keeps what the network says at the neutral distance", () => {
  assertEquals(levels.map((level) => said(level, NEUTRAL_DISTANCE)), levels);
});

Deno.test("evidenceTable() of a plate without trust keeps all", () => {
  const table = evidenceTable(0);
  for (const distance of [0, 22, 255]) {
    assertEquals(levels.map((level) => said(level, distance, table)), levels);
  }
});

Deno.test("evidenceTable() rises with the distance, and with what the network says", () => {
  for (const trust of [0.25, 0.5, 0.75, 1]) {
    const table = evidenceTable(trust);
    for (let a = 0; a < 256; a++) {
      for (let b = 1; b < 256; b++) {
        assert(said(a, b, table) >= said(a, b - 1, table), `level ${a}, distance ${b}`);

        if (a === 0) continue;
        assert(said(a, b, table) >= said(a - 1, b, table), `level ${a}, distance ${b}`);
      }
    }
  }
});

Deno.test("evidenceTable(): the plate decides where the network is unsure, never where it is sure", () => {
  // As the room: nobody. Unlike it: somebody.
  assert(said(128, 0) < 10);
  assert(said(180, 0) < 10);
  assert(said(128, 80) > 245);
  assert(said(0, 80) > 200);
  // Who wears the colour of the wall stays.
  assertEquals(said(255, 0), 255);
  // A little trust does a little.
  const [half, quarter] = [0.5, 0.25].map((trust) => said(128, 0, evidenceTable(trust)));
  assert(said(128, 0) < half && half < quarter && quarter < 128);
});

Deno.test("evidenceTable() is the sum of two logarithms of odds", () => {
  // 0.6 as odds is 1.5; a distance of 30 is 8 levels, e² times as likely.
  const odds = 1.5 * Math.exp(2);
  assertEquals(said(153, 30), Math.round(255 * odds / (1 + odds)));
});

/** What {@linkcode addEvidence} is to do. */
function slowly(matte: Gray, distance: Gray, smoothed: Gray, where: Gray): number[] {
  return [...matte.data].map((level, i) => {
    const mean = Math.floor((distance.data[i] + smoothed.data[i]) / 2);
    return where.data[i] === 0 ? level : said(level, mean);
  });
}

for (const [width, height] of [[1, 1], [3, 1], [2, 2], [5, 1], [7, 9], [64, 3]]) {
  Deno.test(`addEvidence() changes what is marked and nothing else, ${width}×${height}`, async () => {
    const memory = (await KernelMemory.load())!;
    const rasters = [1, 2, 3, 4].map((seed) => {
      const gray = memory.createGray(width, height);
      gray.data.set(lcgBytes(width * height, seed));
      return gray;
    });
    const [matte, distance, smoothed, where] = rasters;
    // Any non-zero is a mark; and whole words without one.
    where.data.forEach((mark, i) => where.data[i] = mark < 128 || i % 16 > 11 ? 0 : mark);
    const wanted = slowly(matte, distance, smoothed, where);
    addEvidence(matte, distance, smoothed, where, full);
    assertEquals([...matte.data], wanted);
  });
}

Deno.test("addEvidence() refuses rasters of several sizes", () => {
  const [a, b] = [createGray(4, 1), createGray(2, 2)];
  for (let odd = 0; odd < 4; odd++) {
    const [matte, distance, smoothed, where] = [0, 1, 2, 3].map((i) => i === odd ? b : a);
    assertThrows(
      () => addEvidence(matte, distance, smoothed, where, full),
      RangeError,
      "Cannot add evidence: ",
    );
  }
  const marks = grayOf([[1, 0, 0, 0]]);
  const matte = grayOf([[128, 128, 128, 128]]);
  const { data } = matte;
  addEvidence(matte, a, a, marks, full);
  assertStrictEquals(matte.data, data);
  assertEquals([...data], [said(128, 0), 128, 128, 128]);
});
