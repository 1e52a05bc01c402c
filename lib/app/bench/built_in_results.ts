import type { MethodName } from "../../methods/settings/method_settings.ts";
import { methods as builtIn } from "../../methods/methods.ts";
import type { EvaluatedClip } from "../../report/evaluation.ts";
import { prepareFound } from "../method/prepare_method.ts";
import { KeptResults } from "./kept_results.ts";
import { type BenchOptions, measureMethods, PLAIN_CHOICES } from "./measure_methods.ts";

/**
 * What built-in methods are found to be. On the clips that come with the project they are measured once
 * for a version of it: next to them a method of the user's takes a second or two.
 *
 * @param folders The clips.
 * @param names The methods, one or more.
 * @param options How they are measured.
 * @param areExamples Whether the clips are the project's.
 * @returns The clips, each with the outcomes in the order of the names.
 * @throws The signal's reason.
 */
export async function measureBuiltIn(
  folders: readonly string[],
  names: readonly MethodName[],
  options: BenchOptions,
  areExamples: boolean,
): Promise<EvaluatedClip[]> {
  const { edgesEvery = 1, ffmpeg, onNotice } = options;
  const kept = areExamples && ffmpeg === undefined ? await KeptResults.open(edgesEvery) : undefined;
  const missing = names.filter((name) => kept?.of(name) === undefined);
  if (missing.length > 0) {
    const once = kept === undefined ? "" : ", once for this version";
    onNotice?.(`measuring built-in methods${once}: ${missing.join(", ")}`);
  } else {
    onNotice?.("the built-in methods were measured earlier, their milliseconds too");
  }
  const prepared = await Promise.all(
    missing.map((name) => prepareFound(name, builtIn[name], PLAIN_CHOICES)),
  );
  const measured = missing.length === 0
    ? []
    : await measureMethods(folders, prepared, { ...options, mustWork: () => false });
  if (missing.length > 0) await kept?.keep(missing, measured);
  const clipsOf = (name: MethodName) => kept?.of(name) ?? measured;
  return clipsOf(names[0]).map(({ name: clip, strips }, i) => ({
    name: clip,
    strips,
    outcomes: names.flatMap((name) =>
      clipsOf(name)[i].outcomes.filter(({ method }) => method === name)
    ),
  }));
}
