import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ffmpeg, namesIn } from "../../helpers.ts";
import { assertRefused, numberedNames, workplaces } from "../helpers.ts";
import { red } from "../methods/red_network.ts";

const withRed = ["--model", "red.onnx"];

/** Folders of all kinds. */
const place = workplaces(async (place) => {
  await Deno.writeFile(place.file("red.onnx"), red);
  for (const folder of ["clips", "photos", "frames", "roll", "mixed", "deep/clips", "empty"]) {
    await Deno.mkdir(place.file(folder), { recursive: true });
  }
  const one = (input: number, name: string) => [
    ...["-map", `${input}`, "-frames:v", "1", place.file(name)],
  ];
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48", "-f", "lavfi", "-i", "testsrc=size=48x64"],
    ...["-i", place.file("clip.mp4"), ...one(0, "wide.jpg"), ...one(1, "high.jpg")],
    ...[...one(0, "wide.png"), ...one(0, "wide.bmp"), "-map", "2", place.file("frames/in%04d.png")],
  );
  const copies: [from: string, ...to: string[]][] = [
    [
      "clip.mp4",
      "clips/a.mp4",
      "clips/b c.MOV",
      "clips/._a.mp4",
      "deep/clips/a.mp4",
      "mixed/b.mp4",
    ],
    // A camera numbers its photos too.
    ["wide.jpg", "photos/IMG_111.jpg", "mixed/a.jpg", "roll/IMG_0101.jpg", "roll/IMG_0103.jpg"],
    ["high.jpg", "photos/IMG_112.JPG", "roll/IMG_0102.jpg"],
    // To ffmpeg this would be a pattern.
    ["wide.png", "photos/50%d off.png"],
    ["wide.bmp", "photos/old.bmp"],
  ];
  for (const [from, ...names] of copies) {
    for (const to of names) await Deno.copyFile(place.file(from), place.file(to));
  }
  for (const name of ["clips/.DS_Store", "clips/notes.txt", "photos/._IMG_111.jpg"]) {
    await Deno.writeTextFile(place.file(name), "x");
  }
  await Deno.writeTextFile(place.file("photos/Thumbs.db"), "x");
});

Deno.test("cli makes a video of each video in a folder, hidden files and others left out", async () => {
  await using here = await place();
  const { stderr } = await here.succeed(["clips/", "bg.jpg", "-o", "out/"]);
  assertEquals(namesIn(here.file("out")), ["a.mp4", "b c.mp4"]);
  assertMatch(stderr, /^note: 'clips\/' has 2 videos\n1\/2 clips\/a\.mp4\n/);
  await here.succeed(["deep/clips", "transparent", "-o", "clear", "-q"]);
  assertEquals(namesIn(here.file("clear")), ["a.webm"]);
});

Deno.test("cli makes pictures of a folder of videos where --format asks for them", async () => {
  await using here = await place();
  await here.succeed(["clips/", "bg.jpg", "-o", "out/", "--format", "jpg", "-q"]);
  assertEquals(namesIn(here.file("out/a")), numberedNames(3, 12));
});

Deno.test("cli makes a picture of each photo in a folder, under its own name", async () => {
  await using here = await place();
  const { stderr } = await here.succeed(["photos/", "bg.jpg", "-o", "out/", ...withRed]);
  assertEquals(namesIn(here.file("out")), [
    "50%d off.png",
    "IMG_111.jpg",
    "IMG_112.JPG",
    "old.jpg",
  ]);
  assertMatch(stderr, /^note: 'photos\/' has 4 photos, each by itself [^\n]+\n/);
  assertEquals(stderr.match(/the method is segment/g)?.length, 1);
  const args = ["photos/", "transparent", "-o", "clear/", "--mattes", "m/", "-q", ...withRed];
  await here.succeed(args);
  const names = ["50%d off.png", "IMG_111.png", "IMG_112.png", "old.png"];
  assertEquals([namesIn(here.file("clear")), namesIn(here.file("m"))], [names, names]);
});

Deno.test("cli tells photos of several sizes from frames of one, though both have numbers", async () => {
  await using here = await place();
  await here.succeed(["roll", "bg.jpg", "-o", "out/", "-q", ...withRed]);
  assertEquals(namesIn(here.file("out")), ["IMG_0101.jpg", "IMG_0102.jpg", "IMG_0103.jpg"]);
  const { stderr } = await here.succeed(["frames", "bg.jpg", "-o", "f/"]);
  assertEquals(namesIn(here.file("f")), numberedNames(3, 12));
  assertMatch(stderr, /^note: 'frames' is one video: its 12 pictures [^\n]+'frames\/\*\.png'/);
  // Either can be had of the other.
  await here.succeed(["frames/*1?.png", "bg.jpg", "-o", "each/", "-q", ...withRed]);
  assertEquals(namesIn(here.file("each")), ["in0010.png", "in0011.png", "in0012.png"]);
  await here.succeed(["roll/IMG_%04d.jpg", "bg.jpg", "-o", "r/", "-q"]);
  assertEquals(namesIn(here.file("r")), ["output3.jpg"]);
});

Deno.test("cli writes each photo of a phone, though they have one size and no gaps", async () => {
  await using here = await place();
  await Deno.copyFile(here.file("wide.jpg"), here.file("roll/IMG_0102.jpg"));
  const { stderr } = await here.succeed(["roll", "bg.jpg", "-o", "out/", ...withRed]);
  assertEquals(namesIn(here.file("out")), ["IMG_0101.jpg", "IMG_0102.jpg", "IMG_0103.jpg"]);
  assertStringIncludes(stderr, "(as one video: -o out.mp4, or 'roll/IMG_%04d.jpg' for the video)");
});

