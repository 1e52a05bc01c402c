import { assertEquals, assertThrows } from "@std/assert";
import { findEmpty } from "../../../lib/methods/segment/find_empty.ts";
import { createGray } from "../../../mod.ts";
import { grayOf } from "../../helpers.ts";

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
