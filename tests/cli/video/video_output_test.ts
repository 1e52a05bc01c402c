import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { cliArguments, ffmpeg, namesIn, runProgram } from "../../helpers.ts";
import { hasFfprobe, streamsOf, timesOf } from "../ffprobe.ts";
import { assertRefused, readPicture, snapshot, type Workplace, workplace } from "../helpers.ts";

const ignore = !hasFfprobe;

/** A second of moving bars at 30000/1001 frames a second, with a tone in some codec. */
async function soundClip(place: Workplace, name: string, ...codec: string[]): Promise<void> {
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=30000/1001:duration=1"],
    ...["-f", "lavfi", "-i", "sine=frequency=440:duration=1", "-pix_fmt", "yuv420p"],
    ...codec,
    place.file(name),
  );
}

for (const codec of ["hevc", "av1"]) {
  const name = `cli --codec ${codec} writes it, or says that ffmpeg cannot`;
  Deno.test({ name, ignore }, async () => {
    await using place = await workplace();
    await soundClip(place, "sound.mp4", "-c:a", "aac");
    const args = ["sound.mp4", "bg.jpg", "-o", "out.mp4", "--codec", codec, "-q"];
    const { code, stderr } = await place.run(args);
    if (code !== 0) {
      assertMatch(stderr, /this ffmpeg has no encoder \S+; choose another --codec\n$/);
      return;
    }
    const [picture] = await streamsOf(place.file("out.mp4"));
    assertEquals([picture.codec_name, picture.nb_read_packets], [codec, "30"]);
  });
}

Deno.test({
  name: "cli copies sound where the container holds it, and encodes it elsewhere",
  ignore,
}, async () => {
  await using place = await workplace();
  await soundClip(place, "pcm.mkv", "-c:a", "pcm_s16le");
  const sounds: [output: string, codec: string][] = [
    ["copied.mov", "pcm_s16le"],
    ["made.mp4", "aac"],
  ];
  for (const [output, codec] of sounds) {
    await place.succeed(["pcm.mkv", "bg.jpg", "-o", output, "-q"]);
    assertEquals((await streamsOf(place.file(output)))[1].codec_name, codec);
  }
});

Deno.test({
  name: "cli keeps the times of a variable rate in mp4, and in webm to the millisecond",
  ignore,
}, async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=30:duration=1"],
    ...["-vf", "select=not(mod(n\\,3))+gt(n\\,15)", "-vsync", "vfr", "-pix_fmt", "yuv420p"],
    place.file("uneven.mp4"),
  );
  const expected = await timesOf(place.file("uneven.mp4"));
  for (const [output, tolerance] of [["out.mp4", 0], ["out.webm", 0.001]] as const) {
    await place.succeed(["uneven.mp4", "bg.jpg", "-o", output, "-q"]);
    const times = await timesOf(place.file(output));
    assertEquals(times.length, expected.length);
    times.forEach((time, i) => assert(Math.abs(time - expected[i]) <= tolerance, `${times}`));
  }
});

Deno.test("cli writes a GIF of the clip's own colours, with nothing beside it", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "color:#ff0000", "-o", "gif/out.gif", "-q"]);
  assertEquals(namesIn(place.file("gif")), ["out.gif"]);
  await ffmpeg(
    ...["-i", place.file("gif/out.gif"), "-frames:v", "1", "-pix_fmt", "rgba"],
    ...["-f", "rawvideo", place.file("raw")],
  );
  // The first frame has no mask yet: it is the background alone.
  assertEquals([...(await Deno.readFile(place.file("raw"))).subarray(0, 4)], [255, 0, 0, 255]);
});

Deno.test("cli writes PNG pictures with a transparent background", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "transparent", "-o", "out", "-q"]);
  const { bitmap } = await readPicture(place.file("out/output3.png"));
  const alphas = new Set(bitmap.filter((_, i) => i % 4 === 3));
  assertEquals([...alphas].sort(), [0, 255]);
});

