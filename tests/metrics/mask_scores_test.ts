import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { addCounts, compareMasks, type MaskCounts, scores } from "../../lib/metrics/mod.ts";
import { grayOf, maskOf } from "../helpers.ts";

const counts = (tp: number, fp: number, fn: number, tn: number): MaskCounts => ({
  truePositives: tp,
  falsePositives: fp,
  falseNegatives: fn,
  trueNegatives: tn,
});

Deno.test("compareMasks() counts the four kinds of pixels", () => {
  const found = maskOf(`
    ###..
    ###..
  `);
  const truth = maskOf(`
    .####
    .####
  `);
  assertEquals(compareMasks(found, truth), counts(4, 2, 4, 0));
});

Deno.test("compareMasks() takes 128 and more for foreground, in both", () => {
  assertEquals(
    compareMasks(grayOf([[127, 128, 127, 128]]), grayOf([[127, 127, 128, 255]])),
    counts(1, 1, 1, 1),
  );
});

Deno.test("compareMasks() leaves out what is not in the region", () => {
  const all = maskOf("####");
  assertEquals(compareMasks(all, maskOf("#..#"), { region: maskOf("##..") }), counts(1, 1, 0, 0));
});

Deno.test("compareMasks() refuses other sizes", () => {
  assertThrows(() => compareMasks(maskOf("##"), maskOf("#")), RangeError, "'truth' must be 2×1");
  assertThrows(
    () => compareMasks(maskOf("##"), maskOf("##"), { region: maskOf("#") }),
    RangeError,
    "'region' must be 2×1",
  );
});

Deno.test("scores() follow CDnet's formulas", () => {
  // Re = 6/8, Pr = 6/9, Sp = 85/88; by hand.
  const { iou, precision, recall, specificity, f, pwc } = scores(counts(6, 3, 2, 85));
  assertAlmostEquals(iou, 6 / 11);
  assertAlmostEquals(precision, 2 / 3);
  assertAlmostEquals(recall, 0.75);
  assertAlmostEquals(specificity, 85 / 88);
  assertAlmostEquals(f, 2 * (2 / 3) * 0.75 / (2 / 3 + 0.75));
  assertAlmostEquals(pwc, 100 * 5 / 96);
});

const edges: [what: string, counts: MaskCounts, wanted: ReturnType<typeof scores>][] = [
  [
    "an empty mask of an empty scene",
    counts(0, 0, 0, 9),
    { iou: 1, precision: 1, recall: 1, specificity: 1, f: 1, pwc: 0 },
  ],
  [
    "an empty mask of a scene",
    counts(0, 0, 3, 6),
    { iou: 0, precision: 0, recall: 0, specificity: 1, f: 0, pwc: 100 / 3 },
  ],
  [
    "a mask of an empty scene",
    counts(0, 3, 0, 6),
    { iou: 0, precision: 0, recall: 0, specificity: 2 / 3, f: 0, pwc: 100 / 3 },
  ],
  [
    "a full mask of a full scene",
    counts(9, 0, 0, 0),
    { iou: 1, precision: 1, recall: 1, specificity: 1, f: 1, pwc: 0 },
  ],
  [
    "no pixels",
    counts(0, 0, 0, 0),
    { iou: 1, precision: 1, recall: 1, specificity: 1, f: 1, pwc: 0 },
  ],
];
for (const [what, given, wanted] of edges) {
  Deno.test(`scores() of ${what}`, () => {
    const found = scores(given);
    for (const key of Object.keys(wanted) as (keyof typeof wanted)[]) {
      assertAlmostEquals(found[key], wanted[key], 1e-12, key);
    }
  });
}

Deno.test("addCounts() adds each kind", () => {
  assertEquals(addCounts(counts(1, 2, 3, 4), counts(10, 20, 30, 40)), counts(11, 22, 33, 44));
});
