import { assertEquals, assertGreater, assertLess, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { fitPlate } from "../../../lib/app/method/clean_plate.ts";
import { createFrame } from "../../../mod.ts";
import { ffmpeg, namesIn, ROOT } from "../../helpers.ts";
import { assertFailed, assertRefused, readPicture, snapshot, workplace } from "../helpers.ts";

const WALK = fileURLToPath(new URL("examples/media/labelled/walk/", ROOT));
const VIDEO = `${WALK}input.mp4`;
const PLATE = `${WALK}plate.png`;
const run = [VIDEO, "color:red", "-m", "clean-plate"];

Deno.test("cli --clean-plate: what differs from the picture is foreground, from the first frame", async () => {
  await using place = await workplace();
  const args = [...run, "--refine", "none", "--mattes", "m%d.png", "--frames", "1", "-o", "out"];
  const begin = ["--start", "0.8"];
  await ffmpeg("-ss", "0.8", "-i", VIDEO, "-frames:v", "1", place.file("first.png"));
  const shares: number[] = [];
  for (const plate of [PLATE, "first.png"]) {
    await place.succeed([...args, ...begin, "--clean-plate", plate]);
    shares.push(await foregroundShare(place.file("m1.png")));
  }
  assertEquals(namesIn(place.file("out")), ["output1.jpg"]);
  assertGreater(shares[0], 0.01);
  assertLess(shares[0], 0.5);
  assertEquals(shares[1], 0);
});

/** How much of a matte is foreground, 0–1. */
async function foregroundShare(path: string): Promise<number> {
  const { bitmap } = await readPicture(path);
  const reds = bitmap.filter((_, p) => p % 4 === 0);
  return reds.filter((level) => level > 0).length / reds.length;
}

Deno.test("cli --clean-plate is resized to the frames, with a notice", async () => {
  await using place = await workplace();
  await ffmpeg("-i", PLATE, "-vf", "scale=640:364", place.file("room.jpg"));
  const args = [...run, "--clean-plate", "room.jpg", "--frames", "-2", "-o", "out"];
  const { stderr } = await place.succeed(args);
  const notice = "note: the clean plate is resized: it is 640×364, the frames are 320×180\n";
  assertStringIncludes(stderr, notice);
  const smaller = await place.succeed([...args, "--size", "64x36", "-q"]);
  assertEquals(smaller.stderr, "");
});

Deno.test("cli --clean-plate of other proportions is refused with a hint", async () => {
  await using place = await workplace();
  const args = [...run, "--clean-plate", "bg.jpg", "-o", "out"];
  const says = ["'bg.jpg'", "it is 90×60, the frames are 320×180", "crop it"];
  await assertRefused(place, args, { code: 1, says });
});

Deno.test("cli --clean-plate turns a picture as its EXIF orientation says", async () => {
  await using place = await workplace();
  // A quarter turn clockwise is asked for, so it is stored turned the other way.
  const turned = place.file("turned.jpg");
  await ffmpeg("-i", PLATE, "-vf", "transpose=2", "-q:v", "2", turned);
  const jpeg = await Deno.readFile(turned);
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
  const exif = [..."Exif\0\0"].map((letter) => letter.charCodeAt(0));
  const segment = [0xff, 0xe1, 0, 2 + exif.length + tiff.length + 4, ...exif, ...tiff, 0, 0, 0, 0];
  await Deno.writeFile(turned, Uint8Array.of(0xff, 0xd8, ...segment, ...jpeg.subarray(2)));
  const { stderr } = await place.succeed(
    [...run, "--clean-plate", "turned.jpg", "--frames", "-2", "-o", "out"],
  );
  assertEquals(stderr.includes("resized"), false);
});

Deno.test("cli --clean-plate-at takes the room from the video, whatever --start says", async () => {
  await using place = await workplace();
  const bare = [...run, "--refine", "none", "--mattes", "m%d.png", "-o", "out"];
  const args = [...bare, "--frames", "1", "--start", "0.8"];
  const shares: number[] = [];
  for (const time of ["0.8", "0:00"]) {
    await place.succeed([...args, "--clean-plate-at", time]);
    shares.push(await foregroundShare(place.file("m1.png")));
  }
  assertEquals(shares[0], 0);
  assertGreater(shares[1], 0.01);
});

Deno.test("cli --clean-plate-at is refused where the video ends before, or cannot be read twice", async () => {
  await using place = await workplace();
  const late = { code: 1, says: ["clean plate at 99 s", "ends before"] };
  await assertRefused(place, [...run, "--clean-plate-at", "99", "-o", "out"], late);
  const gone = { code: 1, says: ["'none.mp4'"] };
  const missing = ["none.mp4", ...run.slice(1), "--clean-plate-at", "0", "-o", "out"];
  await assertRefused(place, missing, gone);
  for (const video of ["-", "camera:0"]) {
    const args = [video, ...run.slice(1), "--clean-plate-at", "0", "-o", "out"];
    const says = [`'${video}'`, "read twice", "--clean-plate"];
    await assertRefused(place, args, { code: 2, says });
  }
});

Deno.test("cli --clean-plate refuses what is no picture, or not there", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("text.jpg"), "no picture");
  for (const name of ["text.jpg", "none.jpg"]) {
    const outcome = await place.run([...run, "--clean-plate", name, "-o", "out"]);
    assertFailed(outcome, { code: 1, says: ["clean plate", `'${name}'`] });
  }
});

Deno.test("cli never overwrites the clean plate", async () => {
  await using place = await workplace();
  await Deno.copyFile(PLATE, place.file("output9.png"));
  const args = [...run, "--clean-plate", "output9.png", "-o", "output%d.png"];
  const says = ["would overwrite the input 'output9.png'"];
  await assertRefused(place, args, { code: 2, says });
});

Deno.test("cli says that a clean plate has no effect, and goes on as without", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "a"]);
  const args = ["clip.mp4", "bg.jpg", "-o", "b", "--clean-plate", PLATE];
  const { stderr } = await place.succeed(args);
  assertStringIncludes(stderr, "note: --clean-plate has no effect");
  assertEquals(await snapshot(place.file("b")), await snapshot(place.file("a")));
});

Deno.test("fitPlate() allows proportions that differ by 2 %", () => {
  const notices: string[] = [];
  const options = { name: "room.jpg", onNotice: (text: string) => void notices.push(text) };
  const size = { width: 100, height: 50 };
  const same = createFrame(100, 50);
  assertEquals(fitPlate(same, size, options) === same, true);
  const { width, height } = fitPlate(createFrame(203, 100), size, options);
  assertEquals([width, height, notices.length], [100, 50, 1]);
});
