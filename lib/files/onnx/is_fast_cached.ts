/**
 * What is known of the network `fast` before it is opened.
 *
 * @module
 */

import { megabytes } from "../packages/lone_package.ts";
import { isModelCached, POSE, SELFIE } from "./model_file.ts";
import { NATIVE } from "./onnx_packages.ts";
import { isRuntimeCached } from "./open_session.ts";

/** How much `fast` has to fetch, as messages tell it. */
export const FAST_TO_FETCH: string = megabytes(SELFIE.bytes + POSE.bytes + NATIVE.bytes);

/** Whether `fast` can be opened without anything being fetched. */
export async function isFastCached(): Promise<boolean> {
  return await isModelCached("fast-landscape") && await isModelCached("pose-lite") &&
    await isRuntimeCached();
}
