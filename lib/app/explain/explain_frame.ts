import { inFolder } from "../../files/system/working_folder.ts";
import {
  fileOptionKinds,
  type ReplaceFileOptions,
} from "../../pipeline/files/replace_file_options.ts";
import { assertOption, type OptionKind } from "../../raster/option_checks.ts";
import type { SampleProgress } from "../compare/sampled_method.ts";
import { assertFileOptions, fileRunOptions } from "../options/file_run_options.ts";
import { UsageError } from "../usage_error.ts";
import { type ExplainedFrame, explainRun } from "./explain_run.ts";
import { FIRST_FRAME } from "./read_pair.ts";

/** What of a run's options is told here too. */
const RUN_OPTIONS = [
  "threshold",
  "cleanPlate",
  "model",
  "overwrite",
  "offline",
  "cwd",
  "ffmpeg",
  "signal",
  "onNotice",
] as const satisfies readonly (keyof ReplaceFileOptions)[];

/**
 * What {@linkcode explainFrame} is told: the command line's options by their names.
 *
 * @category Evaluation
 */
export interface ExplainFrameOptions extends Pick<ReplaceFileOptions, typeof RUN_OPTIONS[number]> {
  /**
   * The number of the tutorial's picture, from 3.
   *
   * @default {30, or the last one of a shorter video}
   */
  frame?: number | undefined;
  /** The folder for a PNG of each step; those that are there are replaced with `overwrite` only. */
  steps?: string | undefined;
  /**
   * Other methods on the same frame: names, or paths of modules.
   *
   * @default {all, in the order of `--help`}
   */
  methods?: readonly string[] | undefined;
  /** Called while other methods work. */
  onProgress?: ((progress: SampleProgress) => void) | undefined;
}

const optionKinds: Readonly<Record<keyof ExplainFrameOptions, OptionKind>> = {
  ...Object.fromEntries(RUN_OPTIONS.map((name) => [name, fileOptionKinds[name]])) as Record<
    typeof RUN_OPTIONS[number],
    OptionKind
  >,
  frame: "number",
  steps: "string",
  methods: "object",
  onProgress: "function",
};

const ACTION = "explain a frame";

/** The tutorial's threshold. */
export const TUTORIAL_LEVEL = 3;

/**
 * Explain one frame of a video: a page that needs nothing else, with each step of the tutorial, a threshold
 * that can be dragged, why the mask fails, and what other methods make of the frame.
 *
 * @example A frame of a short clip
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const walk = "examples/media/labelled/walk/input.mp4";
 * const { frame, threshold, steps } = await explainFrame(
 *   walk,
 *   "examples/media/beach.jpg",
 *   `${folder}/explain.html`,
 *   { frame: 12, methods: [], steps: folder },
 * );
 * assertEquals([frame, threshold, steps.length], [12, 3, 8]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @param video The video: a file, numbered pictures, or a folder of them.
 * @param background The picture behind.
 * @param output The page, as "explain.html"; written atomically.
 * @param options Which frame, which methods, and a run's options.
 * @returns What was found, and what was written.
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws {RangeError} If one is out of range.
 * @throws {Error} If there is no such frame, the background is no picture, or the page or a step's
 * picture is there already.
 * @throws What reading and writing throws; no half file stays.
 * @category Evaluation
 */
export async function explainFrame(
  video: string,
  background: string,
  output: string,
  options: ExplainFrameOptions = {},
): Promise<ExplainedFrame> {
  assertFileOptions(ACTION, options, optionKinds);
  const { frame, steps, methods, onProgress, threshold: level = TUTORIAL_LEVEL, ...rest } = options;
  const { signal = new AbortController().signal, onNotice = () => {}, cwd } = options;
  if (frame !== undefined) {
    assertOption(ACTION, "frame", frame, { least: FIRST_FRAME, isWhole: true });
  }
  assertOption(ACTION, "threshold", level, { least: 0, most: 255, isWhole: true });
  signal.throwIfAborted();
  const run = fileRunOptions({ video, background, output }, rest);
  const around = { signal, onNotice, onProgress };
  try {
    return await inFolder(
      cwd,
      () => explainRun({ run, frame, level, steps, methods }, around),
    );
  } catch (error) {
    if (!(error instanceof UsageError) || error.message.startsWith("Cannot ")) throw error;
    throw new UsageError(`Cannot ${ACTION}: ${error.message}`, { cause: error });
  }
}
