import { findLabelledClips } from "../../files/labelled_clip.ts";
import { type CustomMethod, customMethod } from "../../methods/custom_method.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import { methods as builtIn } from "../../methods/methods.ts";
import type { MethodName } from "../../methods/settings/method_settings.ts";
import { assertOptionKinds, type OptionKind } from "../../raster/option_checks.ts";
import { meanRows, type Measure, type Values } from "../../report/columns.ts";
import type { EvaluatedClip, Evaluation } from "../../report/evaluation.ts";
import { clipsLine, plateNotes, tableLegend, textTable } from "../../report/text_table.ts";
import { prepareFound } from "../method/prepare_method.ts";
import { openExampleClips } from "./example_clips.ts";
import { measureBuiltIn } from "./built_in_results.ts";
import { measureMethods, PLAIN_CHOICES } from "./measure_methods.ts";

/**
 * How {@linkcode compareMethods} goes about it.
 *
 * @category Evaluation
 */
export interface CompareMethodsOptions {
  /**
   * Labelled clips, or folders with some in them: `input.*`, `truth.*` and maybe `plate.*`.
   *
   * @default {two drawn clips that come with the project}
   */
  clips?: string | readonly string[] | undefined;
  /**
   * The built-in methods beside yours.
   *
   * @default {all that need no network, no screen and no distance}
   */
  beside?: readonly MethodName[] | undefined;
  /**
   * Frame step of Grad and Conn, which take longest: 0 measures them on no frame.
   *
   * @default {1}
   */
  edgesEvery?: number | undefined;
  /**
   * The ffmpeg to read clips with.
   *
   * @default {the system's, or one from npm}
   */
  ffmpeg?: string | undefined;
  /** Told in one line what should be known. */
  onNotice?: ((notice: string) => void) | undefined;
  /** Told after each frame which method is at which clip, and how many frames it has seen. */
  onProgress?: ((clip: string, method: string, framesRead: number) => void) | undefined;
  /** Ends it by throwing its reason. */
  signal?: AbortSignal | undefined;
}

const optionKinds: Readonly<Record<keyof CompareMethodsOptions, OptionKind>> = {
  clips: "any",
  beside: "object",
  edgesEvery: "number",
  ffmpeg: "string",
  onNotice: "function",
  onProgress: "function",
  signal: "object",
};

/**
 * What {@linkcode compareMethods} has found.
 *
 * @category Evaluation
 */
export interface ComparedMethods extends Evaluation {
  /** Each method's means over the clips: `means.mine.iou`. */
  readonly means: Readonly<Record<string, Readonly<Record<Measure, number>>>>;
  /**
   * The means as a table for a terminal, the best of each column with a star; below it the IoU of yours on
   * each clip, and whether yours looked at the picture of the empty room.
   */
  readonly table: string;
  /** What the table's columns are, in a few lines. */
  readonly legend: string;
}

/**
 * Measure methods of yours beside built-in ones, on clips whose true mattes are known.
 *
 * @example Everything is foreground
 * ```ts
 * import { assert } from "@std/assert";
 *
 * const all = ({ width, height }: { width: number; height: number }) => (
 *   { width, height, data: new Uint8Array(width * height).fill(255) }
 * );
 * const { means, table } = await compareMethods({ all }, { beside: ["tutorial"], edgesEvery: 0 });
 * assert(means.all.recall === 1 && means.all.iou < means.tutorial.iou);
 * assert(table.includes("tutorial"));
 * ```
 *
 * @param mine Your methods by their names: what a module's default export may be.
 * @param options The clips, and what is beside.
 * @returns All that was measured. A built-in method that needs what no clip has is left out.
 * @throws What a method of yours throws, with its name and the number of the frame.
 * @throws {RangeError} If one of yours is called as a built-in method is.
 * @throws {Deno.errors.NotFound} If there are no such clips.
 * @category Evaluation
 */
export async function compareMethods(
  mine: Readonly<Record<string, CustomMethod>>,
  options: CompareMethodsOptions = {},
): Promise<ComparedMethods> {
  assertOptionKinds("compare methods", options, optionKinds);
  const { clips, beside = WITHOUT_NETWORK, signal } = options;
  for (const name of Object.keys(mine)) {
    if (!Object.hasOwn(builtIn, name)) continue;
    throw new RangeError(
      `Cannot compare methods: '${name}' is a built-in one, call yours otherwise`,
    );
  }
  await using examples = clips === undefined ? await openExampleClips(signal) : undefined;
  const given = examples?.folder ?? clips ?? [];
  const folders = [...new Set([given].flat().flatMap(findLabelledClips))];
  // What is the caller's may be wrong: that is told before the others are waited for.
  const prepared = await Promise.all(
    Object.entries(mine).map(([name, method]) =>
      prepareFound(name, customMethod(method, name), PLAIN_CHOICES)
    ),
  );
  const own = await measureMethods(folders, prepared, { ...options, mustWork: () => true });
  const names = Object.keys(mine);
  const result = comparisonOf(own, names, names);
  if (names.length > 0 && beside.length > 0) options.onNotice?.(firstWords(result));
  const others = beside.length === 0
    ? []
    : await measureBuiltIn(folders, beside, options, examples !== undefined);
  const all = own.map((clip, i) => ({
    ...clip,
    outcomes: [...others[i]?.outcomes ?? [], ...clip.outcomes],
  }));
  return comparisonOf(all, [...beside, ...names], names);
}

/** What is known before the built-in methods are measured. */
export function firstWords({ means }: ComparedMethods): string {
  const ious = Object.entries(means).map(([name, { iou }]) => `${name} has ${iou.toFixed(3)}`);
  return `IoU: ${ious.join(", ")}`;
}

/** The methods that everybody has at once. */
const WITHOUT_NETWORK = (Object.keys(methodTraits) as MethodName[]).filter((name) => {
  const { needsNetwork, needsScreen, takesDistance } = methodTraits[name];
  return !needsNetwork && !needsScreen && !takesDistance;
});

/**
 * What was measured, with its means and its table.
 *
 * @param clips Each clip's outcomes.
 * @param methods The methods, in the order of the rows.
 * @param mine Those of them whose clips are told one by one.
 */
export function comparisonOf(
  clips: readonly EvaluatedClip[],
  methods: readonly string[],
  mine: readonly string[],
): ComparedMethods {
  const rows = meanRows({ methods, clips }).filter(({ values }) => values !== undefined);
  const means: Record<string, Values> = {};
  for (const { method, values } of rows) means[method] = values!;
  const title = clips.length === 1 ? clips[0].name : `mean of ${clips.length} clips`;
  const lines = mine.map((name) => clipsLine({ methods, clips }, name));
  const notes = plateNotes({ methods, clips }).map((note) => `${note}\n`);
  const table = [textTable(rows, title, clips.length), ...lines, ...notes].join("");
  return { methods, clips, means, table, legend: tableLegend };
}
