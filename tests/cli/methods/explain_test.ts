import { assertEquals, assertMatch } from "@std/assert";
import { ffmpeg, namesIn } from "../../helpers.ts";
import { assertRefused, workplace } from "../helpers.ts";

Deno.test("cli explain writes a page of frame 30, or of the last one", async () => {
  await using place = await workplace();
  const { stdout, stderr } = await place.succeed(["explain", "clip.mp4", "bg.jpg", "--no-methods"]);
  assertEquals(stdout, "");
  assertMatch(stderr, /^'explain\.html' explains frame 12: at threshold 3 [\d.]+ % is foreground/);
  assertEquals(namesIn(place.path), ["bg.jpg", "clip.mp4", "explain.html"]);
});

Deno.test("cli explain --json tells what was measured; -t chooses the threshold", async () => {
  await using place = await workplace();
  const at = async (threshold: number) => {
    const args = ["-t", String(threshold), "--no-methods", "--json", "--overwrite", "-q"];
    const { stdout } = await place.succeed(["explain", "clip.mp4", "bg.jpg", ...args]);
    return JSON.parse(stdout);
  };
  const [low, high] = [await at(3), await at(60)];
  assertEquals([low.output, low.frame, low.width, low.height], ["explain.html", 12, 64, 48]);
  assertEquals([low.threshold, high.threshold], [3, 60]);
  assertEquals(low.foreground > high.foreground, true);
});

Deno.test("cli explain refuses in one line, and writes nothing", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("there.html"), "mine");
  await Deno.mkdir(place.file("in"));
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "4", place.file("in/%d.png"));
  for (
    const [args, ...says] of [
      [["clip.mp4", "bg.jpg", "--frame", "2"], "--frame must be", "at least 3"],
      [["clip.mp4", "bg.jpg", "--frame", "99"], "no frame 99: 'clip.mp4' has about 12"],
      [["clip.mp4", "bg.jpg", "--frame", "13"], "no frame 13: 'clip.mp4' has 12", "--frame 12"],
      [["in/", "bg.jpg", "--frame", "9"], "no frame 9: 'in/' has 4", "--frame 4"],
      [["clip.mp4", "bg.jpg", "-o", "there.html"], "--overwrite", "-o there-2.html"],
      [["clip.mp4", "bg.jpg", "-o", "a.png"], "--output must end in .html"],
      [["clip.mp4", "blur"], "a picture", "'blur'"],
      [["clip.mp4", "bg.jpg", "--steps", "bg.jpg"], "a folder, and 'bg.jpg' is none"],
      [["bg.jpg", "bg.jpg"], "has 1 of the 3 frames"],
      [["-", "bg.jpg"], "'-' can be read only once"],
      [["clip.mp4"], "missing required argument 'picture'", "explain clip.mp4 ", "beach.jpg"],
    ] as [string[], ...string[]][]
  ) {
    await assertRefused(place, ["explain", ...args, "--no-methods"], { code: 2, says });
  }
});

Deno.test("cli explain tells of inputs that are missing before a page that is there", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("explain.html"), "mine");
  for (
    const [code, args, ...says] of [
      [1, ["no.mp4", "bg.jpg"], "the video 'no.mp4': there is no such file"],
      [1, ["clip.mp4", "no.jpg"], "the background 'no.jpg': there is no such file"],
      [2, ["clip.mp4", "bg.jpg", "--frame", "99"], "no frame 99", "--frame 12 -o explain-2.html"],
    ] as [number, string[], ...string[]][]
  ) {
    await assertRefused(place, ["explain", ...args, "--no-methods"], { code, says });
  }
});

Deno.test("cli explain --steps replaces pictures that are there with --overwrite only, all of them", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("st"));
  await Deno.writeTextFile(place.file("st/8_result.png"), "mine");
  const args = ["explain", "clip.mp4", "bg.jpg", "--no-methods", "--steps", "st/"];
  const says = ["'st/8_result.png' is there already: --overwrite replaces it", "--steps st-2/"];
  await assertRefused(place, args, { code: 2, says });
  await place.succeed([...args, "--overwrite"]);
  assertEquals(namesIn(place.file("st")).length, 8);
  assertEquals((await Deno.readFile(place.file("st/8_result.png")))[0], 0x89);
});
