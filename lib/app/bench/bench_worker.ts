/**
 * The thread in which a watched method is loaded and measured: each run has its own, so it sees the
 * module and all that it imports as they are on disk, and one that never ends can be ended.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import { messageOf } from "../../errors.ts";
import { answerCalls } from "../../files/threads/answer_calls.ts";
import { findMethod } from "../../files/find_method.ts";
import { keepOffline } from "../../files/packages/offline.ts";
import type { EvaluatedClip } from "../../report/evaluation.ts";
import { type MethodChoices, prepareFound } from "../method/prepare_method.ts";
import { measureMethods, PLAIN_CHOICES } from "./measure_methods.ts";

/** What is measured. */
export interface BenchCall {
  /** The method's module, by its whole path. */
  readonly path: string;
  /** What it is called. */
  readonly name: string;
  /** The clips, by their whole paths. */
  readonly folders: readonly string[];
  /** What was said of it. */
  readonly choices: Partial<Pick<MethodChoices, "threshold" | "set" | "refine">>;
  readonly edgesEvery: number | undefined;
  readonly ffmpeg: string | undefined;
  readonly isOffline: boolean;
}

/** What is told meanwhile. */
export type BenchWord =
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "progress"; readonly clip: string; readonly framesRead: number };

answerCalls<BenchCall, EvaluatedClip[], BenchWord>(
  ({ isOffline, ...call }, tell) => keepOffline(isOffline, () => measure(call, tell)),
);

async function measure(
  call: Omit<BenchCall, "isOffline">,
  tell: (word: BenchWord) => void,
): Promise<EvaluatedClip[]> {
  try {
    return await measureHere(call, tell);
  } catch (error) {
    const { path, name } = call;
    const said = messageOf(error).replaceAll(pathToFileURL(path).href, name)
      .replaceAll(path, name);
    throw new Error(`${said}${placeIn(error, path)}`);
  }
}

/** ` (line 12, column 7)`: where in the module something was thrown, if it was there. */
function placeIn(error: unknown, path: string): string {
  const address = pathToFileURL(path).href;
  for (let at = error; at instanceof Error; at = at.cause) {
    const rest = at.stack?.split(`${address}:`)[1];
    const [, line, column] = /^(\d+):(\d+)/.exec(rest ?? "") ?? [];
    // What cannot be read says so itself.
    if (line !== undefined && !at.message.includes(address)) {
      return ` (line ${line}, column ${column})`;
    }
  }
  return "";
}

async function measureHere(
  { path, name, folders, choices, edgesEvery, ffmpeg }: Omit<BenchCall, "isOffline">,
  tell: (word: BenchWord) => void,
): Promise<EvaluatedClip[]> {
  const method = await findMethod(path);
  const prepared = await prepareFound(name, method, { ...PLAIN_CHOICES, ...choices });
  return await measureMethods(folders, [prepared], {
    edgesEvery,
    ffmpeg,
    mustWork: () => true,
    onNotice: (text) => tell({ kind: "notice", text }),
    onProgress: (clip, _, framesRead) => tell({ kind: "progress", clip, framesRead }),
  });
}
