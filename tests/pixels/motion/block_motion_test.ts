import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { boxBlur, createGray, createMask, type Gray } from "../../../mod.ts";
import { type BlockMotion, blockMotion } from "../../../lib/pixels/mod.ts";
import { motionAt } from "../../../lib/pixels/motion/block_motion.ts";
import { grayOf, lcgBytes } from "../../helpers.ts";

/** A pattern without a period, moved to the right and down. */
function pattern(dx: number, dy: number, width = 101, height = 67): Gray {
  const gray = createGray(width, height);
  for (let i = 0; i < gray.data.length; i++) {
    const [x, y] = [i % width - dx, Math.floor(i / width) - dy];
    gray.data[i] = 128 + 50 * Math.sin(x / 3 + Math.sin(y / 7)) +
      50 * Math.sin(y / 3.5 + Math.sin(x / 9));
  }
  return gray;
}

/** The blocks that have room to move, by number. */
function inner({ columns, rows }: BlockMotion): number[] {
  const blocks = Array.from({ length: columns * rows }, (_, b) => b);
  return blocks.filter((b) => {
    const [column, row] = [b % columns, Math.floor(b / columns)];
    return column > 0 && row > 0 && column < columns - 2 && row < rows - 2;
  });
}

for (const [dx, dy] of [[0, 0], [1, -2], [0.25, 0], [0, 3.75], [-7, 0.25]]) {
  Deno.test(`blockMotion() of a pattern moved by ${dx} and ${dy} is that, to 0.2 pixels`, () => {
    const motion = blockMotion(pattern(0, 0), pattern(dx, dy));
    assertEquals([motion.columns, motion.rows, motion.side], [13, 9, 8]);
    for (const b of inner(motion)) {
      assertAlmostEquals(motion.dx[b], dx, 0.2);
      assertAlmostEquals(motion.dy[b], dy, 0.2);
    }
  });
}

for (const [dx, dy] of [[0.5, -0.5], [1.3, -2.6], [4.4, 3.5]]) {
  // Where both fractions are large, the axes cannot be told apart wholly.
  Deno.test(`blockMotion() of one moved by ${dx} and ${dy} is that, to 0.25 pixels in the mean`, () => {
    const motion = blockMotion(pattern(0, 0), pattern(dx, dy));
    let sum = 0;
    for (const b of inner(motion)) {
      const error = Math.max(Math.abs(motion.dx[b] - dx), Math.abs(motion.dy[b] - dy));
      assert(error < 0.6, `block ${b}: ${error}`);
      sum += error;
    }
    assert(sum < 0.25 * inner(motion).length, `${sum / inner(motion).length}`);
  });
}

Deno.test("blockMotion() of a spot, by hand", () => {
  const from = grayOf([[0, 0, 0, 0, 0], [0, 80, 20, 0, 0], [0, 0, 0, 0, 0]]);
  const to = grayOf([[0, 0, 0, 0, 0], [0, 0, 80, 20, 0], [0, 0, 0, 0, 0]]);
  // Beside a perfect fit the sums are 80 + 60 + 20 = 160 on both sides: no fraction.
  const motion = blockMotion(from, to, { side: 3, margin: 0, reach: 1, stillness: 0 });
  assertEquals([motion.columns, motion.rows], [2, 1]);
  // The left block has 0 0 80 in its middle row: at its own place it differs by 80 + 60, at the
  // one to its left it cannot be. So it stays.
  assertEquals(motion.dx[0], 0);
  // The right one, 20 0, was 20 0 a pixel to the left.
  assertEquals([motion.dx[1], motion.dy[1]].map((v) => Math.abs(v)), [1, 0]);
  assert(motion.dx[1] > 0);
});

