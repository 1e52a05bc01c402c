/**
 * What an option may be, how that is said, and the errors when it is something else: every
 * `Cannot ⟨act⟩: 'name' must be ⟨wanted⟩, got ⟨value⟩` about a number or a word comes from here.
 *
 * @module
 */

import { nearestName } from "../nearest_name.ts";

/**
 * Which numbers an option takes.
 *
 * @category Pictures
 */
export interface NumberRange {
  /** The least; none if missing. */
  readonly least?: number;
  /** The largest; none if missing. `Infinity` lets it be infinite, too. */
  readonly most?: number;
  /** Whether only whole numbers will do. */
  readonly isWhole?: boolean;
  /** Whether only odd numbers will do. */
  readonly isOdd?: boolean;
  /** Whether `least` itself is too small. */
  readonly isAbove?: boolean;
  /** A number outside of all that, which stands for something. */
  readonly or?: number;
}

/** A share of something. */
export const SHARE: NumberRange = { least: 0, most: 1 };

/** A count, or a radius in pixels. */
export const COUNT: NumberRange = { least: 0, isWhole: true };

/**
 * Whether a number is one that an option takes.
 *
 * @param value The number.
 * @param range What will do.
 */
export function isInRange(value: number, range: NumberRange): boolean {
  const { least = -Number.MAX_VALUE, most = Number.MAX_VALUE } = range;
  if (typeof value !== "number") return false;
  if (value === range.or) return true;
  if (range.isAbove ? !(value > least) : !(value >= least)) return false;
  if (!(value <= most)) return false;
  if (range.isOdd) return Math.abs(value % 2) === 1;
  return !range.isWhole || Number.isInteger(value);
}

/**
 * Which numbers an option takes, in words.
 *
 * @example From one to another
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(describeRange({ least: 1, most: 100, isWhole: true }), "a whole number from 1 to 100");
 * assertEquals(describeRange({ least: 0, isAbove: true }), "a number above 0");
 * ```
 *
 * @param range What will do.
 */
export function describeRange(range: NumberRange): string {
  const { least, most = Infinity, isAbove = false, or } = range;
  const kind = range.isOdd ? "an odd number" : range.isWhole ? "a whole number" : "a number";
  const special = or === undefined ? "" : `${written(or)} or `;
  if (least === undefined || least === -Infinity) {
    return special + kind + (most === Infinity ? "" : ` of at most ${written(most)}`);
  }
  if (most === Infinity) {
    return special + kind +
      (isAbove ? ` above ${written(least)}` : ` of at least ${written(least)}`);
  }
  const between = isAbove
    ? `above ${written(least)} and at most ${written(most)}`
    : `from ${written(least)} to ${written(most)}`;
  return `${special}${kind} ${between}`;
}

/** A number in a sentence: with a minus sign, and with no exponent. */
function written(value: number): string {
  return value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 20 })
    .replace("-", "−");
}

/**
 * Check an option that is a number.
 *
 * @param action What the caller is about to do, for the message: "model a background".
 * @param name The option's name in the message.
 * @param value What was given.
 * @param range What will do.
 * @throws {RangeError} If the value is out of the range.
 * @throws {TypeError} If it is no number.
 */
export function assertOption(
  action: string,
  name: string,
  value: number,
  range: NumberRange,
): void {
  if (isInRange(value, range)) return;
  const ErrorOfKind = typeof value === "number" ? RangeError : TypeError;
  throw new ErrorOfKind(
    `Cannot ${action}: '${name}' must be ${describeRange(range)}, got ${shown(value)}`,
  );
}

/**
 * Check several such options.
 *
 * @param action What the caller is about to do, for the message.
 * @param values What was given, by name.
 * @param ranges What will do, by the same names.
 * @throws {RangeError} If one is out of its range.
 */
export function assertOptions<Name extends string>(
  action: string,
  values: Readonly<Record<Name, number>>,
  ranges: Readonly<Record<Name, NumberRange>>,
): void {
  for (const name of Object.keys(ranges) as Name[]) {
    assertOption(action, name, values[name], ranges[name]);
  }
}

/**
 * Check an option that is one of some words or numbers.
 *
 * @param action What the caller is about to do, for the message.
 * @param name The option's name in the message.
 * @param value What was given.
 * @param choices What will do.
 * @throws {RangeError} If it is none of them.
 */
export function assertChoice<Choice extends string | number>(
  action: string,
  name: string,
  value: Choice,
  choices: readonly Choice[],
): void {
  if (choices.includes(value)) return;
  throw new RangeError(
    `Cannot ${action}: '${name}' must be ${describeChoices(choices)}, got ${value}`,
  );
}

/**
 * Words to choose from, in words: "rgb or chroma".
 *
 * @param choices The words.
 */
export function describeChoices(choices: readonly (string | number)[]): string {
  const last = choices.length - 1;
  return last < 1 ? choices.join() : `${choices.slice(0, last).join(", ")} or ${choices[last]}`;
}

/** What is checked of an option's value before the function that takes it looks closer. */
export type OptionKind = "string" | "number" | "boolean" | "object" | "function" | "any";

/** The kinds in words. */
const KINDS = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  function: "a function",
} as const;

/**
 * Check that a function knows each option that it was given, and that each has a value of its kind. The
 * type checker does so for TypeScript; this is for JavaScript.
 *
 * @param action What the caller is about to do, for the message.
 * @param options What was given. An option that is `undefined` counts as left out.
 * @param kinds The options that there are.
 * @param within What stands before a name in the message: "edges.".
 * @throws {TypeError} If there is no such option, or its value is of another kind.
 */
export function assertOptionKinds(
  action: string,
  options: object,
  kinds: Readonly<Record<string, OptionKind>>,
  within: string = "",
): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`Cannot ${action}: 'options' must be an object, got ${shown(options)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(kinds, name)) throw unknownOption(action, name, Object.keys(kinds), within);
    const kind = kinds[name];
    if (value === undefined || kind === "any") continue;
    if (typeof value === kind && value !== null) continue;
    throw new TypeError(
      `Cannot ${action}: '${within}${name}' must be ${KINDS[kind]}, got ${shown(value)}`,
    );
  }
}

function unknownOption(
  action: string,
  name: string,
  names: readonly string[],
  within: string,
): TypeError {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined
    ? `; there are ${names.join(", ")}`
    : ` (Did you mean '${within}${nearest}'?)`;
  return new TypeError(`Cannot ${action}: there is no option '${within}${name}'${hint}`);
}

/** A value in a message: a string in quotes, so that `"5"` and `5` differ. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
