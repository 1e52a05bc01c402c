import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createGray, createMatte, type Gray, type Matte } from "../../../mod.ts";
import { carryMatte } from "../../../lib/pixels/mod.ts";
import { lcgBytes } from "../../helpers.ts";

/** A pattern that moved, 160×90. */
function pattern(dx: number, dy: number): Gray {
  const gray = createGray(160, 90);
  for (let i = 0; i < gray.data.length; i++) {
    const [x, y] = [i % 160 - dx, Math.floor(i / 160) - dy];
    gray.data[i] = 128 + 50 * Math.sin(x / 3 + Math.sin(y / 7)) +
      50 * Math.sin(y / 3.5 + Math.sin(x / 9));
  }
  return gray;
}

/** A disc with a soft border in a matte of another size, at a place in pixels of 160×90. */
function disc(dx: number, dy: number): Matte {
  const matte = createMatte(256, 144);
  for (let i = 0; i < matte.data.length; i++) {
    const x = (i % 256 + 0.5) / 1.6 - 80 - dx;
    const y = (Math.floor(i / 256) + 0.5) / 1.6 - 45 - dy;
    matte.data[i] = Math.round(255 * Math.max(0, Math.min(1, (22 - Math.hypot(x, y)) / 4)));
  }
  return matte;
}

/** The mean difference of two mattes. */
const error = ({ data: a }: Matte, { data: b }: Matte) =>
  a.reduce((sum, alpha, i) => sum + Math.abs(alpha - b[i]), 0) / a.length;

for (const [dx, dy] of [[3, 0], [0.5, 1.25], [-6, 5]]) {
  Deno.test(`carryMatte() carries a disc by ${dx} and ${dy} to where it is`, () => {
    const carried = carryMatte(disc(0, 0), pattern(0, 0), pattern(dx, dy));
    // A tenth of what it would be wrong by where it was, or a level and a half.
    const before = error(disc(0, 0), disc(dx, dy));
    assert(error(carried, disc(dx, dy)) < Math.max(0.1 * before, 0.5), `of ${before}`);
  });
}

Deno.test("carryMatte() of a still picture is a copy, in every size", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [23, 7]]) {
    const matte = { width, height, data: lcgBytes(width * height, 1) };
    const luma = { width: 5, height: 3, data: lcgBytes(15, 2) };
    const carried = carryMatte(matte, luma, luma);
    assertEquals(carried, matte, `${width}×${height}`);
    assert(carried.data !== matte.data);
  }
});

Deno.test("carryMatte() writes into out, which may be the matte", () => {
  const [from, to] = [pattern(0, 0), pattern(3, 0)];
  const matte = disc(0, 0);
  const wanted = carryMatte(matte, from, to);
  assertStrictEquals(carryMatte(matte, from, to, { out: matte }), matte);
  assertEquals(matte, wanted);
});

Deno.test("carryMatte() refuses other sizes", () => {
  const luma = createGray(5, 3), matte = createMatte(4, 4);
  assertThrows(() => carryMatte(matte, luma, createGray(3, 5)), RangeError, "'to' must be 5×3");
  const out = createMatte(4, 3);
  assertThrows(() => carryMatte(matte, luma, luma, { out }), RangeError, "'out' must be 4×4");
});
