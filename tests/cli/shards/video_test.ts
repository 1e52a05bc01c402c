import { assert, assertEquals } from "@std/assert";
import { ffmpeg, namesIn } from "../../helpers.ts";
import { hasFfprobe } from "../ffprobe.ts";
import { snapshot, workplaces } from "../helpers.ts";
import { decoded, probe, runShards } from "./sharding.ts";

const ignore = !hasFfprobe;

const CHAPTERS = String.raw`;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=900
title=One
[CHAPTER]
TIMEBASE=1/1000
START=900
END=2000
title=Two
`;

/**
 * `in.mkv`: 2 s at a variable rate, with sound in two tracks, chapters and titles. `late.mp4`: the pictures
 * begin after the sound, and are shown in another order than they are decoded. `still.mp4`: no sound.
 */
const place = workplaces(async (place) => {
  await Deno.writeTextFile(place.file("chapters.txt"), CHAPTERS);
  const picture = "testsrc=size=64x48:rate=30000/1001:duration=2";
  const codec = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];
  const tags = ["-metadata:s:v:0", "title=Bild", "-metadata:s:a:0", "language=deu"];
  await ffmpeg(
    ...["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=d=2"],
    ...["-i", place.file("chapters.txt"), "-map", "0", "-map", "1", "-map", "1"],
    ...["-map_chapters", "2", "-vf", "select=not(mod(n\\,3))+gt(n\\,20)", "-vsync", "vfr"],
    ...[...codec, ...tags, "-c:a:0", "aac", "-c:a:1", "libopus", place.file("in.mkv")],
  );
  await ffmpeg(
    ...["-itsoffset", "0.3", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=d=2"],
    ...["-map", "0", "-map", "1", "-vsync", "passthrough", ...codec, "-bf", "3", "-c:a", "aac"],
    place.file("late.mp4"),
  );
  await ffmpeg("-f", "lavfi", "-i", picture, ...codec, place.file("still.mp4"));
});

/** Outputs, of what, and how else they are made. */
const CASES: readonly [output: string, video: string, ...more: string[]][] = [
  ["out.mp4", "in.mkv"],
  ["out.mkv", "in.mkv"],
  ["out.webm", "in.mkv"],
  ["out.mov", "in.mkv"],
  ["out.mp4", "late.mp4"],
  ["out.mkv", "late.mp4"],
  ["out.mp4", "late.mp4", "--warm-up", "7"],
  ["out.mp4", "late.mp4", "--start", "0.7", "--duration", "1"],
  ["out.mp4", "still.mp4", "--frames", "11-47"],
  ["out.mkv", "still.mp4", "--frames", "11-47"],
  ["out.mp4", "still.mp4", "--fps", "12.5"],
  ["out.mp4", "still.mp4", "--codec", "hevc", "--frames", "1-20"],
  ["out.mov", "still.mp4", "--codec", "prores"],
  ["out.mkv", "still.mp4", "--codec", "av1", "--frames", "1-20"],
];

for (const [output, video, ...more] of CASES) {
  const title = `cli join: ${[output, "of", video, ...more].join(" ")} is that of one run`;
  Deno.test({ name: title, ignore }, async () => {
    await using here = await place();
    const args = [video, "bg.jpg", "-m", "tutorial", ...more];
    const one = `one/${output}`;
    await here.succeed([...args, "-o", one, "-q"]);
    await runShards(here, [...args, "-o", output], 2);
    const { stderr } = await here.succeed(["join", output]);
    assertEquals(namesIn(here.file(`${output}.shards`)), ["manifest.json"], stderr);
    const [expected, joined] = [await probe(here.file(one)), await probe(here.file(output))];
    assertEquals(joined.times, expected.times);
    assertEquals(joined.streams, expected.streams);
    assertEquals([joined.chapters, joined.format], [expected.chapters, expected.format]);
    const pictures = await decoded(here.file(output), "v:0");
    assertEquals(pictures.length, expected.times[0].length);
    for (const stream of expected.streams.keys().toArray().slice(1)) {
      const sound = String(stream);
      assertEquals(await decoded(here.file(output), sound), await decoded(here.file(one), sound));
    }
  });
}

Deno.test({ name: "cli join: transparent webm and mov are those of one run", ignore }, async () => {
  await using here = await place();
  for (const output of ["out.webm", "out.mov"]) {
    const args = ["in.mkv", "transparent", "-m", "tutorial"];
    await here.succeed([...args, "-o", `one/${output}`, "-q"]);
    await runShards(here, [...args, "-o", output], 3);
    await here.succeed(["join", output]);
    const [expected, joined] = await Promise.all(
      [`one/${output}`, output].map((name) => probe(here.file(name))),
    );
    assertEquals([joined.times, joined.streams], [expected.times, expected.streams]);
  }
});

Deno.test({ name: "cli join: mattes as a video are those of one run", ignore }, async () => {
  await using here = await place();
  // Nothing is lost with that.
  const args = ["late.mp4", "bg.jpg", "-m", "tutorial", "--crf", "0"];
  await here.succeed([...args, "-o", "one/out.mp4", "--mattes", "one/m.mkv", "-q"]);
  await runShards(here, [...args, "-o", "out.mp4", "--mattes", "mattes/m.mkv"], 3);
  await here.succeed(["join", "out.mp4"]);
  assertEquals(
    await decoded(here.file("mattes/m.mkv"), "v:0"),
    await decoded(here.file("one/m.mkv"), "v:0"),
  );
  assertEquals(
    await decoded(here.file("out.mp4"), "v:0"),
    await decoded(here.file("one/out.mp4"), "v:0"),
  );
  const [expected, joined] = [
    await probe(here.file("one/m.mkv")),
    await probe(here.file("mattes/m.mkv")),
  ];
  assertEquals(joined.times, expected.times);
});

Deno.test("cli join: pictures beside a video are checked, and where they belong", async () => {
  await using here = await place();
  const args = ["in.mkv", "bg.jpg", "-m", "tutorial"];
  await here.succeed([...args, "-o", "one.mp4", "--mattes", "one/", "-q"]);
  await runShards(here, [...args, "-o", "out.mp4", "--mattes", "cut/"], 3);
  await Deno.rename(here.file("cut/matte30.png"), here.file("kept"));
  assertEquals((await here.run(["join", "out.mp4", "-q"])).code, 1);
  await Deno.rename(here.file("kept"), here.file("cut/matte30.png"));
  await here.succeed(["join", "out.mp4", "-q"]);
  assertEquals(await snapshot(here.file("cut")), await snapshot(here.file("one")));
});

Deno.test("cli join says where the video is that has moved, and takes no other", async () => {
  await using here = await place();
  await runShards(here, ["late.mp4", "bg.jpg", "-m", "tutorial", "-o", "out.mp4"], 2);
  await Deno.rename(here.file("late.mp4"), here.file("elsewhere.mp4"));
  const { code, stderr } = await here.run(["join", "out.mp4"]);
  assertEquals([code, stderr], [
    1,
    "error: Cannot join: the video 'late.mp4' is not there, which has the sound; " +
    "--video talk.mp4 says where it is\n",
  ]);
  const other = await here.run(["join", "out.mp4", "--video", "still.mp4"]);
  assertEquals(other.code, 1);
  assert(other.stderr.includes("another video"), other.stderr);
  await here.succeed(["join", "out.mp4", "--video", "elsewhere.mp4"]);
});
