import { didYouMean } from "../nearest_name.ts";
import { describeRange, isInRange } from "../raster/option_checks.ts";

/**
 * What can be done to a mask, as text: `open:1,close:2,fill,guided:8:0.001`.
 *
 * @module
 */

/**
 * Something that is done to each mask or matte.
 *
 * @category Refinement
 */
export interface RefineStep {
  /** What is done: one of the names in {@linkcode refineStepKinds}. */
  readonly name: RefineStepName;
  /** Its numbers, with defaults filled in. */
  readonly numbers: readonly number[];
  /** Its word: an element's shape, or `bottom`. */
  readonly word?: string | undefined;
}

/** A number of a step. */
interface StepNumber {
  readonly name: string;
  /** Left out, it must be given. */
  readonly default?: number;
  readonly least: number;
  readonly most: number;
  readonly isWhole?: boolean;
  /** With how many dimensions it grows with the picture: radii 1, areas 2. */
  readonly dimensions?: 1 | 2;
}

/** A kind of step. */
interface StepKind {
  readonly summary: string;
  readonly numbers: readonly StepNumber[];
  readonly words?: readonly string[];
}

const radius: StepNumber = {
  name: "radius",
  least: 0,
  most: 200,
  isWhole: true,
  dimensions: 1,
};
const shapes = ["ellipse", "rect", "cross"];
const area: StepNumber = { name: "area", least: 0, most: Infinity, dimensions: 2 };

/** The kinds of steps by name: their numbers in the order in which they are written. */
const kinds: Readonly<Record<RefineStepName, StepKind>> = {
  erode: { summary: "shrink the foreground", numbers: [radius], words: shapes },
  dilate: { summary: "grow the foreground", numbers: [radius], words: shapes },
  open: { summary: "remove what is thinner than the element", numbers: [radius], words: shapes },
  close: { summary: "bridge gaps thinner than the element", numbers: [radius], words: shapes },
  median: { summary: "the median around each pixel", numbers: [radius] },
  blur: { summary: "the mean around each pixel", numbers: [radius] },
  gaussian: {
    summary: "a Gaussian blur, by its sigma",
    numbers: [{ name: "sigma", least: 0.1, most: 50, dimensions: 1 }],
  },
  threshold: {
    summary: "what is above a level becomes 255, the rest 0",
    numbers: [{ name: "level", default: 127, least: 0, most: 255 }],
  },
  levels: {
    summary: "up to black 0, from white on 255, a line between",
    numbers: [
      { name: "black", least: 0, most: 254 },
      { name: "white", least: 1, most: 255 },
    ],
  },
  remove: { summary: "remove parts smaller than an area", numbers: [area] },
  largest: {
    summary: "keep the largest part, or this many",
    numbers: [{ name: "count", default: 1, least: 1, most: 1000, isWhole: true }],
  },
  fill: {
    summary: "fill holes, up to an area; bottom: also those open to the lower border",
    numbers: [{ ...area, default: Infinity }],
    words: ["bottom"],
  },
  guided: {
    summary: "the guided filter: edges of the matte follow those of the frame",
    numbers: [
      { ...radius, least: 1 },
      { name: "epsilon", default: 0.001, least: 1e-6, most: 1 },
      { name: "subsample", default: 1, least: 1, most: 4, isWhole: true },
    ],
  },
  hold: {
    summary: "keep what was foreground until the person has moved this many pixels",
    numbers: [{ name: "pixels", default: 4, least: 0, most: 200, dimensions: 1 }],
  },
  smooth: {
    summary: "mean over time along motion, with this many frames of look-ahead",
    numbers: [
      { name: "strength", default: 1, least: 0, most: 1 },
      { name: "lookahead", default: 1, least: 0, most: 25, isWhole: true },
    ],
  },
};

/**
 * The names of the steps.
 *
 * @category Refinement
 */
export type RefineStepName =
  | "erode"
  | "dilate"
  | "open"
  | "close"
  | "median"
  | "blur"
  | "gaussian"
  | "threshold"
  | "levels"
  | "remove"
  | "largest"
  | "fill"
  | "guided"
  | "hold"
  | "smooth";

/**
 * How each step is written and what it does, a line each: for `--help`.
 *
 * @category Refinement
 */
