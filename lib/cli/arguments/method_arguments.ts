// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say how a method works, for a run as for an evaluation.
 *
 * @module
 */

import { optionRanges } from "../../app/options/option_ranges.ts";
import { runDefaults } from "../../app/options/run_options.ts";
import { Option } from "npm:@commander-js/extra-typings@15.1.0";
import { methodTraits } from "../../methods/method_traits.ts";
import { methodName, numberIn, seconds, someText } from "./option_values.ts";

/** The heading of what finds people, in `--help`. */
export const FINDING = "Finding people:";

/** `--method` of a run; which is the default depends on what is written. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function methodOption() {
  return new Option("-m, --method <name>", "how the foreground is found")
    .choices(Object.keys(methodTraits)).argParser(methodName)
    .default<string>(runDefaults.method, "segment; tutorial for numbered pictures").helpGroup(
      FINDING,
    );
}

/** `--clean-plate`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function cleanPlateOption() {
  return new Option(
    "--clean-plate <picture>",
    "a picture of your empty room, from the same camera, for -m clean-plate",
  ).argParser(someText).helpGroup(FINDING);
}

/** `--clean-plate-at`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function cleanPlateAtOption() {
  return new Option("--clean-plate-at <time>", "the time at which the video shows the empty room")
    .argParser(seconds).helpGroup(FINDING);
}

/** `--threshold`, whose default is the method's. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function thresholdOption() {
  return new Option("-t, --threshold <n>", "0–255; larger removes more (default: the method's)")
    .argParser(numberIn(optionRanges.threshold)).helpGroup(FINDING);
}

/** `--set`, which may be repeated. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function setOption() {
  return new Option("--set <name=value>", "a setting of the method: see --help <method>")
    .argParser((text: string, before: string[] | undefined) => [...before ?? [], someText(text)])
    .helpGroup(FINDING);
}

/** `--learning-rate`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function learningRateOption() {
  return new Option("--learning-rate <n>", "short for --set learningRate=<n>")
    .argParser(someText).helpGroup(FINDING);
}

/** `--frames-apart`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function framesApartOption() {
  return new Option("--frames-apart <n>", "short for --set framesApart=<n>")
    .argParser(someText).helpGroup(FINDING);
}

/** `--warm-up`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function warmUpOption() {
  return new Option("--warm-up <n>", "learn from the first n frames, and do not write them")
    .default<number>(runDefaults.warmUp).argParser(numberIn(optionRanges.warmUp)).helpGroup(
      FINDING,
    );
}

/** `--survey`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function surveyOption() {
  return new Option("--survey <file>", "use what `backdrop survey` has learned of this video")
    .argParser(someText).helpGroup(FINDING);
}

/** `--reset-every`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function resetEveryOption() {
  return new Option("--reset-every <n>", "begin the method anew every n frames, after a run-up")
    .argParser(numberIn(optionRanges.resetEvery)).helpGroup(FINDING);
}

/** `--refine`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function refineOption() {
  return new Option(
    "--refine <steps>",
    "none, or steps such as open:1,close:2,fill: see --help refine",
  )
    .default<string>(runDefaults.refine, "auto, which suits the method").argParser(someText)
    .helpGroup(
      "Edges:",
    );
}
