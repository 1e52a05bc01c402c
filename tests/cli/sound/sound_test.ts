/** Sound of a video out: how much of it there is, and that no track stops a video. */
import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { ffmpeg } from "../../helpers.ts";
import { flashAndBeep, makeFlashClip } from "./flash_and_beep.ts";
import { hasFfprobe, streamsOf } from "../ffprobe.ts";
import { type Workplace, workplace, workplaces } from "../helpers.ts";

const ignore = !hasFfprobe;
/** Keeps every picture as it is, so that a flash stays where it was. */
const asItIs = ["color:#0000ff", "-m", "chroma", "--set", "key=#00ff00", "--overwrite"];

/** Two seconds of pictures with sound from a filter, in some codec. */
async function clip(place: Workplace, name: string, sound: string, codec: string[]): Promise<void> {
  await ffmpeg(
    ...["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=2", "-f", "lavfi", "-i", sound],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", ...codec],
    ...["-strict", "-2", place.file(name)],
  );
}

const raw = ["-ac", "1", "-ar", "8000", "-f", "s16le"];

/** Decode the tracks of sound, of which there are so many. */
async function samplesOf(place: Workplace, name: string, count = 1): Promise<Int16Array[]> {
  const path = (i: number) => place.file(`samples${i}`);
  const tracks = Array.from({ length: count }, (_, i) => ["-map", `0:a:${i}`, ...raw, path(i)]);
  await ffmpeg("-i", place.file(name), ...tracks.flat());
  return tracks.map((_, i) => new Int16Array(Deno.readFileSync(path(i)).buffer));
}

/** Sound of every kind that Matroska holds: each is copied somewhere, and encoded elsewhere. */
const kinds: [sound: string, codec: string][] = [
  ["sine=d=2:r=44100", "aac"],
  ["sine=d=2:r=8000", "libmp3lame"],
  ["sine=d=2:r=8000", "alac"],
  ["sine=d=2:r=44100", "tta"],
  ["sine=d=2:r=48000,aformat=channel_layouts=5.1(side)", "ac3"],
  ["sine=d=2:r=48000,aformat=channel_layouts=4.0", "flac"],
  ["sine=d=2:r=96000,aformat=channel_layouts=2.1", "pcm_f32le"],
  ["sine=d=2:r=48000,aformat=channel_layouts=7.1", "pcm_s24le"],
];

/** What only other containers hold. */
const others: [output: string, name: string, sound: string, codec: string][] = [
  ["out.mp4", "in.mp4", "sine=d=2:r=44100", "aac"],
  ["out.mkv", "in.mov", "sine=d=2:r=48000", "adpcm_ima_qt"],
  ["out.mov", "in.flv", "sine=d=2:r=11025", "nellymoser"],
  ["out.mkv", "in.m2ts", "sine=d=2,aformat=channel_layouts=5.1(side)", "pcm_bluray"],
];

/** A place with a file that has all kinds, and files of the others. */
const placeOfAllKinds = workplaces(async (place) => {
  const bars = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=2"];
  const inputs = [...kinds.map(([sound]) => sound), ...others.map(([_, _name, sound]) => sound)]
    .flatMap((sound) => ["-f", "lavfi", "-i", sound]);
  const video = ["-map", "0", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
  const tracks = kinds.flatMap(([_, codec], i) => ["-map", `${i + 1}`, `-c:a:${i}`, codec]);
  const files = others.flatMap(([_, name, _sound, codec], i) => [
    ...[...video, "-map", `${kinds.length + i + 1}`, "-c:a", codec, place.file(name)],
  ]);
  await ffmpeg(...bars, ...inputs, ...video, ...tracks, place.file("all.mkv"), ...files);
});

for (
  const [output, name, , codec] of [
    ...["out.mp4", "out.mov", "out.mkv", "out.webm"].map((output) => [output, "all.mkv"]),
    ...others,
  ]
) {
  const title = `cli keeps all of the sound of ${codec ?? "each kind"} in ${name} in ${output}`;
  Deno.test({ name: title, ignore }, async () => {
    await using place = await placeOfAllKinds();
    const count = name === "all.mkv" ? kinds.length : 1;
    await place.succeed([name, ...asItIs, "-o", output, "-q"]);
    const before = await samplesOf(place, name, count);
    const after = await samplesOf(place, output, count);
    for (const [i, { length }] of before.entries()) {
      // What an encoder puts before and behind: two packets of AAC at most.
      assertAlmostEquals(after[i].length / 8000, length / 8000, 0.1, `track ${i}`);
    }
  });
}

/** Make a track one whose codec no ffmpeg knows, as phones write it beside their AAC. */
async function makeUnknown(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  const text = new TextDecoder("latin1").decode(bytes);
  const description = text.lastIndexOf("stsd");
  bytes.set(new TextEncoder().encode("apac"), description + 16);
  bytes.set(new TextEncoder().encode("dapa"), text.indexOf("esds", description));
  await Deno.writeFile(path, bytes);
}

Deno.test({ name: "cli leaves out a sound track that ffmpeg does not know", ignore }, async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-i", place.file("clip.mp4"), "-f", "lavfi", "-i", "sine=d=1", "-map", "0:v"],
    ...["-map", "1:a", "-map", "1:a", "-c:a", "aac", place.file("two.mov")],
  );
  await makeUnknown(place.file("two.mov"));
  for (const output of ["out.mp4", "out.mkv"]) {
    const { stderr } = await place.succeed(["two.mov", ...asItIs, "-o", output]);
    assertStringIncludes(stderr, "sound track 2 of 'two.mov' is left out");
    const kinds = (await streamsOf(place.file(output))).map(({ codec_type }) => codec_type);
    assertEquals(kinds, ["video", "audio"]);
  }
});

