import {
  fileOptionKinds,
  type ReplacedFile,
  type ReplaceFileOptions,
} from "../pipeline/files/replace_file_options.ts";
import { inFolder } from "../files/system/working_folder.ts";
import { isBackgroundWord, meantBackground } from "./background/background_word.ts";
import { run } from "./run.ts";
import { assertFileOptions, fileRunOptions } from "./options/file_run_options.ts";
import type { RunOptions } from "./options/run_options.ts";
import type { RunReport, Summary } from "./run_report.ts";
import { isMissing } from "./source/file_kinds.ts";
import { findInputs } from "./source/inputs.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Replace the background of a video file: all that the command line does, in one call, with the same
 * defaults, the same files and at the same speed.
 *
 * @param video The video: a file, a folder of numbered pictures, an address.
 * @param background A picture, a video, or a word as on the command line: "blur:24", "color:teal",
 * "transparent".
 * @param output A video, a pattern of pictures ("out%d.png"), or a folder.
 * @param options The command line's options by their names.
 * @returns How many frames were read and written, and where they are.
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws {RangeError} If an option is out of range, or a method or a background's word is misspelt.
 * @throws {Error} If what is asked for does not go together, as the command line says it.
 * @throws What reading, the method or writing throws; of a video no half file stays.
 * @category In one call
 */
export async function replaceFiles(
  video: string,
  background: string,
  output: string,
  options: ReplaceFileOptions = {},
): Promise<ReplacedFile> {
  assertFileOptions(ACTION, options, fileOptionKinds);
  const { signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  const asked = fileRunOptions({ video, background, output }, options);
  try {
    return await inFolder(options.cwd, () => replaceFile(asked, options, signal));
  } catch (error) {
    // The command line says the same behind "error: ".
    if (!(error instanceof UsageError) || error.message.startsWith("Cannot ")) throw error;
    throw new UsageError(`Cannot ${ACTION}: ${error.message}`, { cause: error });
  }
}

const ACTION = "replace a background";

async function replaceFile(
  asked: RunOptions,
  told: ReplaceFileOptions,
  signal: AbortSignal,
): Promise<ReplacedFile> {
  assertNoMisspeltWord(asked.background);
  const { inputs: [input], areMany, notices } = await findInputs(asked);
  if (areMany) throw new UsageError(`'${asked.video}' is many videos: replace them one by one`);
  const summary: { value?: Summary } = {};
  const report = reportTo(told, (last) => summary.value = last);
  const { failure, output: written } = await run({ ...asked, video: input.path }, {
    notices,
    signal,
    report: () => report,
    writeOut: () => Promise.reject(new TypeError("Cannot write to standard output: name a file")),
  });
  if (failure !== undefined) throw failure;
  // Of a shard that is done already, nothing is read.
  const { width = 0, height = 0, ...done } = summary.value!;
  const { framesRead, framesWritten, seconds } = done;
  return { framesRead, framesWritten, seconds, width, height, output: written };
}

/** "blurr:24" is no file, and nearly a word: the command line corrects it too. */
function assertNoMisspeltWord(background: string): void {
  if (isBackgroundWord(background) || /[/\\.]/.test(background) || !isMissing(background)) return;
  const meant = meantBackground(background);
  if (meant === undefined) return;
  throw new RangeError(
    `Cannot replace a background: there is no file '${background}' (Did you mean ${meant}?)`,
  );
}

function reportTo(
  { onEvent, onNotice, onProgress }: ReplaceFileOptions,
  onEnd: (summary: Summary) => void,
): RunReport {
  return {
    start() {},
    notice(text) {
      onEvent?.({ event: "notice", text });
      onNotice?.(text);
    },
    detail() {},
    progress(progress, total) {
      onEvent?.({ event: "progress", stage: "run", ...progress, total });
      onProgress?.(progress, total);
    },
    survey(framesRead, total) {
      onEvent?.({ event: "progress", stage: "survey", framesRead, framesWritten: 0, total });
    },
    fetch({ package: name, bytes, ended }) {
      const tell = (state: "begun" | "ended") =>
        onEvent?.({ event: "fetch", package: name, bytes, state });
      tell("begun");
      ended.then(() => tell("ended"));
    },
    finish({ framesRead, framesWritten }) {
      const progress = { framesRead, framesWritten, total: framesRead };
      onEvent?.({ event: "progress", stage: "finish", ...progress });
      return { [Symbol.dispose]() {} };
    },
    skip: (_, summary) => onEnd(summary),
    end: (_, summary) => onEnd(summary),
  };
}
