import { messageOf } from "../../errors.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import type { SharedNetworks } from "../../networks/runtime/shared_networks.ts";
import { evaluateClip, type LabelledClip } from "../../pipeline/evaluate_clip.ts";
import type { Matte } from "../../raster/frame.ts";
import type { MethodOutcome } from "../../report/evaluation.ts";
import { estimatorOf, type PreparedMethod, refinementOf } from "../method/prepare_method.ts";
import { UsageError } from "../usage_error.ts";
import { PlateWatch } from "../method/plate_watch.ts";

/** How {@linkcode measureMethod} goes about it. */
export interface MeasureMethodOptions {
  /** Frame step of Grad and Conn; 0 for none. */
  readonly edgesEvery: number;
  /** Networks that stay open from one clip to the next. */
  readonly networks: SharedNetworks;
  readonly onNotice?: ((notice: string) => void) | undefined;
  readonly onFetch?: ((fetching: Fetching) => void) | undefined;
  /** Shown each estimate that is measured; the matte is lent. */
  readonly onEstimate?: ((number: number, matte: Matte) => void) | undefined;
  /** Called after each frame with how many were read. */
  readonly onProgress?: ((framesRead: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a method did on a clip; of one that failed also the error. */
export type MeasuredMethod = MethodOutcome & { readonly error?: unknown };

/**
 * How a method does on a clip; that it fails, or that the clip lacks what it needs, is an outcome too.
 *
 * @param clip The clip.
 * @param prepared The method.
 * @param options How.
 * @returns The outcome; of a method that failed also the error.
 * @throws {UsageError} If the method is told what it cannot be.
 * @throws The signal's reason.
 */
export async function measureMethod(
  clip: LabelledClip,
  prepared: PreparedMethod,
  options: MeasureMethodOptions,
): Promise<MeasuredMethod> {
  const { name, method } = prepared;
  const { edgesEvery, networks, onNotice, onFetch, onEstimate, onProgress, signal } = options;
  const { cleanPlate } = clip;
  if (method.needsPlate && cleanPlate === undefined) {
    return { method: name, failure: "needs a clean plate (plate.*)" };
  }
  try {
    const watch = new PlateWatch(name);
    const { onPlate } = watch;
    const tools = { cleanPlate, onPlate, networks, onNotice, onFetch, signal };
    using estimator = estimatorOf(prepared, tools);
    const result = await evaluateClip(clip, estimator, {
      refine: refinementOf(prepared),
      edgesEvery,
      signal,
      ...(onEstimate && { onEstimate }),
      ...(onProgress && { onProgress }),
    });
    if (result.summary.frames > 0) return { method: name, result, ...watch.outcome };
    throw new Error(`Cannot measure '${name}': it gave no mask of any labelled frame`);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UsageError) throw error;
    return { method: name, failure: messageOf(error).replaceAll(/\s*\n\s*/g, " "), error };
  }
}
