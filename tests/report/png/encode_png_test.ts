import { assert, assertEquals, assertRejects } from "@std/assert";
// deno-lint-ignore no-import-prefix -- the edge's own version
import { decode } from "npm:fast-png@8.0.0";
import { encodeRgbaPng, openJpegCodec } from "../../../lib/files/mod.ts";
import { encodePng } from "../../../lib/report/png/encode_png.ts";
import { createFrame } from "../../../mod.ts";
import { BEACH, noiseFrame } from "../../helpers.ts";

for (const [width, height] of [[1, 1], [7, 3], [5, 130]]) {
  Deno.test(`encodePng() keeps every level of ${width}×${height} pixels, but no alpha`, async () => {
    const frame = noiseFrame(width, height, 5);
    frame.bitmap[3] = 7;
    const { channels, depth, data } = decode(await encodePng(frame, { opaque: true }));
    assertEquals([channels, depth], [3, 8]);
    assertEquals([...data], [...frame.bitmap].filter((_, p) => p % 4 !== 3));
  });
}

Deno.test("encodePng() needs fewer bytes for a picture that changes slowly", async () => {
  using jpeg = await openJpegCodec();
  const beach = await jpeg.decode(await Deno.readFile(BEACH));
  const [rgb, rgba] = [await encodePng(beach, { opaque: true }), encodeRgbaPng(beach)];
  assert(rgb.length < 0.7 * rgba.length, `${rgb.length} of ${rgba.length}`);
});

Deno.test("encodePng() ends when it is told to", async () => {
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  assertEquals(await assertRejects(() => encodePng(createFrame(4, 4), { signal })), reason);
});
