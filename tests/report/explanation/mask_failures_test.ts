import { assertEquals } from "@std/assert";
import { levelAt, linePlace } from "../../../lib/report/explanation/histogram_scale.ts";
import { bestLevel, scoreOf } from "../../../lib/report/explanation/count_levels.ts";
import { maskFailures } from "../../../lib/report/explanation/mask_failures.ts";
import { createFrame, type Mask } from "../../../mod.ts";

/** A mask of rows in which # is foreground. */
function maskOf(...rows: readonly string[]): Mask {
  const data = Uint8Array.from(rows.join(""), (sign) => sign === "#" ? 255 : 0);
  return { width: rows[0].length, height: rows.length, data };
}

Deno.test("maskFailures() counts holes, those at the lower border too", () => {
  const mask = maskOf(
    "........",
    ".####...",
    ".#..##..",
    ".####.#.",
    ".#..#..#",
    ".#..#...",
  );
  const picture = createFrame(8, 6);
  const { holes, foreground } = maskFailures(mask, picture, picture);
  // Foreground touches at corners: neither the slanted line nor its inside is open.
  assertEquals([foreground, holes.count, holes.pixels], [17, 2, 6]);
});

Deno.test("maskFailures() counts specks, and measures what the seam shows", () => {
  const mask = maskOf("#...", "....", "..##", "..##");
  const frame = createFrame(4, 4);
  const result = createFrame(4, 4);
  for (let i = 0; i < 16; i++) result.bitmap.fill(mask.data[i] === 0 ? 10 : 60, 4 * i, 4 * i + 3);
  const { noise, seams } = maskFailures(mask, frame, result);
  assertEquals([noise.count, noise.pixels], [1, 1]);
  // All but the lower right corner, which touches no background.
  assertEquals([seams.pixels, seams.step, seams.ownStep], [4, 50, 0]);
});

Deno.test("maskFailures() of an empty and of a full mask has no seam, no hole, no speck", () => {
  const picture = createFrame(3, 1);
  for (const row of ["...", "###"]) {
    const { holes, noise, seams } = maskFailures(maskOf(row), picture, picture);
    assertEquals([holes.pixels, noise.pixels, seams.pixels, seams.step], [0, 0, 0, 0]);
  }
});

Deno.test("bestLevel() is the threshold that tells the person from the room best", () => {
  const counts = { person: new Array(256).fill(0), room: new Array(256).fill(0) };
  Object.assign(counts.person, { 2: 1, 9: 3 });
  Object.assign(counts.room, { 0: 10, 5: 3, 9: 1 });
  assertEquals(bestLevel(counts), { level: 5, missing: 0.25, excess: 0.25, iou: 0.6 });
  assertEquals(scoreOf(counts, 255), { missing: 1, excess: 0, iou: 0 });
});

Deno.test("levelAt() finds the threshold whose line stands at a place", () => {
  for (let level = 0; level <= 255; level++) assertEquals(levelAt(linePlace(level)), level);
  assertEquals([levelAt(-1), levelAt(2)], [0, 255]);
});
