import { assert, assertEquals, assertGreater, assertMatch, assertRejects } from "@std/assert";
import { encodeJpeg, type Frame, UnsupportedMediaError } from "../../mod.ts";
import { ImageScriptJpeg } from "../../lib/io/imagescript.ts";
import { openJpegCodec } from "../../lib/io/mod.ts";
import { frameOf, noiseFrame, runProgram, temporaryFolder } from "../helpers.ts";

// That libturbojpeg's files and pixels are OpenCV's is shown in tests/opencv.

const turbo = await openJpegCodec();
const imageScript = await ImageScriptJpeg.load();
const codecs = {
  [turbo.name]: turbo,
  "encodeJpeg() with ImageScript": {
    encode: (frame: Frame, quality: number) => encodeJpeg(frame, { quality }),
    decode: (jpeg: Uint8Array) => Promise.try(() => imageScript.decode(jpeg)),
  },
};

for (const [name, codec] of Object.entries(codecs)) {
  Deno.test(`${name} encodes and decodes a frame to nearly itself`, async () => {
    const slope = frameOf(
      Array.from({ length: 33 }, (_, y) => Array.from({ length: 47 }, (_, x) => 3 * x + 2 * y)),
    );
    const jpeg = (await codec.encode(slope, 95)).slice();
    const back = await codec.decode(jpeg);
    assertEquals([back.width, back.height], [47, 33]);
    const worst = back.bitmap.reduce((w, v, p) => Math.max(w, Math.abs(v - slope.bitmap[p])), 0);
    // Quality 95 quantises by 1 to 6 levels.
    assert(worst <= 6, `worst difference ${worst}`);
    assertEquals(back.bitmap[3], 255);
  });

  Deno.test(`${name} makes larger files of higher quality`, async () => {
    const frame = noiseFrame(32, 32, 1);
    const low = (await codec.encode(frame, 20)).length;
    assertGreater((await codec.encode(frame, 95)).length, low);
  });

  Deno.test(`${name} encodes one pixel`, async () => {
    const back = await codec.decode((await codec.encode(frameOf([[128]]), 95)).slice());
    assertEquals([back.width, back.height], [1, 1]);
  });

  Deno.test(`${name} refuses what is no JPEG, and goes on working`, async () => {
    await assertRejects(() => codec.decode(new Uint8Array(64)), UnsupportedMediaError);
    const jpeg = (await codec.encode(frameOf([[9, 9]]), 95)).slice();
    assertEquals((await codec.decode(jpeg)).width, 2);
  });
}

Deno.test(
  "libturbojpeg refuses a file that breaks off, but not for its end marker alone",
  { ignore: turbo.name !== "libturbojpeg" },
  async () => {
    const jpeg = (await turbo.encode(noiseFrame(64, 64, 2), 90)).slice();
    const cut = jpeg.slice(0, jpeg.length / 2);
    await assertRejects(() => turbo.decode(cut), UnsupportedMediaError, "premature end");
    assertEquals(await turbo.decode(jpeg.slice(0, -2)), await turbo.decode(jpeg));
  },
);

Deno.test("openJpegCodec() takes ImageScript without --allow-ffi, with a notice when it has to read", async () => {
  await using folder = await temporaryFolder();
  const script = `${folder.path}/codec.ts`;
  await Deno.writeTextFile(
    script,
    `import { openJpegCodec } from "${import.meta.resolve("../../lib/io/jpeg.ts")}";
    using codec = await openJpegCodec((notice) => console.error(notice));
    const bitmap = new Uint8ClampedArray(16);
    const jpeg = await codec.encode({ width: 2, height: 2, bitmap }, 95);
    console.error("encoded");
    for (let i = 0; i < 2; i++) console.log(codec.name, (await codec.decode(jpeg)).width);`,
  );
  const args = ["run", "--quiet", "--no-prompt", "--allow-read", script];
  const { stdout, stderr } = await runProgram(Deno.execPath(), args);
  assertEquals(stdout, "ImageScript 2\nImageScript 2\n");
  assertMatch(stderr, /^encoded\n[^\n]+ImageScript reads JPEGs[^\n]+\n$/);
});
