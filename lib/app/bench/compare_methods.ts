import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { findLabelledClips, openLabelledClip } from "../../files/labelled_clip.ts";
import { openJpegCodec } from "../../files/pictures/jpeg_codec.ts";
import { type CustomMethod, customMethod } from "../../methods/custom_method.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import { methods as builtIn } from "../../methods/methods.ts";
import type { MethodName } from "../../methods/settings/method_settings.ts";
import { SharedNetworks } from "../../networks/runtime/shared_networks.ts";
import { assertOptionKinds, type OptionKind } from "../../raster/option_checks.ts";
import { type Measure, meanRows, type Values } from "../../report/columns.ts";
import type { EvaluatedClip, Evaluation } from "../../report/evaluation.ts";
import { textTable } from "../../report/text_table.ts";
import { type PreparedMethod, prepareFound } from "../method/prepare_method.ts";
import { libraryRunNames } from "../options/run_names.ts";
import { runDefaults } from "../options/run_options.ts";
import { openExampleClips } from "./example_clips.ts";
import { measureMethod } from "./measure_method.ts";

/** How {@linkcode compareMethods} goes about it. */
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

/** What {@linkcode compareMethods} has found. */
export interface Comparison extends Evaluation {
  /** Each method's means over the clips: `means.mine.iou`. */
  readonly means: Readonly<Record<string, Readonly<Record<Measure, number>>>>;
  /** The means as a table for a terminal, the best of each column with a star. */
  readonly table: string;
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
 * @throws {Deno.errors.NotFound} If there are no such clips.
 */
export async function compareMethods(
  mine: Readonly<Record<string, CustomMethod>>,
  options: CompareMethodsOptions = {},
): Promise<Comparison> {
  assertOptionKinds("compare methods", options, optionKinds);
  const { clips, beside = WITHOUT_NETWORK, signal } = options;
  await using examples = clips === undefined ? await openExampleClips(signal) : undefined;
  const given = examples?.folder ?? clips ?? [];
  const folders = [given].flat().flatMap(findLabelledClips);
  const prepared = await Promise.all([
    ...beside.map((name) => prepareFound(name, builtIn[name], CHOICES)),
    ...Object.entries(mine).map(([name, method]) =>
      prepareFound(name, customMethod(method, name), CHOICES)
    ),
  ]);
  const evaluated = await evaluateClips([...new Set(folders)], prepared, { ...options, mine });
  return comparisonOf(evaluated, prepared.map(({ name }) => name));
}

/** The methods that everybody has at once. */
const WITHOUT_NETWORK = (Object.keys(methodTraits) as MethodName[]).filter((name) => {
  const { needsNetwork, needsScreen, takesDistance } = methodTraits[name];
  return !needsNetwork && !needsScreen && !takesDistance;
});

/** Each method as it is by itself. */
const CHOICES = {
  ...runDefaults,
  modelOptions: {},
  every: undefined,
  device: undefined,
  threshold: undefined,
  set: [],
  names: libraryRunNames,
} as const;

async function evaluateClips(
  folders: readonly string[],
  prepared: readonly PreparedMethod[],
  options: CompareMethodsOptions & { readonly mine: Readonly<Record<string, CustomMethod>> },
): Promise<EvaluatedClip[]> {
  const { edgesEvery = 1, ffmpeg: command, mine, onNotice, onProgress, signal } = options;
  const ffmpeg = await findFfmpeg({ command, onNotice, signal });
  using jpeg = await openJpegCodec(onNotice, { signal });
  await using networks = new SharedNetworks(signal);
  const evaluated: EvaluatedClip[] = [];
  for (const folder of folders) {
    const clip = await openLabelledClip(folder, {
      ffmpeg,
      jpeg,
      signal,
      ...(onNotice && { onNotice }),
    });
    const outcomes = [];
    for (const method of prepared) {
      const { error, ...outcome } = await measureMethod(clip, method, {
        edgesEvery,
        networks,
        onNotice,
        onProgress: (framesRead) => onProgress?.(clip.name, method.name, framesRead),
        signal,
      });
      if (error !== undefined && Object.hasOwn(mine, method.name)) throw error;
      outcomes.push(outcome);
    }
    evaluated.push({ name: clip.name, outcomes, strips: [] });
  }
  return evaluated;
}

function comparisonOf(clips: readonly EvaluatedClip[], names: readonly string[]): Comparison {
  const rows = meanRows({ methods: names, clips }).filter(({ values }) => values !== undefined);
  const means: Record<string, Values> = {};
  for (const { method, values } of rows) means[method] = values!;
  const title = clips.length === 1 ? clips[0].name : `mean of ${clips.length} clips`;
  return { methods: names, clips, means, table: textTable(rows, title, clips.length) };
}
