// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * What the values of options may be; a wrong one is told by its reason.
 *
 * @module
 */

import { InvalidArgumentError } from "npm:@commander-js/extra-typings@15.1.0";
import { isMethodPath } from "../io/custom_method.ts";
import { methods } from "../masks/methods.ts";
import { didYouMean } from "../nearest_name.ts";

export function someText(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < min || number > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return number;
  };
}

export function numberFrom(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d*\.?\d+$/.test(text) || number < min || number > max) {
      throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
    }
    return number;
  };
}

/** A method's name, or the path of a module with one. */
export function methodName(text: string): string {
  if (Object.hasOwn(methods, text) || isMethodPath(text)) return text;
  throw new InvalidArgumentError(
    `Methods are ${Object.keys(methods).join(", ")}, or a module of yours such as ./my_method.ts.` +
      didYouMean(text, Object.keys(methods)),
  );
}

/** A neural network: one that has a name, or the path of a file. */
export function modelChoice(text: string): string {
  if (text === "fast" || text === "quality" || /\.(onnx|tflite)$/i.test(text)) return text;
  throw new InvalidArgumentError(
    "It must be fast, quality, or a file ending in .onnx or .tflite." +
      didYouMean(text, ["fast", "quality"]),
  );
}
