import { assertAlmostEquals, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, createMatte, type Frame, type Matte, voteEdges } from "../../../mod.ts";

/** A frame whose gray levels are these. */
function grays(rows: readonly number[][]): Frame {
  const frame = createFrame(rows[0].length, rows.length);
  rows.flat().forEach((level, i) => frame.bitmap.fill(level, 4 * i, 4 * i + 3));
  return frame;
}

const row = (...data: number[]) => ({ width: data.length, height: 1, data: Uint8Array.from(data) });

Deno.test("voteEdges() moves an edge to where the colours change, in either direction", () => {
  const frame = grays([[200, 200, 200, 200, 20, 20, 20, 20]]);
  const right = [255, 255, 255, 255, 0, 0, 0, 0];
  for (const inside of [3, 4, 5]) {
    const mask = row(...right.map((_, x) => x < inside ? 255 : 0));
    assertEquals([...voteEdges(mask, frame, { radius: 1 }).data], right, `${inside}`);
  }
});

Deno.test("voteEdges() leaves what is far from edges, and what nobody is like", () => {
  // The fourth pixel is like no other.
  const frame = grays([[200, 200, 200, 110, 20, 20, 20]]);
  for (const level of [255, 0]) {
    const mask = row(255, 255, 255, level, 0, 0, 0);
    assertEquals(voteEdges(mask, frame, { radius: 1 }).data, mask.data);
  }
  // Inside is a hole of the background's colour: it is far from any edge.
  const hole = grays([[200, 200, 20, 200, 200, 200, 20, 20]]);
  const mask = row(255, 255, 255, 255, 255, 255, 0, 0);
  assertEquals(voteEdges(mask, hole, { radius: 1 }).data, mask.data);
});

Deno.test("voteEdges() takes 128 and more for foreground, and where it is told to be unsure", () => {
  const frame = grays([[200, 200, 20, 200, 200, 200, 20, 20, 20]]);
  const mask = row(255, 128, 128, 255, 255, 255, 127, 0, 0);
  const unsure = row(0, 0, 1, 0, 0, 0, 0, 0, 0);
  const options = { radius: 1, reach: 6 };
  const inner = (matte: Matte) => [...matte.data.subarray(0, 5)];
  assertEquals(inner(voteEdges(mask, frame, options)), [255, 255, 255, 255, 255]);
  assertEquals(inner(voteEdges(mask, frame, { ...options, unsure })), [255, 255, 0, 255, 255]);
});

Deno.test("voteEdges() gives the foreground's share of the votes", () => {
  const frame = grays([[50, 50, 50, 50, 50, 50]]);
  const { data } = voteEdges(row(255, 255, 255, 0, 0, 0), frame, { radius: 1 });
  // Each of the middle ones has two sure ones on its side, and one, farther away, on the other.
  const [one, two] = [1, 2].map((distance) => Math.exp(-(distance ** 2) / (2 * (2 / 1.5) ** 2)));
  const share = (one + two) / (one + 2 * two);
  assertEquals([...data.subarray(0, 2), ...data.subarray(4)], [255, 255, 0, 0]);
  // The votes lie in a table of floats.
  assertAlmostEquals(data[2], 255 * share, 1);
  assertAlmostEquals(data[3], 255 * (1 - share), 1);
});

Deno.test("voteEdges() writes into out, and takes 1×1 and masks without an edge", () => {
  const out = createMatte(1, 1);
  assertStrictEquals(voteEdges(row(255), createFrame(1, 1), { out }), out);
  assertEquals(out.data[0], 255);
  const empty = createMatte(5, 3);
  assertEquals(voteEdges(empty, createFrame(5, 3)).data, empty.data);
});

Deno.test("voteEdges() refuses other sizes, and options out of range", () => {
  const frame = createFrame(2, 1);
  const mask = row(255, 0);
  assertThrows(() => voteEdges(row(1), frame), RangeError, "vote on edges");
  assertThrows(() => voteEdges(mask, frame, { unsure: row(1) }), RangeError, "unsure");
  assertThrows(() => voteEdges(mask, frame, { out: createMatte(1, 1) }), RangeError, "out");
  for (const options of [{ radius: 0 }, { radius: 1.5 }, { reach: 0 }, { deviation: 0 }]) {
    const [name] = Object.keys(options);
    assertThrows(() => voteEdges(mask, frame, options), RangeError, name);
  }
});
