import { type CustomMethod, customMethod } from "../../methods/custom_method.ts";
import type { MaskEstimator } from "../../methods/estimator.ts";
import { autoRefinement } from "../../methods/method.ts";
import { noSuchMethod } from "../../methods/method_traits.ts";
import { type Method, type MethodOptions, methods } from "../../methods/methods.ts";
import { parseSettings } from "../../methods/settings/parse_settings.ts";
import type { SettingValue } from "../../methods/settings/setting.ts";
import { assertOption } from "../../raster/option_checks.ts";
import type { RefineOptions } from "../../refine/refine_moments.ts";
import { parseRefinement, type RefineStep } from "../../refine/refinement.ts";

/**
 * What tells foreground from background: a method by name, one of your own, a function, an estimator.
 *
 * @category In one call
 */
export type MethodChoice = string | Method | CustomMethod | MaskEstimator;

/** What is said of a method. */
export interface MethodChoiceOptions extends MethodOptions {
  /** "auto", "none", steps as in "open:1,fill", or steps that were read. */
  readonly refine?: string | readonly RefineStep[] | undefined;
}

/** An estimator, and how it is let go. */
export interface ChosenEstimator extends Disposable {
  readonly estimator: MaskEstimator;
  /** What is done to its mattes. */
  readonly refine: RefineOptions;
}

/**
 * Find a method, and check what is said of it.
 *
 * @param choice The method.
 * @param options What is said of it.
 * @returns Makes its estimator, also another one for a later part of the video; the refinement goes with it.
 * @throws {RangeError} If there is no such method, setting or refinement, or a number is out of its range.
 * @throws {TypeError} If it is no method, or lacks what it needs.
 */
export function chooseEstimator(
  choice: MethodChoice,
  options: MethodChoiceOptions,
): (isPart?: boolean) => ChosenEstimator {
  const { refine = "auto", ...rest } = options;
  const { threshold, settings = {} } = rest;
  if (threshold !== undefined) {
    assertOption(ACTION, "threshold", threshold, { least: 0, most: 255, isWhole: true });
  }
  const name = typeof choice === "string" ? choice : "method";
  const method = toMethod(choice);
  const steps = chooseSteps(choice, options);
  assertHas(name, method, rest);
  const texts = Object.entries(settings).map(([setting, value]) => `${setting}=${value}`);
  const parsed = readSettings(texts, { name, settings: method.settings ?? {} });
  return (isPart = false) => {
    const estimator = method.create({ ...rest, settings: parsed, isPart });
    return {
      estimator,
      refine: { steps, linesScaled: refine === "auto" },
      // An estimator that was given stays its maker's.
      [Symbol.dispose]: () => isEstimator(choice) ? estimator.reset() : estimator[Symbol.dispose](),
    };
  };
}

/**
 * Find what is done to a method's masks.
 *
 * @param choice The method.
 * @param options What is said of it.
 * @throws {RangeError} If there is no such method or step.
 */
export function chooseSteps(
  choice: MethodChoice,
  { refine = "auto", openSegmenter }: Pick<MethodChoiceOptions, "refine" | "openSegmenter">,
): readonly RefineStep[] {
  if (typeof refine !== "string") return refine;
  const method = toMethod(choice);
  return parseRefinement(
    refine === "auto" ? autoRefinement(method, openSegmenter?.givesMattes) : refine,
  );
}

function toMethod(choice: MethodChoice): Omit<Method, "summary"> {
  return isEstimator(choice) ? { create: () => choice } : methodOf(choice);
}

const ACTION = "replace backgrounds";

function readSettings(...given: Parameters<typeof parseSettings>): Record<string, SettingValue> {
  try {
    return parseSettings(...given);
  } catch (cause) {
    throw new RangeError(`Cannot ${ACTION}: ${(cause as Error).message}`, { cause });
  }
}

/** Whether a choice is an estimator, which nobody here can make anew. */
export function isEstimator(choice: MethodChoice): choice is MaskEstimator {
  return typeof choice === "object" && choice !== null && "estimate" in choice;
}

function methodOf(choice: string | Method | CustomMethod): Method {
  if (typeof choice === "string") {
    if (Object.hasOwn(methods, choice)) return methods[choice as keyof typeof methods];
    throw noSuchMethod(ACTION, choice);
  }
  const isOurs = Object.values(methods).includes(choice as Method);
  return isOurs ? choice as Method : customMethod(choice as CustomMethod, "method");
}

function assertHas(name: string, method: Omit<Method, "summary">, options: MethodOptions): void {
  const { needsPlate, needsNetwork } = method;
  if (needsPlate && options.cleanPlate === undefined) {
    throw new TypeError(
      `Cannot ${ACTION}: '${name}' needs 'cleanPlate', a picture of the empty room`,
    );
  }
  if (needsNetwork && options.openSegmenter === undefined) {
    throw new TypeError(
      `Cannot ${ACTION}: '${name}' needs 'openSegmenter', which opens a neural network`,
    );
  }
}
