import { assertEquals, assertRejects } from "@std/assert";
import { UnsupportedMediaError } from "../../mod.ts";
import { encodeGrayPng, findFfmpeg, openJpegCodec, readImage } from "../../lib/io/mod.ts";
import { BEACH, frameOf, grayOf, makeClip, runProgram, temporaryFolder } from "../helpers.ts";

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

Deno.test("readImage() has ImageScript for what ffmpeg does not know", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/blue.svg`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2">
    <rect width="4" height="2" fill="#0000ff"/></svg>`;
  await Deno.writeTextFile(path, svg);
  const blue = await readImage(path, options);
  assertEquals([blue.width, blue.height, ...blue.bitmap.slice(0, 4)], [4, 2, 0, 0, 255, 255]);
});

Deno.test("readImage() names the role and the file when it cannot", async () => {
  await using folder = await temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  await Deno.writeFile(path("noise.jpg"), new Uint8Array(99).fill(7));
  await Deno.writeFile(path("cut.jpg"), (await Deno.readFile(BEACH)).subarray(0, 9999));
  const png = encodeGrayPng(grayOf(Array.from({ length: 64 }, () => new Array(64).fill(9))));
  await Deno.writeFile(path("cut.png"), png.subarray(0, 40));
  const read = (name: string) => readImage(path(name), { ...options, role: "background" });
  for (const name of ["noise.jpg", "cut.jpg", "cut.png"]) {
    const message = `Cannot read the background '${path(name)}'`;
    await assertRejects(() => read(name), UnsupportedMediaError, message);
  }
  await assertRejects(() => read("missing.jpg"), Deno.errors.NotFound, "there is no such file");
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
