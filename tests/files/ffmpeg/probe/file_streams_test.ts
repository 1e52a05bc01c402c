import { assertAlmostEquals, assertEquals } from "@std/assert";
import { findFfmpeg } from "../../../../lib/files/mod.ts";
import { readEnd, readFileStreams } from "../../../../lib/files/ffmpeg/probe/file_streams.ts";
import { fileArguments } from "../../../../lib/files/ffmpeg/encode/video_arguments.ts";
import { ffmpeg, makeClip, temporaryFolder } from "../../../helpers.ts";

const found = await findFfmpeg();
const nothing = {
  video: { title: undefined, language: undefined },
  sounds: [],
  chapters: [],
  end: undefined,
  lastPicture: undefined,
};

Deno.test("readFileStreams() finds nothing in what is no video", async () => {
  await using folder = await temporaryFolder();
  const files: [name: string, content: string][] = [
    ["text.mp4", "#codec_id 0: aac\n;FFMETADATA1\n[STREAM]\ntitle=x\n"],
    ["empty.mkv", ""],
  ];
  for (const [name, content] of files) {
    const path = `${folder.path}/${name}`;
    await Deno.writeTextFile(path, content);
    assertEquals(await readFileStreams(found, fileArguments(path)), nothing);
  }
  assertEquals(await readFileStreams(found, fileArguments(`${folder.path}/none.mp4`)), nothing);
});

Deno.test("readFileStreams() takes no title for what it is made to look like", async () => {
  await using folder = await temporaryFolder();
  const [clip, path] = ["clip.mkv", "hostile.mkv"].map((name) => `${folder.path}/${name}`);
  await makeClip(clip);
  const title = "x\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=9\n#codec_id 1: apac\n0,0,99,9,9,0x0\\";
  await ffmpeg(
    ...["-i", clip, "-f", "lavfi", "-i", "sine=d=1", "-c:v", "copy", "-c:a", "flac"],
    ...["-metadata:s:v:0", `title=${title}`, "-metadata:s:a:0", "language=deu", path],
  );
  const { video, sounds, chapters, end } = await readFileStreams(found, fileArguments(path));
  assertEquals(video, { title, language: undefined });
  assertEquals(
    sounds.map(({ codec, layout, sampleRate, language, isReadable }) => [
      ...[codec, layout, sampleRate, language, isReadable],
    ]),
    [["flac", "mono", 44100, "deu", true]],
  );
  assertEquals(chapters, []);
  assertAlmostEquals(end!, 1, 0.002);
});

Deno.test("readEnd() is the end of the last picture, by the clock of the frames", async () => {
  await using folder = await temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  await makeClip(path("clip.mp4"), { frames: 12, rate: 12 });
  // A clock that begins late, in a container that keeps it.
  await ffmpeg("-i", path("clip.mp4"), "-c", "copy", "-output_ts_offset", "7", path("late.nut"));
  await ffmpeg("-i", path("clip.mp4"), "-final_delay", "250", path("pause.gif"));
  const ends: [name: string, end: number][] = [
    ["clip.mp4", 1],
    ["late.nut", 1],
    ["pause.gif", 11 / 12 + 2.5],
  ];
  for (const [name, end] of ends) {
    assertAlmostEquals((await readEnd(found, fileArguments(path(name))))!, end, 0.011, name);
  }
});

Deno.test("readFileStreams() counts the packets that an edit list hides", async () => {
  await using folder = await temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=3", "-f", "lavfi"],
    ...["-i", "sine=d=3:r=48000", "-pix_fmt", "yuv420p", "-c:a", "aac", path("whole.mp4")],
  );
  await ffmpeg("-ss", "2", "-i", path("whole.mp4"), "-c", "copy", path("cut.mp4"));
  const hidden = async (name: string) =>
    (await readFileStreams(found, fileArguments(path(name)))).sounds[0].hidden;
  // An encoder's own beginning is a packet long.
  assertEquals(await hidden("whole.mp4"), undefined);
  const { packets, until } = (await hidden("cut.mp4"))!;
  assertAlmostEquals(packets, 48000 / 1024, 2);
  assertAlmostEquals(until, 0, 1024 / 48000);
});

Deno.test("readFileStreams() learns the same of a steady clock from one ffmpeg", async () => {
  await using folder = await temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  const pictures = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=5"];
  const sound = (seconds: number) => ["-f", "lavfi", "-i", `sine=d=${seconds}:r=48000`];
  await ffmpeg(...pictures, ...sound(5), "-pix_fmt", "yuv420p", "-c:a", "aac", path("whole.mp4"));
  await ffmpeg("-ss", "2", "-i", path("whole.mp4"), "-c", "copy", path("cut.mp4"));
  await ffmpeg("-i", path("whole.mp4"), "-c", "copy", "-output_ts_offset", "7", path("late.mkv"));
  const delayed = ["-itsoffset", "2.5", ...sound(2)];
  await ffmpeg(
    ...[...pictures, ...delayed, ...sound(7), "-map", "0", "-map", "1", "-map", "2"],
    ...["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a:0", "aac", "-c:a:1", "flac"],
    ...["-metadata:s:a:1", "language=deu", path("two.mkv")],
  );
  await ffmpeg(...pictures, "-c:v", "libx264", path("silent.mov"));
  await ffmpeg(...sound(1), path("sound.mp4"));
  await Deno.writeTextFile(path("text.mp4"), "no video");
  const names = ["whole.mp4", "cut.mp4", "late.mkv", "two.mkv", "silent.mov", "sound.mp4"];
  for (const name of [...names, "text.mp4", "none.mp4"]) {
    const args = fileArguments(path(name));
    const once = await readFileStreams(found, args, { hasSteadyClock: true });
    assertEquals(once, await readFileStreams(found, args), name);
  }
});
