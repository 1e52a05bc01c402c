// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say what of a video goes in.
 *
 * @module
 */

import { optionRanges } from "../../app/options/option_ranges.ts";
import { InvalidArgumentError, Option } from "npm:@commander-js/extra-typings@15.1.0";
import type { FrameRange } from "../../pipeline/progress.ts";
import { numberIn, seconds, size } from "./option_values.ts";

const GROUP = "What goes in:";

/** `--start`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function startOption() {
  return new Option("--start <time>", "where to begin: seconds or h:mm:ss")
    .argParser(seconds).helpGroup(GROUP);
}

/** `--duration`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function durationOption() {
  return new Option("--duration <time>", "how much of it: seconds or h:mm:ss")
    .argParser((text) => {
      if (seconds(text) > 0) return seconds(text);
      throw new InvalidArgumentError("It must be more than 0.");
    }).helpGroup(GROUP);
}

/** `--frames`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function framesOption() {
  return new Option("--frames <range>", "only these numbers: 100-200, 100-, -200, 100")
    .argParser(frameRange).helpGroup(GROUP);
}

/** `--size`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function sizeOption() {
  return new Option("--size <WxH>", "resize the frames first: 1280x720")
    .argParser(size).helpGroup(GROUP);
}

/** `--fps`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function fpsOption() {
  return new Option("--fps <n>", "frames a second: drop or repeat frames to reach it")
    .argParser(numberIn(optionRanges.fps)).helpGroup(GROUP);
}

/** `--allow-network`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function allowNetworkOption() {
  return new Option("--allow-network", "let the video be an http or https address")
    .helpGroup(GROUP);
}

function frameRange(text: string): FrameRange {
  const match = /^(\d*)(-?)(\d*)$/.exec(text);
  const [, from, dash, to] = match ?? [];
  const first = Number(from || 1);
  const last = dash ? Number(to || Infinity) : first;
  if (match === null || (!from && !to) || first < 1 || last < first) {
    throw new InvalidArgumentError("It must be like 100-200, 100-, -200 or 100.");
  }
  return { first, last };
}
