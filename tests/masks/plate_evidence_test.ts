import { assertEquals, assertThrows } from "@std/assert";
import { findEmpty } from "../../lib/masks/empty_pixels.ts";
import { addEvidence, evidenceTable, NEUTRAL_DISTANCE } from "../../lib/masks/plate_evidence.ts";
import { createGray } from "../../mod.ts";
import { grayOf } from "../helpers.ts";

Deno.test("evidenceTable() keeps what the network says at the neutral distance, and without trust", () => {
  for (let level = 0; level < 256; level++) {
    assertEquals(evidenceTable(1)[level << 8 | NEUTRAL_DISTANCE], level);
    assertEquals(evidenceTable(0)[level << 8 | 200], level);
  }
});

Deno.test("evidenceTable() makes what looks like the plate background, and the rest a person", () => {
  const table = evidenceTable(1);
  assertEquals(table[128 << 8 | 0] < 10, true);
  assertEquals(table[128 << 8 | 100] > 245, true);
  // People wear the colours of their walls.
  assertEquals(table[255 << 8 | 0], 255);
});

Deno.test("addEvidence() looks the mean of both distances up, where it is marked", () => {
  const table = new Uint8Array(65536).map((_, at) => at & 255);
  const matte = grayOf([[7, 8, 9]]);
  addEvidence(matte, grayOf([[10, 20, 31]]), grayOf([[10, 40, 40]]), grayOf([[255, 0, 1]]), table);
  assertEquals([...matte.data], [10, 8, 35]);
  assertThrows(
    () => addEvidence(matte, matte, matte, createGray(1, 1), table),
    RangeError,
    "add evidence",
  );
});

Deno.test("findEmpty() marks what is known and background, and forgets what is unknown", () => {
  const matte = grayOf([[0, 25, 26, 0, 255]]);
  const known = grayOf([[255, 255, 255, 0, 255]]);
  const near = grayOf([[0, 255, 255, 255, 255]]);
  const empty = createGray(5, 1);
  assertEquals(findEmpty(matte, 25, { known, near, empty }), 2);
  assertEquals([...empty.data], [255, 255, 0, 0, 0]);
  assertEquals([...near.data], [0, 255, 255, 0, 255]);
  assertThrows(
    () => findEmpty(matte, 25, { known, near, empty: createGray(1, 1) }),
    RangeError,
    "find what is empty",
  );
});
