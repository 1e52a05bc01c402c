import { messageOf } from "../../errors.ts";
import { untilAborted } from "../../until_aborted.ts";
import { didYouMeanFile } from "../../files/system/did_you_mean_file.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { readDenial } from "../../files/system/permission.ts";
import { isOffline } from "../../files/packages/offline.ts";
import { findLabelledClips } from "../../files/labelled_clip.ts";
import { startWorker } from "../../files/threads/start_worker.ts";
import type { NumberedAnswer } from "../../files/threads/thread_calls.ts";
import { wholePath } from "../../files/system/working_folder.ts";
import type { EvaluatedClip } from "../../report/evaluation.ts";
import type { BenchCall, BenchWord } from "./bench_worker.ts";
import {
  type ComparedMethods,
  compareMethods,
  type CompareMethodsOptions,
  comparisonOf,
  firstWords,
} from "./compare_methods.ts";
import { openExampleClips } from "./example_clips.ts";
import { Saves } from "./saves.ts";

/**
 * How {@linkcode watchMethod} goes about it.
 *
 * @category Evaluation
 */
export interface WatchMethodOptions extends CompareMethodsOptions {
  /** Your method's threshold; its own if left out. */
  threshold?: number | undefined;
  /** Your method's settings, as `--set` has them: "radius=3". */
  set?: readonly string[] | undefined;
  /**
   * How your method's masks are refined.
   *
   * @default {"auto"}
   */
  refine?: string | undefined;
}

/**
 * One run of a watched method.
 *
 * @category Evaluation
 */
export interface WatchedRun {
  /** How many runs there were, this one included. */
  readonly number: number;
  /** What it was found to be, beside the built-in methods; `undefined` if it failed. */
  readonly comparison: ComparedMethods | undefined;
  /** The same of the last run that did not fail. */
  readonly before: ComparedMethods | undefined;
  /** Why it failed. */
  readonly failure: string | undefined;
  /** How long it took. */
  readonly seconds: number;
  /** How long the built-in methods took, in the run that they were measured in. */
  readonly besideSeconds: number | undefined;
}

/**
 * Measure a method each time it, or a module beside it, is saved. The built-in methods are measured
 * once, after its first run. A save during a run ends that run.
 *
 * @example Until it is better than the tutorial's
 * ```ts ignore
 * for await (const { comparison } of watchMethod("my_method.ts")) {
 *   const { "my_method.ts": mine, tutorial } = comparison?.means ?? {};
 *   if (mine?.iou > tutorial?.iou) break;
 * }
 * ```
 *
 * @param path The method's module; it is called so in what is found.
 * @param options The clips, and what is beside.
 * @returns A run after the other, without end.
 * @throws {Deno.errors.NotFound} If there is no such file, or there are no such clips.
 * @throws The signal's reason.
 * @category Evaluation
 */
export async function* watchMethod(
  path: string,
  options: WatchMethodOptions = {},
): AsyncGenerator<WatchedRun, never> {
  assertIsThere(path);
  const { clips, signal } = options;
  await using examples = clips === undefined ? await openExampleClips(signal) : undefined;
  const folders = [examples?.folder ?? clips ?? []].flat().flatMap(findLabelledClips);
  const { call, common } = benchOf(path, folders, options);
  const isExample = clips === undefined;
  using saves = new Saves(path);
  using threads = new FreshThreads();
  let beside: ComparedMethods | undefined;
  let before: ComparedMethods | undefined;
  for (let number = 1;; number++) {
    saves.begin();
    const start = performance.now();
    const outcome = await measureApart(call, threads.take(), saves, common);
    if (outcome === undefined) {
      number--;
      continue;
    }
    const seconds = secondsSince(start);
    const { clips: mine, failure } = outcome;
    // Whoever is new sees a first number at once, and a first mistake too.
    const isFirst = mine !== undefined && beside === undefined;
    if (isFirst) common.onNotice?.(firstWords(comparisonOf(mine, [path], [])));
    const second = performance.now();
    if (isFirst) {
      beside = await compareMethods({}, isExample ? { ...common, clips: undefined } : common);
    }
    const besideSeconds = isFirst ? secondsSince(second) : undefined;
    const comparison = mine && beside && together(beside, mine, path);
    yield { number, comparison, before, failure, seconds, besideSeconds };
    before = comparison ?? before;
    await untilAborted(saves.saved, signal);
  }
}

/** What a thread is asked for, and how the built-in methods are measured. */
function benchOf(
  path: string,
  folders: readonly string[],
  { threshold, set, refine, edgesEvery, ffmpeg, ...rest }: WatchMethodOptions,
): { call: BenchCall; common: CompareMethodsOptions } {
  const call = {
    path: wholePath(path),
    name: path,
    folders: folders.map(wholePath),
    choices: { threshold, set: set ?? [], refine: refine ?? "auto" },
    edgesEvery,
    ffmpeg,
    isOffline: isOffline(),
  };
  return { call, common: { ...rest, clips: folders, edgesEvery, ffmpeg } };
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1e3;
}

function assertIsThere(path: string): void {
  if (fileInfo(path) !== undefined) return;
  const why = readDenial(path) ?? `there is no such file${didYouMeanFile(path)}`;
  throw new Deno.errors.NotFound(`Cannot watch '${path}': ${why}`);
}

/** Threads that have loaded the library, but no method yet: each is for one run. */
class FreshThreads implements Disposable {
  #spare: Worker = FreshThreads.#start();

  static #start(): Worker {
    return startWorker(new URL("./bench_worker.ts", import.meta.url));
  }

  /** One of them; whoever gets it ends it. The next one begins to load meanwhile. */
  take(): Worker {
    const worker = this.#spare;
    this.#spare = FreshThreads.#start();
    return worker;
  }

  [Symbol.dispose](): void {
    this.#spare.terminate();
  }
}

/** What a run in a thread gave: one of the two. */
interface Apart {
  readonly clips?: EvaluatedClip[];
  readonly failure?: string;
}

/** Measure in a thread of its own; `undefined` if something was saved meanwhile. */
async function measureApart(
  call: BenchCall,
  worker: Worker,
  saves: Saves,
  { onNotice, onProgress, signal }: CompareMethodsOptions,
): Promise<Apart | undefined> {
  try {
    const { promise, resolve } = Promise.withResolvers<Apart>();
    worker.onmessage = ({ data }: MessageEvent<NumberedAnswer<EvaluatedClip[], BenchWord>>) => {
      if ("answer" in data) resolve({ clips: data.answer });
      else if ("error" in data) resolve({ failure: messageOf(data.error) });
      else if (data.word.kind === "notice") onNotice?.(data.word.text);
      else onProgress?.(data.word.clip, call.name, data.word.framesRead);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      resolve({ failure: event.message });
    };
    worker.postMessage({ id: 0, call });
    return await untilAborted(Promise.race([promise, saves.saved.then(() => undefined)]), signal);
  } finally {
    worker.terminate();
  }
}

/** What was found of the built-in methods, and of this one. */
function together(
  beside: ComparedMethods,
  mine: readonly EvaluatedClip[],
  name: string,
): ComparedMethods {
  const clips = beside.clips.map((clip, i) => ({
    ...clip,
    outcomes: [...clip.outcomes, ...mine[i].outcomes],
  }));
  return comparisonOf(clips, [...beside.methods, name], [name]);
}