Deno.test("blockMotion() moves only the blocks that moved", () => {
  const [before, after] = [pattern(0, 0, 96, 32), pattern(0, 0, 96, 32)];
  const moved = pattern(3, 1, 96, 32);
  for (let i = 0; i < after.data.length; i++) if (i % 96 >= 48) after.data[i] = moved.data[i];
  const motion = blockMotion(before, after, { margin: 0 });
  for (const b of inner(motion)) {
    const isMoved = b % motion.columns >= 6;
    assertAlmostEquals(motion.dx[b], isMoved ? 3 : 0, 0.2);
    assertAlmostEquals(motion.dy[b], isMoved ? 1 : 0, 0.2);
  }
});

Deno.test("blockMotion() takes noise on a plain wall for none", () => {
  const [from, to] = [1, 2].map((seed) => {
    const gray = createGray(64, 48);
    lcgBytes(64 * 48, seed).forEach((byte, i) => gray.data[i] = 100 + (byte >> 6));
    return boxBlur(gray, 1);
  });
  const { dx, dy } = blockMotion(from, to);
  for (const way of [...dx, ...dy]) assert(Math.abs(way) <= 0.5, `${way}`);
  const flat = blockMotion(createGray(64, 48), createGray(64, 48));
  assert([...flat.dx, ...flat.dy].every((way) => way === 0));
});

Deno.test("blockMotion() looks only where it is asked to", () => {
  const where = createMask(13, 9);
  where.data[40] = 1;
  where.data[75] = 255;
  const { dx, dy } = blockMotion(pattern(0, 0), pattern(2, 1), { where });
  const known = (ways: Float32Array) => [...ways.keys()].filter((b) => !Number.isNaN(ways[b]));
  assertEquals([known(dx), known(dy)], [[40, 75], [40, 75]]);
  assertAlmostEquals(dx[75], 2, 0.2);
  assertAlmostEquals(dy[75], 1, 0.2);
});

Deno.test("blockMotion() never leads out of the picture, nor farther than its reach", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [8, 8], [17, 5]]) {
    const [from, to] = [3, 4].map((seed) => {
      return { width, height, data: lcgBytes(width * height, seed) };
    });
    for (const reach of [0, 1, 8]) {
      const { columns, dx, dy } = blockMotion(from, to, { side: 4, margin: 1, reach });
      dx.forEach((way, b) => {
        const [x, y] = [4 * (b % columns), 4 * Math.floor(b / columns)];
        assert(Math.abs(way) <= reach && Math.abs(dy[b]) <= reach);
        assert(x - way > -1 && x - way < width && y - dy[b] > -1 && y - dy[b] < height);
      });
    }
  }
});

Deno.test("motionAt() goes in proportion from block to block, past those that are not known", () => {
  const field = { columns: 2, rows: 1, side: 4, dy: Float32Array.of(0, 8) };
  const at = (dx: number[], x: number, y = 2) => {
    const vector = new Float64Array(2);
    motionAt({ ...field, dx: Float32Array.from(dx) }, x, y, vector);
    return [...vector];
  };
  assertEquals(at([4, 8], 0), [4, 0]);
  assertEquals(at([4, 8], 3), [5, 2]);
  assertEquals(at([4, 8], 4, 0), [6, 4]);
  assertEquals(at([4, 8], 99), [8, 8]);
  assertEquals(at([4, NaN], 4), [4, 0]);
  assertEquals(at([NaN, NaN], 4), [0, 0]);
});

Deno.test("blockMotion() refuses what is none of its options, and pictures of two sizes", () => {
  const gray = createGray(20, 10);
  assertThrows(() => blockMotion(gray, createGray(20, 11)), RangeError, "20×10");
  for (const [name, value] of [["side", 0], ["side", 1.5], ["margin", -1], ["reach", NaN]]) {
    const message = `Cannot tell motion: '${name}' must be a whole number of at least`;
    assertThrows(() => blockMotion(gray, gray, { [name]: value }), RangeError, message);
  }
  for (const stillness of [-1, NaN, Infinity]) {
    const message = `'stillness' must be a number of at least 0, got ${stillness}`;
    assertThrows(() => blockMotion(gray, gray, { stillness }), RangeError, message);
  }
  const where = createMask(2, 2);
  assertThrows(() => blockMotion(gray, gray, { where }), RangeError, "each of 3×2 blocks, got 2×2");
});
