// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options of a camera.
 *
 * @module
 */

import { optionRanges } from "../../app/options/option_ranges.ts";
import { Option } from "npm:@commander-js/extra-typings@15.1.0";
import { numberIn, size } from "./option_values.ts";

const GROUP = "Live, of a camera:";

/** `--camera-size`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function cameraSizeOption() {
  return new Option("--camera-size <WxH>", "what it is asked for; 1280x720 if left out")
    .argParser(size).helpGroup(GROUP);
}

/** `--camera-fps`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function cameraFpsOption() {
  return new Option("--camera-fps <n>", "frames a second it is asked for; 30 if left out")
    .argParser(numberIn(optionRanges.cameraFps)).helpGroup(GROUP);
}

/** `--mirror`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function mirrorOption() {
  return new Option("--mirror", "turn frames left to right, as a mirror does").helpGroup(GROUP);
}

/** `--low-latency`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function lowLatencyOption() {
  return new Option("--low-latency", "wait for no later frame, which makes edges less steady")
    .helpGroup(GROUP);
}
