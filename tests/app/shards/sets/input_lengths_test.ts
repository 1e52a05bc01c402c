import { assertEquals } from "@std/assert";
import { inputLengths } from "../../../../lib/app/shards/sets/input_lengths.ts";
import { temporaryFolder } from "../../../helpers.ts";

/** The clip lasts 0.48 s; its head says so. */
const CLIP = new URL("../../../data/clip.mp4", import.meta.url);

Deno.test("inputLengths() estimates what does not tell by its size, at the others' mean rate", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/a.mp4`;
  await Deno.copyFile(CLIP, clip);
  const { size } = await Deno.stat(clip);
  const stream = `${folder.path}/b.ts`;
  await Deno.writeFile(stream, new Uint8Array(3 * size));
  const inputs = [clip, stream, clip].map((path) => ({ path, isPhoto: false }));
  const { lengths, estimated } = inputLengths(inputs, {});
  const [first, second] = lengths;
  assertEquals(lengths.map(({ isEstimated }) => isEstimated), [false, true, false]);
  assertEquals(estimated, 1);
  // Bytes a second are a whole number.
  assertEquals(Math.round(second.milliseconds / 10), Math.round(3 * first.milliseconds / 10));
});

Deno.test("inputLengths() counts pictures as frames, and parts of videos", async () => {
  await using folder = await temporaryFolder();
  const clip = `${folder.path}/a.mp4`;
  await Deno.copyFile(CLIP, clip);
  await Deno.mkdir(`${folder.path}/frames`);
  for (const number of [1, 2, 3]) {
    await Deno.writeTextFile(`${folder.path}/frames/in${number}.jpg`, "");
  }
  const inputs = [
    { path: clip, isPhoto: false },
    { path: `${folder.path}/photo.jpg`, isPhoto: true },
    { path: `${folder.path}/frames`, isPhoto: false },
    { path: `${folder.path}/frames/in%d.jpg`, isPhoto: false },
  ];
  const { lengths } = inputLengths(inputs, { start: 0.1, duration: 0.2 });
  assertEquals(lengths.map(({ milliseconds }) => milliseconds), [200, 40, 120, 120]);
});
