import { assertEquals, assertThrows } from "@std/assert";
import { plateDistance } from "../../../lib/methods/plate/plate_distance.ts";
import { createFrame, createGray, type Exposure } from "../../../mod.ts";

const SAME = { gain: 1, offset: 0 };

/** The distance of one colour from another under an exposure. */
function distanceOf(
  seen: readonly number[],
  empty: readonly number[],
  exposure: Exposure = [SAME, SAME, SAME],
): number {
  const [frame, plate] = [seen, empty].map((colour) => {
    const raster = createFrame(1, 1);
    raster.bitmap.set(colour);
    return raster;
  });
  const out = createGray(1, 1);
  plateDistance(frame, plate, exposure, out);
  return out.data[0];
}

Deno.test("plateDistance() is Euclidean in RGB, rounded down, and does not look at alpha", () => {
  assertEquals(distanceOf([100, 100, 100, 255], [100, 100, 100, 0]), 0);
  assertEquals(distanceOf([103, 96, 100, 255], [100, 100, 100, 255]), 5);
  assertEquals(distanceOf([102, 102, 102, 255], [100, 100, 100, 255]), 3);
});

Deno.test("plateDistance() ends at 255", () => {
  assertEquals(distanceOf([255, 0, 0, 255], [0, 0, 0, 255]), 255);
  assertEquals(distanceOf([255, 255, 255, 255], [0, 0, 0, 255]), 255);
});

Deno.test("plateDistance() is from the plate as it is exposed now, which stays within 0 to 255", () => {
  const exposure: Exposure = [{ gain: 2, offset: 0 }, { gain: 1, offset: 30 }, SAME];
  assertEquals(distanceOf([200, 80, 7, 255], [100, 50, 7, 255], exposure), 0);
  assertEquals(distanceOf([255, 255, 7, 255], [250, 250, 7, 255], exposure), 0);
});

Deno.test("plateDistance() refuses other sizes", () => {
  const frame = createFrame(2, 1);
  assertThrows(
    () => plateDistance(frame, frame, [SAME, SAME, SAME], createGray(1, 1)),
    RangeError,
    "measure the distance",
  );
});
