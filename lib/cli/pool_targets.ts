import type { BackgroundChoice } from "../backgrounds.ts";
import type { FilePattern } from "../io/numbered_files.ts";
import { beginsAsPicture } from "../io/still_picture.ts";
import { canRunKernels } from "../simd/loader.ts";
import type { RunOptions } from "./arguments.ts";
import type { PreparedMethod } from "./prepare_method.ts";
import type { Targets } from "./targets.ts";

/** What the kernels' pool shall read and write. */
export interface PoolTargets {
  /** The path of the picture behind. */
  readonly background: string;
  readonly output: FilePattern;
  readonly mattes: FilePattern | undefined;
}

/**
 * What the kernels' pool can do: the tutorial's method as it is, a picture stretched
 * behind, JPEGs.
 *
 * @returns `undefined` if it is something else, for the pipeline to do.
 */
export async function poolTargets(
  options: RunOptions,
  prepared: PreparedMethod,
  background: BackgroundChoice,
  targets: Targets,
): Promise<PoolTargets | undefined> {
  if (!canRunKernels()) return undefined;
  return await tutorialTargets(options, prepared, background, targets);
}

/**
 * Where the tutorial's own pictures go, which are the same to the byte whoever makes them.
 *
 * @returns `undefined` if something else is asked for.
 */
export async function tutorialTargets(
  { method, feather, lightWrap, despill, fit }: RunOptions,
  { steps }: PreparedMethod,
  background: BackgroundChoice,
  { output, mattes }: Targets,
): Promise<PoolTargets | undefined> {
  const isPlain = method === "tutorial" && steps.length === 0 && feather === 0 &&
    lightWrap === 0 && !despill && fit === "stretch";
  if (!isPlain || background.kind !== "file") return undefined;
  if (output.kind !== "pictures" || output.format !== "jpg") return undefined;
  if (mattes !== undefined && mattes.kind !== "pictures") return undefined;
  if (!await beginsAsPicture(background.path)) return undefined;
  return { background: background.path, output: output.pattern, mattes: mattes?.pattern };
}
