import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { findFfmpeg, openJpegCodec, openVideo, readImage } from "../../../../lib/files/mod.ts";
import type { OpenVideoOptions } from "../../../../lib/files/mod.ts";
import {
  DamagedMediaError,
  type Frame,
  KernelMemory,
  orient,
  UnsupportedMediaError,
} from "../../../../mod.ts";
import { FrameStore } from "../../../../lib/pixels/mod.ts";
import { ffmpeg, noiseFrame, temporaryFolder } from "../../../helpers.ts";
import { withOrientation } from "../../../opencv/oracle/made_jpeg.ts";
import { pngChunk, pngWithOrientation, withPngChunk } from "../../pictures/formats/made_chunks.ts";

const jpeg = await openJpegCodec();
const program = await findFfmpeg();

/** All frames of a video. */
async function framesOf(path: string, options: Partial<OpenVideoOptions> = {}) {
  await using video = await openVideo(path, { ffmpeg: program, ...options });
  const frames = [];
  for await (const { number, timestamp, width, height, bitmap } of video) {
    frames.push({ number, timestamp, width, height, bitmap: bitmap.slice() });
  }
  return frames;
}

function pixelsOf({ width, height, bitmap }: Frame) {
  return { width, height, bitmap };
}

/** A JPEG of noise, as its bytes. */
async function jpegOf(width: number, height: number, seed: number) {
  return (await jpeg.encode(noiseFrame(width, height, seed), 90)).slice();
}

Deno.test("openVideo() has readImage()'s pixels of one picture, upright", async () => {
  await using folder = await temporaryFolder();
  const source = ["-f", "lavfi", "-i", "testsrc=size=48x32", "-frames:v", "1"];
  const path = (name: string) => `${folder.path}/${name}`;
  await ffmpeg(...source, path("plain.png"));
  const png = await Deno.readFile(path("plain.png"));
  await ffmpeg(...source, "-c:v", "libwebp", path("lossy.webp"));
  await ffmpeg(...source, path("plain.tif"));
  await ffmpeg(...source, path("plain.bmp"));
  await Deno.writeFile(path("turned.png"), pngWithOrientation(png, 6));
  const photo = await jpegOf(48, 32, 1);
  await Deno.writeFile(path("turned.jpg"), withOrientation(photo, 6, true));
  // 72 to 144 dots an inch: no picture is stretched for that.
  photo.set([1, 0, 72, 0, 144], 13);
  await Deno.writeFile(path("dense.jpg"), photo);
  for (
    const name of ["turned.jpg", "dense.jpg", "turned.png", "lossy.webp", "plain.tif", "plain.bmp"]
  ) {
    const picture = await readImage(path(name), { jpeg, ffmpeg: () => Promise.resolve(program) });
    const [frame, ...others] = await framesOf(path(name));
    assertEquals(pixelsOf(frame), pixelsOf(picture), name);
    assertEquals([frame.number, frame.timestamp, others.length], [1, 0, 0]);
    assertEquals(frame.width < frame.height, name.startsWith("turned"));
  }
});

