import { assertEquals } from "@std/assert";
import { compareMasks, isLost } from "../../lib/metrics/mod.ts";
import { maskOf } from "../helpers.ts";

const truth = maskOf("..##########........");
const lost = (matte: string) => isLost(compareMasks(maskOf(matte), truth));

Deno.test("isLost() takes a frame for lost if less than a tenth of the truth is found", () => {
  assertEquals(lost("...................."), true);
  assertEquals(lost("..#................."), false);
  assertEquals(lost("..##########........"), false);
});

Deno.test("isLost() asks for the people, not for whatever else is found", () => {
  assertEquals(lost("##..........########"), true);
  assertEquals(lost("####################"), false);
});

const counts = (foreground: number, all: number) => ({
  truePositives: 0,
  falsePositives: 0,
  falseNegatives: foreground,
  trueNegatives: all - foreground,
});

Deno.test("isLost() does not ask where nobody is, or less than a thousandth of the frame", () => {
  assertEquals(isLost(counts(0, 1000)), undefined);
  assertEquals(isLost(counts(0, 0)), undefined);
  assertEquals(isLost(counts(9, 10_000)), undefined);
  assertEquals(isLost(counts(10, 10_000)), true);
});

Deno.test("isLost() counts the pixels of the region alone", () => {
  const region = maskOf("............########");
  assertEquals(isLost(compareMasks(maskOf("#".repeat(20)), truth, { region })), undefined);
});
