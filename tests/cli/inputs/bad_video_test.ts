import { assert, assertEquals, assertMatch } from "@std/assert";
import { ffmpeg, makeClip, namesIn } from "../../helpers.ts";
import {
  assertFailed,
  assertRefused,
  decodeJpeg,
  numberedNames,
  snapshot,
  workplace,
} from "../helpers.ts";

/** A file that is no video with three frames. */
interface BadVideo {
  title: string;
  name: string;
  make?: (path: string) => Promise<void>;
  says: string[];
}

const prose = (path: string) => Deno.writeTextFile(path, "What moves goes over.\n".repeat(200));
const sound = ["-f", "lavfi", "-i", "sine=duration=1"];
const picture = ["-f", "lavfi", "-i", "testsrc=size=32x32:duration=0.04"];
const cover = ["-map", "0", "-map", "1", "-c:v", "mjpeg", "-disposition:v", "attached_pic"];

const videos: BadVideo[] = [
  { title: "that is not there", name: "none.mp4", says: ["there is no such file"] },
  {
    title: "below a file",
    name: "clip.mp4/inner.mp4",
    says: ["not a directory"],
  },
  {
    title: "that is a folder",
    name: "folder.mp4",
    make: (path) => Deno.mkdir(path),
    says: ["the folder has no pictures"],
  },
  {
    title: "that is empty",
    name: "empty.mp4",
    make: (path) => Deno.writeTextFile(path, ""),
    says: ["the file is empty"],
  },
  { title: "that is text", name: "text.mp4", make: prose, says: ["it is no video"] },
  { title: "that is a text file", name: "text.txt", make: prose, says: ["a text file"] },
  {
    title: "of one word",
    name: "word.mp4",
    make: (path) => Deno.writeTextFile(path, "word"),
    says: ["it is no video"],
  },
  {
    title: "of sound only",
    name: "sound.m4a",
    make: (path) => ffmpeg(...sound, path),
    says: ["it has no video, only sound"],
  },
  {
    title: "of sound and a cover picture",
    name: "song.mp3",
    make: (path) => ffmpeg(...sound, ...picture, ...cover, path),
    says: ["it has no video, only sound or a cover"],
  },
  {
    title: "of one frame",
    name: "one.mp4",
    make: (path) => makeClip(path, { frames: 1 }),
    says: ["at least 3 frames are needed", "has 1"],
  },
  {
    title: "of two frames",
    name: "two.mp4",
    make: (path) => makeClip(path, { frames: 2 }),
    says: ["at least 3 frames are needed", "has 2"],
  },
  { title: "that is a picture", name: "bg.jpg", says: ["at least 3 frames are needed", "has 1"] },
  { title: "with no name", name: "", says: ["there is no such file"] },
];

for (const { title, name, make, says } of videos) {
  Deno.test(`cli refuses a video ${title}`, async () => {
    await using place = await workplace();
    await make?.(place.file(name));
    const failure = { code: 1, says: [`'${name}'`, ...says] };
    await assertRefused(place, [name, "bg.jpg", "-o", "out"], failure);
  });
}

for (const range of ["13", "100-"]) {
  Deno.test(`cli refuses --frames ${range} of a video of 12`, async () => {
    await using place = await workplace();
    const [first] = range.split("-");
    const says = ["'clip.mp4' ends before", `from ${first} on`];
    await assertRefused(place, ["clip.mp4", "bg.jpg", "--frames", range], { code: 1, says });
  });
}

Deno.test("cli writes what a video that breaks off has, then fails and says how much", async () => {
  await using place = await workplace();
  await makeClip(place.file("whole.mp4"), { width: 160, height: 120, frames: 40 });
  const bytes = await Deno.readFile(place.file("whole.mp4"));
  await Deno.writeFile(place.file("cut.mp4"), bytes.subarray(0, bytes.length * 0.7));
  await place.succeed(["whole.mp4", "bg.jpg", "-o", "full"]);

  const outcome = await place.run(["cut.mp4", "bg.jpg", "-o", "out"]);
  assertFailed(outcome, { code: 1, says: ["'cut.mp4' is damaged", "partial file"] });
  const [, read, written] = /: (\d+) frames could be read; ffmpeg said ".+" \((\d+) pictures/
    .exec(outcome.stderr)!.map(Number);
  assert(read >= 6 && read < 40, outcome.stderr);
  assertEquals(written, read - 2);
  assertEquals(namesIn(place.file("out")), numberedNames(3, read));
  // The last frames before the break may be guesses of ffmpeg's.
  const [out, full] = [await snapshot(place.file("out")), await snapshot(place.file("full"))];
  for (const name of ["output3.jpg", "output4.jpg"]) assertEquals(out[name], full[name]);
  await decodeJpeg(place.file(`out/output${read}.jpg`));
});

Deno.test("cli refuses a video whose index broke off", async () => {
  await using place = await workplace();
  await ffmpeg("-i", place.file("clip.mp4"), "-c", "copy", place.file("late.mp4"));
  const bytes = await Deno.readFile(place.file("late.mp4"));
  await Deno.writeFile(place.file("late.mp4"), bytes.subarray(0, bytes.length / 2));
  const failure = { code: 1, says: ["'late.mp4'", "breaks off before its index"] };
  await assertRefused(place, ["late.mp4", "bg.jpg", "-o", "out"], failure);
});

Deno.test("cli fails when frames in the middle are damaged", async () => {
  await using place = await workplace();
  const bytes = await Deno.readFile(place.file("clip.mp4"));
  bytes.fill(0xff, bytes.length - 1500, bytes.length - 1200);
  await Deno.writeFile(place.file("damaged.mp4"), bytes);
  const { code, stderr } = await place.run(["damaged.mp4", "bg.jpg", "-o", "out"]);
  assertEquals(code, 1);
  assertMatch(stderr, /^error: 'damaged\.mp4' is damaged: \d+ frames? could be read[^\n]+\n$/);
});
