/**
 * What `evaluateClip` measures are the mattes that the command line writes: golden.ts has the sums
 * of those.
 */
import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import {
  encodeGrayPng,
  findFfmpeg,
  openJpegCodec,
  openLabelledClip,
  segmenterOpener,
} from "../../lib/files/mod.ts";
import {
  evaluateClip,
  type MethodName,
  type MethodOptions,
  methods,
  parseRefinement,
} from "../../mod.ts";
import { exactMethods } from "./exact_methods.ts";
import { golden, sumOf } from "../golden.ts";
import { BEACH, ROOT, runCliHere, temporaryFolder } from "../helpers.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled/", ROOT));

async function openClip(name: string) {
  using jpeg = await openJpegCodec();
  return await openLabelledClip(`${LABELLED}${name}`, { ffmpeg: await findFfmpeg(), jpeg });
}

/** Measure a method on a clip, and write what is measured as `--mattes` does. */
async function writeMattes(
  folder: string,
  clip: string,
  name: MethodName,
  options: MethodOptions,
): Promise<void> {
  const { cleanPlate, ...rest } = await openClip(clip);
  const { create, refine = "" } = methods[name];
  using estimator = create({ ...options, cleanPlate });
  const files: [number: number, png: Uint8Array][] = [];
  await evaluateClip({ ...rest, cleanPlate }, estimator, {
    edgesEvery: 0,
    refine: { steps: parseRefinement(refine), linesScaled: true },
    onEstimate: (number, matte) => files.push([number, encodeGrayPng(matte)]),
  });
  for (const [number, png] of files) await Deno.writeFile(`${folder}/matte${number}.png`, png);
}

for (const [i, [name, options]] of exactMethods.entries()) {
  // By turns, for time: both clips go through the library's call in replace_files_test.ts.
  const clip = ["walk", "sway"][i % 2];
  Deno.test(`evaluateClip() measures the mattes that the command line writes: ${name}, ${clip}`, async () => {
    await using folder = await temporaryFolder();
    await writeMattes(folder.path, clip, name, options);
    assertEquals(await sumOf(folder.path, /^matte/), golden[`${name}, ${clip}: mattes`]);
  });
}

for (const clip of ["walk"]) {
  // A network's mattes differ from processor to processor in the last bit: there is no golden sum.
  Deno.test(`evaluateClip() measures the mattes that the command line writes: segment, ${clip}`, async () => {
    await using folder = await temporaryFolder();
    const [ours, theirs] = ["ours", "theirs"].map((name) => `${folder.path}/${name}`);
    for (const path of [ours, theirs]) await Deno.mkdir(path);
    await writeMattes(ours, clip, "segment", { openSegmenter: segmenterOpener("fast") });
    const targets = ["-o", `${theirs}/out%d.png`, "--mattes", `${theirs}/matte%d.png`, "-q"];
    const args = [`${LABELLED}${clip}/input.mp4`, BEACH, ...targets, "-m", "segment"];
    const { code, stderr } = await runCliHere(args);
    assertEquals(code, 0, stderr);
    assertEquals(await sumOf(ours, /^matte/), await sumOf(theirs, /^matte/));
  });
}
