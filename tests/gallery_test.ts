/** docs/gallery.md: it is what its script makes, and its commands do what it says. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { openJpegCodec } from "../lib/files/mod.ts";
import {
  argumentsIn,
  type GalleryNumbers,
  type Measured,
  measureMatte,
  readMatte,
} from "../examples/media/gallery/measure.ts";
import { factsOf } from "../examples/media/gallery/facts.ts";
import { galleryPage } from "../examples/media/gallery/page.ts";
import { type GalleryPair, pairs } from "../examples/media/gallery/pairs.ts";
import { ROOT, runCliHere, temporaryFolder } from "./helpers.ts";

const GALLERY = new URL("examples/media/gallery/", ROOT);
const numbers: GalleryNumbers = JSON.parse(
  await Deno.readTextFile(new URL("measured.json", GALLERY)),
);

Deno.test("docs/gallery.md is what make_gallery.ts writes of its pairs and numbers", async () => {
  assertEquals(await Deno.readTextFile(new URL("docs/gallery.md", ROOT)), galleryPage(numbers));
  assertEquals(Object.keys(numbers), pairs.map(({ name }) => name));
});

Deno.test("docs/gallery.md has twelve pictures, eight of what succeeds, four of what fails", async () => {
  for (const [i, { name, instead }] of pairs.entries()) {
    assertEquals(instead !== undefined, i >= 8, name);
    const { iou, instead: better } = numbers[name];
    // What succeeds is good, what fails is not, and the better command is.
    assert(instead === undefined ? iou > 0.9 : iou < 0.91 && better!.iou > 0.9, name);
    assert((await Deno.stat(new URL(`${name}.jpg`, GALLERY))).size > 10_000, name);
  }
  assertEquals(pairs.length, 12);
});

/** Quick ones, of the same colours everywhere. */
const withoutNetwork = pairs.filter(({ command }) => !command.includes("-m segment"));
for (const pair of withoutNetwork) {
  const { name, compared } = pair;
  Deno.test(`docs/gallery.md: ${pair.command}`, async () => {
    const { measured, facts = {} } = await measure(pair);
    assertNear(measured, numbers[name], name);
    // Shares, and a ratio.
    for (const [fact, value] of Object.entries(numbers[name].facts ?? {})) {
      assertAlmostEquals(facts[fact], value, 0.02, fact);
    }
    if (compared === undefined) return;
    const other = await measure({ ...pair, ...compared });
    assertNear(other.measured, numbers[name].compared!, compared.command);
  });
}

/** Another ffmpeg may decode a level more or less. */
function assertNear(measured: Measured, wanted: Measured, name: string): void {
  for (const key of ["iou", "found", "room"] as const) {
    assertAlmostEquals(measured[key], wanted[key], 0.02, `${name}: ${key}`);
  }
}

async function measure(pair: GalleryPair) {
  const { command, clip, frame } = pair;
  await using folder = await temporaryFolder();
  const { args, matteOf } = argumentsIn(command, folder.path);
  // No further than the frame that is shown.
  args.push("--frames", `1-${frame}`);
  const { code, stderr } = await runCliHere(args, { cwd: fileURLToPath(ROOT) });
  assertEquals([code, stderr], [0, ""]);
  using jpeg = await openJpegCodec();
  const facts = await factsOf(pair, await readMatte(matteOf(frame), jpeg), jpeg);
  return { measured: await measureMatte(clip, frame, matteOf(frame), jpeg), facts };
}
