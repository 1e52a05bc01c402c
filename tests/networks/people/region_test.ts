import { assertEquals } from "@std/assert";
import { squareWithin } from "../../../lib/networks/people/region.ts";

const FRAME = { width: 100, height: 60 };

Deno.test("squareWithin() adds as much on both sides of the shorter axis", () => {
  const region = { left: 40, top: 10, width: 10, height: 30 };
  assertEquals(squareWithin(region, FRAME), { left: 30, top: 10, width: 30, height: 30 });
  assertEquals(squareWithin({ left: 20, top: 20, width: 15, height: 4 }, FRAME), {
    left: 20,
    top: 15,
    width: 15,
    height: 15,
  });
});

Deno.test("squareWithin() stays within the frame, and holds the region", () => {
  const size = { width: 10, height: 30 };
  assertEquals(squareWithin({ left: 0, top: 30, ...size }, FRAME), {
    left: 0,
    top: 30,
    width: 30,
    height: 30,
  });
  assertEquals(squareWithin({ left: 90, top: 0, ...size }, FRAME), {
    left: 70,
    top: 0,
    width: 30,
    height: 30,
  });
  // No more than there is.
  assertEquals(squareWithin({ left: 10, top: 20, width: 80, height: 30 }, FRAME), {
    left: 10,
    top: 0,
    width: 80,
    height: 60,
  });
});
