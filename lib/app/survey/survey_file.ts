import { inFolder } from "../../files/system/working_folder.ts";
import {
  fileOptionKinds,
  type ReplaceFileOptions,
} from "../../pipeline/files/replace_file_options.ts";
import type { OptionKind } from "../../raster/option_checks.ts";
import { assertFileOptions, fileRunOptions } from "../options/file_run_options.ts";
import { UsageError } from "../usage_error.ts";
import { type MadeSurvey, makeSurvey } from "./make_survey.ts";

/** What of a run's options decides what a survey sees and learns, and how it is called. */
const RUN_OPTIONS = [
  "method",
  "threshold",
  "settings",
  "model",
  "modelOptions",
  "every",
  "device",
  "cleanPlate",
  "cleanPlateAt",
  "stereo",
  "swapEyes",
  "calibration",
  "start",
  "duration",
  "size",
  "fps",
  "overwrite",
  "offline",
  "cwd",
  "ffmpeg",
  "signal",
  "onNotice",
] as const satisfies readonly (keyof ReplaceFileOptions)[];

/**
 * How a video is surveyed: the options that its run will have.
 *
 * @category Many machines
 */
export interface SurveyFileOptions extends Pick<ReplaceFileOptions, typeof RUN_OPTIONS[number]> {
  /**
   * Whether the run writes numbered pictures: their pixels are OpenCV's, and those of a video are exact.
   *
   * @default {false}
   */
  pictures?: boolean | undefined;
  /** Called after each frame, with about which part of how many it is, if that is known. */
  onProgress?: ((frame: number, total: number | undefined) => void) | undefined;
}

const optionKinds: Readonly<Record<keyof SurveyFileOptions, OptionKind>> = {
  ...Object.fromEntries(RUN_OPTIONS.map((name) => [name, fileOptionKinds[name]])) as Record<
    typeof RUN_OPTIONS[number],
    OptionKind
  >,
  pictures: "boolean",
  onProgress: "function",
};

const ACTION = "survey a video";

/**
 * Look at a whole video once, and write what a method learns of it: for many runs that each make a part
 * of the video. They take it by their option `survey`.
 *
 * @example Once for all
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const walk = "examples/media/labelled/walk/input.mp4";
 * const { output, wasThere } = await surveyFile(walk, `${folder}/room.bin`, { method: "median" });
 * assertEquals([output, wasThere], [`${folder}/room.bin`, false]);
 * // A second call finds it.
 * const again = await surveyFile(walk, `${folder}/room.bin`, { method: "median" });
 * assertEquals(again.wasThere, true);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @param video The video: a file, numbered pictures, or a folder of them.
 * @param output Where the survey is written, atomically. One that is there and fits stays as it is.
 * @param options The method, and how the video is read: as its runs will say.
 * @returns What was made.
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws {RangeError} If an option is out of range.
 * @throws {Error} If the method has no survey, or another file is in the way.
 * @throws What reading, the method or writing throws; then no half file stays.
 * @category Many machines
 */
export async function surveyFile(
  video: string,
  output: string,
  options: SurveyFileOptions = {},
): Promise<MadeSurvey> {
  assertFileOptions(ACTION, options, optionKinds);
  const { pictures = false, onProgress, ...rest } = options;
  const { signal = new AbortController().signal, onNotice, cwd } = options;
  signal.throwIfAborted();
  const asked = fileRunOptions({ video, background: "transparent", output }, rest);
  const run = { ...asked, method: options.method ?? "segment" };
  const reporter = {
    notice: (text: string) => onNotice?.(text),
    survey: (frame: number, total: number | undefined) => onProgress?.(frame, total),
    fetch() {},
  };
  try {
    return await inFolder(
      cwd,
      () => makeSurvey({ run, isForPictures: pictures }, { reporter, signal }),
    );
  } catch (error) {
    if (!(error instanceof UsageError) || error.message.startsWith("Cannot ")) throw error;
    throw new UsageError(`Cannot ${ACTION}: ${error.message}`, { cause: error });
  }
}
