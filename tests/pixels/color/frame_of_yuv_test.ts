import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame } from "../../../mod.ts";
import { frameOfYuv, yuvMatrix } from "../../../lib/pixels/mod.ts";

// That all colours are swscale's is shown with ffmpeg in tests/files/ffmpeg/decode/pixel_format_test.ts.

const size = { width: 1, height: 1 };
const limited = yuvMatrix("bt601", false);

function colourOf(y: number, u: number, v: number, matrix = limited): number[] {
  return [...frameOfYuv(Uint8Array.of(y, u, v), size, matrix).bitmap];
}

Deno.test("frameOfYuv() stretches limited range to 0–255, and clamps beyond", () => {
  assertEquals(colourOf(16, 128, 128), [0, 0, 0, 255]);
  assertEquals(colourOf(0, 128, 128), [0, 0, 0, 255]);
  assertEquals(colourOf(255, 128, 128), [255, 255, 255, 255]);
});

Deno.test("frameOfYuv() takes full range as it is", () => {
  const full = yuvMatrix("bt601", true);
  for (const level of [0, 1, 128, 255]) {
    assertEquals(colourOf(level, 128, 128, full), [level, level, level, 255]);
  }
});

Deno.test("frameOfYuv() makes V red and U blue, by the standard's measure", () => {
  assertEquals(colourOf(81, 90, 240), [253, 0, 0, 255]);
  assertEquals(colourOf(41, 240, 110), [0, 0, 254, 255]);
  assertEquals(colourOf(63, 102, 240, yuvMatrix("bt709", false)), [254, 0, 0, 255]);
});

Deno.test("frameOfYuv() gives a chroma sample to four pixels, fewer at odd edges", () => {
  const luma = new Array(9).fill(50);
  const yuv = Uint8Array.of(...luma, 90, 128, 128, 128, 128, 128, 128, 240);
  const { bitmap } = frameOfYuv(yuv, { width: 3, height: 3 }, limited);
  const at = (x: number, y: number) => [...bitmap.slice(4 * (3 * y + x), 4 * (3 * y + x) + 3)];
  assertEquals(at(0, 0), at(1, 1));
  assertEquals(at(2, 0), at(1, 2));
  assertEquals(at(2, 2)[0] > at(1, 2)[0], true);
});

Deno.test("frameOfYuv() writes into out, and refuses what does not fit", () => {
  const out = createFrame(1, 1);
  assertStrictEquals(frameOfYuv(Uint8Array.of(16, 128, 128), size, limited, { out }), out);
  assertThrows(() => frameOfYuv(new Uint8Array(4), size, limited), RangeError, "3 bytes for 1×1");
  const wrong = { out: createFrame(2, 1) };
  assertThrows(() => frameOfYuv(new Uint8Array(3), size, limited, wrong), RangeError);
});
