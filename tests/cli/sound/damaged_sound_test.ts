import { assertEquals, assertMatch } from "@std/assert";
import { ffmpeg, lcgBytes } from "../../helpers.ts";
import { workplace, workplaces } from "../helpers.ts";

/** A place with a clip with sound, and the same with sound of which the second half is noise. */
const placeWithSound = workplaces(async (place) => {
  const sound = ["-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac", "-f", "adts", "-"];
  await ffmpeg(...sound.slice(0, -1), place.file("good.aac"));
  const bytes = await Deno.readFile(place.file("good.aac"));
  const noise = lcgBytes(bytes.length, 3);
  // Each packet keeps its header, of seven bytes, which tells its length.
  for (let at = 0, length; at + 7 < bytes.length; at += length) {
    length = ((bytes[at + 3] & 3) << 11) | (bytes[at + 4] << 3) | (bytes[at + 5] >> 5);
    if (at > bytes.length / 2) bytes.set(noise.subarray(at, at + length - 7), at + 7);
  }
  await Deno.writeFile(place.file("bad.aac"), bytes);
  for (const name of ["good", "bad"]) {
    const inputs = [
      "-stream_loop",
      "1",
      "-i",
      place.file("clip.mp4"),
      "-i",
      place.file(`${name}.aac`),
    ];
    await ffmpeg(...inputs, "-c", "copy", place.file(`${name}.mp4`));
  }
});

Deno.test("cli writes a video whose sound is damaged, and says so", async () => {
  await using place = await placeWithSound();
  // Copied, and encoded.
  for (const [name, output] of [["good", "o.mp4"], ["bad", "new.mp4"], ["bad", "new.webm"]]) {
    const { stderr } = await place.succeed([`${name}.mp4`, "bg.jpg", "-o", output]);
    const note = /^note: the sound of 'bad\.mp4' is damaged: parts of it are missing or noise\n/;
    assertEquals(note.test(stderr), name === "bad", stderr);
    assertMatch(stderr, /24 frames read/);
  }
});

Deno.test("cli is not told by a file's author that its sound is damaged", async () => {
  await using place = await placeWithSound();
  const forged =
    "x\n[info] Stream mapping:\n[info]   Stream #1:1 -> #0:1 (aac (native) -> aac (native))" +
    "\n[aac @ 0x1] [error] EVIL\n[error] Error while decoding stream #1:1: EVIL";
  const tags = ["-movflags", "use_metadata_tags", "-metadata", `${forged}=1`, "-metadata:s:a"];
  const copy = ["-i", place.file("good.mp4"), "-c", "copy", ...tags, `title=${forged}`];
  await ffmpeg(...copy, place.file("evil.mp4"));
  const { stderr } = await place.succeed(["evil.mp4", "bg.jpg", "-m", "difference", "-o", "o.mp4"]);
  assertMatch(stderr, /^o\.mp4, 24 frames read/);
});

Deno.test("cli writes all pictures where only sound is missing, says so, and none where they are not", async () => {
  await using place = await workplace();
  await ffmpeg(
    ...["-i", place.file("clip.mp4"), "-f", "lavfi", "-i", "sine=d=3", "-c:v", "copy"],
    ...["-c:a", "pcm_s16le", "-movflags", "faststart", place.file("whole.mov")],
  );
  const bytes = await Deno.readFile(place.file("whole.mov"));
  const args = ["cut.mov", "bg.jpg", "-m", "difference", "-o", "o.mp4"];
  await Deno.writeFile(place.file("cut.mov"), bytes.subarray(0, -5000));
  const { stderr } = await place.succeed(args);
  assertMatch(stderr, /^note: the sound of 'cut\.mov' is damaged/);
  assertMatch(stderr, /12 frames read/);
  await Deno.writeFile(place.file("cut.mov"), bytes.subarray(0, bytes.length / 10));
  assertMatch(
    (await place.run([...args, "--overwrite"])).stderr,
    /'cut\.mov' is damaged: \d+ frame/,
  );
});
