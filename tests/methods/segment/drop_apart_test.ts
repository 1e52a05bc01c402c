import { assertEquals, assertThrows } from "@std/assert";
import { dropApart } from "../../../lib/methods/segment/drop_apart.ts";
import { createMatte } from "../../../mod.ts";
import { grayOf, lcgBytes } from "../../helpers.ts";

Deno.test("dropApart() takes back parts in which the network sees nobody, and keeps the others", () => {
  const before = grayOf([
    [255, 100, 0, 0, 90, 0],
    [0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0],
    [20, 0, 0, 0, 0, 0],
  ]);
  const added = [
    [255, 220, 140, 0, 230, 0],
    [0, 0, 0, 200, 0, 0],
    [0, 0, 0, 0, 0, 0],
    [250, 30, 0, 0, 0, 60],
  ];
  const matte = grayOf(added);
  // The second part touches the first at a corner.
  dropApart(matte, before, 128);
  // deno-fmt-ignore
  assertEquals([...matte.data], [
    255, 220, 140, 0, 230, 0,
    0, 0, 0, 200, 0, 0,
    0, 0, 0, 0, 0, 0,
    20, 0, 0, 0, 0, 0,
  ]);
});

Deno.test("dropApart() leaves alone what a plate has taken away", () => {
  const matte = grayOf([[10, 0, 40, 0, 255]]);
  dropApart(matte, grayOf([[100, 0, 127, 0, 255]]), 128);
  assertEquals([...matte.data], [10, 0, 40, 0, 255]);
});

Deno.test("dropApart() counts a hint of the network's if told so", () => {
  for (const [seen, kept] of [[26, 240], [41, 40]]) {
    const matte = grayOf([[240]]);
    dropApart(matte, grayOf([[40]]), seen);
    assertEquals([...matte.data], [kept]);
  }
});

Deno.test("dropApart() never makes a matte more, and changes nothing that is the network's own", () => {
  for (const [width, height] of [[1, 1], [17, 5], [64, 31]]) {
    const before = { width, height, data: lcgBytes(width * height, 3) };
    const matte = { width, height, data: lcgBytes(width * height, 4) };
    const given = matte.data.slice();
    dropApart(matte, before, 128);
    matte.data.forEach((alpha, i) => {
      assertEquals(alpha === given[i] || alpha === Math.min(given[i], before.data[i]), true);
    });
    const own = { ...before, data: before.data.slice() };
    dropApart(own, before, 255);
    assertEquals(own, before);
  }
});

Deno.test("dropApart() refuses mattes of other sizes", () => {
  assertThrows(() => dropApart(createMatte(2, 1), createMatte(1, 2), 128), RangeError);
});
