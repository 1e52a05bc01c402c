/** Pictures and sound that do not begin together, read by each demuxer and written by each muxer. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ffmpeg } from "../../helpers.ts";
import { FLASH_RATE, flashAndBeep, type FlashClip, makeFlashClip } from "./flash_and_beep.ts";
import { type Workplace, workplace } from "../helpers.ts";

const asItIs = ["color:#0000ff", "-m", "chroma", "--set", "key=#00ff00", "--overwrite", "-q"];

const h264 = ["-c:v", "libx264", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac"];
/** Pictures that begin later, and sound. */
const late: Record<"pictures" | "sound", FlashClip> = {
  pictures: { pictures: 0.6 },
  sound: { sound: 0.6 },
};
/** A file for each demuxer, what begins later in it, and what is written. */
const inputs: [name: string, late: keyof typeof late, output: string, ...codecs: string[]][] = [
  ["in.mkv", "pictures", "out.mp4", ...h264],
  ["in.mp4", "sound", "out.webm", ...h264],
  ["in.flv", "sound", "out.mkv", ...h264],
  ["in.ts", "sound", "out.mov", ...h264],
  // A broadcast whose clock turns over.
  ["turn.ts", "pictures", "out.webm", ...h264, "-output_ts_offset", "95442.5"],
  ["in.avi", "pictures", "out.mp4", "-c:v", "mpeg4", "-c:a", "libmp3lame"],
  ["in.vob", "pictures", "out.mp4", "-c:v", "mpeg2video", "-c:a", "ac3"],
];

/** Within one picture of where they were, and no picture less. */
async function assertInStep(
  place: Workplace,
  input: string,
  output: string,
  options: readonly string[] = [],
  { start = 0, reference = input } = {},
): Promise<void> {
  const before = await flashAndBeep(place.file(reference));
  await place.succeed([input, ...asItIs, "-o", output, ...options]);
  const after = await flashAndBeep(place.file(output));
  const drift = after.beep - after.flash - (before.beep - before.flash);
  const what = `${input} ${options.join(" ")} -> ${output}: ${JSON.stringify({ before, after })}`;
  assertAlmostEquals(drift, 0, 1 / FLASH_RATE, what);
  // Sound that is copied begins up to a packet earlier.
  assertAlmostEquals(after.flash, before.flash - start, 2 / FLASH_RATE, what);
  if (options.length === 0) assertEquals(after.pictures, before.pictures);
}

for (const [name, begins, written, ...output] of inputs) {
  Deno.test(`cli keeps flash and beep together: ${name}`, async () => {
    await using place = await workplace();
    await makeFlashClip(place.file(name), { ...late[begins], output });
    await assertInStep(place, name, written);
  });
}

const options: [name: string, start: number, ...args: string[]][] = [
  ["in.mp4", 0.5, "--start", "0.5", "--duration", "1.2"],
  ["in.mkv", 0.72, "--start", "0.4", "--warm-up", "8"],
  ["in.ts", 0, "--fps", "20"],
];

for (const [name, start, ...args] of options) {
  Deno.test(`cli keeps flash and beep together in ${name} with ${args.join(" ")}`, async () => {
    await using place = await workplace();
    await makeFlashClip(place.file(name), { output: h264 });
    await assertInStep(place, name, "out.mov", args, { start });
  });
}

Deno.test("cli keeps flash and beep together behind a jump of a broadcast's clock", async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-f", "lavfi", "-i", "color=black:s=176x144:r=25:d=1"],
    ...["-f", "lavfi", "-i", "anullsrc=r=44100:d=1.4", ...h264],
    ...["-output_ts_offset", "500", place.file("early.ts")],
  );
  await makeFlashClip(place.file("late.ts"), { pictures: 0.3, output: h264 });
  const parts = ["early.ts", "late.ts"].map((part) => Deno.readFileSync(place.file(part)));
  await Deno.writeFile(place.file("joined.ts"), await new Blob(parts).bytes());
  // One clock for both: what ffmpeg makes of it in a single run.
  const once = ["-i", place.file("joined.ts"), "-vsync", "passthrough", ...h264];
  await ffmpeg(...once, place.file("once.mkv"));
  await assertInStep(place, "joined.ts", "out.mp4", [], { reference: "once.mkv" });
});
