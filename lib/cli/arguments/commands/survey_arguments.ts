// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { methodTraits } from "../../../methods/method_traits.ts";
import { nothingAsked, runDefaults } from "../../../app/options/run_options.ts";
import type { MakeSurveyOptions } from "../../../app/survey/make_survey.ts";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import type { CommandReader } from "../command_reader.ts";
import { calibrationOption, stereoOption, swapEyesOption } from "../distance_arguments.ts";
import { durationOption, fpsOption, sizeOption, startOption } from "../input_arguments.ts";
import {
  cleanPlateAtOption,
  cleanPlateOption,
  FINDING,
  setOption,
  thresholdOption,
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
import { givenOptions, methodName, someText } from "../option_values.ts";
import {
  ffmpegOption,
  helpOption,
  jsonOption,
  offlineOption,
  quietOption,
  verboseOption,
} from "../running_arguments.ts";

/** What the command `survey` was asked for. */
export interface SurveyCommandOptions extends MakeSurveyOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

const EXAMPLES: readonly Item[] = [
  ["backdrop survey talk.mp4 -o room.bin", "what segment learns of the room"],
  ["backdrop talk.mp4 office.jpg -o a.mp4 --survey room.bin", "a run that uses it"],
  ["backdrop survey talk.mp4 -o room.bin -m median", "the median of the whole video"],
  ["backdrop survey talk.mp4 -o room.bin -m median --pictures", "for a run that writes pictures"],
];

const ABOUT =
  "Looks at a whole video once, and writes what a method learns of it beforehand: the room. Runs " +
  "that make a part of the video each take it by --survey instead of looking for themselves; their " +
  "pictures are the same to the byte. Say here what those runs say of the method and of the video. " +
  "A survey that is there and fits stays; a run refuses one that does not.";

const EXIT_CODES =
  "Exit codes: 0 done, 1 failed, 2 wrong usage, as of a method that has no survey, 130 interrupted.";

/** The command `survey`. */
export const surveyReader: CommandReader<SurveyCommandOptions> = {
  create: (ask) =>
    createCommand().action((video, options, parsed) =>
      ask(surveyOptions(video, options, givenOptions(parsed)))
    ),
  introduction: (width) =>
    [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n"),
  exitCodes: EXIT_CODES,
};

const GROUP = "Survey:";

function createCommand() {
  return new Command("survey")
    .description("learn the room of a video once, for runs that make parts of it")
    .usage("<video> -o <file> [options]")
    .addArgument(new Argument("<video>", ""))
    .addOption(fileOption())
    .addOption(picturesOption())
    .addOption(replaceOption())
    .addOption(startOption())
    .addOption(durationOption())
    .addOption(sizeOption())
    .addOption(fpsOption())
    .addOption(surveyedMethodOption())
    .addOption(modelOption())
    .addOption(everyOption())
    .addOption(deviceOption())
    .addOption(thresholdOption())
    .addOption(setOption())
    .addOption(cleanPlateOption())
    .addOption(cleanPlateAtOption())
    .addOption(stereoOption())
    .addOption(swapEyesOption())
    .addOption(calibrationOption())
    .addOption(modelSizeOption())
    .addOption(modelMeanOption())
    .addOption(modelStdOption())
    .addOption(modelLayoutOption())
    .addOption(modelChannelsOption())
    .addOption(modelOutputOption())
    .addOption(ffmpegOption())
    .addOption(offlineOption())
    .addOption(jsonOption("print what was made as JSON"))
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page, or one on a topic (methods)"));
}

/** `--output`. */
function fileOption() {
  return new Option("-o, --output <file>", "where it is written, as room.bin")
    .makeOptionMandatory().argParser(someText).helpGroup(GROUP);
}

/** `--pictures`. */
function picturesOption() {
  return new Option("--pictures", "for a run that writes numbered pictures, not a video")
    .helpGroup(GROUP);
}

/** `--overwrite`. */
function replaceOption() {
  return new Option("--overwrite", "replace whatever is there already").helpGroup(GROUP);
}

/** `--method`. */
function surveyedMethodOption() {
  return new Option("-m, --method <name>", "whose survey it is")
    .choices(Object.keys(methodTraits)).argParser(methodName).default<string>("segment")
    .helpGroup(FINDING);
}

function surveyOptions(
  video: string,
  options: ReturnType<ReturnType<typeof createCommand>["opts"]>,
  given: ReadonlySet<string>,
): SurveyCommandOptions {
  const { output, pictures = false, overwrite = false, offline = false, ffmpeg } = options;
  const { start, duration, size, fps, method, threshold, set = [] } = options;
  const { cleanPlate, cleanPlateAt, stereo, swapEyes = false, calibration } = options;
  const { json = false, quiet = false, verbose = false } = options;
  return {
    run: {
      ...nothingAsked,
      ...runDefaults,
      ...modelChoices(options),
      given,
      words: { files: [video], options: [] },
      video,
      videos: [video],
      background: "transparent",
      backgrounds: ["transparent"],
      jobs: 1,
      output,
      overwrite,
      offline,
      ...{ start, duration, size, fps, method, threshold, set },
      ...{ cleanPlate, cleanPlateAt, stereo, swapEyes, calibration, ffmpeg },
    },
    isForPictures: pictures,
    json,
    quiet,
    verbose,
  };
}