export const refineStepKinds: Readonly<Record<RefineStepName, string>> = Object.fromEntries(
  Object.entries(kinds).map(([name, { summary, numbers, words }]) => {
    const written = [name, ...numbers.map((number) => number.name), ...(words ? [words[0]] : [])];
    return [name, `${written.join(":")}  ${summary}`];
  }),
) as Record<RefineStepName, string>;

/**
 * Read a refinement as it is written on the command line.
 *
 * @example Two steps
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseRefinement("open:1,close:2:rect"), [
 *   { name: "open", numbers: [1], word: undefined },
 *   { name: "close", numbers: [2], word: "rect" },
 * ]);
 * ```
 *
 * @param text Steps with commas between; a step's numbers and word behind colons, in any
 * number from the left; "" and "none" are nothing.
 * @returns The steps, in order.
 * @throws {RangeError} If there is no such step, or a number is out of its range.
 * @category Refinement
 */
export function parseRefinement(text: string): readonly RefineStep[] {
  const written = text.trim();
  if (written === "" || written === "none") return [];
  return written.split(",").map((step) => parseStep(step.trim()));
}

function parseStep(text: string): RefineStep {
  const [name, ...parts] = text.split(":").map((part) => part.trim());
  if (!Object.hasOwn(kinds, name)) {
    const names = Object.keys(kinds);
    throw new RangeError(
      `Cannot refine: '${name}' is no step${didYouMean(name, names)}; there are ${
        names.join(", ")
      }`,
    );
  }
  const kind: StepKind = kinds[name as RefineStepName];
  let word: string | undefined;
  if (
    kind.words !== undefined && parts.length > 0 && kind.words.includes(parts[parts.length - 1])
  ) {
    word = parts.pop();
  }
  if (parts.length > kind.numbers.length) {
    const usage = refineStepKinds[name as RefineStepName].split("  ")[0];
    throw new RangeError(`Cannot refine: '${text}' has too many parts, it is written ${usage}`);
  }
  const numbers = kind.numbers.map((number, i) => parseNumber(name, number, parts[i]));
  if (name === "levels" && numbers[1] <= numbers[0]) {
    throw new RangeError(
      `Cannot refine: the white of 'levels' must be above its black, got ${numbers.join(":")}`,
    );
  }
  return { name: name as RefineStepName, numbers, word };
}

function parseNumber(step: string, number: StepNumber, text: string | undefined): number {
  const { name, least, most } = number;
  if (text === undefined || text === "") {
    if (number.default !== undefined) return number.default;
    throw new RangeError(`Cannot refine: '${step}' needs its ${name}, as in ${step}:${least + 2}`);
  }
  const value = text === "all" && most === Infinity ? Infinity : Number(text);
  if (!isInRange(value, number)) {
    throw new RangeError(
      `Cannot refine: the ${name} of '${step}' must be ${describeRange(number)}, got ${text}`,
    );
  }
  return value;
}

/**
 * Steps as {@linkcode parseRefinement} reads them, with every number.
 *
 * @example A default is written out
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatRefinement(parseRefinement("fill,smooth")), "fill:all,smooth:1:1");
 * assertEquals(formatRefinement([]), "none");
 * ```
 *
 * @param steps The steps.
 */
export function formatRefinement(steps: readonly RefineStep[]): string {
  const written = steps.map(({ name, numbers, word }) => {
    const values = numbers.map((value) => value === Infinity ? "all" : `${value}`);
    return [name, ...values, ...(word === undefined ? [] : [word])].join(":");
  });
  return written.join(",") || "none";
}

/**
 * The same steps for a picture of another size: radii grow with it, areas with its square.
 *
 * @param steps The steps.
 * @param factor How many times larger the picture is.
 * @returns Steps of the same kinds.
 */
export function scaleRefinement(
  steps: readonly RefineStep[],
  factor: number,
): readonly RefineStep[] {
  return steps.map(({ name, numbers, word }) => {
    const kind: StepKind = kinds[name];
    const scaled = numbers.map((value, i) => {
      const { dimensions, isWhole, least, most } = kind.numbers[i];
      if (dimensions === undefined || value === 0) return value;
      const grown = value * factor ** dimensions;
      const whole = isWhole ? Math.max(1, Math.round(grown)) : grown;
      return Math.min(most, Math.max(least, whole));
    });
    return { name, numbers: scaled, word };
  });
}
