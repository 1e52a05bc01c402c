import { messageOf } from "../errors.ts";
import { assertSameSize, type Matte } from "../raster/frame.ts";
import { outcomeOf } from "../turns.ts";
import {
  createEstimator,
  type Estimate,
  type MaskEstimator,
  type MaskFunction,
} from "./estimator.ts";
import type { Method, MethodOptions } from "./method.ts";

/**
 * What can be made a method:
 * - a function from frame to mask, or `undefined` where there is none yet. It should keep no
 *   memory, which the next video would find;
 * - an object whose `create(options)` makes such a function, or an estimator, for each video;
 * - a class of estimators, whose constructor takes the options.
 *
 * @category Methods
 */
export type CustomMethod =
  | MaskFunction
  | (new (options: MethodOptions) => MaskEstimator)
  | CustomMethodObject;

/**
 * A method as an object.
 *
 * @category Methods
 */
export interface CustomMethodObject extends Partial<Omit<Method, "create">> {
  /** Makes the estimator of one video, or its mask function. */
  create(options: MethodOptions): MaskEstimator | MaskFunction;
}

/**
 * Make a {@linkcode Method} of what a user has written, with errors that name it.
 *
 * A mask function is taken to remember all frames, and may return `undefined` at first.
 *
 * @example A function, and one that remembers
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { grayscale } from "../pixels/color/grayscale.ts";
 * import { threshold } from "../pixels/color/threshold.ts";
 * import { estimateFrames } from "./estimate_frames.ts";
 *
 * const bright = customMethod((frame) => threshold(grayscale(frame), 127), "bright");
 * using estimator = bright.create();
 * const bitmap = Uint8ClampedArray.of(250, 250, 250, 255, 9, 9, 9, 255);
 * for await (const { matte } of estimateFrames([{ number: 1, width: 2, height: 1, bitmap }], estimator)) {
 *   assertEquals([...matte!.data], [255, 0]);
 * }
 * ```
 *
 * @param value What was written.
 * @param name What it is called in messages.
 * @returns A method.
 * @throws {TypeError} If it is none of these.
 * @category Methods
 */
export function customMethod(value: CustomMethod, name: string): Method {
  if (isEstimatorClass(value)) {
    return { summary: name, create: (options = {}) => named(new value(options), name) };
  }
  if (typeof value === "function") {
    return { summary: name, create: () => named(ofFunction(value), name) };
  }
  if (typeof value?.create !== "function") {
    const got = value === undefined ? "nothing" : value === null ? "null" : `a ${typeof value}`;
    throw new TypeError(
      `Cannot use '${name}' as a method: it must be a function from frame to mask, an object ` +
        `with create(), or a class with estimate(), got ${got}`,
    );
  }
  return {
    summary: name,
    ...value,
    create(options = {}) {
      const made = value.create(options);
      return named(typeof made === "function" ? ofFunction(made) : made, name);
    },
  };
}

/** Frame numbers tell what is missing, so a function need not say how long it warms up. */
function ofFunction(maskOf: MaskFunction): MaskEstimator {
  return createEstimator(maskOf, { lookback: Infinity });
}

function isEstimatorClass(
  value: CustomMethod,
): value is new (options: MethodOptions) => MaskEstimator {
  return typeof value === "function" && typeof value.prototype?.estimate === "function";
}

/** The same estimator, whose errors and wrong mattes are told with its name and the frame's number. */
function named(estimator: MaskEstimator, name: string): MaskEstimator {
  if (typeof estimator?.estimate !== "function") {
    throw new TypeError(
      `Cannot use '${name}' as a method: create() must give a function or an estimator`,
    );
  }
  const { warmUp = 0, lookback = Infinity, window } = estimator;
  const levels = new LevelsCheck();
  const attempt: Attempt = (when, action) => attemptNamed(name, when, action);
  return {
    warmUp,
    lookback,
    ...(window !== undefined && { window }),
    ...surveyOf(estimator, attempt),
    ...(estimator.begin && {
      begin: (moment) => attempt(`at frame ${moment.number}`, () => estimator.begin?.(moment)),
    }),
    estimate: (window, out) =>
      attempt(`at frame ${window.now.number}`, async () => {
        const estimate = await outcomeOf(estimator.estimate(window, out));
        if (estimate) {
          assertEstimate(estimate);
          levels.look(estimate.matte);
        }
        return estimate ?? undefined;
      }),
    reset: () => estimator.reset?.(),
    [Symbol.dispose]: () => estimator[Symbol.dispose]?.(),
  };
}

/** Do something that may fail: the error says when it did. */
type Attempt = <Result>(when: string, action: () => Result | Promise<Result>) => Promise<Result>;

async function attemptNamed<Result>(
  name: string,
  when: string,
  action: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (cause) {
    const message = messageOf(cause);
    throw new Error(`The method '${name}' failed ${when}: ${message}`, { cause });
  }
}

/** What an estimator has of a survey. */
function surveyOf(
  estimator: MaskEstimator,
  attempt: Attempt,
): Partial<Pick<MaskEstimator, "surveys" | "survey" | "saveSurvey" | "loadSurvey">> {
  return {
    ...(estimator.surveys !== undefined && { surveys: estimator.surveys }),
    ...(estimator.survey && {
      survey: (frames) => attempt("in its survey", () => estimator.survey?.(frames)),
    }),
    ...(estimator.saveSurvey && { saveSurvey: () => estimator.saveSurvey!() }),
    ...(estimator.loadSurvey && { loadSurvey: (bytes) => estimator.loadSurvey?.(bytes) }),
  };
}

function assertEstimate({ matte, foreground }: Estimate): void {
  if (matte === undefined || foreground === undefined) {
    throw new TypeError("an estimate must have 'matte' and 'foreground'");
  }
  if (!("data" in matte)) throw new TypeError("a mask must have 'data', a byte a pixel");
  const { data } = matte;
  if (!(data instanceof Uint8Array || data as unknown instanceof Uint8ClampedArray)) {
    throw new TypeError("the 'data' of a mask must be a Uint8Array, a byte a pixel");
  }
  assertSameSize("use what it returned", { frame: foreground, mask: matte });
}

/** After so many masks that have 1, and nothing between 1 and 255, it is plain that nothing will come. */
const FAINT_MASKS = 10;

/** How many masks with something in them are looked through at most. */
const MOST_MASKS = 30;

/** Looks through masks until one is soft, or enough are right. */
class LevelsCheck {
  #isDone = false;
  #faint = 0;
  #seen = 0;

  /** @throws {TypeError} If many have 1, and else 0 and 255 alone: whoever writes `true` means 255. */
  look({ data }: Matte): void {
    if (this.#isDone) return;
    let hasOne = false, hasMost = false;
    for (let i = 0; i < data.length; i++) {
      const level = data[i];
      if (level === 0) continue;
      if (level === 1) hasOne = true;
      else if (level === 255) hasMost = true;
      else {
        this.#isDone = true;
        return;
      }
    }
    if (!hasOne && !hasMost) return;
    if (hasOne && ++this.#faint === FAINT_MASKS) {
      const got = hasMost ? "this has 1 too" : "this has 1 at most";
      throw new TypeError(`a mask must have 255 where foreground is, and ${got}`);
    }
    this.#isDone = ++this.#seen === MOST_MASKS;
  }
}
