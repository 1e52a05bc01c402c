import type { BackgroundChoice } from "../../backgrounds/mod.ts";
import type { FilePattern } from "../../files/pictures/numbered_files.ts";
import { beginsAsPicture } from "../../files/ffmpeg/decode/still_picture.ts";
import { canRunKernels, canShareMemory } from "../../memory/loader.ts";
import type { Fits } from "../defaults.ts";
import type { Targets } from "./targets.ts";

/** What the kernels' pool shall read and write. */
export interface PoolTargets {
  /** The path of the picture behind. */
  readonly background: string;
  readonly output: FilePattern;
  readonly mattes: FilePattern | undefined;
}

/**
 * What the kernels' pool can do: the tutorial's own runs, with the picture stretched behind.
 *
 * @param fits How what is behind fits.
 * @param isTutorials Whether the run is the tutorial's own.
 * @param background What is behind.
 * @param targets Where the pictures go.
 * @returns `undefined` if it is something else, for the pipeline to do.
 */
export async function poolTargets(
  fits: Fits,
  isTutorials: boolean,
  background: BackgroundChoice,
  targets: Targets,
): Promise<PoolTargets | undefined> {
  if (!canRunKernels() || !canShareMemory()) return undefined;
  return await tutorialTargets(fits, isTutorials, background, targets);
}

/**
 * Where the tutorial's own pictures go, which are the same to the byte whoever makes them.
 *
 * @returns `undefined` if something else is asked for.
 */
export async function tutorialTargets(
  fits: Fits,
  isTutorials: boolean,
  background: BackgroundChoice,
  { output, mattes }: Targets,
): Promise<PoolTargets | undefined> {
  if (!isTutorials || fits.picture !== "stretch") return undefined;
  if (background.kind !== "file" || output.kind !== "pictures") return undefined;
  if (mattes !== undefined && mattes.kind !== "pictures") return undefined;
  if (!await beginsAsPicture(background.path)) return undefined;
  return { background: background.path, output: output.pattern, mattes: mattes?.pattern };
}
