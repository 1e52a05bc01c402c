import { isModelPath } from "../../files/onnx/model_names.ts";
import type { Method } from "../../methods/method.ts";
import type { RunOptions } from "../run_options.ts";
import { withOption } from "../command_line.ts";
import { UsageError } from "../usage_error.ts";

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
export function assertDistance(
  { given, model, method, names, words }: RunOptions,
  { takesDistance = false }: Method,
): void {
  if (!takesDistance || bringsDistance(given) || isModelPath(model)) return;
  const isNamed = given.has("model");
  const reason = isNamed
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
