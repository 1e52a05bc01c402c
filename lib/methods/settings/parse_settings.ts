import { didYouMean, plainName } from "../../nearest_name.ts";
import { isInRange } from "../../raster/option_checks.ts";
import { describeSetting, type Setting, type Settings, type SettingValue } from "./setting.ts";

/** What of a method tells what can be set. */
export interface SettableMethod {
  /** What it can be told. */
  readonly settings?: Settings;
}

/**
 * Read a method's settings as they are written on the command line.
 *
 * @example In any spelling of the name
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const settings = {
 *   varThreshold: { summary: "squared distance", default: 16, least: 0 },
 *   detectShadows: { summary: "whether shadows are told apart", default: true },
 * };
 * assertEquals(
 *   parseSettings(["var-threshold=25,detectShadows=off"], { settings, name: "mog2" }),
 *   { varThreshold: 25, detectShadows: false },
 * );
 * ```
 *
 * @param assignments `name=value`, or several with commas between; of two for one name the
 * last one counts.
 * @param method What can be set, and what the method is called in messages.
 * @returns The values by name, of the settings that were named.
 * @throws {RangeError} If there is no such setting, or a value is out of its range.
 */
export function parseSettings(
  assignments: readonly string[],
  method: SettableMethod & { readonly name: string },
): Record<string, SettingValue> {
  const values: Record<string, SettingValue> = {};
  for (const [written, text] of splitAssignments(assignments)) {
    const name = findSetting(written, method);
    values[name] = parseSettingValue(name, text, method.settings![name]);
  }
  return values;
}

/**
 * Take assignments apart.
 *
 * @param assignments `name=value`, or several with commas between.
 * @returns Each name with the text of its value; a comma that no name follows belongs to it.
 * @throws {RangeError} If a part is no assignment.
 */
export function splitAssignments(assignments: readonly string[]): [name: string, text: string][] {
  return assignments.flatMap((list) => list.split(/,(?=[^,=]*=)/)).map((part) => {
    const [, name, text] = /^\s*([\w-]+)\s*=\s*([^]*?)\s*$/.exec(part) ?? [];
    if (name === undefined) {
      throw new RangeError(
        `the setting '${part}' must be like name=value, or name=value,name=value`,
      );
    }
    return [name, text];
  });
}

/**
 * Whether a method has a setting, in any spelling: `varThreshold`, `var-threshold`.
 *
 * @param method The method.
 * @param name The name as written.
 */
export function hasSetting({ settings = {} }: SettableMethod, name: string): boolean {
  return Object.keys(settings).some((known) => plainName(known) === plainName(name));
}

function findSetting(
  written: string,
  { name: method, settings = {} }: SettableMethod & { readonly name: string },
): string {
  const names = Object.keys(settings);
  const found = names.find((name) => plainName(name) === plainName(written));
  if (found !== undefined) return found;
  throw new RangeError(
    `the method '${method}' has no setting '${written}'${didYouMean(written, names)}; ` +
      `it has ${names.join(", ") || "none"}`,
  );
}

const YES = ["true", "yes", "on", "1"];
const NO = ["false", "no", "off", "0"];

function parseSettingValue(name: string, text: string, setting: Setting): SettingValue {
  const { choices } = setting;
  const wrong = () =>
    new RangeError(`the setting '${name}' must be ${describeSetting(setting)}, got '${text}'`);
  if (typeof setting.default === "boolean") {
    const word = text.toLowerCase();
    if (!YES.includes(word) && !NO.includes(word)) throw wrong();
    return YES.includes(word);
  }
  if (typeof setting.default === "string") {
    if (choices !== undefined && !choices.includes(text)) throw wrong();
    return text;
  }
  const number = text === "" ? NaN : Number(text);
  if (!isInRange(number, setting)) throw wrong();
  return number;
}
