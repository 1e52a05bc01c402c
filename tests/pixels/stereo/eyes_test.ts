import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createFrame,
  createGray,
  eyeSize,
  type Gray,
  joinEyes,
  splitEyes,
  type StereoLayout,
} from "../../../mod.ts";
import { joinMaps, splitMaps } from "../../../lib/pixels/stereo/eye_maps.ts";
import { grayOf, noiseFrame } from "../../helpers.ts";

const layouts: StereoLayout[] = ["sbs", "sbs-half", "tb", "tb-half"];
const full = ["sbs", "tb"] as const;

Deno.test("eyeSize() halves a side of the full layouts only, and refuses odd ones of all", () => {
  assertEquals(layouts.map((layout) => eyeSize({ width: 8, height: 6 }, layout)), [
    { width: 4, height: 6 },
    { width: 8, height: 6 },
    { width: 8, height: 3 },
    { width: 8, height: 6 },
  ]);
  for (const layout of layouts) {
    const side = layout.startsWith("sbs") ? "width" : "height";
    const size = { width: 2, height: 2, [side]: 3 };
    assertThrows(() => eyeSize(size, layout), RangeError, `${side} must be even for '${layout}'`);
  }
});

Deno.test("splitEyes() takes the left and the right, or the upper and the lower half", () => {
  const gray = grayOf([[1, 2, 3, 4], [5, 6, 7, 8]]);
  const halves = (layout: StereoLayout) => {
    const { left, right } = splitEyes(gray, layout);
    return [[...left.data], [...right.data]];
  };
  assertEquals(halves("sbs"), [[1, 2, 5, 6], [3, 4, 7, 8]]);
  assertEquals(halves("tb"), [[1, 2, 3, 4], [5, 6, 7, 8]]);
  // INTER_LINEAR, by two: quarters and three quarters.
  assertEquals(halves("tb-half"), [[1, 2, 3, 4, 1, 2, 3, 4], [5, 6, 7, 8, 5, 6, 7, 8]]);
  assertEquals(
    splitEyes(grayOf([[0, 8, 40, 80]]), "sbs-half").left.data,
    Uint8Array.of(0, 2, 6, 8),
  );
});

Deno.test("joinEyes() undoes splitEyes() of the full layouts, frames and grays, into out", () => {
  const frame = noiseFrame(6, 4, 1);
  const gray = { width: 6, height: 4, data: Uint8Array.from({ length: 24 }, (_, i) => 9 * i) };
  for (const layout of full) {
    const eyes = splitEyes(frame, layout);
    const out = createFrame(6, 4);
    assertStrictEquals(joinEyes(eyes.left, eyes.right, layout, out), out);
    assertEquals(out.bitmap, frame.bitmap);
    const { left, right } = splitEyes(gray, layout);
    assertEquals(joinEyes(left, right, layout, createGray(6, 4)), gray);
  }
});

Deno.test("joinEyes() presses both eyes of a half layout by means", () => {
  const [left, right] = [grayOf([[0, 10, 20, 30]]), grayOf([[100, 110, 120, 130]])];
  assertEquals(joinEyes(left, right, "sbs-half", createGray(4, 1)), grayOf([[5, 25, 105, 125]]));
  const column = ({ data }: Gray) => ({ width: 1, height: 4, data });
  const tall = joinEyes(column(left), column(right), "tb-half", createGray(1, 4));
  assertEquals([...tall.data], [5, 25, 105, 125]);
});

Deno.test("splitEyes() and joinEyes() refuse sizes that do not fit", () => {
  const [gray, out] = [createGray(4, 2), createGray(4, 2)];
  const eyes = { left: createGray(2, 2), right: createGray(1, 2) };
  assertThrows(() => splitEyes(gray, "sbs", { out: eyes }), RangeError, "right");
  assertThrows(() => joinEyes(eyes.left, eyes.right, "sbs", out), RangeError, "join eyes");
  assertThrows(() => joinEyes(gray, gray, "sbs", out), RangeError, "'left' must be 2×2, got 4×2");
});

Deno.test("splitMaps() undoes joinMaps(), which leaves both whole in each layout", () => {
  const map = (...values: number[]) => ({
    width: 2,
    height: 2,
    disparity: Float32Array.from(values),
  });
  const [left, right] = [map(1, 2, 3, NaN), map(5, 6, 7, 8)];
  for (const layout of layouts) {
    const both = joinMaps(left, right, layout);
    const isBeside = layout.startsWith("sbs");
    assertEquals([both.width, both.height], isBeside ? [4, 2] : [2, 4]);
    assertEquals(
      [...both.disparity],
      isBeside ? [1, 2, 5, 6, 3, NaN, 7, 8] : [1, 2, 3, NaN, 5, 6, 7, 8],
    );
    assertEquals(splitMaps(both, layout), { left, right });
  }
});