Deno.test("cli takes photos for frames where the method that is named needs a video", async () => {
  await using here = await place();
  await Deno.copyFile(here.file("wide.jpg"), here.file("roll/IMG_0102.jpg"));
  const { stderr } = await here.succeed(["roll", "bg.jpg", "-m", "tutorial", "-o", "out/"]);
  assertEquals(namesIn(here.file("out")), ["output3.jpg"]);
  assertStringIncludes(stderr, "'roll' is one video");
});

Deno.test("cli makes one video of photos of several sizes, in the first one's", async () => {
  await using here = await place();
  for (const method of ["difference", "median"]) {
    const args = ["roll", "blur", "-m", method, "-o", `${method}.mp4`, "--json"];
    const { stdout, stderr } = await here.succeed(args);
    const { width, height, framesRead } = JSON.parse(stdout);
    assertEquals([width, height, framesRead], [64, 48, 3]);
    assertStringIncludes(stderr, "are stretched to the size of the first, 64×48");
  }
  await here.succeed(["roll/IMG_%04d.jpg", "blur", "-m", "median", "-o", "n%d.png"]);
});

Deno.test("cli makes of videos and photos, in a folder and as they are named, what each is", async () => {
  await using here = await place();
  await here.succeed(["mixed", "bg.jpg", "-o", "out/", "-q", ...withRed]);
  assertEquals(namesIn(here.file("out")), ["a.jpg", "b.mp4"]);
  await here.succeed([
    "mixed/b.mp4",
    "photos/IMG_111.jpg",
    "bg.jpg",
    "-o",
    "two/",
    "-q",
    ...withRed,
  ]);
  assertEquals(namesIn(here.file("two")), ["IMG_111.jpg", "b.mp4"]);
  await here.succeed(["photos/IMG*", "bg.jpg", "-o", "all/", "-q", ...withRed]);
  assertEquals(namesIn(here.file("all")), ["IMG_111.jpg", "IMG_112.JPG"]);
});

Deno.test("cli puts one photo too into a folder under its own name", async () => {
  await using here = await place();
  await here.succeed(["photos/IMG_112.JPG", "bg.jpg", "-o", "out/", ...withRed]);
  assertEquals(namesIn(here.file("out")), ["IMG_112.JPG"]);
  await here.succeed(["photos/IMG_112.JPG", "transparent", "-o", "out/", ...withRed]);
  assertEquals(namesIn(here.file("out")), ["IMG_112.JPG", "IMG_112.png"]);
});

Deno.test("cli leaves a background among the photos as it is", async () => {
  await using here = await place();
  await here.succeed(["photos", "photos/old.bmp", "-o", "out/", "-q", ...withRed]);
  assertEquals(namesIn(here.file("out")), ["50%d off.png", "IMG_111.jpg", "IMG_112.JPG"]);
});

Deno.test("cli refuses folders that it cannot make anything of", async () => {
  await using here = await place();
  const refused = (code: number, says: string[], ...args: string[]) =>
    assertRefused(here, [...args], { code, says });
  await refused(1, ["'deep'", "no pictures and no videos", "'deep/clips/'"], "deep", "bg.jpg");
  await refused(1, ["'empty'", "the folder has no pictures"], "empty", "bg.jpg");
  await refused(
    2,
    ["several files need a folder", "clips bg.jpg -m tutorial -o out/"],
    "clips",
    "bg.jpg",
  );
  await refused(2, ["-o out/"], "clips/", "bg.jpg", "-o", "out.mp4");
  await refused(2, ["-o out/"], "photos/", "bg.jpg", "-o", "-");
});

Deno.test("cli gives photos that would become one file names of their own", async () => {
  await using here = await place();
  for (const name of ["50%d off.png", "IMG_112.JPG"]) {
    await Deno.remove(here.file(`photos/${name}`));
  }
  await Deno.copyFile(here.file("wide.bmp"), here.file("photos/IMG_111.bmp"));
  await Deno.copyFile(here.file("wide.png"), here.file("photos/old.png"));
  const { stderr } = await here.succeed(["photos", "bg.jpg", "-o", "out/", ...withRed]);
  assertEquals(namesIn(here.file("out")), [
    ...["IMG_111.bmp.jpg", "IMG_111.jpg", "old.jpg", "old.png"],
  ]);
  assertStringIncludes(
    stderr,
    "note: 'photos/IMG_111.bmp' is written to 'out/IMG_111.bmp.jpg': the plain names",
  );
  const clear = ["photos", "transparent", "-o", "clear/", "-q", ...withRed];
  await here.succeed(clear);
  assertEquals(namesIn(here.file("clear")), [
    ...["IMG_111.bmp.png", "IMG_111.jpg.png", "old.bmp.png", "old.png"],
  ]);
  // The mattes of two pictures would be one where the pictures are not.
  await here.succeed([
    ...["photos", "bg.jpg", "-o", "mixed/out/", "--mattes", "mixed/m/", "-q"],
    ...withRed,
  ]);
  for (const folder of ["mixed/out", "mixed/m"]) {
    assertEquals(namesIn(here.file(folder)).length, 4);
  }
});

Deno.test("cli takes a file once that is named twice", async () => {
  await using here = await place();
  const args = ["clips", "clips/a.mp4", "./clips/../clips/a.mp4", "bg.jpg", "-o", "out/"];
  const { stderr } = await here.succeed([...args, "--format", "jpg"]);
  assertEquals(namesIn(here.file("out")), ["a", "b c"]);
  assertEquals(stderr.includes("3/"), false, stderr);
});
