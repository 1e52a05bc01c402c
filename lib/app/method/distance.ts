/**
 * What a run says of distance, checked before anything is opened.
 *
 * @module
 */

import { parseNearerThan } from "../../methods/depth/nearer_than.ts";
import type { Method } from "../../methods/method.ts";
import type { OptionNames } from "../../option_names.ts";
import { isHeic } from "../../files/pictures/heic_name.ts";
import { isModelPath } from "../../files/onnx/model_names.ts";
import { withOption } from "../options/command_line.ts";
import type { RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";

/** What is said, as it is written. */
export interface DistanceWords {
  readonly stereo?: string | undefined;
  readonly right?: string | undefined;
  readonly depth?: string | undefined;
  readonly calibration?: string | undefined;
  readonly nearerThan?: string | undefined;
}

/**
 * Check that what was said of distance goes together.
 *
 * @param words What was said.
 * @param names What messages call it.
 * @throws {UsageError} If it does not.
 */
export function assertDistance(
  { stereo, right, depth, calibration }: DistanceWords,
  names: OptionNames,
): void {
  const given = Object.entries({ stereo, right, depth })
    .filter(([, value]) => value !== undefined).map(([name]) => names.named(name));
  if (given.length > 1) {
    throw new UsageError(`${given[0]} and ${given[1]} both tell how near all is: give one of them`);
  }
  if (calibration !== undefined && stereo === undefined && right === undefined) {
    throw new UsageError(
      `${
        names.named("calibration")
      } is of two cameras: say where the other eye's pictures are, by ` +
        `${names.named("stereo")} or ${names.named("right")}`,
    );
  }
}

/**
 * The disparity, or depth, beyond which all is foreground.
 *
 * @param words What was said.
 * @param names What messages call it.
 * @returns It, or `undefined` where the scene is to tell.
 * @throws {UsageError} If it cannot be read, or metres lack a calibration.
 */
export async function nearerThanThreshold(
  { calibration, nearerThan }: DistanceWords,
  names: OptionNames,
): Promise<number | undefined> {
  if (nearerThan === undefined) return undefined;
  const near = parseNearerThan(nearerThan);
  if (near === undefined) {
    throw new UsageError(
      `${names.named("nearerThan")} must be like 1.5m, 20 or 0.4, got '${nearerThan}'`,
    );
  }
  if ("disparity" in near) return near.disparity;
  if (calibration === undefined) {
    throw new UsageError(
      `${names.with("nearerThan", nearerThan)} needs ${names.named("calibration")}: without one, ` +
        "nobody knows what a metre is; say pixels of disparity, or a depth from 0 to 1",
    );
  }
  // Few runs need these.
  const { readCalibrationFile } = await import("../../files/read_calibration_file.ts");
  const { disparityOf } = await import("../../pixels/stereo/calibration/depth_of.ts");
  return disparityOf(near.metres, await readCalibrationFile(calibration));
}

/** What brings distances along with the frames, by its names in {@linkcode RunOptions.given}. */
const COMPANIONS = ["stereo", "right", "depth"] as const;

/**
 * Whether the frames bring their distances along, so that no network is asked.
 *
 * @param given The options that were given.
 */
export function bringsDistance(given: ReadonlySet<string>): boolean {
  return COMPANIONS.some((name) => given.has(name));
}

/**
 * Check that something tells distances, if the method must know them.
 *
 * @param options The command line.
 * @param method The method.
 * @throws {UsageError} If not; the message says what to do.
 */
export function assertMeasured(
  { video, given, model, method, names, words }: RunOptions,
  { takesDistance = false }: Pick<Method, "takesDistance">,
): void {
  if (!takesDistance || bringsDistance(given) || isModelPath(model) || isHeic(video)) return;
  const reason = given.has("model")
    ? `${names.with("model", model)} finds people and measures no depth, which ` +
      `${names.with("method", method)} needs`
    : `${names.with("method", method)} needs what tells distances`;
  throw new UsageError(
    `${reason}: ${names.with("stereo", "sbs")} (both eyes in one video), ` +
      `${names.with("right", "right.mp4")}, ${names.with("depth", "depth.mkv")}, or ` +
      `${names.with("model", "midas.onnx")}, a depth network; ` +
      `${names.with("method", "segment")} finds people without`,
    { better: withOption(words, "-m", "--method", "segment") },
  );
}

/**
 * Whether the background will know how near all is.
 *
 * @param options What was asked for.
 * @param method The method.
 */
export function tellsDepth(
  { stereo, keepStereo, right, depth }: RunOptions,
  { takesDistance = false, needsNetwork = false }: Pick<Method, "takesDistance" | "needsNetwork">,
): boolean {
  // Both eyes in one frame are taken apart by what takes distances alone.
  const bringsRight = right !== undefined || stereo !== undefined && !keepStereo;
  return depth !== undefined || takesDistance || needsNetwork && bringsRight;
}
