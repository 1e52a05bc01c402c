// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say what comes out of a run, and where to.
 *
 * @module
 */

import { optionRanges } from "../../app/options/option_ranges.ts";
import { runDefaults } from "../../app/options/run_options.ts";
import { Option } from "npm:@commander-js/extra-typings@15.1.0";
import { containers, dotted, videoCodecs } from "../../files/ffmpeg/encode/containers.ts";
import { numberIn, someText } from "./option_values.ts";

const GROUP = "What comes out:";

/** `--output`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function outputOption() {
  return new Option(
    "-o, --output <target>",
    `a video (${dotted(containers).join(" ")}), a folder, numbered pictures ` +
      "(f%04d.jpg or .png), one picture (one.png), or - for standard output",
  ).default<string>(runDefaults.output).argParser(someText).helpGroup(GROUP);
}

/** `--format`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function formatOption() {
  return new Option("--format <name>", "what goes into a folder, or to -")
    .choices([...containers, "jpg", "png"] as const).helpGroup(GROUP);
}

/** `--mattes`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function mattesOption() {
  return new Option("--mattes <target>", "also write each mask: PNG pictures or a video")
    .argParser(someText).helpGroup(GROUP);
}

/** `--codec`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function codecOption() {
  return new Option("--codec <name>", "codec of a video").choices(videoCodecs).helpGroup(GROUP);
}

/** `--crf`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function crfOption() {
  return new Option("--crf <n>", "quality of a video: lower is better and larger")
    .argParser(numberIn(optionRanges.crf)).helpGroup(GROUP);
}

/** `--preset`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function presetOption() {
  return new Option("--preset <name>", "the encoder's speed, as ffmpeg calls it")
    .argParser(someText).helpGroup(GROUP);
}

/** `--jpeg-quality`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function jpegQualityOption() {
  return new Option("--jpeg-quality <n>", "quality of JPEGs, 1–100")
    .default<number>(runDefaults.quality).argParser(numberIn(optionRanges.jpegQuality)).helpGroup(
      GROUP,
    );
}

/** `--overwrite`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function overwriteOption() {
  return new Option("--overwrite", "replace a video or a single picture that is there already")
    .helpGroup(
      GROUP,
    );
}

const MANY = "Many files:";

/** `--skip-existing`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function skipExistingOption() {
  return new Option("--skip-existing", "leave out each file whose output is there already")
    .helpGroup(MANY);
}

/** `--resume`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function resumeOption() {
  return new Option("--resume", "continue at the first picture that is missing").helpGroup(MANY);
}
