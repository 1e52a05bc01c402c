import { fileURLToPath } from "node:url";
import { assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { cliArguments, ffmpeg, namesIn, runProgram } from "../helpers.ts";
import { hasFfprobe, streamsOf, timesOf } from "./ffprobe.ts";
import { assertRefused, snapshot, type Workplace, workplace } from "./helpers.ts";

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

const outputs: [name: string, video: string, sound: string | undefined][] = [
  ["out.mp4", "h264", "aac"],
  ["out.mkv", "h264", "aac"],
  ["out.mov", "h264", "aac"],
  ["out.webm", "vp9", "opus"],
  ["out.gif", "gif", undefined],
];

for (const [name, video, sound] of outputs) {
  Deno.test({ name: `cli writes ${name} with every frame, rate and sound`, ignore }, async () => {
    await using place = await workplace();
    await soundClip(place, "sound.mp4", "-c:a", "aac");
    await place.succeed(["sound.mp4", "bg.jpg", "-o", name, "-q"]);
    const [picture, ...others] = await streamsOf(place.file(name));
    assertEquals(picture.codec_name, video);
    assertEquals([picture.width, picture.height, picture.nb_read_packets], [64, 48, "30"]);
    assertEquals(others.map(({ codec_name }) => codec_name), sound === undefined ? [] : [sound]);
    if (video === "gif") return;
    assertEquals(
      picture.avg_frame_rate,
      name === "out.webm" || name === "out.mkv" ? picture.avg_frame_rate : "30000/1001",
    );
    assertEquals([picture.color_space, picture.color_range], ["bt709", "tv"]);
  });
}

for (const codec of ["hevc", "vp9", "av1"]) {
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
    ["copied.mkv", "pcm_s16le"],
    ["copied.mov", "pcm_s16le"],
    ["made.mp4", "aac"],
    ["made.webm", "opus"],
  ];
  for (const [output, codec] of sounds) {
    await place.succeed(["pcm.mkv", "bg.jpg", "-o", output, "-q"]);
    assertEquals((await streamsOf(place.file(output)))[1].codec_name, codec);
  }
});

for (const output of ["out.mp4", "out.mov"]) {
  Deno.test({ name: `cli keeps the times of a variable rate in ${output}`, ignore }, async () => {
    await using place = await workplace();
    await ffmpeg(
      ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=30:duration=2"],
      ...["-vf", "select=not(mod(n\\,3))+gt(n\\,30)", "-vsync", "vfr", "-pix_fmt", "yuv420p"],
      place.file("uneven.mp4"),
    );
    await place.succeed(["uneven.mp4", "bg.jpg", "-o", output, "-q"]);
    assertEquals(await timesOf(place.file(output)), await timesOf(place.file("uneven.mp4")));
  });
}

const transparent: [output: string, pixels: string, tag: string | undefined][] = [
  ["out.webm", "yuv420p", "1"],
  ["out.mov", "yuva444p12le", undefined],
];

for (const [output, pixels, tag] of transparent) {
  Deno.test({ name: `cli writes ${output} with a transparent background`, ignore }, async () => {
    await using place = await workplace();
    await place.succeed(["clip.mp4", "transparent", "-o", output, "-q"]);
    const [picture] = await streamsOf(place.file(output));
    assertEquals([picture.pix_fmt, picture.tags?.alpha_mode], [pixels, tag]);
    // VP9's alpha is a stream of its own, which only libvpx decodes.
    const decoder = output === "out.webm" ? ["-c:v", "libvpx-vp9"] : [];
    await ffmpeg(
      ...[...decoder, "-i", place.file(output), "-vf", "alphaextract,format=gray"],
      ...["-f", "rawvideo", place.file("alpha")],
    );
    const alpha = await Deno.readFile(place.file("alpha"));
    assertEquals(alpha.length, 12 * 64 * 48);
    // The first two frames have no mask yet; then some move and some do not.
    assertEquals(Math.max(...alpha.subarray(0, 2 * 64 * 48)) < 8, true);
    const later = alpha.subarray(2 * 64 * 48);
    assertEquals([Math.min(...later) < 8, Math.max(...later) > 247], [true, true]);
  });
}

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
  await ffmpeg("-i", place.file("out/output3.png"), "-f", "rawvideo", place.file("raw"));
  const rgba = await Deno.readFile(place.file("raw"));
  const alphas = new Set(rgba.filter((_, i) => i % 4 === 3));
  assertEquals([...alphas].sort(), [0, 255]);
});