Deno.test("openVideo() has the codec's pixels of a series of JPEGs, each upright", async () => {
  await using folder = await temporaryFolder();
  const pictures: Frame[] = [];
  for (let number = 1; number <= 12; number++) {
    const bytes = await jpegOf(33, 33, number);
    const orientation = number % 2 === 0 ? 6 : 3;
    await Deno.writeFile(
      `${folder.path}/in${number}.jpg`,
      withOrientation(bytes, orientation, true),
    );
    pictures.push(orient(await jpeg.decode(bytes), orientation));
  }
  for (const path of [`${folder.path}/in%d.jpg`, folder.path]) {
    const frames = await framesOf(path);
    assertEquals(frames.map(pixelsOf), pictures.map(pixelsOf));
    assertEquals(frames.map(({ number }) => number), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assertEquals(frames.map(({ timestamp }) => timestamp).slice(0, 3), [0, 0.04, 0.08]);
  }
});

Deno.test("openVideo() starts, skips, stops and times a series of pictures as a video", async () => {
  await using folder = await temporaryFolder();
  for (let number = 1; number <= 12; number++) {
    await Deno.writeFile(`${folder.path}/${number}.jpg`, await jpegOf(8, 8, number));
  }
  const numbers = async (options: Partial<OpenVideoOptions>) => {
    const frames = await framesOf(`${folder.path}/%d.jpg`, options);
    return frames.map(({ number, timestamp }) => `${number} at ${timestamp}`).join(", ");
  };
  assertEquals(await numbers({ fps: 10, firstFrame: 11 }), "11 at 1, 12 at 1.1");
  assertEquals(await numbers({ fps: 4, every: 5 }), "1 at 0, 6 at 1.25, 11 at 2.5");
  assertEquals(await numbers({ fps: 2, start: 4.5 }), "1 at 0, 2 at 0.5, 3 at 1");
  assertEquals(await numbers({ fps: 2, start: 1, duration: 1 }), "1 at 0, 2 at 0.5");
  const [small] = await framesOf(`${folder.path}/%d.jpg`, { size: { width: 4, height: 2 } });
  assertEquals([small.width, small.height], [4, 2]);
  await assertRejects(
    () => numbers({ fps: 2, start: 9 }),
    UnsupportedMediaError,
    "no picture there",
  );
});

Deno.test("openVideo() turns PNGs, and does not stretch those whose pixels are not square", async () => {
  await using folder = await temporaryFolder();
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=48x32", "-frames:v", "3", `${folder.path}/in%d.png`],
  );
  const dense = pngChunk("pHYs", Uint8Array.of(0, 0, 0, 9, 0, 0, 0, 18, 1));
  for (
    const change of [
      (png: Uint8Array) => pngWithOrientation(png, 8),
      (png: Uint8Array) => withPngChunk(png, dense),
    ]
  ) {
    const changed = `${folder.path}/changed`;
    await Deno.mkdir(changed, { recursive: true });
    for (let number = 1; number <= 3; number++) {
      const png = await Deno.readFile(`${folder.path}/in${number}.png`);
      await Deno.writeFile(`${changed}/${number}.png`, change(png));
    }
    const frames = await framesOf(changed);
    const path = `${changed}/3.png`;
    const last = await readImage(path, { jpeg, ffmpeg: () => Promise.resolve(program) });
    assertEquals(pixelsOf(frames[2]), pixelsOf(last));
  }
});

Deno.test("openVideo() brings pictures of other sizes to the first's, and says so once", async () => {
  await using folder = await temporaryFolder();
  const sizes = [[16, 12], [32, 24], [8, 6]] as const;
  for (const [i, [width, height]] of sizes.entries()) {
    await Deno.writeFile(`${folder.path}/${i}.jpg`, await jpegOf(width, height, i));
  }
  const notices: string[] = [];
  const onNotice = (notice: string) => notices.push(notice);
  const frames = await framesOf(`${folder.path}/%d.jpg`, { onNotice });
  assertEquals(frames.map(({ width, height }) => [width, height]), new Array(3).fill([16, 12]));
  assertEquals(notices.length, 1);
  assertStringIncludes(notices[0], "16×12");
  // Whoever does the work.
  const store = new FrameStore((await KernelMemory.load())!);
  assertEquals(await framesOf(`${folder.path}/%d.jpg`, { store }), frames);
  assertEquals(store.inUse, 0);
});

Deno.test("openVideo() hands out the pictures before one that cannot be read", async () => {
  await using folder = await temporaryFolder();
  for (let number = 1; number <= 4; number++) {
    await Deno.writeFile(`${folder.path}/${number}.jpg`, await jpegOf(8, 8, number));
  }
  await Deno.writeTextFile(`${folder.path}/3.jpg`, "no picture");
  await using video = await openVideo(`${folder.path}/%d.jpg`, { ffmpeg: program });
  const seen: number[] = [];
  const read = async () => {
    for await (const { number } of video) seen.push(number);
  };
  await assertRejects(read, DamagedMediaError, "2 pictures could be read");
  assertEquals(seen, [1, 2]);
});

Deno.test("openVideo() leaves streams of JPEGs and animations to ffmpeg", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["a.mjpeg", "a.gif", "a.apng"]) {
    const source = ["-f", "lavfi", "-i", "testsrc=size=32x16:rate=5", "-frames:v", "3"];
    await ffmpeg(...source, `${folder.path}/${name}`);
    assertEquals((await framesOf(`${folder.path}/${name}`)).length, 3, name);
  }
});

Deno.test("openVideo() refuses a GIF that claims more pixels than there is memory", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/huge.gif`;
  const gif = "474946383961ffffffff800000000000ffffff2c00000000010001000002024401003b";
  await Deno.writeFile(path, Uint8Array.fromHex(gif));
  await assertRejects(() => framesOf(path), UnsupportedMediaError, "4295 megapixels");
});
