import config from "../../../deno.json" with { type: "json" };
import { keepOffline } from "../../files/packages/offline.ts";
import { examineFetched } from "./examine_fetched.ts";
import { examineCache, examineTemporary } from "./examine_folders.ts";
import {
  examineCameras,
  examineCores,
  examineGpu,
  examineKernels,
  examineRuntime,
} from "./examine_machine.ts";
import { examinePermissions } from "./examine_permissions.ts";
import { examineDeno, examineFfmpeg } from "./examine_programs.ts";
import { type Finding, topics } from "./finding.ts";

/** What {@linkcode examine} looks at. */
export interface ExamineOptions {
  /** The ffmpeg to ask; the usual one if left out. */
  readonly ffmpeg?: string | undefined;
  /**
   * Whether runs will be offline: then what they would fetch first is missing.
   *
   * @default {false}
   */
  readonly offline?: boolean | undefined;
  /** Ends the looking. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@linkcode examine} has found. */
export interface Examination {
  /** Backdrop's version. */
  readonly version: string;
  /** Whether the default runs can work here: those that fetch first need a network, unless offline. */
  readonly isReady: boolean;
  /** All of it, by topic. */
  readonly findings: readonly Finding[];
}

/**
 * Look at what runs need here: nothing is fetched, and Deno asks for no permission.
 *
 * @example Before a long job
 * ```ts ignore
 * const { isReady, findings } = await examine({ offline: true });
 * if (!isReady) console.log(findings.filter(({ state }) => state === "missing"));
 * ```
 *
 * @param options What to look at, and what ends it.
 */
export async function examine(options: ExamineOptions = {}): Promise<Examination> {
  const { ffmpeg, offline = false, signal } = options;
  const found = await keepOffline(true, async () => [
    examineDeno(),
    ...await examineFfmpeg(ffmpeg, offline, signal),
    examineCores(),
    await examineKernels(),
    await examineRuntime(offline),
    await examineGpu(),
    await examineCameras(ffmpeg, signal),
    ...await examineFetched(offline),
    await examineCache(),
    await examineTemporary(),
    ...examinePermissions(),
  ]);
  const place = ({ topic }: Finding) => topics.indexOf(topic);
  const findings = found.toSorted((a, b) => place(a) - place(b));
  const isReady = findings.every(({ state }) => state !== "missing");
  return { version: config.version, isReady, findings };
}
