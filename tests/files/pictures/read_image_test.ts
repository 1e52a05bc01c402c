import { assertEquals, assertLess, assertMatch, assertRejects } from "@std/assert";
import { orient, UnsupportedMediaError } from "../../../mod.ts";
import { encodeGrayPng, findFfmpeg, openJpegCodec, readImage } from "../../../lib/files/mod.ts";
import { parsePng } from "../../../lib/files/pictures/formats/png_file.ts";
import {
  BEACH,
  ffmpeg,
  frameOf,
  grayOf,
  makeClip,
  runProgram,
  temporaryFolder,
} from "../../helpers.ts";
import {
  pngChunk,
  pngWithOrientation,
  webpWithOrientation,
  withPngChunk,
} from "./formats/made_chunks.ts";
import { makeTiff, type TiffOptions } from "./formats/made_tiff.ts";

const jpeg = await openJpegCodec();
const options = { jpeg, ffmpeg: findFfmpeg };

Deno.test("readImage() reads a JPEG", async () => {
  const { width, height, bitmap } = await readImage(BEACH, options);
  assertEquals([width, height, bitmap.length], [1280, 800, 4 * 1280 * 800]);
});

Deno.test("readImage() reads back what encodeGrayPng() wrote", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/gray.png`;
  const rows = [[0, 255, 128], [1, 2, 3]];
  await Deno.writeFile(path, encodeGrayPng(grayOf(rows)));
  assertEquals(await readImage(path, options), frameOf(rows));
});

Deno.test("readImage() takes the first frame of a video, and says so", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/clip.mp4`;
  await makeClip(path, { width: 32, height: 16, frames: 3 });
  const notices: string[] = [];
  const onNotice = (notice: string) => notices.push(notice);
  const { width, height } = await readImage(path, { ...options, onNotice });
  assertEquals([width, height], [32, 16]);
  assertEquals(notices, [`of '${path}' only the first frame is used`]);
});

Deno.test("readImage() names the role and the file when it cannot", async () => {
  await using folder = await temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  await Deno.writeFile(path("noise.jpg"), new Uint8Array(99).fill(7));
  await Deno.writeFile(path("cut.jpg"), (await Deno.readFile(BEACH)).subarray(0, 200));
  const png = encodeGrayPng(grayOf(Array.from({ length: 64 }, () => new Array(64).fill(9))));
  await Deno.writeFile(path("cut.png"), png.subarray(0, 40));
  const read = (name: string) => readImage(path(name), { ...options, role: "background" });
  for (const name of ["noise.jpg", "cut.jpg", "cut.png"]) {
    const message = `Cannot read the background '${path(name)}'`;
    await assertRejects(() => read(name), UnsupportedMediaError, message);
  }
  await assertRejects(() => read("missing.jpg"), Deno.errors.NotFound, "there is no such file");
});

Deno.test("readImage() calls truncated what is truncated, wherever it is cut", async () => {
  await using folder = await temporaryFolder();
  const picture = `${folder.path}/whole`;
  const name: Record<string, string> = { png: "PNG", webp: "WebP", tif: "TIFF", bmp: "BMP" };
  for (const ending of Object.keys(name)) {
    const path = `${picture}.${ending}`;
    await ffmpeg("-f", "lavfi", "-i", "testsrc=size=40x30", "-frames:v", "1", path);
    const bytes = await Deno.readFile(path);
    for (const length of [60, bytes.length / 2, bytes.length - 13, bytes.length - 1]) {
      await Deno.writeFile(`${path}.cut`, bytes.subarray(0, length));
      const message = `it is a truncated ${name[ending]}`;
      await assertRejects(() => readImage(`${path}.cut`, options), UnsupportedMediaError, message);
    }
  }
});

