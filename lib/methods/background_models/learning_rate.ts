import { assertOption } from "../../raster/option_checks.ts";
import { mog2ModelSettings } from "../settings/method_settings.ts";

/**
 * How fast one frame is learned: OpenCV's rule. On its own it falls as 1/2, 1/4,
 * 1/6, … until it reaches 1/history; the first frame is always learned by half
 * (or all, with a history of 1).
 *
 * @param rate From 0 to 1, or −1 for the automatic one.
 * @param frames How many frames have been seen, this one included.
 * @param history Over how many frames the model averages.
 * @returns The rate, 0–1.
 */
export function learningRateOf(rate: number, frames: number, history: number): number {
  return rate >= 0 && frames > 1 ? rate : 1 / Math.min(2 * frames, history);
}

/**
 * Check a learning rate.
 *
 * @param action What the caller is about to do, for the message.
 * @param rate What was given.
 * @throws {RangeError} If it is neither −1 nor from 0 to 1.
 */
export function assertLearningRate(action: string, rate: number): void {
  assertOption(action, "learningRate", rate, mog2ModelSettings.learningRate);
}
