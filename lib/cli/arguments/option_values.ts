// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * What the values of options may be; a wrong one is told by its reason.
 *
 * @module
 */

import { InvalidArgumentError } from "npm:@commander-js/extra-typings@15.1.0";
import { isMethodPath, moduleMeantBy } from "../../files/find_method.ts";
import { isModelPath, isNamedModel, MODEL_NAMES } from "../../files/onnx/model_names.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import { didYouMean } from "../../nearest_name.ts";
import { printable } from "../../printable.ts";
import type { Size } from "../../raster/frame.ts";
import { describeRange, isInRange, type NumberRange } from "../../raster/option_checks.ts";

export function someText(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}

/** A number, written in digits. */
export function numberIn(range: NumberRange): (text: string) => number {
  const digits = range.isWhole ? /^\d+$/ : /^\d*\.?\d+$/;
  return (text) => {
    const number = Number(text);
    if (digits.test(text) && isInRange(number, range)) return number;
    throw new InvalidArgumentError(`It must be ${describeRange(range)}.`);
  };
}

/** A method's name, or the path of a module with one. */
export function methodName(text: string): string {
  if (Object.hasOwn(methodTraits, text) || isMethodPath(text)) return text;
  const meant = moduleMeantBy(text);
  if (meant !== undefined) {
    throw new InvalidArgumentError(
      `It must be a method's name, or a module's path (Did you mean ${printable(meant)}?).`,
    );
  }
  throw new InvalidArgumentError(
    `It must be ${
      Object.keys(methodTraits).join(", ")
    }, or a module of yours such as ./my_method.ts.` +
      didYouMean(text, Object.keys(methodTraits)),
  );
}

/** Methods with commas between. */
export function methodList(text: string): string[] {
  return text.split(",").map((name) => methodName(name.trim()));
}

/** The path of a page. */
export function htmlFile(text: string): string {
  if (/.\.html?$/i.test(text)) return text;
  throw new InvalidArgumentError("It must end in .html.");
}

/** A neural network: one that has a name, or the path of a file. */
export function modelChoice(text: string): string {
  if (isNamedModel(text) || isModelPath(text)) return text;
  throw new InvalidArgumentError(
    `It must be ${MODEL_NAMES.join(", ")}, or a file ending in .onnx or .tflite.` +
      didYouMean(text, MODEL_NAMES),
  );
}

/** A time: seconds, or hours, minutes and seconds. */
export function seconds(text: string): number {
  const match = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError("It must be like 90, 1.5, 1:30 or 1:02:03.5.");
  const [, hours = "0", minutes = "0", rest] = match;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(rest);
}

/** Sides, as 1280x720. */
export function size(text: string): Size {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(text);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (!(width >= 1 && height >= 1)) throw new InvalidArgumentError("It must be like 1280x720.");
  if (Math.max(width, height) > 16384) {
    throw new InvalidArgumentError("It must have sides of at most 16384.");
  }
  return { width, height };
}

/** A commander command, as far as {@linkcode givenOptions} asks it. */
interface ParsedCommand {
  readonly options: readonly { attributeName(): string }[];
  getOptionValueSource(name: never): string | undefined;
}

/**
 * What a command line says, by commander's names of its options: all others have their defaults.
 *
 * @param command The command that was parsed.
 */
export function givenOptions(command: ParsedCommand): ReadonlySet<string> {
  const names = command.options.map((option) => option.attributeName());
  const isGiven = (name: string) => command.getOptionValueSource(name as never) === "cli";
  return new Set(names.filter(isGiven));
}