Deno.test("readImage() does not believe a BMP's length", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/picture.bmp`;
  await ffmpeg("-f", "lavfi", "-i", "testsrc=size=40x30", "-frames:v", "1", path);
  const wanted = await readImage(path, options);
  const bytes = await Deno.readFile(path);
  for (const length of [0, 99, 2 ** 31]) {
    new DataView(bytes.buffer).setUint32(2, length, true);
    await Deno.writeFile(path, bytes);
    assertEquals(await readImage(path, options), wanted, String(length));
  }
});

Deno.test("readImage() turns PNG, WebP and TIFF upright", async () => {
  await using folder = await temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  const source = ["-f", "lavfi", "-i", "testsrc=size=32x16", "-frames:v", "1"];
  await ffmpeg(...source, path("plain.png"));
  await ffmpeg(...source, "-c:v", "libwebp", "-lossless", "1", path("plain.webp"));
  const png = await Deno.readFile(path("plain.png"));
  const webp = await Deno.readFile(path("plain.webp"));
  const plain = await readImage(path("plain.png"), options);
  const samples = plain.bitmap.filter((_, p) => p % 4 < 3);
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
    const size = { width: 32, height: 16 };
    await Deno.writeFile(path("turned.png"), pngWithOrientation(png, orientation));
    await Deno.writeFile(path("turned.webp"), webpWithOrientation(webp, size, orientation));
    const tiff = await makeTiff(new Uint8Array(samples), { ...size, orientation });
    await Deno.writeFile(path("turned.tif"), tiff);
    for (const ending of ["png", "webp", "tif"]) {
      const turned = await readImage(path(`turned.${ending}`), options);
      assertEquals(turned, orient(plain, orientation), `${ending} ${orientation}`);
    }
  }
});

Deno.test("readImage() keeps the alpha of a TIFF, straight or not", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/alpha.tif`;
  const read = async (extra: number, samples: readonly number[]) => {
    const tags = [[338, 3, [extra]]] as const;
    const options = { width: 1, height: 1, samples: 4, tags };
    await Deno.writeFile(path, await makeTiff(Uint8Array.from(samples), options));
    return [...(await readImage(path, { jpeg, ffmpeg: findFfmpeg })).bitmap];
  };
  assertEquals(await read(2, [200, 100, 50, 128]), [200, 100, 50, 128]);
  // Colours that were multiplied by alpha: twice as much, rounded.
  assertEquals(await read(1, [100, 50, 25, 128]), [199, 100, 50, 128]);
  // A sample that is no alpha.
  assertEquals(await read(0, [200, 100, 50, 128]), [200, 100, 50, 255]);
});

