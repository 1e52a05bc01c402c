import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, type Frame } from "../../../mod.ts";
import { frameOfYuvCubic, yuvMatrix } from "../../../lib/pixels/mod.ts";
import { lcgBytes } from "../../helpers.ts";

// That colours are ffmpeg's is shown with ffmpeg in tests/files/ffmpeg/decode/pixel_format_test.ts.

const limited = yuvMatrix("bt601", false);

const channel = ({ bitmap }: Frame, which: number) =>
  Array.from({ length: bitmap.length / 4 }, (_, i) => bitmap[4 * i + which]);

Deno.test("frameOfYuvCubic() rounds to the nearest of what the standard says", () => {
  const kr = 0.2126, kb = 0.0722;
  const matrix = yuvMatrix("bt709", false);
  const bytes = lcgBytes(3000, 5);
  let worst = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const yuv = bytes.subarray(i, i + 3);
    const { bitmap } = frameOfYuvCubic(yuv, { width: 1, height: 1 }, matrix);
    const y = (yuv[0] - 16) * 255 / 219;
    const [u, v] = [yuv[1], yuv[2]].map((chroma) => (chroma - 128) * 255 / 112);
    const [red, blue] = [y + (1 - kr) * v, y + (1 - kb) * u];
    const green = (y - kr * red - kb * blue) / (1 - kr - kb);
    [red, green, blue].forEach((level, channel) => {
      const clamped = Math.max(0, Math.min(255, level));
      worst = Math.max(worst, Math.abs(bitmap[channel] - clamped));
    });
  }
  assertEquals(worst < 0.54, true, `${worst}`);
});

Deno.test("frameOfYuvCubic() takes full range as it is", () => {
  const full = yuvMatrix("bt601", true);
  for (const level of [0, 1, 128, 255]) {
    const { bitmap } = frameOfYuvCubic(
      Uint8Array.of(level, 128, 128),
      { width: 1, height: 1 },
      full,
    );
    assertEquals([...bitmap], [level, level, level, 255]);
  }
});

Deno.test("frameOfYuvCubic() puts samples amid four pixels, and weighs sixteen of them by a cubic", () => {
  const size = { width: 12, height: 12 };
  // One of V's samples is off the middle: the third in the third row.
  const yuv = new Uint8Array(144 + 72).fill(128);
  yuv[144 + 36 + 2 * 6 + 2] += 100;
  const red = channel(frameOfYuvCubic(yuv, size, limited), 0);
  // From two samples before it to two behind, as seen from each pixel.
  const weights = [0, -3, -9, 29, 111, 111, 29, -9, -3, 0, 0, 0].map((weight) => weight / 128);
  const gray = (128 - 16) * 255 / 219;
  for (let y = 0; y < 12; y++) {
    for (let x = 0; x < 12; x++) {
      const exact = gray + 1.596027 * 100 * weights[y] * weights[x];
      const level = red[12 * y + x];
      assertEquals(Math.abs(level - Math.min(255, exact)) < 0.6, true, `${x}, ${y}: ${level}`);
    }
  }
});

Deno.test("frameOfYuvCubic() repeats the samples at the edges", () => {
  const yuv = new Uint8Array(16 + 8).fill(128);
  // A column of V, 20 above the middle.
  yuv[20] = yuv[22] = 148;
  const red = channel(frameOfYuvCubic(yuv, { width: 4, height: 4 }, limited), 0);
  const of = (weight: number) => Math.round(112 * 255 / 219 + 1.596027 * 20 * weight / 128);
  const row = [111 + 29 - 3, 111 - 9, 29 - 3, -9].map(of);
  assertEquals(red, [...row, ...row, ...row, ...row]);
});

Deno.test("frameOfYuvCubic() takes odd sides: the last sample serves one pixel", () => {
  const yuv = new Uint8Array(3 * 3 + 2 * 4).fill(128);
  const { bitmap } = frameOfYuvCubic(yuv, { width: 3, height: 3 }, limited);
  assertEquals(new Set(bitmap), new Set([130, 255]));
});

Deno.test("frameOfYuvCubic() writes into out, and refuses what does not fit", () => {
  const size = { width: 1, height: 1 };
  const out = createFrame(1, 1);
  assertStrictEquals(frameOfYuvCubic(Uint8Array.of(16, 128, 128), size, limited, { out }), out);
  assertEquals([...out.bitmap], [0, 0, 0, 255]);
  const long = new Uint8Array(4);
  assertThrows(() => frameOfYuvCubic(long, size, limited), RangeError, "3 bytes for 1×1");
  const wrong = { out: createFrame(2, 1) };
  assertThrows(() => frameOfYuvCubic(new Uint8Array(3), size, limited, wrong), RangeError);
});
