import type { OpenSegmenter } from "../../networks/segmenter.ts";
import type { SegmenterOptions } from "./open_network.ts";

export type { SegmenterOptions };

/**
 * Choose the neural networks that segment people.
 *
 * `fast` is MediaPipe's network, each frame seen twice: as it is and mirrored.
 * `quality` is the mean of that and of Google's multiclass network, which is a
 * hundred times as large. Both come from npm on first use.
 *
 * @param model "fast", "quality", or the path of an .onnx or .tflite file.
 * @param options The user's knowledge of it, and who does the work.
 * @returns What opens them for frames of a size.
 */
export function segmenterOpener(model: string, options: SegmenterOptions = {}): OpenSegmenter {
  const own: SegmenterOptions = { ...options, onNotice: onceEach(options.onNotice) };
  // Of the networks that have a name all is known.
  const named: SegmenterOptions = { ...own, overrides: undefined };
  // All that makes a network run is loaded when the first is opened.
  const opening = () => import("./open_network.ts");
  if (model === "fast") return async (size) => await (await opening()).openFast(size, named);
  if (model === "quality") return async (size) => await (await opening()).openQuality(size, named);
  return async () => await (await opening()).openNetwork(model, own);
}

/** Tells each line once: two networks have the same to say of what runs them. */
function onceEach(tell: SegmenterOptions["onNotice"]): SegmenterOptions["onNotice"] {
  const told = new Set<string>();
  return tell && ((line) => {
    if (!told.has(line)) tell(line);
    told.add(line);
  });
}
