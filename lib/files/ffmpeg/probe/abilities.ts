import { assertMayRun } from "../../system/permission.ts";
import { inWorkingFolder } from "../../system/working_folder.ts";

/** What an ffmpeg was built with. */
export interface FfmpegAbilities {
  /** As it says: "5.1.6-0+deb12u1"; "N-…" of one that was built between two versions. */
  readonly version: string;
  /** Whether it is older than 5.1. */
  readonly isOld: boolean;
  readonly encoders: ReadonlySet<string>;
  readonly decoders: ReadonlySet<string>;
  readonly filters: ReadonlySet<string>;
}

/** How long it may take to say one of these, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Ask an ffmpeg what it was built with.
 *
 * @param command A path, or a name on PATH.
 * @param signal Ends the asking.
 * @throws {Deno.errors.NotCapable} If Deno may not run it.
 * @throws {Error} If it does not run, or is no ffmpeg.
 */
export async function ffmpegAbilities(
  command: string,
  signal?: AbortSignal,
): Promise<FfmpegAbilities> {
  assertMayRun(command);
  const limit = AbortSignal.timeout(PATIENCE);
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const [about, encoders, decoders, filters] = await Promise.all(
    ["-version", "-encoders", "-decoders", "-filters"].map((what) => said(command, what, either)),
  );
  const version = /^ffmpeg version (\S+)/.exec(about)?.[1];
  if (version === undefined) throw new Error(`'${command}' does not say that it is ffmpeg`);
  return {
    version,
    isOld: isOlder(version),
    encoders: namesIn(encoders),
    decoders: namesIn(decoders),
    filters: namesIn(filters),
  };
}

async function said(command: string, what: string, signal: AbortSignal): Promise<string> {
  const { stdout } = await new Deno.Command(command, {
    args: ["-hide_banner", what],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
    signal,
    ...inWorkingFolder(),
  }).output();
  return new TextDecoder().decode(stdout);
}

/** Whether a version is older than 5.1; one without a number is young. */
function isOlder(version: string): boolean {
  const [, major, minor = "0"] = /^n?(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (major === undefined) return false;
  return Number(major) < 5 || Number(major) === 5 && Number(minor) < 1;
}

/** The second words of lines such as ` V....D libx264   …` and ` .S zscale   V->V   …`. */
function namesIn(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/^ [A-Z.|]{2,6} ([\w-]+) +\S/gm)].map(([, name]) => name);
  return new Set(names);
}
