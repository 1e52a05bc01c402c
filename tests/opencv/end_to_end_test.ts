/** Whole runs of the command line against the tutorial by OpenCV, folder against folder. */

import { assertEquals } from "@std/assert";
import {
  BEACH,
  ffmpeg,
  makeClip,
  namesIn,
  runCliHere,
  runProgram,
  temporaryFolder,
  WAVE,
} from "../helpers.ts";
import { difference } from "./oracle/layout.ts";
import { ask, hasOpenCv, PYTHON } from "./oracle/oracle.ts";

const TWIN = `${import.meta.dirname}/oracle/tutorial.py`;

const ignore = !hasOpenCv("the comparison of whole runs");

/** What was compared so far. */
const total = { files: 0, differing: 0 };

/** Clips and backgrounds, with the number of pictures that the tutorial makes of each. */
async function makeScenes(folder: string): Promise<[string, string, number][]> {
  const [noisy, odd] = ["noisy", "odd"].map((name) => `${folder}/${name}.mp4`);
  await makeClip(noisy, { width: 640, height: 360, frames: 30, rate: 30 });
  await makeClip(odd, { width: 321, height: 243, frames: 15, rate: 25 });
  const small = `${folder}/small.png`;
  await ffmpeg("-f", "lavfi", "-i", "testsrc2=size=150x110", "-frames:v", "1", small);
  return [[WAVE, BEACH, 88], [noisy, small, 28], [odd, BEACH, 13], [odd, small, 13]];
}

/** Run both programs into folders of their own, at the same time. */
async function runBoth(video: string, background: string, ours: string, theirs: string) {
  for (const folder of ["out", "mattes"]) {
    await Deno.mkdir(`${theirs}/${folder}`, { recursive: true });
  }
  const outcomes = await Promise.all([
    runCliHere([video, background, "-q", "-o", `${ours}/out`, "--mattes", `${ours}/mattes/`]),
    runProgram(PYTHON, [TWIN, video, background, `${theirs}/out`, `${theirs}/mattes`]),
  ]);
  for (const { code, stderr } of outcomes) assertEquals(code, 0, stderr);
}

/** Check that two folders hold the same names with the same bytes; returns how many. */
async function assertSameFiles(ours: string, theirs: string): Promise<number> {
  const names = namesIn(ours);
  assertEquals(names, namesIn(theirs));
  for (const name of names) {
    count(await Deno.readFile(`${ours}/${name}`), await Deno.readFile(`${theirs}/${name}`), name);
  }
  return names.length;
}

/** Check that two folders hold the same names of PNG files with the same pixels, as OpenCV reads them. */
async function assertSameMattes(ours: string, theirs: string): Promise<number> {
  const names = namesIn(ours);
  assertEquals(names, namesIn(theirs));
  const paths = names.flatMap((name) => [`${ours}/${name}`, `${theirs}/${name}`]);
  let other: Uint8Array | undefined;
  for await (const { header, parts } of ask<unknown>("read", "IMREAD_UNCHANGED", ...paths)) {
    if (other !== undefined) count(parts[0], other, header);
    other = other === undefined ? parts[0] : undefined;
  }
  return names.length;
}

function count(ours: Uint8Array, theirs: Uint8Array, what: unknown): void {
  const { bytes } = difference(ours, theirs);
  total.files++;
  total.differing += bytes;
  assertEquals(bytes, 0, `${JSON.stringify(what)}: ${bytes} bytes differ`);
}

Deno.test({
  name: "cli.ts writes the files that the tutorial writes with OpenCV",
  ignore,
  async fn(test) {
    await using folder = await temporaryFolder();
    for (const [video, background, pictures] of await makeScenes(folder.path)) {
      const name = `${video.split("/").at(-1)} over ${background.split("/").at(-1)}`;
      await test.step(name, async () => {
        const [ours, theirs] = ["ours", "theirs"].map((who) => `${folder.path}/${name}/${who}`);
        await runBoth(video, background, ours, theirs);
        assertEquals(await assertSameFiles(`${ours}/out`, `${theirs}/out`), pictures);
        assertEquals(await assertSameMattes(`${ours}/mattes`, `${theirs}/mattes`), pictures);
      });
    }
    console.log(`end to end: ${total.files} files compared, ${total.differing} bytes differ`);
  },
});