Deno.test("cli replaces a video only with --overwrite", async () => {
  await using place = await workplace();
  await Deno.writeTextFile(place.file("out.mp4"), "precious");
  await assertRefused(place, ["clip.mp4", "bg.jpg", "-o", "out.mp4"], {
    code: 2,
    says: ["'out.mp4' is there already", "--overwrite"],
  });
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out.mp4", "--overwrite", "-q"]);
  assertEquals((await Deno.stat(place.file("out.mp4"))).size > 500, true);
});

const refused: [says: string, ...args: string[]][] = [
  ["mp4 has no transparency", "transparent", "-o", "o.mp4"],
  ["JPEG has no transparency", "transparent", "-o", "o%d.jpg"],
  ["mp4 cannot hold prores", "bg.jpg", "-o", "o.mp4", "--codec", "prores"],
  ["--format png needs a folder", "bg.jpg", "-o", "-", "--format", "png"],
  ["both want standard output", "bg.jpg", "-o", "-", "--json"],
  ["would overwrite the input", "bg.jpg", "-o", "clip.mp4", "--overwrite"],
  ["choose two names", "bg.jpg", "-o", "o.mp4", "--mattes", "o.mp4"],
  ["choose two names", "bg.jpg", "-o", "f%d.png", "--mattes", "./f%d.png"],
  ["choose two names", "bg.jpg", "-o", "-", "--mattes", "-"],
  ["--format mkv needs a folder", "bg.jpg", "-o", "f%d.png", "--format", "mkv"],
  ["goes on with numbered pictures only", "bg.jpg", "-o", "o.mp4", "--resume"],
  ["must be more than 0", "bg.jpg", "-o", "o.mp4", "--duration", "0"],
  ["at most 16384", "bg.jpg", "-o", "o.mp4", "--size", "99999x99999"],
  ["must be like 90, 1.5", "bg.jpg", "-o", "o.mp4", "--start", "soon"],
  ["must be like 1280x720", "bg.jpg", "-o", "o.mp4", "--size", "0x9"],
];

for (const [says, ...args] of refused) {
  Deno.test(`cli refuses ${args.join(" ")}`, async () => {
    await using place = await workplace();
    await assertRefused(place, ["clip.mp4", ...args], { code: 2, says: [says] });
  });
}

Deno.test("cli leaves no video where the input is damaged", async () => {
  await using place = await workplace();
  const clip = await Deno.readFile(place.file("clip.mp4"));
  await ffmpeg("-i", place.file("clip.mp4"), "-c", "copy", place.file("whole.mkv"));
  const whole = await Deno.readFile(place.file("whole.mkv"));
  await Deno.writeFile(place.file("cut.mkv"), whole.subarray(0, whole.length - 300));
  const before = await snapshot(place.path);
  const { code, stderr } = await place.run(["cut.mkv", "bg.jpg", "-o", "out.mp4", "-q"]);
  assertEquals(code, 1);
  assertStringIncludes(stderr, "is damaged");
  assertEquals(await snapshot(place.path), before);
  assertEquals(clip.length > 0, true);
});

Deno.test("cli says what ffmpeg said when it cannot encode", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-o", "out.mp4", "--preset", "warp"];
  const { code, stderr } = await place.run([...args, "-q"]);
  assertEquals([code, /Cannot write 'out.mp4' as mp4/.test(stderr)], [1, true]);
  assertEquals([...Deno.readDirSync(place.path)].map(({ name }) => name).sort(), [
    "bg.jpg",
    "clip.mp4",
  ]);
});

Deno.test("cli --format mp4 puts one video too into the folder, under its name", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "--format", "mp4", "-q"]);
  assertEquals(namesIn(place.file("out")), ["clip.mp4"]);
});

Deno.test("cli refuses to write pictures over, or among, those it reads", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("in"));
  await ffmpeg("-i", place.file("clip.mp4"), place.file("in/f%03d.png"));
  const failure = { code: 2, says: ["would overwrite the input"] };
  await assertRefused(place, ["in/f%03d.png", "bg.jpg", "-o", "in/f%03d.png"], failure);
  await assertRefused(place, ["in", "bg.jpg", "-o", "in/f%03d.png"], failure);
  await assertRefused(place, ["in", "bg.jpg", "-o", "in"], failure);
  await place.succeed(["in/f%03d.png", "bg.jpg", "-o", "in/g%03d.png", "-q", "--frames", "3"]);
});

