import type { OpenDepth } from "../../networks/depth/depth_network.ts";
import type { SegmenterOptions } from "./open_network.ts";

/**
 * Choose the neural network that tells how near all is.
 *
 * @param model The path of an .onnx or .tflite file.
 * @param options The user's knowledge of it, and who does the work.
 * @returns What opens it.
 * @category Networks
 */
export function depthOpener(model: string, options: SegmenterOptions = {}): OpenDepth {
  // All that makes a network run is loaded when it is opened.
  return async () => await (await import("./open_network.ts")).openDepthNetwork(model, options);
}
