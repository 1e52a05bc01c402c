import { EnsembleSegmenter } from "../../networks/ensemble_segmenter.ts";
import { modelSpec } from "../../networks/model/model_family.ts";
import type { ModelOverrides } from "../../networks/model/model_overrides.ts";
import { NetworkSegmenter } from "../../networks/network_segmenter.ts";
import type { Segmenter } from "../../networks/segmenter.ts";
import { tfliteToOnnx } from "../../networks/tflite/tflite_to_onnx.ts";
import type { Size } from "../../raster/frame.ts";
import type { LoneFolderOptions } from "../packages/lone_package.ts";
import { readModel } from "./model_file.ts";
import { openSession } from "./open_session.ts";

/** What {@linkcode openNetwork} works with. */
export interface SegmenterOptions extends LoneFolderOptions {
  /** What the user says of a model of their own. */
  readonly overrides?: ModelOverrides | undefined;
  /** Threads for each of a network's operations. */
  readonly threads?: number | undefined;
}

/** Frames at least so much wider than high go through the network that is made for such. */
const LANDSCAPE = 1.2;

/** Open the network that is made for frames of such a size, of the two of `fast`. */
export function openFast({ width, height }: Size, options: SegmenterOptions): Promise<Segmenter> {
  const name = width >= LANDSCAPE * height ? "fast-landscape" : "fast-square";
  return openNetwork(name, options, true);
}

/** Open the two networks of `quality`. */
export async function openQuality(size: Size, options: SegmenterOptions): Promise<Segmenter> {
  const large = await openNetwork("quality", options);
  try {
    const small = await openFast(size, options);
    return new EnsembleSegmenter([{ segmenter: large }, { segmenter: small, glances: true }]);
  } catch (error) {
    await large[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Open a network.
 *
 * @param model The name of one that is fetched, or the path of an .onnx or .tflite file.
 * @param options The user's knowledge of it, and who does the work.
 * @param mirrored Whether each frame is seen twice: as it is and mirrored.
 */
export async function openNetwork(
  model: string,
  options: SegmenterOptions,
  mirrored = false,
): Promise<Segmenter> {
  const { overrides, threads, onNotice, onFetch, signal } = options;
  const { name, kind, bytes } = await readModel(model, { onNotice, onFetch, signal });
  const onnx = kind === "tflite" ? tfliteToOnnx(bytes, name) : bytes;
  const session = await openSession(onnx, { name, threads, onNotice, onFetch, signal });
  try {
    return new NetworkSegmenter(session, modelSpec(session, name, overrides), { mirrored });
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}
