// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say how the background is put behind, and how its edge is drawn.
 *
 * @module
 */

import { optionRanges } from "../../app/options/option_ranges.ts";
import { runDefaults } from "../../app/options/run_options.ts";
import { Option } from "npm:@commander-js/extra-typings@15.1.0";
import { fits } from "../../pixels/resize/fit_frame.ts";
import { numberIn, seconds } from "./option_values.ts";

const GROUP = "The background:";

/** `--fit`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function fitOption() {
  return new Option("--fit <how>", "how it fills the frame")
    .choices(fits).default(runDefaults.fit, "cover; stretch for the tutorial's JPEGs")
    .helpGroup(GROUP);
}

/** `--background-start`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function backgroundStartOption() {
  return new Option("--background-start <time>", "where a background video begins")
    .argParser(seconds).helpGroup(GROUP);
}

const EDGES = "Edges:";

/** `--feather`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function featherOption() {
  return new Option("--feather <px>", "soften the edge over this many pixels")
    .default<number>(runDefaults.feather).argParser(numberIn(optionRanges.feather)).helpGroup(
      EDGES,
    );
}

/** `--light-wrap`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function lightWrapOption() {
  return new Option("--light-wrap <n>", "0–1: the background's light on the edge")
    .default<number>(runDefaults.lightWrap).argParser(numberIn(optionRanges.lightWrap)).helpGroup(
      EDGES,
    );
}

/** `--despill`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function despillOption() {
  return new Option("--despill", "take the old background's colour out of the edge")
    .helpGroup(EDGES);
}