Deno.test("readImage() refuses kinds of TIFF by name, and says what to do", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/odd.tif`;
  const kinds: [Partial<TiffOptions>, string][] = [
    [{ tags: [[339, 3, [3, 3, 3]]] }, "floating-point numbers"],
    [{ photometric: 8 }, "L*a*b* colours; convert it first: convert '"],
    [{ photometric: 8, tags: [[259, 3, [34925]]] }, "L*a*b* colours; convert it first: convert '"],
    [{ photometric: 6, tags: [[259, 3, [34925]]] }, "YCbCr colours in LZMA; convert it first"],
    [{ photometric: 32845 }, "LogLuv colours; save it as PNG"],
    [{ tags: [[50706, 1, [1]]] }, "a camera's raw photo; convert it first: darktable-cli "],
    [{ photometric: 32803 }, "a camera's raw photo"],
    // Its photo is in a directory below it.
    [{ tags: [[254, 4, [1]], [330, 4, [8]]] }, "a camera's raw photo"],
    [{ bits: 8, tags: [[259, 3, [34887]]] }, "LERC compression; convert it first: convert '"],
    [{ bits: 8, tags: [[259, 3, [34712]]] }, "JPEG 2000 compression; save it as PNG"],
  ];
  for (const [kind, says] of kinds) {
    const made = await makeTiff(new Uint8Array(48), { width: 4, height: 4, ...kind });
    await Deno.writeFile(path, made);
    await assertRejects(() => readImage(path, options), UnsupportedMediaError, says);
  }
});

/** Two pictures in one file: the second's directory behind the first's. */
async function twoPages(first: TiffOptions, second: TiffOptions, colours: [number, number]) {
  const [one, two] = await Promise.all(
    [first, second].map((each, i) =>
      makeTiff(new Uint8Array(each.width * each.height * 3).fill(colours[i]), each)
    ),
  );
  const both = new Uint8Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  const view = new DataView(both.buffer);
  const shift = (at: number) => view.setUint32(at, view.getUint32(at, true) + one.length, true);
  view.setUint32(one.length - 4, view.getUint32(one.length + 4, true) + one.length, true);
  const start = view.getUint32(one.length - 4, true);
  for (let i = 0; i < view.getUint16(start, true); i++) {
    const at = start + 2 + 12 * i;
    const [tag, type] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const count = view.getUint32(at + 4, true);
    const isOffset = count * [0, 1, 1, 2, 4][type] > 4;
    if (isOffset || tag === 273) shift(at + 8);
  }
  return both;
}

Deno.test("readImage() reads the page of a TIFF that is no thumbnail, or the only one", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/pages.tif`;
  const reduced = { width: 2, height: 2, tags: [[254, 4, [1]]] } as const;
  const whole = { width: 4, height: 3 };
  const pages: [Uint8Array<ArrayBuffer>, number, number][] = [
    [await twoPages(reduced, whole, [9, 77]), 4, 77],
    [await twoPages(whole, reduced, [9, 77]), 4, 9],
    [await makeTiff(new Uint8Array(12).fill(5), reduced), 2, 5],
  ];
  for (const [bytes, width, colour] of pages) {
    await Deno.writeFile(path, bytes);
    const notices: string[] = [];
    const frame = await readImage(path, { ...options, onNotice: (text) => notices.push(text) });
    assertEquals([frame.width, frame.bitmap[0], notices], [width, colour, []]);
  }
});

Deno.test("readImage() names a command that makes a picture which it reads", async () => {
  await using folder = await temporaryFolder();
  const hasConvert = (await runProgram("sh", ["-c", "command -v convert"])).code === 0;
  const pixels = new Uint8Array(48).fill(200);
  const float = await makeTiff(pixels, {
    width: 4,
    height: 4,
    bits: 16,
    tags: [[339, 3, [2, 2, 2]]],
  });
  for (const name of ["photo.tif", "my photo's.tif", "100%[1]*.tif", "-x:y.tif"]) {
    const path = `${folder.path}/${name}`;
    await Deno.writeFile(path, float);
    // What is there already is not written over.
    await Deno.writeTextFile(`${folder.path}/photo.png`, "mine");
    const error = await assertRejects(() => readImage(path, options), UnsupportedMediaError);
    const command = /; convert it first: (.+)$/.exec(error.message)?.[1] ?? "";
    const target = name === "photo.tif" ? "photo_2.png" : name.replace(/tif$/, "png");
    assertMatch(command, /^convert /);
    if (!hasConvert) continue;
    const { code, stderr } = await runProgram("sh", ["-c", command]);
    assertEquals(code, 0, `${command}: ${stderr}`);
    assertEquals((await readImage(`${folder.path}/${target}`, options)).width, 4);
  }
  assertEquals(await Deno.readTextFile(`${folder.path}/photo.png`), "mine");
});

