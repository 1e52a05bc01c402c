import { assertEquals, assertLess } from "@std/assert";
import { cliArguments, ffmpeg, makeClip, namesIn, runProgram } from "../helpers.ts";
import {
  decodeJpeg,
  hasProgram,
  numberedNames,
  snapshot,
  type Workplace,
  workplace,
} from "./helpers.ts";

/** Copy a clip with the mark of a camera held sideways. */
async function rotate(place: Workplace, from: string, to: string): Promise<void> {
  const [input, output] = [place.file(from), place.file(to)];
  try {
    // From ffmpeg 6 on; it no longer writes the older tag.
    await ffmpeg("-display_rotation", "90", "-i", input, "-c", "copy", output);
  } catch {
    await ffmpeg("-i", input, "-c", "copy", "-metadata:s:v:0", "rotate=90", output);
  }
}

Deno.test("cli turns a video upright as its rotation says", async () => {
  await using place = await workplace();
  await rotate(place, "clip.mp4", "sideways.mp4");
  const { stdout } = await place.succeed(["sideways.mp4", "bg.jpg", "-o", "out", "--json"]);
  const { width, height } = await decodeJpeg(place.file("out/output3.jpg"));
  assertEquals([width, height], [48, 64]);
  assertEquals([JSON.parse(stdout).width, JSON.parse(stdout).height], [48, 64]);
  assertEquals(namesIn(place.file("out")), numberedNames(3, 12));
});

for (const container of ["mkv", "mp4"]) {
  Deno.test(`cli takes each frame of a variable rate ${container} once`, async () => {
    await using place = await workplace();
    await makeClip(place.file("slow.mp4"), { frames: 6, rate: 5 });
    await makeClip(place.file("fast.mp4"), { frames: 9, rate: 30 });
    await Deno.writeTextFile(place.file("list"), "file slow.mp4\nfile fast.mp4\n");
    const list = ["-f", "concat", "-i", place.file("list")];
    await ffmpeg(...list, "-c", "copy", place.file(`both.${container}`));
    await place.succeed([`both.${container}`, "bg.jpg", "-o", "out"]);
    assertEquals(namesIn(place.file("out")), numberedNames(3, 15));
  });
}

Deno.test("cli reads the video of a file that has a cover picture too", async () => {
  await using place = await workplace();
  const inputs = ["-i", place.file("bg.jpg"), "-i", place.file("clip.mp4")];
  const streams = ["-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic"];
  await ffmpeg(...inputs, ...streams, place.file("cover.mp4"));
  await place.succeed(["cover.mp4", "bg.jpg", "-o", "with"]);
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "without"]);
  assertEquals(await snapshot(place.file("with")), await snapshot(place.file("without")));
});

Deno.test("cli takes videos of odd sides", async () => {
  await using place = await workplace();
  await makeClip(place.file("odd.mp4"), { width: 65, height: 33, frames: 4 });
  await place.succeed(["odd.mp4", "bg.jpg", "-o", "out"]);
  const { width, height } = await decodeJpeg(place.file("out/output4.jpg"));
  assertEquals([width, height], [65, 33]);
});

Deno.test({
  name: "cli needs no more memory for a longer video",
  ignore: !await hasProgram("/usr/bin/time"),
  fn: async () => {
    await using place = await workplace();
    // 480 frames of 300 KB are 144 MB more than 0: kept, they would show.
    await makeClip(place.file("short.mp4"), { width: 320, height: 240, frames: 24 });
    const again = ["-stream_loop", "20", "-i", place.file("short.mp4"), "-c", "copy"];
    await ffmpeg(...again, place.file("long.mp4"));
    const peaks: number[] = [];
    for (const video of ["short.mp4", "long.mp4"]) {
      const args = cliArguments([video, "bg.jpg", "-o", "out"]);
      const time = ["-f", "%M", "-o", place.file("peak"), Deno.execPath(), ...args];
      const { code, stderr } = await runProgram("/usr/bin/time", time, place.settings);
      assertEquals(code, 0, stderr);
      peaks.push(Number(await Deno.readTextFile(place.file("peak"))) / 1024);
    }
    assertLess(peaks[1] - peaks[0], 70);
  },
});
