/** Reading and writing pictures, against cv2.imread and cv2.imwrite themselves. */

import { assertEquals, assertGreater, assertLessOrEqual, assertStringIncludes } from "@std/assert";
import { findFfmpeg, openJpegCodec, readImage } from "../../lib/files/mod.ts";
import { pngWithOrientation } from "../files/pictures/formats/made_chunks.ts";
import { drawAll, lcgBytes, noiseFrame, temporaryFolder } from "../helpers.ts";
import { assertSameBytes, bytesOf, difference, frameOf } from "./oracle/layout.ts";
import { makeTiff, type TiffOptions } from "../files/pictures/formats/made_tiff.ts";
import { makeJpeg, SUBSAMPLINGS, withOrientation, withoutYcck } from "./oracle/made_jpeg.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a picture. */
interface Header {
  path: string;
  width: number;
  height: number;
  quality: number;
}

const ignore = !hasOpenCv("the cross-check of reading and writing pictures");

/** A test that is skipped without OpenCV. */
function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

/** How readImage()'s pixels differ from cv2.imread's, asked for all the files at once. */
async function* compare(...question: string[]) {
  using jpeg = await openJpegCodec();
  for await (const { header, parts } of ask<Header>(...question)) {
    const picture = await readImage(header.path, { jpeg, ffmpeg: () => findFfmpeg() });
    const { width, height, path } = header;
    assertEquals([picture.width, picture.height], [width, height], path);
    yield { path, ...difference(bytesOf(picture, 3), parts[0]) };
  }
}

/** Check that they differ in no byte; returns how many pictures they were. */
async function assertReadAlike(...question: string[]): Promise<number> {
  let count = 0;
  for await (const { path, bytes } of compare(...question)) {
    assertEquals(bytes, 0, `${path}: ${bytes} bytes differ`);
    count++;
  }
  return count;
}

test("readImage() reads the JPEGs of cv2.imwrite as cv2.imread does", async () => {
  await using folder = await temporaryFolder();
  assertEquals(await assertReadAlike("jpegs", SEED, folder.path), 120);
});

test("readImage() reads every chroma subsampling as cv2.imread does", async () => {
  await using folder = await temporaryFolder();
  const paths: string[] = [];
  for (const subsampling of Object.keys(SUBSAMPLINGS) as (keyof typeof SUBSAMPLINGS)[]) {
    for (const [width, height] of [[1, 1], [2, 3], [17, 16], [33, 41], [130, 77]]) {
      for (const isProgressive of [false, true]) {
        const path = `${folder.path}/${paths.length}.jpg`;
        const pixels = lcgBytes(4 * width * height, paths.length);
        const options = { width, height, subsampling, isProgressive };
        await Deno.writeFile(path, await makeJpeg(pixels, options));
        paths.push(path);
      }
    }
  }
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), 70);
});

test("readImage() turns a JPEG upright as cv2.imread does", async () => {
  await using folder = await temporaryFolder();
  const pixels = new Uint8Array(noiseFrame(7, 5, 1).bitmap);
  const jpeg = await makeJpeg(pixels, { width: 7, height: 5, subsampling: "4:2:0" });
  const paths: string[] = [];
  for (const littleEndian of [false, true]) {
    for (let orientation = 0; orientation <= 9; orientation++) {
      const path = `${folder.path}/${orientation}${littleEndian ? "II" : "MM"}.jpg`;
      await Deno.writeFile(path, withOrientation(jpeg, orientation, littleEndian));
      paths.push(path);
    }
  }
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), 20);
});

test("readImage() finds the orientation behind fill bytes, as cv2.imread does", async () => {
  await using folder = await temporaryFolder();
  const pixels = new Uint8Array(noiseFrame(7, 5, 1).bitmap);
  const plain = await makeJpeg(pixels, { width: 7, height: 5, subsampling: "4:2:0" });
  const turned = withOrientation(plain, 6, false);
  const path = `${folder.path}/filled.jpg`;
  const filled = [...turned.subarray(0, 2), 0xff, 0xff, ...turned.subarray(2)];
  await Deno.writeFile(path, Uint8Array.from(filled));
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", path), 1);
});

test("readImage() reads JPEGs of ink as cv2.imread does", async () => {
  await using folder = await temporaryFolder();
  const paths: string[] = [];
  for (const subsampling of ["4:4:4", "4:2:0"] as const) {
    const pixels = lcgBytes(4 * 97 * 61, 5);
    const ycck = await makeJpeg(pixels, { width: 97, height: 61, subsampling, isCmyk: true });
    for (const [kind, jpeg] of Object.entries({ ycck, cmyk: withoutYcck(ycck) })) {
      paths.push(`${folder.path}/${kind}${paths.length}.jpg`);
      await Deno.writeFile(paths.at(-1)!, jpeg);
    }
  }
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), 4);
});

