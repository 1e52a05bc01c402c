// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say which neural network a method uses and how, for a run as
 * for an evaluation.
 *
 * @module
 */

import { commandLineNames } from "../command_line_names.ts";
import { type Device, devices } from "../../files/onnx/device.ts";
import { optionRanges } from "../../app/options/option_ranges.ts";
import { type ModelChoices, runDefaults } from "../../app/options/run_options.ts";
import { Option } from "npm:@commander-js/extra-typings@15.1.0";
import { FINDING } from "./method_arguments.ts";
import { modelChoice, numberIn, someText } from "./option_values.ts";

const OWN = "Networks of your own:";

/** `--model`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelOption() {
  return new Option(
    "--model <which>",
    "fast, quality or rvm (slower), or your .onnx or .tflite file (of depth, too)",
  ).default<string>(runDefaults.model).argParser(modelChoice).helpGroup(FINDING);
}

/** `--every`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function everyOption() {
  return new Option("--every <n>", "run the network on every n-th frame only")
    .argParser(numberIn(optionRanges.every)).helpGroup(FINDING);
}

/** `--device`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function deviceOption() {
  return new Option("--device <which>", "what runs the network; auto takes what is faster")
    .choices(devices).helpGroup(FINDING);
}

/** `--model-size`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelSizeOption() {
  return new Option(
    "--model-size <WxH>",
    "size of the network's input, if its file leaves that open",
  )
    .argParser(someText).helpGroup(OWN);
}

/** `--model-mean`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelMeanOption() {
  return new Option("--model-mean <r,g,b>", "mean, which is subtracted from the input")
    .argParser(someText).helpGroup(OWN);
}

/** `--model-std`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelStdOption() {
  return new Option("--model-std <r,g,b>", "standard deviation, which the input is divided by")
    .argParser(someText).helpGroup(OWN);
}

/** `--model-layout`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelLayoutOption() {
  return new Option("--model-layout <order>", "order of the input: nchw (channels first) or nhwc")
    .argParser(someText).helpGroup(OWN);
}

/** `--model-channels`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelChannelsOption() {
  return new Option("--model-channels <order>", "rgb, or bgr where blue comes first")
    .argParser(someText).helpGroup(OWN);
}

/** `--model-output`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function modelOutputOption() {
  return new Option("--model-output <name>", "which output is the matte: name or number")
    .argParser(someText).helpGroup(OWN);
}

/** What commander has read of them. */
interface Given {
  readonly model: string;
  readonly every?: number | undefined;
  readonly device?: Device | undefined;
  readonly modelSize?: string | undefined;
  readonly modelMean?: string | undefined;
  readonly modelStd?: string | undefined;
  readonly modelLayout?: string | undefined;
  readonly modelChannels?: string | undefined;
  readonly modelOutput?: string | undefined;
}

/** What was said of neural networks, of all that commander has read. */
export function modelChoices(given: Given): ModelChoices {
  const modelOptions = {
    size: given.modelSize,
    mean: given.modelMean,
    std: given.modelStd,
    layout: given.modelLayout,
    channels: given.modelChannels,
    output: given.modelOutput,
  };
  const { model, every, device } = given;
  return { model, every, device, modelOptions, names: commandLineNames };
}