Deno.test("readImage() calls a GIF and netpbm's pictures truncated, and reads whole ones", async () => {
  await using folder = await temporaryFolder();
  const kinds = [["gif", "GIF"], ["ppm", "PPM"], ["pgm", "PGM"], ["pbm", "PBM"], ["pam", "PAM"]];
  for (const [ending, name] of kinds) {
    const path = `${folder.path}/whole.${ending}`;
    await ffmpeg("-f", "lavfi", "-i", "testsrc2=size=116x84", "-frames:v", "1", path);
    const bytes = await Deno.readFile(path);
    assertEquals((await readImage(path, options)).width, 116);
    const parts = [12 / bytes.length, 0.6].map((part) => Math.floor(part * bytes.length));
    for (const length of [...parts, bytes.length - 3]) {
      await Deno.writeFile(`${path}.cut`, bytes.subarray(0, length));
      const cut = () => readImage(`${path}.cut`, options);
      const says = `it is a truncated ${name}: `;
      await assertRejects(cut, UnsupportedMediaError, says);
    }
  }
  await Deno.writeTextFile(`${folder.path}/letters.ppm`, "P3 # none\n2 1 255\n1 2 3 4 5 6\n");
  assertEquals((await readImage(`${folder.path}/letters.ppm`, options)).width, 2);
  await Deno.writeTextFile(`${folder.path}/letters.ppm`, "P3 # none\n2 2 255\n1 2 3 4 5 6\n");
  const read = () => readImage(`${folder.path}/letters.ppm`, options);
  await assertRejects(read, UnsupportedMediaError, "it is a truncated PPM");
});

Deno.test("readImage() uses the first frame of a GIF that breaks off behind it", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/moving.gif`;
  const source = ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5:d=2"];
  await ffmpeg(...source, path);
  const bytes = await Deno.readFile(path);
  await Deno.writeFile(path, bytes.subarray(0, bytes.length - 100));
  assertEquals((await readImage(path, options)).width, 64);
});

Deno.test("readImage() uses the first page of a TIFF, and says so", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/pages.tif`;
  const one = await makeTiff(new Uint8Array(12).fill(9), { width: 2, height: 2 });
  const view = new DataView(one.buffer);
  // The chain of pages leads back to the first: without an end.
  view.setUint32(one.length - 4, view.getUint32(4, true), true);
  const size = { width: 2, height: 2 };
  const two = await twoPages(size, size, [9, 77]);
  const told = [[one, []], [two, [`of '${path}' only the first of its 2 pages is used`]]] as const;
  for (const [bytes, expected] of told) {
    await Deno.writeFile(path, bytes);
    const notices: string[] = [];
    const onNotice = (notice: string) => notices.push(notice);
    const frame = await readImage(path, { ...options, onNotice });
    assertEquals([frame.bitmap[0], notices], [9, expected]);
  }
});

Deno.test("readImage() takes the first frame of an animated WebP where it lies, and says so", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/moving.webp`;
  const source = ["-f", "lavfi", "-i", "testsrc=size=32x16:rate=2", "-frames:v", "3"];
  await ffmpeg(...source, "-c:v", "libwebp_anim", "-lossless", "1", path);
  const notices: string[] = [];
  const onNotice = (notice: string) => notices.push(notice);
  const { width, height, bitmap } = await readImage(path, { ...options, onNotice });
  await ffmpeg(...source.slice(0, 4), "-frames:v", "1", `${folder.path}/first.png`);
  const first = await readImage(`${folder.path}/first.png`, options);
  assertEquals([width, height, bitmap], [32, 16, first.bitmap]);
  assertEquals(notices, [`of '${path}' only its first frame is used`]);
});

Deno.test("readImage() asks every format for its size before it decodes", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/huge`;
  const little = (bytes: number, ...values: number[]) =>
    values.flatMap((value) => Array.from({ length: bytes }, (_, i) => value / 256 ** i & 255));
  const big = (...values: number[]) => values.flatMap((value) => little(4, value).reverse());
  const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
  const side = 60_000;
  const pngHeader = [...big(side, side), 8, 2, 0, 0, 0];
  const png = [
    0x89,
    ...text("PNG\r\n\x1a\n"),
    ...pngChunk("IHDR", Uint8Array.from(pngHeader)),
    ...pngChunk("IEND", new Uint8Array()),
  ];
  const tiff = await makeTiff(new Uint8Array(12), { width: 2, height: 2 });
  for (const at of [2, 2 + 12]) {
    const start = new DataView(tiff.buffer).getUint32(4, true) + at + 8;
    new DataView(tiff.buffer).setUint32(start, side, true);
  }
  const vp8x = ["VP8X", ...little(4, 10), 0, 0, 0, 0, ...little(3, side - 1, side - 1)];
  const vp8l = ["VP8L", ...little(4, 5), 0x2f, 0, 0, 0, 0, 0];
  const files = [
    ["GIF89a", ...little(2, side, side), 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x3b],
    png,
    [...tiff],
    ["BM", ...little(4, 54, 0, 54, 40, side, side), 1, 0, 24, 0, ...new Array(24).fill(0)],
    ["RIFF", ...little(4, 36), "WEBP", ...vp8x, ...vp8l],
    [`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"/>`],
    [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"/>`],
  ];
  for (const file of files) {
    const bytes = file.flatMap((part) => typeof part === "string" ? text(part) : [part]);
    await Deno.writeFile(path, Uint8Array.from(bytes));
    const says = "60000×60000, 3600 megapixels; at most 268 megapixels and 65535 a side";
    await assertRejects(() => readImage(path, options), UnsupportedMediaError, says);
  }
});

