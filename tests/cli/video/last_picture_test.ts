/** How long the last picture stays. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ffmpeg } from "../../helpers.ts";
import { durationOf, hasFfprobe, timesOf } from "../ffprobe.ts";
import { workplace, workplaces } from "../helpers.ts";

const ignore = !hasFfprobe;
const asItIs = ["-m", "chroma", "--set", "key=#00ff00", "--overwrite", "-q"];

/** A place with four pictures half a second apart, of which the last stays for three. */
const placeOfPausing = workplaces(async (place) => {
  const longer = "setts=duration=if(eq(N\\,3)\\,3/TB\\,DURATION)";
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=2:duration=2"],
    ...["-pix_fmt", "yuv420p", "-c:v", "libx264", "-bf", "0", place.file("even.mp4")],
    ...["-final_delay", "300", place.file("in.gif")],
    ...["-pix_fmt", "yuv420p", "-c:v", "libvpx", "-vsync", "passthrough"],
    ...["-enc_time_base", "1:1000", "-bsf:v", "setts=duration=4500-PTS", place.file("in.webm")],
  );
  const copy = ["-c", "copy"];
  await ffmpeg("-i", place.file("even.mp4"), ...copy, "-bsf:v", longer, place.file("pausing.mp4"));
  const copies = ["in.mp4", "in.mov", "in.mkv"].flatMap((name) => [...copy, place.file(name)]);
  await ffmpeg("-i", place.file("pausing.mp4"), ...copies);
});

const written: [input: string, output: string][] = [
  ["in.gif", "out.mp4"],
  ["in.mp4", "out.gif"],
  ["in.mov", "out.mkv"],
  ["in.mkv", "out.webm"],
  ["in.webm", "out.mov"],
];

for (const [input, output] of written) {
  const title = `cli keeps how long the last picture of ${input} stays in ${output}`;
  Deno.test({ name: title, ignore }, async () => {
    await using place = await placeOfPausing();
    await place.succeed([input, "color:red", ...asItIs, "-o", output]);
    assertAlmostEquals(await durationOf(place.file(output)), 4.5, 0.011, output);
    if (output === "out.gif") return;
    assertEquals(await timesOf(place.file(output)), [0, 0.5, 1, 1.5]);
  });
}

const parts: [duration: number, times: number[], ...args: string[]][] = [
  [2.5, [0, 0.5, 1, 1.5], "--duration", "2.5"],
  [2, [0, 0.5], "--start", "1", "--duration", "2"],
  [3.5, [0, 0.5], "--warm-up", "2"],
];

for (const [duration, times, ...args] of parts) {
  const title = `cli keeps how long the last picture stays with ${args.join(" ")}`;
  Deno.test({ name: title, ignore }, async () => {
    await using place = await placeOfPausing();
    await place.succeed(["in.mp4", "color:red", ...asItIs, "-o", "out.mp4", ...args]);
    assertEquals(await timesOf(place.file("out.mp4")), times);
    assertAlmostEquals(await durationOf(place.file("out.mp4")), duration, 0.002);
  });
}

Deno.test({ name: "cli fills the last picture's stay with --fps", ignore }, async () => {
  await using place = await placeOfPausing();
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
