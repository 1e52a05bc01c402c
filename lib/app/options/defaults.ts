/**
 * What is meant by a command line that does not say it: the method, and how the background fits.
 * What it does say, commander's `getOptionValueSource` tells: {@linkcode RunOptions.given}.
 *
 * @module
 */

import type { Fit } from "../../pixels/resize/fit_frame.ts";
import { ModelError } from "../../errors.ts";
import { isNamedModel } from "../../files/onnx/model_names.ts";
import { isPhoto } from "../source/inputs.ts";
import type { RunOptions } from "./run_options.ts";
import type { Targets } from "../targets/target.ts";
import { chooseTargets } from "../targets/choose_targets.ts";
import { UsageError } from "../usage_error.ts";

/** A method that is meant. */
export interface ChosenMethod {
  readonly method: string;
  /** In a line, why it is this one, to be told before the run. */
  readonly why?: string;
  /** In a line, what would be better for people, to be told after a run that went well. */
  readonly hint?: string;
}

const PLATES = ["cleanPlate", "cleanPlateAt"];
const DISTANCES = ["stereo", "right", "depth", "calibration", "nearerThan"];
const NETWORKS = [
  "model",
  "every",
  "device",
  "modelSize",
  "modelMean",
  "modelStd",
  "modelLayout",
  "modelChannels",
  "modelOutput",
];

/**
 * The method: the one that is named, or the one that is meant.
 *
 * An option of a method's own means that method. Else whatever is watched, a video or frames on
 * standard output, is made by `segment`; pictures by number by the tutorial's method, as its
 * readers expect. A photo too needs `segment`: of one frame the others tell nothing.
 *
 * @param options The command line.
 * @param targets Where the pictures go.
 * @param isStill Whether the video is one picture.
 */
export function chooseMethod(
  { given, method, names: say }: RunOptions,
  { output }: Targets,
  isStill: boolean,
): ChosenMethod {
  if (given.has("method")) return { method };
  const names = (keys: readonly string[]) => keys.filter((key) => given.has(key)).map(say.named);
  const [plate] = names(PLATES);
  if (plate !== undefined) {
    return { method: "clean-plate", why: `the method is clean-plate, as ${plate} is given` };
  }
  const [distance] = names(DISTANCES);
  if (distance !== undefined) {
    return { method: "depth", why: `the method is depth, as ${distance} is given` };
  }
  const [network] = names(NETWORKS);
  if (network !== undefined) {
    return { method: "segment", why: `the method is segment, as ${network} is given` };
  }
  const made = isStill ? "a photo" : output.kind === "raw" ? "a stream" : "a video";
  if (isStill || output.kind !== "pictures") {
    return {
      method: "segment",
      why: `the method for ${made} is segment, which finds people${say.page("others", "methods")}`,
    };
  }
  return {
    method: "tutorial",
    hint: "numbered pictures are made by the tutorial's method, which finds what moves; " +
      `${say.with("method", "segment")} finds people`,
  };
}

/**
 * The methods of several runs, each once, and why.
 *
 * @param all The runs.
 * @param hasAlpha Whether composites will have transparent parts.
 * @throws {UsageError} If none of them can be asked for that, all for one reason.
 */
export async function chooseMethods(
  all: readonly RunOptions[],
  hasAlpha: boolean,
): Promise<readonly ChosenMethod[]> {
  const methods = new Map<string, ChosenMethod>();
  const refused: UsageError[] = [];
  for (const options of all) {
    const isStill = await isPhoto(options.video);
    try {
      const targets = chooseTargets(options, hasAlpha, isStill);
      const chosen = chooseMethod(options, targets, isStill);
      if (!methods.has(chosen.method)) methods.set(chosen.method, chosen);
    } catch (error) {
      // It will be told of when its turn comes.
      if (!(error instanceof UsageError)) throw error;
      refused.push(error);
    }
  }
  // What is refused to each of them in the same words is told once.
  const isOfAll = refused.length === all.length && all.length > 0 &&
    refused.every(({ message }) => message === refused[0].message);
  if (isOfAll) throw refused[0];
  return [...methods.values()];
}

/** The networks of a method that nobody named cannot be had. */
export class MissingNetworkError extends Error {
  override readonly name = "MissingNetworkError";
}

/**
 * What a run ended with; where the networks of a method that nobody named cannot be had, with
 * the command that needs none. No other method takes its place without a word.
 *
 * @param error The failure.
 * @param options The command line.
 * @param isStill Whether the video is one picture, of which no method but `segment` makes one.
 */
export function withoutNetwork(error: unknown, options: RunOptions, isStill: boolean): unknown {
  const { given, model, words, names } = options;
  const isOwn = !isNamedModel(model);
  if (!(error instanceof ModelError) || given.has("method") || isOwn) return error;
  const instead = isStill ? "" : `; ${names.withoutNetwork(words)}`;
  return new MissingNetworkError(`${error.message}${instead}`, { cause: error });
}

/** How what is behind fits, by what it is. */
export interface Fits {
  readonly picture: Fit;
  readonly video: Fit;
}

/**
 * How the background fits: as is said, else stretched as the tutorial does in its own pictures,
 * and filling the frame in its own shape in all others.
 *
 * @param options The command line.
 * @param isTutorials Whether it is the tutorial's own run.
 */
export function chooseFits({ given, fit }: RunOptions, isTutorials: boolean): Fits {
  if (given.has("fit")) return { picture: fit, video: fit };
  return { picture: isTutorials ? "stretch" : "cover", video: "cover" };
}