/** Make a PNG of each pixel format, of noise in all channels. */
async function makePngs(folder: string, formats: string[]): Promise<string[]> {
  const noise = "r='random(0)*65535':g='random(1)*65535':b='random(2)*65535':a='random(3)*65535'";
  const drawings = formats.map((format) => ({
    path: `${folder}/${format}.png`,
    source: `nullsrc=size=37x23,format=gbrap16le,geq=${noise},format=${format}`,
    args: ["-frames:v", "1"],
  }));
  await drawAll(drawings);
  return drawings.map(({ path }) => path);
}

test("readImage() reads 8-bit PNGs as cv2.imread does, alpha aside", async () => {
  await using folder = await temporaryFolder();
  const formats = ["monob", "gray", "ya8", "pal8", "rgb24", "rgba"];
  const paths = await makePngs(folder.path, formats);
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), formats.length);
});

test("readImage() rounds 16-bit PNGs where cv2.imread cuts: a level apart", async () => {
  await using folder = await temporaryFolder();
  const paths = await makePngs(folder.path, ["gray16be", "ya16be", "rgb48be", "rgba64be"]);
  for await (const { path, bytes, largest } of compare("read", "IMREAD_COLOR", ...paths)) {
    assertGreater(bytes, 0, path);
    // libpng drops the lower byte, swscale rounds it.
    assertLessOrEqual(largest, 1, path);
  }
});

test("readImage() turns a PNG upright as cv2.imread does", async () => {
  await using folder = await temporaryFolder();
  const [plain] = await makePngs(folder.path, ["rgb24"]);
  const png = await Deno.readFile(plain);
  const paths: string[] = [];
  for (let orientation = 1; orientation <= 8; orientation++) {
    paths.push(`${folder.path}/${orientation}.png`);
    await Deno.writeFile(paths.at(-1)!, pngWithOrientation(png, orientation));
  }
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), 8);
});

/** TIFF files as cv2.imread reads them too, by what is special about each. */
const TIFFS: Record<string, Partial<TiffOptions>> = {
  strips: {},
  gray: { samples: 1, photometric: 1 },
  "white is zero": { samples: 1, photometric: 0 },
  palette: {
    samples: 1,
    photometric: 3,
    tags: [[320, 3, Array.from({ length: 768 }, (_, i) => (i * 7919) % 65536)]],
  },
  CMYK: { samples: 4, photometric: 5 },
  "16 bits": { bits: 16 },
  "16 bits, the other order": { bits: 16, littleEndian: false },
  "16 bits, differences": { bits: 16, compression: 8, isPredicted: true, littleEndian: false },
  "the other order": { littleEndian: false },
  BigTIFF: { isBig: true },
  Deflate: { compression: 8 },
  differences: { compression: 8, isPredicted: true },
  PackBits: { compression: 32773 },
  planar: { isPlanar: true },
  "planar, Deflate, differences": { isPlanar: true, compression: 8, isPredicted: true },
  tiles: { tile: [32, 16] },
  "tiles, Deflate, differences": { tile: [16, 32], compression: 8, isPredicted: true },
  "gray tiles": { tile: [16, 16], samples: 1, photometric: 1 },
  "planar tiles": { tile: [32, 32], isPlanar: true },
  "JPEG strips": { compression: 7, photometric: 6, tags: [[530, 3, [2, 2]]] },
  "JPEG tiles": { compression: 7, photometric: 6, tile: [32, 32], tags: [[530, 3, [2, 2]]] },
  "YCbCr without JPEG": { photometric: 6, tags: [[530, 3, [1, 1]]] },
};

test("readImage() reads TIFFs as cv2.imread does: strips, tiles, planes, packed and not", async () => {
  await using folder = await temporaryFolder();
  const paths: string[] = [];
  for (const [title, options] of Object.entries(TIFFS)) {
    const pixels = lcgBytes(67 * 45 * (options.samples ?? 3), paths.length);
    paths.push(`${folder.path}/${title}.tif`);
    await Deno.writeFile(
      paths.at(-1)!,
      await makeTiff(pixels, { width: 67, height: 45, ...options }),
    );
  }
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), paths.length);
});

