import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { openLabelledClip } from "../../files/labelled_clip.ts";
import { openJpegCodec } from "../../files/pictures/jpeg_codec.ts";
import { SharedNetworks } from "../../networks/runtime/shared_networks.ts";
import type { EvaluatedClip, MethodOutcome } from "../../report/evaluation.ts";
import type { MethodChoices, PreparedMethod } from "../method/prepare_method.ts";
import { libraryRunNames } from "../options/run_names.ts";
import { runDefaults } from "../options/run_options.ts";
import { measureMethod } from "./measure_method.ts";

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

/** How {@linkcode measureMethods} goes about it, whatever the methods are. */
export interface BenchOptions {
  /** Frame step of Grad and Conn. */
  readonly edgesEvery?: number | undefined;
  readonly ffmpeg?: string | undefined;
  readonly onNotice?: ((notice: string) => void) | undefined;
  readonly onProgress?: ((clip: string, method: string, framesRead: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** And which of them must work. */
interface MeasureMethodsOptions extends BenchOptions {
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
