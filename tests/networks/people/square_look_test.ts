import { assert, assertEquals } from "@std/assert";
import { SquareLook } from "../../../lib/networks/people/square_look.ts";
import { createMatte } from "../../../lib/raster/frame.ts";
import { somebody } from "./made_people.ts";

const REGION = { left: 60, top: 30, width: 120, height: 120 };

/** Somebody 40 pixels wide in the middle of that region, moved to the right by so much. */
const at = (moved: number) => somebody([100 + moved, 50, 140 + moved, 130]);

/** What a network of 60 × 60 pixels sees of them. */
function seen(moved: number) {
  const matte = createMatte(60, 60);
  for (let y = 10; y < 50; y++) {
    matte.data.fill(255, 60 * y + 20 + moved / 2, 60 * y + 40 + moved / 2);
  }
  return matte;
}

Deno.test("SquareLook.carriedTo() moves what was seen along with who moves", () => {
  const before = at(0);
  const look = new SquareLook(seen(0), REGION, before);
  assertEquals(look.carriedTo(before).data, seen(0).data);
  assertEquals(look.age, 1);
  const differing = (matte: { data: Uint8Array }, moved: number) =>
    seen(moved).data.reduce((sum, level, i) => sum + +(level >= 128 !== matte.data[i] >= 128), 0);
  const carried = look.carriedTo(at(6));
  // Of what lies between both places three quarters have moved.
  assert(differing(carried, 6) < differing(seen(0), 6) / 4, `${differing(carried, 6)}`);
  assertEquals(look.age, 2);
});
