import { join } from "node:path";
import { UnsupportedMediaError } from "../errors.ts";
import { assertClipFolder } from "./labelled_clip.ts";
import { fileInfo } from "./system/file_info.ts";
import { onDisk } from "./system/working_folder.ts";

/**
 * A video of CDnet.
 *
 * @category Evaluation
 */
export interface CdnetVideo {
  /** Its folder, for {@linkcode openLabelledClip}. */
  readonly folder: string;
  /** The folder's own name: "highway". */
  readonly name: string;
  /** The category that it counts in: "baseline". */
  readonly category: string;
}

/**
 * What there is in a folder of CDnet's categories.
 *
 * @category Evaluation
 */
export interface CdnetTree {
  /** The videos, category by category. */
  readonly videos: readonly CdnetVideo[];
  /** Which of CDnet 2014's categories are not there. */
  readonly missing: readonly string[];
}

/** The categories of CDnet 2014, in the order of its tables. */
const CATEGORIES = [
  "badWeather",
  "baseline",
  "cameraJitter",
  "dynamicBackground",
  "intermittentObjectMotion",
  "lowFramerate",
  "nightVideos",
  "PTZ",
  "shadow",
  "thermal",
  "turbulence",
];

/** What a video's folder must have. */
const PARTS = ["input", "groundtruth", "ROI", "temporalROI"] as const;

/** How messages name these. */
const PART_NAMES = ["input/", "groundtruth/", "ROI.bmp", "temporalROI.txt"];

/**
 * Find CDnet 2014's videos: `<category>/<video>/` with `input`, `groundtruth`, `ROI.bmp` and
 * `temporalROI.txt`.
 *
 * @param root The folder of the categories, or the one that has it as `dataset`.
 * @returns The videos, in the order of CDnet's tables; categories that it does not have come last.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 * @throws {UnsupportedMediaError} If it has no such videos, or parts of one are missing.
 * @category Evaluation
 */
export function findCdnetVideos(root: string): CdnetTree {
  assertClipFolder(root);
  const inner = join(root, "dataset");
  const folder = fileInfo(inner)?.isDirectory ? inner : root;
  const categories = foldersIn(folder).toSorted((a, b) => rank(a) - rank(b));
  const videos = categories.flatMap((category) =>
    foldersIn(join(folder, category)).filter((name) => isVideo(join(folder, category, name)))
      .map((name): CdnetVideo => ({ folder: join(folder, category, name), name, category }))
  );
  if (videos.length === 0) throw new UnsupportedMediaError(emptyTree(root, folder));
  for (const video of videos) assertWhole(video);
  const there = new Set(videos.map(({ category }) => category));
  return { videos, missing: CATEGORIES.filter((category) => !there.has(category)) };
}

/** Where a category stands in the tables. */
function rank(category: string): number {
  const place = CATEGORIES.indexOf(category);
  return place < 0 ? CATEGORIES.length : place;
}

function foldersIn(folder: string): string[] {
  return [...Deno.readDirSync(onDisk(folder))]
    .filter(({ name, isFile }) => (
      !isFile && !name.startsWith(".") && fileInfo(join(folder, name))?.isDirectory
    ))
    .map(({ name }) => name).sort();
}

/** Which of its parts a folder has. */
function partsOf(folder: string): boolean[] {
  const stems = [...Deno.readDirSync(onDisk(folder))].map(({ name }) =>
    name.replace(/\.[^.]*$/, "")
  );
  return PARTS.map((part) => stems.includes(part));
}

/** Other folders, such as one of results or of clips of another kind, are none of CDnet's. */
function isVideo(folder: string): boolean {
  return partsOf(folder).some((isThere, i) => isThere && PARTS[i] !== "input");
}

function assertWhole({ folder }: CdnetVideo): void {
  const missing = partsOf(folder).flatMap((isThere, i) => isThere ? [] : [PART_NAMES[i]]);
  if (missing.length === 0) return;
  throw new UnsupportedMediaError(
    `Cannot evaluate '${folder}' as CDnet: it lacks ${missing.join(", ")}`,
  );
}

/** Why nothing was found: the folder may lie one level above or below. */
function emptyTree(root: string, folder: string): string {
  const isCategory = foldersIn(folder).some((name) => isVideo(join(folder, name)));
  const why = isVideo(folder)
    ? "it is a video; name the folder of the categories"
    : isCategory
    ? "it is a category; name the folder that it lies in, or leave --cdnet out"
    : "there is no <category>/<video>/groundtruth in it";
  return `Cannot evaluate '${root}' as CDnet: ${why}`;
}
