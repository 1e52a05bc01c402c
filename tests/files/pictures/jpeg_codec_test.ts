import { assert, assertEquals, assertGreater, assertMatch, assertRejects } from "@std/assert";
import { encodeJpeg, type Frame, UnsupportedMediaError } from "../../../mod.ts";
import { imageScriptFolder, ImageScriptJpeg } from "../../../lib/files/pictures/imagescript.ts";
import { openJpegCodec } from "../../../lib/files/mod.ts";
import { frameOf, lcgBytes, noiseFrame, runProgram, temporaryFolder } from "../../helpers.ts";

// That libturbojpeg's files and pixels are OpenCV's is shown in tests/opencv.

const turbo = await openJpegCodec();
const imageScript = await ImageScriptJpeg.load(await imageScriptFolder());
const codecs = {
  [turbo.name]: turbo,
  "encodeJpeg() with ImageScript": {
    encode: (frame: Frame, quality: number) => encodeJpeg(frame, { quality }),
    decode: (jpeg: Uint8Array) => Promise.try(() => imageScript.decode(jpeg)),
  },
};

Deno.test("openJpegCodec() gives a codec that may be disposed of twice", async () => {
  const codec = await openJpegCodec();
  codec[Symbol.dispose]();
  codec[Symbol.dispose]();
  const another = await openJpegCodec();
  assertGreater((await another.encode(frameOf([[128]]), 95)).length, 0);
  another[Symbol.dispose]();
});

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
  "libturbojpeg fills up a file that breaks off, with a notice, but not for its end marker alone",
  { ignore: turbo.name !== "libturbojpeg" },
  async () => {
    const jpeg = (await turbo.encode(noiseFrame(64, 64, 2), 90)).slice();
    const notices: string[] = [];
    const onNotice = (notice: string) => notices.push(notice);
    const whole = await turbo.decode(jpeg);
    const half = await turbo.decode(jpeg.slice(0, jpeg.length / 2), { onNotice });
    assertEquals(notices, ["is truncated: the rest is gray"]);
    assertEquals(half.bitmap.slice(0, 400), whole.bitmap.slice(0, 400));
    assertEquals([...half.bitmap.slice(-4)], [128, 128, 128, 255]);
    assertEquals(await turbo.decode(jpeg.slice(0, -2), { onNotice }), whole);
    assertEquals(notices.length, 1);
  },
);

Deno.test("libturbojpeg reads a JPEG of which libjpeg warns without harm", async () => {
  const jpeg = (await turbo.encode(noiseFrame(16, 16, 3), 90)).slice();
  // A profile in parts of which the number is wrong.
  const icc = [0xff, 0xe2, 0, 18, ...new TextEncoder().encode("ICC_PROFILE\0"), 7, 9, 1, 2];
  const odd = Uint8Array.from([...jpeg.subarray(0, 20), ...icc, ...jpeg.subarray(20)]);
  const notices: string[] = [];
  const onNotice = (notice: string) => notices.push(notice);
  assertEquals(await turbo.decode(odd, { onNotice }), await turbo.decode(jpeg));
  assertEquals(notices, []);
});

/** A JPEG with bytes changed at random, and often its end cut off. */
function mutated(jpeg: Uint8Array, random: Uint8Array): Uint8Array<ArrayBuffer> {
  const [kind, cut] = random;
  const bytes = jpeg.slice(0, kind % 3 === 0 ? 20 + cut * (jpeg.length - 20) / 256 : jpeg.length);
  for (let i = 2; i + 2 < random.length; i += 3) {
    // Every other file in its headers only.
    const reach = kind % 2 === 0 ? bytes.length : Math.min(bytes.length, 640);
    bytes[2 + (random[i] << 8 | random[i + 1]) % (reach - 2)] = random[i + 2];
  }
  return bytes;
}

for (const [name, codec] of Object.entries(codecs)) {
  Deno.test(`${name} decodes a good file after each of 300 damaged ones`, async () => {
    const good = (await codec.encode(noiseFrame(48, 40, 4), 60)).slice();
    const wanted = await codec.decode(good.slice());
    let refused = 0;
    for (let seed = 0; seed < 300; seed++) {
      const bad = mutated(good, lcgBytes(5 + 3 * (seed % 8), seed));
      try {
        await codec.decode(bad);
      } catch (error) {
        assert(error instanceof UnsupportedMediaError, String(error));
        refused++;
      }
      assertEquals(await codec.decode(good.slice()), wanted, `after ${seed}`);
    }
    assertGreater(refused, 50);
  });
}

Deno.test("libturbojpeg decodes a good file after a marker of no length", async () => {
  const good = (await turbo.encode(noiseFrame(16, 16, 3), 90)).slice();
  const wanted = await turbo.decode(good.slice());
  const bad = Uint8Array.from([...good.subarray(0, 20), 0xff, 0xc4, 0, 1, ...good.subarray(20)]);
  await assertRejects(() => turbo.decode(bad), UnsupportedMediaError, "Bogus marker length");
  assertEquals(await turbo.decode(good), wanted);
});

Deno.test("libturbojpeg gives up at once when it is told to", async () => {
  const good = (await turbo.encode(noiseFrame(1200, 1200, 3), 90)).slice();
  const controller = new AbortController();
  const decoding = turbo.decode(good, { signal: controller.signal });
  controller.abort(new Error("enough"));
  await assertRejects(() => decoding, Error, "enough");
  assertEquals((await turbo.decode(good)).width, 1200);
});

Deno.test("openJpegCodec() takes ImageScript without --allow-ffi, with a notice when it has to read", async () => {
  await using folder = await temporaryFolder();
  const script = `${folder.path}/codec.ts`;
  await Deno.writeTextFile(
    script,
    `import { openJpegCodec } from "${
      import.meta.resolve("../../../lib/files/pictures/jpeg_codec.ts")
    }";
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
