import config from "../../../deno.json" with { type: "json" };
import { messageOf } from "../../errors.ts";
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
import { type Finding, type Topic, topics } from "./finding.ts";

/**
 * What {@linkcode examine} looks at.
 *
 * @category Without a network
 */
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

/**
 * What {@linkcode examine} has found.
 *
 * @category Without a network
 */
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
 * @category Without a network
 */
export async function examine(options: ExamineOptions = {}): Promise<Examination> {
  const { ffmpeg, offline = false, signal } = options;
  const found = await keepOffline(true, async () => [
    ...await looked("programs", () => [examineDeno()]),
    ...await looked("programs", () => examineFfmpeg(ffmpeg, offline, signal)),
    ...await looked("machine", () => [examineCores()]),
    ...await looked("machine", async () => [await examineKernels()]),
    ...await looked("machine", async () => [await examineRuntime(offline)]),
    ...await looked("machine", async () => [await examineGpu()]),
    ...await looked("machine", async () => [await examineCameras(ffmpeg, signal)]),
    ...await looked("fetched", () => examineFetched(offline)),
    ...await looked("folders", async () => [await examineCache(), await examineTemporary()]),
    ...await looked("permissions", () => examinePermissions()),
  ]);
  signal?.throwIfAborted();
  const place = ({ topic }: Finding) => topics.indexOf(topic);
  const findings = found.toSorted((a, b) => place(a) - place(b));
  const isReady = findings.every(({ state }) => state !== "missing");
  return { version: config.version, isReady, findings };
}

/** What is found; a look that fails does not stop the others, and nobody knows then what is there. */
async function looked(
  topic: Topic,
  look: () => readonly Finding[] | Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const text = `a look has failed: ${messageOf(error).split("\n")[0]}`;
    return [{ id: "look", topic, state: "missing", text }];
  }
}
