import { assertEquals, assertThrows } from "@std/assert";
import { createGray, grayscale } from "../../../mod.ts";
import { describeCorners, detectCorners, matchDescriptors } from "../../../lib/pixels/mod.ts";
import { roomOf } from "./room.ts";

const gray = grayscale(roomOf(160, 120, 1));
const corners = detectCorners(gray)
  .filter(({ x, y }) => Math.min(x, y, 159 - x, 119 - y) >= 19);

Deno.test("describeCorners() and matchDescriptors(): a picture has the corners of itself, darker or turned", () => {
  const described = describeCorners(gray, corners);
  assertEquals([described.count, described.words.length], [corners.length, 8 * corners.length]);
  const same = matchDescriptors(described, described);
  assertEquals(same.every(({ from, to, distance }) => from === to && distance === 0), true);

  const turned = createGray(160, 120);
  turned.data.set(gray.data.map((level) => level >> 1).reverse());
  const places = corners.map(({ x, y }) => ({ x: 159 - x, y: 119 - y }));
  const matches = matchDescriptors(described, describeCorners(turned, places));
  const right = matches.filter(({ from, to }) => from === to).length;
  assertEquals(
    corners.length > 10 && right > 0.8 * corners.length,
    true,
    `${right} of ${corners.length}`,
  );
});

Deno.test("matchDescriptors() takes only pairs of which each is the other's nearest", () => {
  const words = (...firsts: number[]) => {
    const all = new Int32Array(8 * firsts.length);
    firsts.forEach((first, k) => all[8 * k] = first);
    return { count: firsts.length, words: all };
  };
  // 0b1 and 0b11 both are nearest to 0b1.
  assertEquals(matchDescriptors(words(0b11, 0b1), words(0b1)), [{ from: 1, to: 0, distance: 0 }]);
  assertEquals(matchDescriptors(words(0b111), words(0), { largest: 2 }), []);
  assertEquals(matchDescriptors(words(-1), words(0)), [{ from: 0, to: 0, distance: 32 }]);
  assertEquals(matchDescriptors(words(), words(0)), []);
});

Deno.test("describeCorners() refuses corners near an edge, and matchDescriptors() bad limits", () => {
  for (const corner of [{ x: 18, y: 50 }, { x: 50, y: 101 }, { x: 50.5, y: 50 }]) {
    assertThrows(() => describeCorners(gray, [corner]), RangeError, "'corners'");
  }
  const none = { count: 0, words: new Int32Array() };
  assertThrows(() => matchDescriptors(none, none, { largest: 300 }), RangeError, "'largest'");
});
