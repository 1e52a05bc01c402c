// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say which neural network a method uses and how, for a run as
 * for an evaluation.
 *
 * @module
 */

import { InvalidArgumentError, Option } from "npm:@commander-js/extra-typings@15.1.0";
import type { ModelOverrideTexts } from "../masks/network/overrides.ts";
import { someText, wholeNumber } from "./option_values.ts";

/** `--model`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelOption() {
  return new Option(
    "--model <which>",
    "the network of -m segment: fast, quality (better, slower), or your .onnx or .tflite file",
  ).default("fast").argParser(modelChoice);
}

/** A network's name, or a file of the user's. */
function modelChoice(text: string): string {
  if (/^(fast|quality)$|\.(onnx|tflite)$/i.test(text)) return text;
  throw new InvalidArgumentError("It must be fast, quality, or a file ending in .onnx or .tflite.");
}

/** `--every`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function everyOption() {
  return new Option(
    "--every <n>",
    "let the network look at each n-th frame only; the same as --set every=<n>",
  ).argParser(wholeNumber(1, 10000));
}

/** `--model-size`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelSizeOption() {
  return new Option(
    "--model-size <WxH>",
    "at what size your model sees frames, where it takes any: 512x288, or 320 for a square",
  ).argParser(someText);
}

/** `--model-mean`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelMeanOption() {
  return new Option(
    "--model-mean <r,g,b>",
    "what your model wants subtracted: 0–1 as papers write it, or 0–255; one number or three",
  ).argParser(someText);
}

/** `--model-std`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelStdOption() {
  return new Option("--model-std <r,g,b>", "by what it wants that divided, in the same unit")
    .argParser(someText);
}

/** `--model-layout`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelLayoutOption() {
  return new Option(
    "--model-layout <order>",
    "how your model has its channels: nchw (first) or nhwc (last)",
  ).argParser(someText);
}

/** `--model-output`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelOutputOption() {
  return new Option(
    "--model-output <name>",
    "which of its outputs is the matte: a name or a number from 0; pha:1 for its channel 1",
  ).argParser(someText);
}

/** What commander has read of them. */
interface Given {
  readonly modelSize?: string | undefined;
  readonly modelMean?: string | undefined;
  readonly modelStd?: string | undefined;
  readonly modelLayout?: string | undefined;
  readonly modelOutput?: string | undefined;
}

/** What was said of the model, as written. */
export function modelTexts(given: Given): ModelOverrideTexts {
  const { modelSize, modelMean, modelStd, modelLayout, modelOutput } = given;
  return {
    ...{ size: modelSize, mean: modelMean, std: modelStd },
    ...{ layout: modelLayout, output: modelOutput },
  };
}
