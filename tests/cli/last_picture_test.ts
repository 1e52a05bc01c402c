/** How long the last picture stays. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ffmpeg, runProgram } from "../helpers.ts";
import { hasFfprobe, timesOf } from "./ffprobe.ts";
import { type Workplace, workplace } from "./helpers.ts";

const ignore = !hasFfprobe;
const asItIs = ["-m", "chroma", "--set", "key=#00ff00", "--overwrite", "-q"];

/** Four pictures half a second apart, of which the last stays for three. */
async function pausing(place: Workplace, name: string): Promise<void> {
  const pictures = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=2:duration=2"];
  if (name.endsWith(".gif")) {
    await ffmpeg(...pictures, "-final_delay", "300", place.file(name));
    return;
  }
  if (name.endsWith(".webm")) {
    await ffmpeg(
      ...[...pictures, "-pix_fmt", "yuv420p", "-c:v", "libvpx", "-vsync", "passthrough"],
      ...["-enc_time_base", "1:1000", "-bsf:v", "setts=duration=4500-PTS", place.file(name)],
    );
    return;
  }
  await ffmpeg(
    ...[...pictures, "-pix_fmt", "yuv420p", "-c:v", "libx264", "-bf", "0", place.file("even.mp4")],
  );
  const longer = "setts=duration=if(eq(N\\,3)\\,3/TB\\,DURATION)";
  await ffmpeg(
    ...["-i", place.file("even.mp4"), "-c", "copy", "-bsf:v", longer, place.file("pausing.mp4")],
  );
  await ffmpeg("-i", place.file("pausing.mp4"), "-c", "copy", place.file(name));
}

async function durationOf(path: string): Promise<number> {
  const args = ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path];
  return Number((await runProgram("ffprobe", args)).stdout);
}

const written = ["out.mp4", "out.mov", "out.mkv", "out.webm", "out.gif"];

for (const name of ["in.gif", "in.mp4", "in.mov", "in.mkv", "in.webm"]) {
  const title = `cli keeps how long the last picture of ${name} stays`;
  Deno.test({ name: title, ignore }, async () => {
    await using place = await workplace();
    await pausing(place, name);
    // Each into two kinds, its own among them where it has one.
    const own = written.findIndex((output) => output.slice(4) === name.slice(3));
    for (const output of [written[own], written[(own + 1) % written.length]]) {
      await place.succeed([name, "color:red", ...asItIs, "-o", output]);
      assertAlmostEquals(await durationOf(place.file(output)), 4.5, 0.011, output);
      if (output === "out.gif") continue;
      assertEquals(await timesOf(place.file(output)), [0, 0.5, 1, 1.5]);
    }
  });
}

const parts: [duration: number, times: number[], ...args: string[]][] = [
  [2.5, [0, 0.5, 1, 1.5], "--duration", "2.5"],
  [3.5, [0, 0.5], "--start", "1"],
  [2, [0, 0.5], "--start", "1", "--duration", "2"],
  [1.5, [0, 0.5, 1], "--duration", "1.5"],
  [3.5, [0, 0.5], "--warm-up", "2"],
];

for (const [duration, times, ...args] of parts) {
  const title = `cli keeps how long the last picture stays with ${args.join(" ")}`;
  Deno.test({ name: title, ignore }, async () => {
    await using place = await workplace();
    await pausing(place, "in.mp4");
    await place.succeed(["in.mp4", "color:red", ...asItIs, "-o", "out.mp4", ...args]);
    assertEquals(await timesOf(place.file("out.mp4")), times);
    assertAlmostEquals(await durationOf(place.file("out.mp4")), duration, 0.002);
  });
}

Deno.test({ name: "cli fills the last picture's stay with --fps", ignore }, async () => {
  await using place = await workplace();
  await pausing(place, "in.mp4");
  await place.succeed(["in.mp4", "color:red", ...asItIs, "-o", "out.mp4", "--fps", "4"]);
  assertAlmostEquals(await durationOf(place.file("out.mp4")), 4.5, 0.002);
});

Deno.test({ name: "cli lets pictures of one rate stay as long as before", ignore }, async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "color:red", ...asItIs, "-o", "out.mp4"]);
  assertAlmostEquals(await durationOf(place.file("out.mp4")), 1, 0.002);
});

Deno.test("cli repeats a background when its last picture is over", async () => {
  await using place = await workplace();
  // White for half a second, black for two; the frames are gone over it all.
  await ffmpeg(
    ...["-f", "lavfi", "-i", "color=white:size=64x48:rate=2:duration=1"],
    ...["-vf", "drawbox=t=fill:c=black:enable='gte(t,0.4)'", "-final_delay", "200"],
    place.file("behind.gif"),
  );
  await ffmpeg(
    ...["-f", "lavfi", "-i", "color=0x00ff00:size=64x48:rate=4:duration=5"],
    ...["-c:v", "ffv1", place.file("green.mkv")],
  );
  await place.succeed(["green.mkv", "behind.gif", ...asItIs, "-o", "out.mkv"]);
  await ffmpeg(
    ...["-i", place.file("out.mkv"), "-vf", "scale=1:1,format=gray", "-f", "rawvideo"],
    place.file("levels"),
  );
  const levels = [...await Deno.readFile(place.file("levels"))];
  const shown = levels.map((level) => level > 128 ? "w" : "b").join("");
  assertEquals(shown, "wwbbbbbbbbwwbbbbbbbb");
});
