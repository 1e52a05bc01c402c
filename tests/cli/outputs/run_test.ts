import { assertEquals, assertNotEquals } from "@std/assert";
import { ffmpeg, namesIn } from "../../helpers.ts";
import { decodeJpeg, numberedNames, snapshot, workplace } from "../helpers.ts";

Deno.test("cli writes output3.jpg, output4.jpg, … in the current folder", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg"], { isApart: true });
  assertEquals(namesIn(place.path), ["bg.jpg", "clip.mp4", ...numberedNames(3, 12)]);
  const { width, height } = await decodeJpeg(place.file("output12.jpg"));
  assertEquals([width, height], [64, 48]);
});

Deno.test("cli writes the same files on every run, over those that are there", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out"]);
  const first = await snapshot(place.file("out"));
  await Deno.writeTextFile(place.file("out/output5.jpg"), "an older file");
  await Deno.link(place.file("out/output5.jpg"), place.file("older"));
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out"]);
  assertEquals(await snapshot(place.file("out")), first);
  // A new file took the old one's place, which was not written into.
  assertEquals(await Deno.readTextFile(place.file("older")), "an older file");
});

/** Names of videos, how they are given, targets, and what is written. */
const names: [video: string, args: string[], target: string, files: string[]][] = [
  // A new folder with its parents, one with a final slash, patterns, a percent sign, letters.
  ["my video.mp4", [], "a/b/out", ["a/b/out/output3.jpg", "a/b/out/output4.jpg"]],
  ["Vidéo 视频 🎬.mp4", [], "out.d/", ["out.d/output3.jpg", "out.d/output4.jpg"]],
  ["100%_%d_%04d.mp4", [], "x/f%d.jpeg", ["x/f3.jpeg", "x/f4.jpeg"]],
  [`it's "$HOME".mp4`, [], "f%04d.JPG", ["f0003.JPG", "f0004.JPG"]],
  ["-x.mp4", ["--", "-x.mp4"], "100%%-%d.jpg", ["100%-3.jpg", "100%-4.jpg"]],
  ["-x.mp4", ["./-x.mp4"], "Öl ☀/帧 %d.jpg", ["Öl ☀/帧 3.jpg", "Öl ☀/帧 4.jpg"]],
];

for (const [video, given, target, files] of names) {
  const args = given.length > 0 ? given : [video];
  Deno.test(`cli reads ${args.join(" ")}, and writes to ${target}`, async () => {
    await using place = await workplace();
    await Deno.rename(place.file("clip.mp4"), place.file(video));
    await place.succeed(["--frames", "-4", "-o", target, ...args, "bg.jpg"]);
    const written = Object.entries(await snapshot(place.path))
      .filter(([name, sum]) => sum !== "folder" && name !== video && name !== "bg.jpg");
    assertEquals(written.map(([name]) => name).sort(), files);
  });
}

Deno.test("cli --output takes one name without %d for one picture", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "--frames", "7", "-o", "seventh.jpg"]);
  assertEquals(namesIn(place.path), ["bg.jpg", "clip.mp4", "seventh.jpg"]);
});

Deno.test("cli reads PNG, GIF, WebP and BMP backgrounds to the same pixels", async () => {
  await using place = await workplace();
  // Through GIF first: then 256 colours are all that the others have to hold.
  await ffmpeg("-i", place.file("bg.jpg"), place.file("bg.gif"));
  const lossless = ["-pix_fmt", "bgra", "-lossless", "1", place.file("bg.webp")];
  const others = [place.file("bg.png"), place.file("bg.bmp"), ...lossless];
  await ffmpeg("-i", place.file("bg.gif"), ...others);
  const sums: string[] = [];
  for (const ending of ["gif", "png", "webp", "bmp"]) {
    const background = place.file(`bg.${ending}`);
    await place.succeed(["clip.mp4", background, "--frames", "5", "-o", `${ending}.jpg`]);
    sums.push((await snapshot(place.path))[`${ending}.jpg`]);
  }
  assertEquals(sums, sums.map(() => sums[0]));
});

Deno.test("cli takes a background's name as it is, never as a pattern", async () => {
  await using place = await workplace();
  await ffmpeg("-i", place.file("bg.jpg"), place.file("plain.bmp"));
  await ffmpeg("-i", place.file("bg.jpg"), "-vf", "negate", place.file("b1.bmp"));
  const sums: Record<string, string> = {};
  for (const name of ["b%d.bmp", "b%?.bmp", "b1.bmp"]) {
    if (name !== "b1.bmp") await Deno.copyFile(place.file("plain.bmp"), place.file(name));
    await place.succeed(["clip.mp4", name, "--frames", "5", "-o", "picture.jpg", "--overwrite"]);
    sums[name] = (await snapshot(place.path))["picture.jpg"];
  }
  assertEquals(sums["b%d.bmp"], sums["b%?.bmp"]);
  assertNotEquals(sums["b%d.bmp"], sums["b1.bmp"]);
});
