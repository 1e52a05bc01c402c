import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, translate } from "../../../mod.ts";
import { type Homography, warpPerspective } from "../../../lib/pixels/mod.ts";
import { frameOf, noiseFrame, row } from "../../helpers.ts";

const moved = (dx: number, dy: number): Homography => [1, 0, dx, 0, 1, dy, 0, 0, 1];

Deno.test("warpPerspective() by a shift is translate()", () => {
  const frame = noiseFrame(9, 7, 1);
  for (const [dx, dy] of [[0, 0], [1, -2], [0.5, 0.25], [-30, 2.75]]) {
    assertEquals(warpPerspective(frame, moved(dx, dy)), translate(frame, { dx, dy }));
  }
});

Deno.test("warpPerspective() turns, and shrinks by the distance", () => {
  const frame = frameOf([[1, 2], [3, 4]]);
  assertEquals(warpPerspective(frame, [0, -1, 1, 1, 0, 0, 0, 0, 1]), frameOf([[3, 1], [4, 2]]));
  // x becomes x / (1 + x / 4): what is shown at 1 was at 1⅓, and what is shown at 2 was at 4.
  assertEquals(
    warpPerspective(row([0, 90, 120]), [1, 0, 0, 0, 1, 0, 0.25, 0, 1]),
    row([0, 100, 120]),
  );
});

Deno.test("warpPerspective() shows nothing from outside with a transparent border", () => {
  const white = row([200, 200]);
  const { bitmap } = warpPerspective(white, moved(0.5, 0), { border: "transparent" });
  assertEquals([...bitmap], [100, 100, 100, 128, 200, 200, 200, 255]);
});

Deno.test("warpPerspective() writes into out, which may be the frame or have another size", () => {
  const frame = noiseFrame(6, 5, 2);
  const wanted = warpPerspective(frame, moved(1.5, 1));
  assertStrictEquals(warpPerspective(frame, moved(1.5, 1), { out: frame }), frame);
  assertEquals(frame, wanted);
  const out = createFrame(3, 1);
  warpPerspective(row([1, 2]), moved(1, 0), { out });
  assertEquals(out, row([1, 1, 2]));
  assertEquals(warpPerspective(row([9]), moved(5, 5)), row([9]));
});

Deno.test("warpPerspective() refuses a map that cannot be inverted, and other borders", () => {
  const frame = row([1]);
  assertThrows(() => warpPerspective(frame, [0, 0, 0, 0, 0, 0, 0, 0, 0]), RangeError);
  // deno-lint-ignore no-explicit-any -- JavaScript may say anything.
  const border = "mirror" as any;
  assertThrows(() => warpPerspective(frame, moved(0, 0), { border }), RangeError, "'border'");
});
