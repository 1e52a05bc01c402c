import {
  assertChoice,
  assertOption,
  describeChoices,
  describeRange,
  type NumberRange,
  shown,
} from "../../raster/option_checks.ts";

/**
 * The value of a setting.
 *
 * @category Methods
 */
export type SettingValue = number | boolean | string;

/**
 * Something that a method can be told: `--set name=value`, or an option of its class. A number has
 * a range.
 *
 * @category Methods
 */
export interface Setting extends NumberRange {
  /** What it does, with its unit, in a few words. */
  readonly summary: string;
  /** What it is if nothing is said; its type is the setting's type. */
  readonly default: SettingValue;
  /** The words to choose from. */
  readonly choices?: readonly string[];
}

/**
 * All that a method can be told, by name.
 *
 * @category Methods
 */
export type Settings = Readonly<Record<string, Setting>>;

/** What a setting may be, as a type. */
type ValueOf<One extends Setting> = One extends { choices: readonly (infer Choice)[] } ? Choice
  : One["default"] extends number ? number
  : One["default"] extends boolean ? boolean
  : string;

/** Options of a class that has these settings: each may be left out. */
export type GivenSettings<All extends Settings> = {
  readonly [Name in keyof All]?: ValueOf<All[Name]> | undefined;
};

/** The same with nothing left out. */
export type SettledSettings<All extends Settings> = {
  readonly [Name in keyof All]: ValueOf<All[Name]>;
};

/**
 * A class's options, those that were left out with their defaults, and all of them checked.
 *
 * @example One is given, one is not
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const settings = {
 *   every: { summary: "", default: 5, least: 1, isWhole: true },
 *   align: { summary: "", default: true },
 * };
 * const settled = (options: { every?: number; align?: boolean }) =>
 *   settle("compare", settings, options);
 * assertEquals(settled({ every: 3 }), { every: 3, align: true });
 * assertThrows(() => settled({ every: 0 }), RangeError, "'every' must be");
 * ```
 *
 * @param action What the caller is about to do, for the message: "compare frames".
 * @param settings What there is to be told.
 * @param options What was told, with a field for each setting; what else is there is left alone.
 * @returns The value of each setting.
 * @throws {TypeError} If one is not of its kind.
 * @throws {RangeError} If one is out of its range, or none of its choices.
 */
export function settle<const All extends Settings, Options extends GivenSettings<All>>(
  action: string,
  settings: All,
  options: Options & (keyof All extends keyof Options ? unknown : never),
): SettledSettings<All> {
  const given = options as Readonly<Record<string, SettingValue | undefined>>;
  const settled: Record<string, SettingValue> = {};
  for (const [name, setting] of Object.entries(settings)) {
    const value = settled[name] = given[name] ?? setting.default;
    assertSetting(action, name, value, setting);
  }
  return settled as SettledSettings<All>;
}

function assertSetting(action: string, name: string, value: SettingValue, setting: Setting): void {
  if (typeof value !== typeof setting.default) {
    const wanted = typeof setting.default === "boolean"
      ? "true or false"
      : describeSetting(setting);
    throw new TypeError(`Cannot ${action}: '${name}' must be ${wanted}, got ${shown(value)}`);
  }
  if (typeof value === "number") assertOption(action, name, value, setting);
  if (typeof value === "string" && setting.choices !== undefined) {
    assertChoice(action, name, value, setting.choices);
  }
}

/**
 * What a setting may be, in words: "a number from 0 to 1".
 *
 * @param setting The setting.
 */
export function describeSetting(setting: Setting): string {
  const { default: value, choices } = setting;
  if (typeof value === "boolean") return "yes or no";
  if (typeof value === "string") return choices === undefined ? "a text" : describeChoices(choices);
  return describeRange(setting);
}
