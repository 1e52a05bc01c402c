// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say how a method works, for a run as for an evaluation.
 *
 * @module
 */

import { Option } from "npm:@commander-js/extra-typings@15.1.0";
import { someText, wholeNumber } from "./option_values.ts";

/** `--threshold`, whose default is the method's. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function thresholdOption() {
  return new Option("-t, --threshold <n>", "0–255; larger removes more (default: the method's own)")
    .argParser(wholeNumber(0, 255));
}

/** `--set`, which may be repeated. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function setOption() {
  return new Option(
    "--set <name=value>",
    "a setting of the method, see --help-method; commas between, may be repeated",
  ).argParser((text: string, before: string[] | undefined) => [...before ?? [], someText(text)]);
}

/** `--refine`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function refineOption() {
  return new Option(
    "--refine <steps>",
    "what is done to each mask: none, or as in open:1,close:2,fill; auto is what suits the method",
  ).default("auto").argParser(someText);
}