Deno.test("readImage() unpacks nothing of a PNG but its pixels", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/bomb.png`;
  const rows = [[1, 2], [3, 4]];
  // 64 MB of zeros for each text: ffmpeg would keep them all.
  const stream = new Blob([new Uint8Array(1 << 26)]).stream();
  const packed = stream.pipeThrough(new CompressionStream("deflate"));
  const zeros = new Uint8Array(await new Response(packed).arrayBuffer());
  const chunk = pngChunk("zTXt", Uint8Array.from([65, 0, 0, ...zeros]));
  let png: Uint8Array<ArrayBuffer> = encodeGrayPng(grayOf(rows));
  for (let i = 0; i < 20; i++) png = withPngChunk(png, chunk);
  await Deno.writeFile(path, png);
  assertEquals(await readImage(path, options), frameOf(rows));
  assertEquals([...parsePng(png).bare], [...encodeGrayPng(grayOf(rows))]);
});

Deno.test("readImage() unpacks no more of a TIFF than its pixels", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/bomb.tif`;
  // A gigabyte of zeros in a megabyte.
  const zeros = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      for (let i = 0; i < 1024; i++) controller.enqueue(new Uint8Array(1 << 20));
      controller.close();
    },
  });
  const packed = zeros.pipeThrough(new CompressionStream("deflate"));
  const strip = new Uint8Array(await new Response(packed).arrayBuffer());
  await Deno.writeFile(
    path,
    await makeTiff(new Uint8Array(4), {
      width: 2,
      height: 2,
      samples: 1,
      photometric: 1,
      compression: 8,
      strip,
    }),
  );
  const before = Deno.memoryUsage().rss;
  const { bitmap } = await readImage(path, options);
  assertEquals([...bitmap.slice(0, 4)], [0, 0, 0, 255]);
  assertLess(Deno.memoryUsage().rss - before, 2 ** 28);
});

Deno.test("readImage() names formats that it does not read", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/other`;
  const files = { "%PDF-1.7\n": "a PDF", "<!DOCTYPE html><html>": "a web page" };
  for (const [text, name] of Object.entries(files)) {
    await Deno.writeTextFile(path, text.repeat(20));
    const says = `it is ${name}`;
    await assertRejects(() => readImage(path, options), UnsupportedMediaError, says);
  }
});

Deno.test("readImage() refuses a JPEG that claims more pixels than any memory holds", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/huge.jpg`;
  const bytes = await Deno.readFile(BEACH);
  const frameHeader = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
  bytes.set([0xff, 0xdc, 0xff, 0xdc], frameHeader + 5);
  await Deno.writeFile(path, bytes);
  await assertRejects(() => readImage(path, options), UnsupportedMediaError, "65500×65500");
});

Deno.test("readImage() refuses a pipe, which it would have to open twice", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/pipe`;
  const { code } = await runProgram("mkfifo", [path]);
  assertEquals(code, 0);
  await assertRejects(() => readImage(path, options), UnsupportedMediaError, "a pipe or a device");
});
