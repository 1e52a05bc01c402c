import { assertEquals, assertMatch } from "@std/assert";
import { findFfmpeg, openVideo } from "../../../lib/files/mod.ts";
import { ffmpeg } from "../../helpers.ts";
import { readPicture, type Workplace, workplace } from "../helpers.ts";

const tool = await findFfmpeg();

/** Make a clip of 48×32 whose pixels have a shape. */
async function makeWide(place: Workplace, name: string, sar: string, ...args: string[]) {
  const filter = ["-vf", `setsar=${sar}:max=100000`, "-pix_fmt", "yuv420p", "-c:v", "ffv1"];
  const source = ["-f", "lavfi", "-i", "testsrc2=size=48x32:rate=10", "-frames:v", "5"];
  await ffmpeg(...source, ...filter, ...args, place.file(name));
}

/** Sides of a file's pictures as they are stored; they must be shown in the same shape. */
async function sidesOf(place: Workplace, name: string): Promise<string> {
  // Pictures have no such shape but that of a print.
  if (/\.(png|jpg)$/.test(name)) {
    const { width, height } = await readPicture(place.file(name));
    return `${width}×${height}`;
  }
  const sides = await Promise.all([false, true].map(async (isSquare) => {
    await using video = await openVideo(place.file(name), { ffmpeg: tool, isSquare });
    return `${video.width}×${video.height}`;
  }));
  assertEquals(sides[0], sides[1]);
  return sides[0];
}

for (const output of ["out.mp4", "out.gif"]) {
  Deno.test(`cli writes ${output} in the shape that a video of wide pixels is shown in`, async () => {
    await using place = await workplace();
    await makeWide(place, "wide.mkv", "4/3");
    const mattes = ["--mattes", "m%d.png"];
    await place.succeed(["wide.mkv", "color:red", "-m", "chroma", "-o", output, ...mattes, "-q"]);
    assertEquals(await sidesOf(place, output), "64×32");
    assertEquals(await sidesOf(place, "m3.png"), "64×32");
  });
}

Deno.test("cli writes pictures in the shape that is shown, turned, from a frame on, in a size", async () => {
  await using place = await workplace();
  await makeWide(place, "wide.mkv", "4/3");
  await makeWide(place, "high.mkv", "1/2");
  await makeWide(place, "wide.mp4", "4/3", "-c:v", "mpeg4");
  const turn = ["-metadata:s:v:0", "rotate=90", place.file("turned.mp4")];
  await ffmpeg("-i", place.file("wide.mp4"), "-c", "copy", ...turn);
  const runs: [string, string, ...string[]][] = [
    ["wide.mkv", "64×32", "o%d.jpg"],
    ["high.mkv", "48×64", "o%d.png"],
    ["turned.mp4", "32×64", "o%d.png", "--frames", "2-"],
    ["wide.mkv", "40×40", "o%d.png", "--size", "40x40"],
  ];
  for (const [video, sides, output, ...args] of runs) {
    await place.succeed([video, "color:red", "-m", "chroma", "-o", output, ...args, "-q"]);
    assertEquals(await sidesOf(place, output.replace("%d", "3")), sides, `${video} ${args}`);
  }
});

Deno.test("cli leaves the tutorial's own pictures as they are stored, and says so", async () => {
  await using place = await workplace();
  await makeWide(place, "wide.mkv", "4/3");
  const tutorial = ["-m", "tutorial", "--fit", "stretch"];
  const { stderr } = await place.succeed(["wide.mkv", "bg.jpg", ...tutorial, "-o", "out"]);
  assertMatch(stderr, /note: the pixels of 'wide\.mkv' are 4:3, and stay as they are stored/);
  assertEquals(await sidesOf(place, "out/output3.jpg"), "48×32");
  await ffmpeg(
    "-i",
    place.file("wide.mkv"),
    "-vf",
    "setsar=1",
    "-c:v",
    "ffv1",
    place.file("s.mkv"),
  );
  const { stderr: plain } = await place.succeed(["s.mkv", "bg.jpg", ...tutorial, "-o", "same"]);
  assertEquals(plain.includes("note"), false);
  assertEquals(
    await Deno.readFile(place.file("same/output4.jpg")),
    await Deno.readFile(place.file("out/output4.jpg")),
  );
});

Deno.test("cli takes pixels of a shape that nobody shows for square", async () => {
  await using place = await workplace();
  for (const sar of ["100/1", "1/65535"]) {
    await makeWide(place, "odd.nut", sar);
    const { stderr } = await place.succeed([
      ...["odd.nut", "color:red", "-m", "chroma", "-o", "o%d.png"],
    ]);
    assertEquals(await sidesOf(place, "o3.png"), "48×32");
    assertMatch(stderr, /which nobody shows: they are taken for square/, sar);
  }
  await makeWide(place, "none.nut", "0/1");
  const { stderr } = await place.succeed([
    "none.nut",
    "color:red",
    "-m",
    "chroma",
    "-o",
    "n%d.png",
  ]);
  assertEquals(await sidesOf(place, "n3.png"), "48×32");
  assertEquals(stderr.includes("note"), false);
});

/** How many columns and rows of a red frame's picture a white background fills. */
async function whiteness(place: Workplace, name: string): Promise<[number, number]> {
  const { width, height, bitmap } = await readPicture(place.file(name));
  const isWhite = (x: number, y: number) => bitmap[4 * (y * width + x) + 1] > 128;
  const columns = Array.from({ length: width }, (_, x) => isWhite(x, height >> 1));
  const rows = Array.from({ length: height }, (_, y) => isWhite(width >> 1, y));
  return [columns.filter(Boolean).length, rows.filter(Boolean).length];
}

Deno.test("cli fits a video behind by its shown shape, a picture with a print's density by its sides", async () => {
  await using place = await workplace();
  await ffmpeg("-f", "lavfi", "-i", "color=lime:s=48x48:d=0.5", place.file("green.mp4"));
  const white = ["-f", "lavfi", "-i", "color=white:s=24x24:d=0.5", "-vf", "setsar=2/1"];
  for (const name of ["wide.mkv", "dense.png", "dense.jpg", "dense.tiff"]) {
    await ffmpeg(...white, ...(name === "wide.mkv" ? [] : ["-frames:v", "1"]), place.file(name));
    const args = ["green.mp4", name, "-m", "chroma", "--fit", "contain", "-o", "o%d.png", "-q"];
    await place.succeed(args);
    const [columns, rows] = await whiteness(place, "o3.png");
    assertEquals([columns, rows], name === "wide.mkv" ? [48, 24] : [48, 48], name);
  }
});

Deno.test("cli heeds no density of pictures that it reads as a video", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("in"));
  const sar = ["-vf", "setsar=2/1"];
  await ffmpeg("-i", place.file("clip.mp4"), ...sar, place.file("in/p%d.png"));
  for (const video of ["in", "in/p%d.png"]) {
    const { stderr } = await place.succeed([
      ...[video, "color:red", "-m", "chroma", "-o", "out/o%d.png"],
    ]);
    assertEquals(await sidesOf(place, "out/o3.png"), "64×48");
    assertEquals(stderr.includes("pixels of"), false);
  }
});

Deno.test("cli evaluates a clip by its stored pixels, as its truth is", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("labelled"));
  await makeWide(place, "labelled/input.mkv", "4/3");
  await makeWide(place, "labelled/truth.mkv", "1/1");
  const args = ["evaluate", "labelled", "--methods", "difference", "--json"];
  const { stdout, stderr } = await place.succeed(args);
  assertEquals([JSON.parse(stdout).error, stderr.includes("pixels of")], [undefined, false]);
});