/** Make AAC one that no ffmpeg before 7.1 decodes: xHE-AAC, as streaming services send it. */
async function makeXheAac(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  const track = new TextDecoder("latin1").decode(bytes).indexOf("esds");
  const [five, more] = [0x05, 0x80];
  const at = bytes.findIndex((byte, i) => i > track && byte === five && bytes[i + 1] === more) + 4;
  bytes.fill(0, at + 1, at + 1 + bytes[at]).set([0xf9, 0x46], at + 1);
  await Deno.writeFile(path, bytes);
}

/** Make the version of an Opus track one that there is not. */
async function makeOtherOpus(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  bytes[new TextDecoder("latin1").decode(bytes).indexOf("OpusHead") + 8] = 0xf1;
  await Deno.writeFile(path, bytes);
}

Deno.test({ name: "cli leaves out sound whose header no decoder takes", ignore }, async () => {
  await using place = await workplace();
  await clip(place, "xhe.mp4", "sine=d=1", ["-c:a", "aac"]);
  await makeXheAac(place.file("xhe.mp4"));
  await clip(place, "opus.mkv", "sine=d=1", ["-c:a", "libopus"]);
  await makeOtherOpus(place.file("opus.mkv"));
  for (const [name, output] of [["xhe.mp4", "out.mkv"], ["opus.mkv", "out.webm"]]) {
    const { stderr } = await place.succeed([name, ...asItIs, "-o", output]);
    assertStringIncludes(stderr, `sound track 1 of '${name}' is left out`);
    assertEquals((await streamsOf(place.file(output))).length, 1);
  }
});

Deno.test({ name: "cli writes a video whose only sound is unknown", ignore }, async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-i", place.file("clip.mp4"), "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac"],
    place.file("one.mov"),
  );
  await makeUnknown(place.file("one.mov"));
  const { stderr } = await place.succeed(["one.mov", ...asItIs, "-o", "out.mp4"]);
  assertStringIncludes(stderr, "sound track 1 of 'one.mov' is left out");
  assertEquals((await streamsOf(place.file("out.mp4"))).length, 1);
});

const cuts: [output: string, name: string, ...codec: string[]][] = [
  ["out.mkv", "cut.mp4", "-c:a", "aac"],
  ["out.mp4", "slow.mp4", "-c:a", "aac", "-ar", "8000"],
  ["out.mp4", "cut.mov", "-c:a", "pcm_s16le"],
  ["out.webm", "opus.mp4", "-c:a", "libopus"],
];

for (const [output, name, ...codec] of cuts) {
  Deno.test(`cli brings back no sound from before the cut of a trimmed ${name} in ${output}`, async () => {
    await using place = await workplace();
    // Loud until the cut, and silent behind it; the pictures' only key frame is the first.
    await clip(place, `whole.${name}`, "aevalsrc='if(lt(t,1.25),0.5*sin(9000*t),0)':d=2", codec);
    const trim = ["-ss", "1.3", "-i", place.file(`whole.${name}`), "-c", "copy"];
    await ffmpeg(...trim, "-strict", "-2", place.file(name));
    await place.succeed([name, ...asItIs, "-o", output, "-q"]);
    const [samples] = await samplesOf(place, output);
    // AAC's windows reach a packet back.
    const loud = samples.subarray(200).filter((sample) => Math.abs(sample) > 1500).length;
    assertEquals([loud, samples.length > 4800, samples.length < 7000], [0, true, true]);
  });
}

Deno.test({ name: "cli -o - gives the sound of a transport stream too", ignore }, async () => {
  await using place = await workplace();
  await makeFlashClip(place.file("in.ts"), { pictures: 0.4 });
  const expected = await flashAndBeep(place.file("in.ts"));
  const args = ["in.ts", ...asItIs, "-q", "-o", "-", "--format", "mp4"];
  const { code, stderr } = await place.pipe(args, "o.mp4");
  assertEquals([code, stderr], [0, ""]);
  const { flash, beep, sound, pictures } = await flashAndBeep(place.file("o.mp4"));
  assertAlmostEquals(beep - flash, expected.beep - expected.flash, 0.04);
  assertAlmostEquals(sound, expected.sound, 0.1);
  assertEquals(pictures, expected.pictures);
});
