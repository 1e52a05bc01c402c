/** Reading and writing pictures, against cv2.imread and cv2.imwrite themselves. */

import { assertEquals, assertGreater, assertLessOrEqual } from "@std/assert";
import { findFfmpeg, openJpegCodec, readImage } from "../../lib/io/mod.ts";
import { ffmpeg, lcgBytes, noiseFrame, temporaryFolder } from "../helpers.ts";
import { assertSameBytes, bytesOf, difference, frameOf } from "./layout.ts";
import { makeJpeg, SUBSAMPLINGS, withOrientation, withoutYcck } from "./made_jpeg.ts";
import { ask, hasOpenCv, SEED } from "./oracle.ts";

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
  const paths = formats.map((format) => `${folder}/${format}.png`);
  for (const [i, format] of formats.entries()) {
    const filters = `nullsrc=size=37x23,format=gbrap16le,geq=${noise},format=${format}`;
    await ffmpeg("-f", "lavfi", "-i", filters, "-frames:v", "1", paths[i]);
  }
  return paths;
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
