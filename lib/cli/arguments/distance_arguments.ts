// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say what tells how far things are.
 *
 * @module
 */

import { InvalidArgumentError, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { parseNearerThan } from "../../methods/depth/nearer_than.ts";
import { STEREO_LAYOUTS } from "../../pixels/stereo/split_eyes.ts";
import { someText } from "./option_values.ts";

const GROUP = "Distance from the camera:";

/** `--stereo`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function stereoOption() {
  return new Option("--stereo <layout>", "the video has both eyes: side by side, or top-bottom")
    .choices(STEREO_LAYOUTS).helpGroup(GROUP);
}

/** `--swap-eyes`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function swapEyesOption() {
  return new Option("--swap-eyes", "the right eye's picture comes first").helpGroup(GROUP);
}

/** `--keep-stereo`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function keepStereoOption() {
  return new Option("--keep-stereo", "write both eyes' pictures; the left one's by default")
    .helpGroup(GROUP);
}

/** `--right`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function rightOption() {
  return new Option("--right <video>", "what the right eye sees; the video is the left one's")
    .argParser(someText).helpGroup(GROUP);
}

/** `--depth`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function depthOption() {
  return new Option("--depth <video>", "a gray video or pictures that tell how near all is")
    .argParser(someText).helpGroup(GROUP);
}

/** `--near`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function nearOption() {
  return new Option("--near <which>", "what is near in it; the default is bright")
    .choices(["bright", "dark"] as const).helpGroup(GROUP);
}

/** `--calibration`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function calibrationOption() {
  return new Option("--calibration <file>", "of both cameras, as OpenCV writes it: yml, xml, json")
    .argParser(someText).helpGroup(GROUP);
}

/** `--nearer-than`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function nearerThanOption() {
  return new Option(
    "--nearer-than <distance>",
    "what is foreground: 1.5m, 20 (disparity), 0.4 (depth); by default the scene tells",
  ).argParser((text) => {
    if (parseNearerThan(text) !== undefined) return text;
    throw new InvalidArgumentError("It must be like 1.5m with a calibration, 20 or 0.4.");
  }).helpGroup(GROUP);
}
