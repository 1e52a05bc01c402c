import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { findLabelledClips, openLabelledClip } from "../../files/labelled_clip.ts";
import { openJpegCodec } from "../../files/pictures/jpeg_codec.ts";
import { type CustomMethod, customMethod } from "../../methods/custom_method.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import { methods as builtIn } from "../../methods/methods.ts";
import type { MethodName } from "../../methods/settings/method_settings.ts";
import { SharedNetworks } from "../../networks/runtime/shared_networks.ts";
import { assertOptionKinds, type OptionKind } from "../../raster/option_checks.ts";
import { meanRows, type Measure, type Values } from "../../report/columns.ts";
import type { EvaluatedClip, Evaluation, MethodOutcome } from "../../report/evaluation.ts";
import { tableLegend, textTable } from "../../report/text_table.ts";
import { type MethodChoices, type PreparedMethod, prepareFound } from "../method/prepare_method.ts";
import { libraryRunNames } from "../options/run_names.ts";
import { runDefaults } from "../options/run_options.ts";
import { openExampleClips } from "./example_clips.ts";
import { measureMethod } from "./measure_method.ts";

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
  /** The means as a table for a terminal, the best of each column with a star. */
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
  const folders = [given].flat().flatMap(findLabelledClips);
  const all = [
    ...beside.map((name) => [name, builtIn[name]] as const),
    ...Object.entries(mine).map(([name, method]) => [name, customMethod(method, name)] as const),
  ];
  const prepared = await Promise.all(
    all.map(([name, method]) => prepareFound(name, method, PLAIN_CHOICES)),
  );
  const evaluated = await measureMethods([...new Set(folders)], prepared, {
    ...options,
    mustWork: (name) => Object.hasOwn(mine, name),
  });
  return comparisonOf(evaluated, prepared.map(({ name }) => name));
}

/** The methods that everybody has at once. */
const WITHOUT_NETWORK = (Object.keys(methodTraits) as MethodName[]).filter((name) => {
  const { needsNetwork, needsScreen, takesDistance } = methodTraits[name];
  return !needsNetwork && !needsScreen && !takesDistance;
});

/** What is said of a method of which nothing is said: it is as it is by itself. */
export const PLAIN_CHOICES: MethodChoices = {
  ...runDefaults,
  modelOptions: {},
  every: undefined,
  device: undefined,
  threshold: undefined,
  set: [],
  names: libraryRunNames,
};

/** How {@linkcode measureMethods} goes about it. */
interface MeasureMethodsOptions
  extends
    Pick<CompareMethodsOptions, "edgesEvery" | "ffmpeg" | "onNotice" | "onProgress" | "signal"> {
  /** Whether the error of a method is thrown. */
  mustWork(name: string): boolean;
}

/**
 * Measure methods on clips.
 *
 * @param folders The clips.
 * @param prepared The methods.
 * @param options How.
 * @throws What a method throws that must work.
 */
export async function measureMethods(
  folders: readonly string[],
  prepared: readonly PreparedMethod[],
  options: MeasureMethodsOptions,
): Promise<EvaluatedClip[]> {
  const { edgesEvery = 1, ffmpeg: command, mustWork, onNotice, onProgress, signal } = options;
  const ffmpeg = await findFfmpeg({ command, onNotice, signal });
  using jpeg = await openJpegCodec(onNotice, { signal });
  await using networks = new SharedNetworks(signal);
  const tools = { ffmpeg, jpeg, signal, ...(onNotice && { onNotice }) };
  const evaluated: EvaluatedClip[] = [];
  for (const folder of folders) {
    const clip = await openLabelledClip(folder, tools);
    const outcomes: MethodOutcome[] = [];
    for (const method of prepared) {
      const { error, ...outcome } = await measureMethod(clip, method, {
        edgesEvery,
        networks,
        onNotice,
        onProgress: (framesRead) => onProgress?.(clip.name, method.name, framesRead),
        signal,
      });
      if (error !== undefined && mustWork(method.name)) throw error;
      outcomes.push(outcome);
    }
    evaluated.push({ name: clip.name, outcomes, strips: [] });
  }
  return evaluated;
}

/**
 * What was measured, with its means and its table.
 *
 * @param clips Each clip's outcomes.
 * @param names The methods, in the order of the rows.
 */
export function comparisonOf(
  clips: readonly EvaluatedClip[],
  names: readonly string[],
): ComparedMethods {
  const rows = meanRows({ methods: names, clips }).filter(({ values }) => values !== undefined);
  const means: Record<string, Values> = {};
  for (const { method, values } of rows) means[method] = values!;
  const title = clips.length === 1 ? clips[0].name : `mean of ${clips.length} clips`;
  const table = textTable(rows, title, clips.length);
  return { methods: names, clips, means, table, legend: tableLegend };
}
