// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import {
  Argument,
  Command,
  InvalidArgumentError,
  Option,
} from "npm:@commander-js/extra-typings@15.1.0";
import type { TryMethodsOptions } from "../../../app/compare/try_methods.ts";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import {
  backgroundStartOption,
  despillOption,
  featherOption,
  fitOption,
  lightWrapOption,
} from "../background_arguments.ts";
import type { CommandReader } from "../command_reader.ts";
import {
  calibrationOption,
  depthOption,
  nearerThanOption,
  nearOption,
  rightOption,
  stereoOption,
  swapEyesOption,
} from "../distance_arguments.ts";
import { durationOption, fpsOption, sizeOption, startOption } from "../input_arguments.ts";
import {
  cleanPlateAtOption,
  cleanPlateOption,
  FINDING,
  refineOption,
} from "../method_arguments.ts";
import {
  deviceOption,
  everyOption,
  modelChannelsOption,
  modelChoices,
  modelLayoutOption,
  modelMeanOption,
  modelOption,
  modelOutputOption,
  modelSizeOption,
  modelStdOption,
} from "../model_arguments.ts";
import { givenOptions, methodList, someText } from "../option_values.ts";
import {
  ffmpegOption,
  helpOption,
  jsonOption,
  offlineOption,
  quietOption,
  verboseOption,
} from "../running_arguments.ts";

/** What the command `try` was asked for. */
export interface TryOptions {
  readonly video: string;
  readonly background: string;
  /** Where the contact sheet is written. */
  readonly output: string;
  /** Which frames and methods, and what the command line says of the run. */
  readonly tried: TryMethodsOptions;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

const EXAMPLES: readonly Item[] = [
  ["backdrop try talk.mp4 office.jpg", "all methods, three moments: try.png"],
  ["backdrop try talk.mp4 office.jpg -o try.jpg --frames 10,200,400", "these moments"],
  ["backdrop try talk.mp4 blur --clean-plate room.jpg", "clean-plate too"],
  ["backdrop try talk.mp4 office.jpg --methods segment,./my_method.ts", "these two only"],
  ["backdrop try photo.jpg transparent", "what can be made of a photo"],
];

const ABOUT =
  "Shows what each method makes of a video: one picture with three moments of it, and a row for each " +
  "method that can work here, with its command line and its speed. Those that cannot are told at the " +
  "end, and why. The moments are spread over the video and have people in them. Of a video of more than " +
  "1500 frames the first 1500 are looked at; methods that remember all frames begin 60 frames before " +
  "each moment. The speed is that of decoding and finding, without the encoder.";

const EXIT_CODES =
  "Exit codes: 0 done, 1 no method could work, or it failed, 2 wrong usage, 130 interrupted.";

/** The command `try`. */
export const tryReader: CommandReader<TryOptions> = {
  create: (ask) =>
    createCommand().action((video, background, options, parsed) =>
      ask(tryOptions({ video, background }, options, givenOptions(parsed)))
    ),
  introduction: (width) =>
    [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n"),
  exitCodes: EXIT_CODES,
};

const GROUP = "Contact sheet:";

function createCommand() {
  return new Command("try")
    .description("show what each method makes of a video, as one picture")
    .usage("<video> <background> [options]")
    .addArgument(new Argument("<video>", ""))
    .addArgument(new Argument("<background>", ""))
    .addOption(sheetOption())
    .addOption(momentsOption())
    .addOption(replaceOption())
    .addOption(triedMethodsOption())
    .addOption(startOption())
    .addOption(durationOption())
    .addOption(sizeOption())
    .addOption(fpsOption())
    .addOption(modelOption())
    .addOption(everyOption())
    .addOption(deviceOption())
    .addOption(refineOption())
    .addOption(cleanPlateOption())
    .addOption(cleanPlateAtOption())
    .addOption(stereoOption())
    .addOption(swapEyesOption())
    .addOption(rightOption())
    .addOption(depthOption())
    .addOption(nearOption())
    .addOption(calibrationOption())
    .addOption(nearerThanOption())
    .addOption(fitOption())
    .addOption(backgroundStartOption())
    .addOption(featherOption())
    .addOption(lightWrapOption())
    .addOption(despillOption())
    .addOption(modelSizeOption())
    .addOption(modelMeanOption())
    .addOption(modelStdOption())
    .addOption(modelLayoutOption())
    .addOption(modelChannelsOption())
    .addOption(modelOutputOption())
    .addOption(ffmpegOption())
    .addOption(offlineOption())
    .addOption(jsonOption("print methods, commands and speeds as JSON"))
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page, or one on a topic (methods)"));
}

/** `--output`. */
function sheetOption() {
  return new Option("-o, --output <file>", "where the picture is written: .png or .jpg")
    .default<string>("try.png").argParser(someText).helpGroup(GROUP);
}

/** `--frames`. */
function momentsOption() {
  return new Option("--frames <list>", "the moments, by number: 10,200,400")
    .default(undefined, "three with people in them").argParser(numbers).helpGroup(GROUP);
}

function numbers(text: string): number[] {
  const list = text.split(",").map((word) => word.trim());
  if (list.every((word) => /^[1-9]\d{0,8}$/.test(word))) return list.map(Number);
  throw new InvalidArgumentError("It must be numbers from 1 on with commas between: 10,200,400.");
}

/** `--overwrite`. */
function replaceOption() {
  return new Option("--overwrite", "replace a picture that is there already").helpGroup(GROUP);
}

/** `--methods`. */
function triedMethodsOption() {
  return new Option("-m, --methods <list>", "these methods only, with commas between")
    .default(undefined, "all that can work; chroma before a green or blue screen")
    .argParser(methodList)
    .helpGroup(FINDING);
}

function tryOptions(
  files: Pick<TryOptions, "video" | "background">,
  options: ReturnType<ReturnType<typeof createCommand>["opts"]>,
  given: ReadonlySet<string>,
): TryOptions {
  const { output, json = false, quiet = false, verbose = false, ...rest } = options;
  const { frames, methods, start, duration, size, fps, cleanPlate, cleanPlateAt, ...others } = rest;
  const { stereo, swapEyes, right, depth, near, calibration, nearerThan, ...edges } = others;
  const { backgroundStart, ffmpeg, offline, overwrite } = edges;
  const { modelOptions, every, device } = modelChoices(options);
  // What was not said stands in no command line.
  const said = <Name extends keyof typeof options>(name: Name) =>
    given.has(name) ? options[name] : undefined;
  return {
    ...files,
    output,
    tried: {
      ...{ frames, methods, start, duration, size, fps, cleanPlate, cleanPlateAt },
      ...{ stereo, swapEyes, right, depth, near, calibration, nearerThan },
      ...{ overwrite, backgroundStart, ffmpeg, offline, modelOptions, every, device },
      model: said("model"),
      refine: said("refine"),
      fit: said("fit"),
      feather: said("feather"),
      lightWrap: said("lightWrap"),
      despill: said("despill"),
    },
    json,
    quiet,
    verbose,
  };
}
