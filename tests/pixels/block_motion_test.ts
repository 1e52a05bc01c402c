import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  blockMotion,
  type BlockMotionOptions,
  createGray,
  createMask,
  type Gray,
  motionAt,
} from "../../mod.ts";

/** A pattern that has no two places alike, moved by fractions of a pixel. */
function pattern(width: number, height: number, right = 0, down = 0): Gray {
  const gray = createGray(width, height);
  for (let i = 0; i < gray.data.length; i++) {
    const [x, y] = [i % width - right, Math.floor(i / width) - down];
    gray.data[i] = 128 + 40 * Math.sin(x / 3 + y / 7) + 40 * Math.cos(y / 4 - x / 9) +
      30 * Math.sin((x + 2 * y) / 5);
  }
  return gray;
}

/** The middles of blocks that are whole and away from the border. */
function inner(values: Float32Array, columns: number, rows: number): number[] {
  return [...values].filter((_, b) => {
    const [column, row] = [b % columns, Math.floor(b / columns)];
    return column > 0 && row > 0 && column < columns - 2 && row < rows - 2;
  });
}

for (const [right, down] of [[0, 0], [3, 0], [0, -2], [-4, 3], [0.5, 0], [1.25, -0.75]]) {
  Deno.test(`blockMotion() tells a motion of ${right}, ${down} to 0.2 pixels in the mean`, () => {
    const [width, height] = [83, 61];
    const motion = blockMotion(pattern(width, height), pattern(width, height, right, down));
    assertEquals([motion.columns, motion.rows, motion.side], [11, 8, 8]);
    for (const [values, expected] of [[motion.dx, right], [motion.dy, down]] as const) {
      const found = inner(values, motion.columns, motion.rows);
      assert(found.length > 20);
      const mean = found.reduce((sum, value) => sum + value) / found.length;
      assertAlmostEquals(mean, expected, 0.2);
      for (const value of found) assertAlmostEquals(value, expected, 0.75);
    }
  });
}

Deno.test("blockMotion() takes noise on a plain wall for stillness", () => {
  const [from, to] = [1, 2].map((seed) => {
    const gray = createGray(64, 48);
    for (let i = 0; i < gray.data.length; i++) gray.data[i] = 100 + (i * 7919 * seed >> 3) % 3;
    return gray;
  });
  const { dx, dy } = blockMotion(from, to, { stillness: 1 });
  for (const value of [...dx, ...dy]) assert(Math.abs(value) <= 0.5, `${value}`);
});

Deno.test("blockMotion() of the same picture twice, and of a plain one, is exactly nothing", () => {
  for (const gray of [pattern(33, 20), createGray(33, 20), createGray(1, 1), createGray(5, 1)]) {
    const { dx, dy } = blockMotion(gray, gray);
    for (const value of [...dx, ...dy]) assertEquals(Math.abs(value), 0);
  }
});

Deno.test("blockMotion() looks at the blocks that are asked for only", () => {
  const [from, to] = [pattern(64, 48), pattern(64, 48, 2, 1)];
  const where = createMask(8, 6);
  where.data[2 * 8 + 3] = 1;
  const { dx, dy } = blockMotion(from, to, { where });
  const known = [...dx.keys()].filter((b) => !Number.isNaN(dx[b]));
  assertEquals(known, [19]);
  assertAlmostEquals(dx[19], 2, 0.2);
  assertAlmostEquals(dy[19], 1, 0.2);
});

Deno.test("blockMotion() goes no farther than its reach", () => {
  const { dx, dy } = blockMotion(pattern(64, 48), pattern(64, 48, 6, 0), { reach: 2 });
  for (const value of [...dx, ...dy]) assert(Math.abs(value) <= 2.5);
});

Deno.test("motionAt() goes from block to block in proportion, and leaves out what is not known", () => {
  const motion = {
    ...{ columns: 2, rows: 1, side: 8 },
    ...{ dx: Float32Array.of(1, 3), dy: Float32Array.of(0, NaN) },
  };
  const vector = new Float64Array(2);
  const at = (x: number, y: number) => {
    motionAt(motion, x, y, vector);
    return [...vector];
  };
  assertEquals(at(0, 0)[0], 1);
  assertEquals(at(4, 4)[0], 1);
  assertEquals(at(8, 2)[0], 2);
  assertEquals(at(100, 100)[0], 3);
  const unknown = { ...motion, dx: Float32Array.of(NaN, NaN) };
  motionAt(unknown, 5, 5, vector);
  assertEquals([...vector], [0, 0]);
});

const refused: [BlockMotionOptions, string][] = [
  [{ side: 0 }, "'side' must be a whole number of at least 1, got 0"],
  [{ margin: -1 }, "'margin' must be a whole number of at least 0, got -1"],
  [{ reach: 1.5 }, "'reach' must be a whole number of at least 0, got 1.5"],
  [{ stillness: NaN }, "'stillness' must be a number of at least 0, got NaN"],
  [{ where: createMask(2, 2) }, "'where' must have a byte for each of 1×1 blocks, got 2×2"],
];

Deno.test("blockMotion() refuses other sizes, and options that are out of range", () => {
  const gray = createGray(4, 4);
  for (const [options, message] of refused) {
    assertThrows(() => blockMotion(gray, gray, options), RangeError, message);
  }
  assertThrows(() => blockMotion(gray, createGray(5, 4)), RangeError, "'from'");
});
