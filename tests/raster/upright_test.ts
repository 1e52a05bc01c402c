import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { upright, type UprightOptions, uprightSize } from "../../lib/raster/upright.ts";
import type { Frame } from "../../mod.ts";
import { row } from "../helpers.ts";

/** A picture of two rows of three. */
const LYING: Frame = { ...row([1, 2, 3, 4, 5, 6]), width: 3, height: 2 };

const ROWS: [UprightOptions, string][] = [
  [{ rotation: 90 }, "41 52 63"],
  [{ rotation: 180 }, "654 321"],
  [{ rotation: 270 }, "36 25 14"],
  [{ flip: true }, "321 654"],
  [{ rotation: 90, flip: true }, "14 25 36"],
  [{ rotation: 180, flip: true }, "456 123"],
  [{ rotation: 270, flip: true }, "63 52 41"],
];
for (const [orientation, rows] of ROWS) {
  Deno.test(`upright() turns a picture: ${JSON.stringify(orientation)}`, () => {
    const { width, height, bitmap } = upright(LYING, orientation);
    assertEquals({ width, height }, uprightSize(LYING, orientation));
    const reds = Array.from({ length: 6 }, (_, i) => bitmap[4 * i]).join("");
    assertEquals(reds.replaceAll(new RegExp(`.{${width}}(?!$)`, "g"), "$& "), rows);
    assertEquals([bitmap[3], bitmap[23]], [255, 255]);
  });
}

Deno.test("upright() gives what stands upright as it is, and refuses half turns", () => {
  assertStrictEquals(upright(LYING, {}), LYING);
  assertStrictEquals(upright(LYING, { rotation: 0, flip: false }), LYING);
  assertThrows(() => upright(LYING, { rotation: 45 }), RangeError, "0, 90, 180 or 270 degrees");
});
