/**
 * Why an encoding ffmpeg failed, in words for people.
 *
 * @module
 */

import { libraryNames, type OptionNames } from "../../../option_names.ts";
import { basename } from "node:path";
import { UnsupportedMediaError } from "../../../errors.ts";
import type { FfmpegRun } from "../ffmpeg.ts";

/** What the system says through ffmpeg. */
const SYSTEM_REASON =
  /No space left on device|Disk quota exceeded|Input\/output error|File too large|Read-only file system|Permission denied/;

/** What the signals that end a program by themselves mean. */
const SIGNAL_HINTS: Readonly<Record<string, string>> = {
  SIGKILL: "; perhaps memory ran out",
  SIGXFSZ: "; files may not be so large here (ulimit -f)",
  SIGXCPU: "; programs may not run so long here (ulimit -t)",
  SIGSEGV: "; it has crashed",
  SIGABRT: "; it has crashed",
  SIGILL: "; it has crashed",
  SIGBUS: "; it has crashed",
};

/** Signals by number, for a shell that tells of one by its own exit code. */
const SIGNAL_NUMBERS: Readonly<Record<number, string>> = {
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  9: "SIGKILL",
  11: "SIGSEGV",
  15: "SIGTERM",
  24: "SIGXCPU",
  25: "SIGXFSZ",
};

/** How ffmpeg was asked to write. */
export interface Encoding {
  /** What is written, as the user calls it. */
  readonly what: string;
  /** The path of what is written meanwhile, which no message may show. */
  readonly hidden?: string | undefined;
  /** The kind of file. */
  readonly container: string;
  /** What messages call options. */
  readonly names?: OptionNames | undefined;
}

/**
 * The error for an encoding run that has ended badly.
 *
 * @param run The run.
 * @param status How it ended.
 * @param encoding What it was to write.
 */
export function encoderFailure(
  run: FfmpegRun,
  { code, signal }: Deno.CommandStatus,
  { what, hidden, container, names = libraryNames }: Encoding,
): Error {
  const { errors } = run.log;
  const system = errors.map((line) => SYSTEM_REASON.exec(line)?.[0]).find(Boolean);
  if (system !== undefined) {
    return run.error(`Cannot write '${what}': ${system.toLowerCase()}`, code);
  }
  const killer = signal ?? SIGNAL_NUMBERS[code - 128] ?? askedToEnd(run);
  if (killer !== undefined) {
    const hint = SIGNAL_HINTS[killer] ?? "";
    return run.error(`Cannot write '${what}': ffmpeg was killed (${killer})${hint}`, code);
  }
  const said = errors.find((line) => !/Conversion failed/.test(line));
  const reason = hidden === undefined ? said : said?.replaceAll(hidden, what);
  const missing = /Unknown encoder '(\w+)'/.exec(reason ?? "");
  if (missing) {
    return new UnsupportedMediaError(
      `Cannot write '${what}': this ffmpeg has no encoder ${missing[1]}; choose another ` +
        names.named("codec"),
    );
  }
  const why = reason === undefined
    ? `ffmpeg ended with exit code ${code} and no word`
    : `ffmpeg says "${reason}"`;
  return run.error(`Cannot write '${what}' as ${container}: ${why}`, code);
}

/** ffmpeg closes its file and ends by itself when it is asked to by a signal. */
function askedToEnd(run: FfmpegRun): string | undefined {
  const line = run.log.lastLines.find((line) => /received signal \d+/.test(line));
  const number = /received signal (\d+)/.exec(line ?? "")?.[1];
  return number && (SIGNAL_NUMBERS[Number(number)] ?? `signal ${number}`);
}

/**
 * Whether ffmpeg complains of the file that it writes. Its lines name that, and nobody can have
 * foreseen the random name of its folder.
 */
export function hasWriteError(errors: readonly string[], folder: string): boolean {
  return errors.some((line) => line.includes(basename(folder)));
}
