import { assertEquals, assertThrows } from "@std/assert";
import { UnsupportedMediaError } from "../../mod.ts";
import { findCdnetVideos } from "../../lib/files/mod.ts";
import { temporaryFolder } from "../helpers.ts";

/** Folders with empty files: what is in them, nobody reads here. */
async function tree(root: string, videos: readonly string[], parts: readonly string[] = PARTS) {
  for (const video of videos) {
    for (const part of parts) {
      if (part.includes(".")) await Deno.writeTextFile(`${root}/${video}/${part}`, "");
      else await Deno.mkdir(`${root}/${video}/${part}`, { recursive: true });
    }
  }
}

const PARTS = ["input", "groundtruth", "ROI.bmp", "temporalROI.txt"];

Deno.test("findCdnetVideos() finds categories in the order of CDnet's tables, others last", async () => {
  await using folder = await temporaryFolder();
  await tree(`${folder.path}/dataset`, ["mine/a", "shadow/b", "baseline/d", "baseline/c"]);
  // As in the archive: results beside the data set, and other files in it.
  await Deno.mkdir(`${folder.path}/results/baseline/c`, { recursive: true });
  await Deno.writeTextFile(`${folder.path}/dataset/README.txt`, "");
  for (const root of [folder.path, `${folder.path}/dataset`]) {
    const { videos, missing } = findCdnetVideos(root);
    assertEquals(videos.map(({ category, name }) => `${category}/${name}`), [
      "baseline/c",
      "baseline/d",
      "shadow/b",
      "mine/a",
    ]);
    assertEquals([missing.length, missing[0]], [9, "badWeather"]);
  }
});

Deno.test("findCdnetVideos() says what is wrong with a folder, and where the right one is", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const refuses = (root: string, says: string) =>
    assertThrows(() => findCdnetVideos(root), UnsupportedMediaError, says);
  refuses(path, "there is no <category>/<video>/groundtruth in it");
  await tree(path, ["baseline/office"]);
  refuses(`${path}/baseline`, "it is a category; name the folder that it lies in");
  refuses(`${path}/baseline/office`, "it is a video; name the folder of the categories");
  await tree(path, ["PTZ/zoom"], PARTS.slice(0, 3));
  refuses(path, "zoom' as CDnet: it lacks temporalROI.txt");
  assertThrows(() => findCdnetVideos(`${path}/none`), Deno.errors.NotFound, "no such folder");
});