Deno.test("cli -o - gives every frame as RGBA, or a video with --format", async () => {
  await using place = await workplace();
  const command = `'${Deno.execPath()}' run -A '${
    fileURLToPath(new URL("../../cli.ts", import.meta.url))
  }'`;
  const { settings } = place;
  const raw = await runProgram(
    "sh",
    ["-c", `${command} clip.mp4 bg.jpg -o - -q | wc -c`],
    settings,
  );
  assertEquals(Number(raw.stdout), 12 * 64 * 48 * 4);
  const piped = `${command} clip.mp4 bg.jpg -o - --format mp4 -q > piped.mp4`;
  assertEquals((await runProgram("sh", ["-c", piped], settings)).code, 0);
  await ffmpeg("-i", place.file("piped.mp4"), "-f", "rawvideo", place.file("decoded"));
  assertEquals((await Deno.stat(place.file("decoded"))).size, 12 * 64 * 48 * 1.5);
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
  ["It must be more than 0", "bg.jpg", "-o", "o.mp4", "--duration", "0"],
  ["16384 at most", "bg.jpg", "-o", "o.mp4", "--size", "99999x99999"],
  ["It must be like 90, 1.5", "bg.jpg", "-o", "o.mp4", "--start", "soon"],
  ["It must be like 1280x720", "bg.jpg", "-o", "o.mp4", "--size", "0x9"],
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

Deno.test({ name: "cli keeps flashes and clicks together", ignore }, async () => {
  await using place = await workplace();
  // White and loud for a tenth of each second, from 0.5 s on. The method shows a change
  // that falls on an even frame, as it does with this rate and start.
  await ffmpeg(
    ...["-f", "lavfi", "-i", "color=black:size=64x48:rate=20:duration=4"],
    ...[
      "-f",
      "lavfi",
      "-i",
      "aevalsrc='0.8*sin(2000*2*PI*t)*between(mod(t,1),0.5,0.6)':d=4:s=48000",
    ],
    ...["-vf", "drawbox=w=iw:h=ih:color=white:t=fill:enable='between(mod(t,1),0.499,0.599)'"],
    ...["-c:a", "aac", "-pix_fmt", "yuv420p", place.file("clap.mp4")],
  );
  await place.succeed(["clap.mp4", "color:#000000", "-o", "out.mp4", "-q", "--start", "0.25"]);
  const { stderr } = await runProgram("ffmpeg", [
    ...["-i", place.file("out.mp4"), "-af", "silencedetect=noise=-30dB:d=0.2"],
    ...["-vf", "blackdetect=d=0.2:pix_th=0.2", "-f", "null", "-"],
  ]);
  const clicks = [...stderr.matchAll(/silence_end: ([\d.]+)/g)].map(([, time]) => Number(time));
  const flashes = [...stderr.matchAll(/black_end:([\d.]+)/g)].map(([, time]) => Number(time));
  assertEquals(clicks.length >= 3 && flashes.length >= 3, true, stderr.slice(-2000));
  for (let i = 0; i < 3; i++) {
    assertEquals(Math.abs(clicks[i] - flashes[i]) <= 0.05, true, `${clicks} ${flashes}`);
  }
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
  await place.succeed(["in/f%03d.png", "bg.jpg", "-o", "in/g%03d.png", "-q"]);
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
  await place.succeed([...args, "out.mkv"]);
  await place.succeed([...args, "part.mkv", "--start", "0.05", "--duration", "0.8"]);
  // The tone begins 0.4 s earlier, and once more by --start; it ends with the pictures.
  const expected: [name: string, pictures: number, silence: number, end: number][] = [
    ["out.mkv", 12, 0.1, 0.6],
    ["part.mkv", 8, 0.05, 0.4],
  ];
  for (const [name, pictures, silence, end] of expected) {
    const times = await timesOf(place.file(name));
    assertEquals([times.length, times[0]], [pictures, 0]);
    const pcm = place.file(`${name}.s16`);
    await ffmpeg("-i", place.file(name), "-f", "s16le", "-ar", "44100", pcm);
    const samples = new Int16Array((await Deno.readFile(pcm)).buffer);
    assertAlmostEquals(samples.findIndex((sample) => sample !== 0) / 44100, silence, 0.03);
    assertAlmostEquals(samples.length / 44100, end, 0.03);
  }
});

Deno.test(
  { name: "cli keeps pictures and sound together on standard output too", ignore },
  async () => {
    await using place = await workplace();
    await soundClip(place, "sound.mp4", "-c:a", "aac");
    const words = [
      Deno.execPath(),
      ...cliArguments(["-m", "tutorial", "sound.mp4", "bg.jpg", "-q", "--format", "mp4"]),
    ];
    const command = `${words.map((word) => `'${word}'`).join(" ")} -o - > piped.mp4`;
    assertEquals((await runProgram("sh", ["-c", command], place.settings)).code, 0);
    assertEquals((await timesOf(place.file("piped.mp4")))[0], 0);
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

for (const container of ["", "mkv", "webm", "mp4", "mov", "gif"]) {
  const format = container === "" ? [] : ["--format", container];
  Deno.test(`cli -o - ${format.join(" ")} ends without a word when nobody reads on`, async () => {
    await using place = await workplace();
    const again = ["-stream_loop", "99", "-i", place.file("clip.mp4"), "-c", "copy"];
    await ffmpeg(...again, place.file("long.mp4"));
    const words = [
      Deno.execPath(),
      ...cliArguments(["long.mp4", "bg.jpg", "-q", "-o", "-", ...format]),
    ];
    const command = words.map((word) => `'${word}'`).join(" ");
    const script = `{ ${command}; echo $? > code; } | head -c 1000 | wc -c`;
    const { stdout, stderr } = await runProgram("sh", ["-c", script], place.settings);
    assertEquals([stdout.trim(), stderr], ["1000", ""]);
    assertEquals((await Deno.readTextFile(place.file("code"))).trim(), "141");
  });
}
