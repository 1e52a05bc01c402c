/**
 * Robust Video Matting as npm's package has it, and two frames for it to see.
 *
 * @module
 */

import { HUMAN_MODELS } from "../../../lib/files/onnx/read_rvm.ts";
import { loneFolder } from "../../../lib/files/packages/lone_package.ts";
import type { Tensor } from "../../../lib/networks/inference_session.ts";
import { person } from "../tflite/networks.ts";
import type { ModelFiles } from "./graph_writer.ts";

/** The size of the frames: what it scales them to has odd sides. */
export const SIZE = { width: 180, height: 100 };
/** How far it scales them down. */
export const RATIO = 0.75;
/** What it remembers. */
export const STATES = ["r1i", "r2i", "r3i", "r4i"];

/** Its two files. */
export async function rvmFiles(): Promise<ModelFiles> {
  const folder = await loneFolder(HUMAN_MODELS);
  return {
    json: await Deno.readTextFile(`${folder}/models/rvm.json`),
    weights: await Deno.readFile(`${folder}/models/rvm.bin`),
  };
}

/** A person, and the same a little darker: the second frame has something to remember. */
export function rvmFrames(): Tensor[] {
  const frame = person({ name: "", package: HUMAN_MODELS, file: "", ...SIZE, range: [0, 1] });
  return [frame, { ...frame, data: frame.data.map((level) => 0.9 * level) }];
}
