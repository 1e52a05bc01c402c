import { assertEquals, assertLess } from "@std/assert";
import { cliArguments, ffmpeg, makeClip, namesIn, runProgram } from "../../helpers.ts";
import { hasProgram, numberedNames, snapshot, workplace } from "../helpers.ts";

Deno.test("cli takes each frame of a variable rate once", async () => {
  await using place = await workplace();
  await makeClip(place.file("slow.mp4"), { frames: 6, rate: 5 });
  await makeClip(place.file("fast.mp4"), { frames: 9, rate: 30 });
  await Deno.writeTextFile(place.file("list"), "file slow.mp4\nfile fast.mp4\n");
  const both = ["-c", "copy", place.file("both.mkv"), "-c", "copy", place.file("both.mp4")];
  await ffmpeg("-f", "concat", "-i", place.file("list"), ...both);
  for (const container of ["mkv", "mp4"]) {
    await place.succeed([`both.${container}`, "bg.jpg", "-o", container]);
    assertEquals(namesIn(place.file(container)), numberedNames(3, 15));
  }
});

Deno.test("cli reads the video of a file that has a cover picture too", async () => {
  await using place = await workplace();
  const inputs = ["-i", place.file("bg.jpg"), "-i", place.file("clip.mp4")];
  const streams = ["-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic"];
  await ffmpeg(...inputs, ...streams, place.file("cover.mp4"));
  await place.succeed(["cover.mp4", "bg.jpg", "-o", "with"]);
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "without"]);
  assertEquals(await snapshot(place.file("with")), await snapshot(place.file("without")));
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