Deno.test({
  name: "cli --frames begins a video at its first picture, and says that the sound is left out",
  ignore,
}, async () => {
  await using place = await workplace();
  await soundClip(place, "sound.mp4", "-c:a", "aac");
  const { stderr } = await place.succeed([
    "sound.mp4",
    "bg.jpg",
    "-o",
    "o.mp4",
    "--frames",
    "11-20",
  ]);
  assertStringIncludes(stderr, "--frames leaves the sound out");
  const times = await timesOf(place.file("o.mp4"));
  assertEquals([times.length, times[0]], [10, 0]);
});

Deno.test({ name: "cli --warm-up cuts the sound where the pictures begin", ignore }, async () => {
  await using place = await workplace();
  // Silence for half a second, then the tone.
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=20:duration=1"],
    ...["-f", "lavfi", "-i", "sine=frequency=440:duration=0.5,adelay=500"],
    ...["-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", place.file("late.mkv")],
  );
  const args = ["late.mkv", "blur", "--warm-up", "8", "-o"];
  await place.succeed([...args, "part.mkv", "--start", "0.05", "--duration", "0.8"]);
  // The tone begins 0.4 s earlier, and once more by --start; it ends with the pictures.
  const times = await timesOf(place.file("part.mkv"));
  assertEquals([times.length, times[0]], [8, 0]);
  const pcm = place.file("s16");
  await ffmpeg("-i", place.file("part.mkv"), "-f", "s16le", "-ar", "44100", pcm);
  const samples = new Int16Array((await Deno.readFile(pcm)).buffer);
  assertAlmostEquals(samples.findIndex((sample) => sample !== 0) / 44100, 0.05, 0.03);
  assertAlmostEquals(samples.length / 44100, 0.4, 0.03);
});

Deno.test(
  { name: "cli -o - --format mp4 gives pictures and sound from 0 on", ignore },
  async () => {
    await using place = await workplace();
    await soundClip(place, "sound.mp4", "-c:a", "aac");
    const args = ["sound.mp4", "bg.jpg", "-q", "--format", "mp4", "-o", "-"];
    await place.pipe(args, "piped.mp4");
    const times = await timesOf(place.file("piped.mp4"));
    assertEquals([times.length, times[0]], [30, 0]);
  },
);

Deno.test("cli repeats the edge where a video needs even sides", async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-f", "lavfi", "-i", "color=gray:size=66x42:rate=5:duration=1"],
    ...["-vf", "format=yuv444p,crop=33:21", place.file("odd.mkv")],
  );
  await place.succeed(["odd.mkv", "color:white", "-o", "out.mp4", "-q"]);
  await ffmpeg(
    ...["-i", place.file("out.mp4"), "-frames:v", "1", "-pix_fmt", "rgba"],
    ...["-f", "rawvideo", place.file("raw")],
  );
  const rgba = await Deno.readFile(place.file("raw"));
  assertEquals([rgba.length, Math.min(...rgba)], [4 * 34 * 22, 255]);
});

for (const container of ["", "mp4", "gif"]) {
  const format = container === "" ? [] : ["--format", container];
  Deno.test(`cli -o - ${format.join(" ")} ends without a word when nobody reads on`, async () => {
    await using place = await workplace();
    // A GIF is made whole before its first byte.
    const times = format.includes("gif") ? "19" : "99";
    const again = ["-stream_loop", times, "-i", place.file("clip.mp4"), "-c", "copy"];
    await ffmpeg(...again, place.file("long.mp4"));
    const words = [
      Deno.execPath(),
      ...cliArguments(["long.mp4", "bg.jpg", "-q", "-m", "tutorial", "-o", "-", ...format]),
    ];
    const command = words.map((word) => `'${word}'`).join(" ");
    const script = `{ ${command}; echo $? > code; } | head -c 1000 | wc -c`;
    const { stdout, stderr } = await runProgram("sh", ["-c", script], place.settings);
    assertEquals([stdout.trim(), stderr], ["1000", ""]);
    assertEquals((await Deno.readTextFile(place.file("code"))).trim(), "141");
  });
}