test("readImage() reads the TIFFs of ffmpeg as cv2.imread does: bits, LZW, chroma", async () => {
  await using folder = await temporaryFolder();
  const formats = ["rgb24", "gray", "monob", "monow", "pal8", "rgb48le", "yuv420p", "yuv444p"];
  const packings = ["raw", "lzw", "packbits", "deflate"];
  // Two of each format, and four of each packing.
  const drawings = [0, 1].flatMap((shift) =>
    formats.map((format, i) => {
      const packing = packings[(i + shift) % 4];
      return {
        path: `${folder.path}/${format}_${packing}.tif`,
        source: `testsrc=size=64x48,format=${format}`,
        args: ["-frames:v", "1", "-compression_algo", packing],
      };
    })
  );
  await drawAll(drawings);
  const paths = drawings.map(({ path }) => path);
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), 16);
});

test("readImage() turns a TIFF upright as cv2.imread does", async () => {
  await using folder = await temporaryFolder();
  const paths: string[] = [];
  for (let orientation = 1; orientation <= 8; orientation++) {
    const options = { width: 7, height: 5, orientation };
    paths.push(`${folder.path}/${orientation}.tif`);
    await Deno.writeFile(paths.at(-1)!, await makeTiff(lcgBytes(105, 3), options));
  }
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), 8);
});

test("readImage() reads WebP as cv2.imread does: lossy, lossless, with alpha, odd sides", async () => {
  await using folder = await temporaryFolder();
  const noise = "r='random(0)*X*3':g='random(1)*255':b='255-Y*4':a='X*3'";
  const drawings = ["37x23", "1x1", "2x1", "1x3", "16x17"].flatMap((size) =>
    ["yuv420p", "yuva420p", "bgra"].map((format) => {
      const lossless = format === "bgra" ? "1" : "0";
      const codec = ["-c:v", "libwebp", "-quality", "60", "-lossless", lossless];
      return {
        path: `${folder.path}/${format}_${size}.webp`,
        source: `nullsrc=size=${size},format=gbrap,geq=${noise},format=${format}`,
        args: ["-frames:v", "1", ...codec],
      };
    })
  );
  await drawAll(drawings);
  const paths = drawings.map(({ path }) => path);
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), 15);
});

test("readImage() reads a JPEG that breaks off or is damaged as cv2.imread does, and says so", async () => {
  await using folder = await temporaryFolder();
  using jpeg = await openJpegCodec();
  const pixels = new Uint8Array(noiseFrame(130, 77, 1).bitmap);
  const whole = await makeJpeg(pixels, { width: 130, height: 77, subsampling: "4:2:0" });
  const files = {
    half: whole.subarray(0, whole.length / 2),
    head: whole.subarray(0, 640),
    tail: whole.subarray(0, -60),
    hole: Uint8Array.of(...whole.subarray(0, whole.length / 2), 0xff, 0xd9),
    icc: withChunk(whole, [0xff, 0xe2, 0, 18, ...[..."ICC_PROFILE\0"].map(byteOf), 7, 9, 1, 2]),
    // Behind JFIF's segment, which has 18 bytes.
    stray: Uint8Array.of(...whole.subarray(0, 20), 1, 2, 3, 4, ...whole.subarray(20)),
  };
  const paths: string[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    paths.push(`${folder.path}/${name}.jpg`);
    await Deno.writeFile(paths.at(-1)!, bytes);
  }
  assertEquals(await assertReadAlike("read", "IMREAD_COLOR", ...paths), 6);
  const said = async (name: keyof typeof files) => {
    const notices: string[] = [];
    await jpeg.decode(files[name].slice(), { onNotice: (notice) => notices.push(notice) });
    return notices.join();
  };
  for (const name of ["half", "head", "tail"] as const) {
    assertEquals(await said(name), "is truncated: the rest is gray");
  }
  assertStringIncludes(await said("hole"), "is damaged in part");
  // Nothing is missing there.
  assertEquals([await said("icc"), await said("stray")], ["", ""]);
});

function byteOf(letter: string): number {
  return letter.charCodeAt(0);
}

/** A JPEG with something behind its first marker. */
function withChunk(jpeg: Uint8Array, chunk: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...jpeg.subarray(0, 2), ...chunk, ...jpeg.subarray(2)]);
}

test("JpegCodec.encode() writes cv2.imwrite's bytes at any quality and size", async () => {
  using jpeg = await openJpegCodec();
  let count = 0;
  for await (const { header, parts } of ask<Header>("encode", SEED)) {
    const { width, height, quality } = header;
    const file = await jpeg.encode(frameOf(parts[0], width, height), quality);
    assertSameBytes(file, parts[1], header);
    count++;
  }
  assertEquals(count, 100);
});
