import { assertEquals, assertThrows } from "@std/assert";
import { encodeJpeg } from "../../../mod.ts";
import { openJpegCodec } from "../../../lib/files/mod.ts";
import { noiseFrame, row } from "../../helpers.ts";

const turbo = await openJpegCodec();
const ignore = turbo.name !== "libturbojpeg";

Deno.test(
  "encodeJpeg() gives libturbojpeg's bytes for every size to 34 × 34",
  { ignore },
  async () => {
    for (let width = 1; width <= 34; width++) {
      for (let height = 1; height <= 34; height += 1 + width % 3) {
        const frame = noiseFrame(width, height, 31 * width + height);
        assertEquals(encodeJpeg(frame), (await turbo.encode(frame, 95)).slice());
      }
    }
  },
);

Deno.test("encodeJpeg() gives libturbojpeg's bytes at every quality", { ignore }, async () => {
  const noise = noiseFrame(40, 24, 5);
  const extremes = noiseFrame(40, 24, 6);
  extremes.bitmap.forEach((value, p) => extremes.bitmap[p] = value > 127 ? 255 : 0);
  for (let quality = 1; quality <= 100; quality++) {
    for (const frame of [noise, extremes]) {
      assertEquals(encodeJpeg(frame, { quality }), (await turbo.encode(frame, quality)).slice());
    }
  }
});

Deno.test("encodeJpeg() does not look at alpha", () => {
  const frame = noiseFrame(9, 9, 1);
  const opaque = noiseFrame(9, 9, 1);
  for (let p = 3; p < opaque.bitmap.length; p += 4) opaque.bitmap[p] = 255;
  assertEquals(encodeJpeg(frame), encodeJpeg(opaque));
});

Deno.test("encodeJpeg() refuses a quality or a size that JPEG has not", () => {
  for (const quality of [0, 101, 9.5, NaN]) {
    assertThrows(() => encodeJpeg(row([1]), { quality }), RangeError, "from 1 to 100");
  }
  const long = { width: 65501, height: 1, bitmap: new Uint8ClampedArray(4 * 65501) };
  assertThrows(() => encodeJpeg(long), RangeError, "up to 65500");
});
