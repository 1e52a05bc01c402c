// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command } from "npm:@commander-js/extra-typings@15.1.0";
import { isCamera } from "../../files/camera/camera_name.ts";
import {
  backgroundStartOption,
  despillOption,
  featherOption,
  fitOption,
  lightWrapOption,
} from "./background_arguments.ts";
import {
  calibrationOption,
  depthOption,
  keepStereoOption,
  nearerThanOption,
  nearOption,
  rightOption,
  stereoOption,
  swapEyesOption,
} from "./distance_arguments.ts";
import { helpIntroduction } from "../help/help_topics.ts";
import {
  allowNetworkOption,
  durationOption,
  fpsOption,
  framesOption,
  sizeOption,
  startOption,
} from "./input_arguments.ts";
import {
  cameraFpsOption,
  cameraSizeOption,
  lowLatencyOption,
  mirrorOption,
} from "./live_arguments.ts";
import {
  cleanPlateAtOption,
  cleanPlateOption,
  framesApartOption,
  learningRateOption,
  methodOption,
  refineOption,
  resetEveryOption,
  setOption,
  surveyOption,
  thresholdOption,
  warmUpOption,
} from "./method_arguments.ts";
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
} from "./model_arguments.ts";
import {
  codecOption,
  crfOption,
  formatOption,
  jpegQualityOption,
  mattesOption,
  outputOption,
  overwriteOption,
  presetOption,
  resumeOption,
  skipExistingOption,
} from "./output_arguments.ts";
import type { RunOptions } from "../../app/options/run_options.ts";
import {
  ffmpegOption,
  helpConfiguration,
  helpMethodOption,
  helpOption,
  jobsOption,
  jsonLinesOption,
  jsonOption,
  quietOption,
  shardOption,
  shardsOption,
  verboseOption,
  versionGroup,
} from "./running_arguments.ts";

/** The command that replaces a background, with what goes in, what comes out and what is behind. */
function createMediaCommand() {
  return new Command("backdrop")
    .description("put people, or what moves, in front of another background")
    .usage("<video...> <background> [options]")
    .addArgument(new Argument("<video...>", ""))
    .addOption(startOption())
    .addOption(durationOption())
    .addOption(framesOption())
    .addOption(sizeOption())
    .addOption(fpsOption())
    .addOption(allowNetworkOption())
    .addOption(outputOption())
    .addOption(formatOption())
    .addOption(mattesOption())
    .addOption(codecOption())
    .addOption(crfOption())
    .addOption(presetOption())
    .addOption(jpegQualityOption())
    .addOption(overwriteOption())
    .addOption(fitOption())
    .addOption(backgroundStartOption())
    .addOption(cameraSizeOption())
    .addOption(cameraFpsOption())
    .addOption(mirrorOption())
    .addOption(lowLatencyOption());
}

/** The same with the method, the networks, the edges, and how it runs. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function createRunCommand(version: string, width: number) {
  return createMediaCommand()
    .addOption(methodOption())
    .addOption(modelOption())
    .addOption(everyOption())
    .addOption(deviceOption())
    .addOption(cleanPlateOption())
    .addOption(cleanPlateAtOption())
    .addOption(stereoOption())
    .addOption(swapEyesOption())
    .addOption(keepStereoOption())
    .addOption(rightOption())
    .addOption(depthOption())
    .addOption(nearOption())
    .addOption(calibrationOption())
    .addOption(nearerThanOption())
    .addOption(thresholdOption())
    .addOption(setOption())
    .addOption(learningRateOption())
    .addOption(framesApartOption())
    .addOption(warmUpOption())
    .addOption(surveyOption())
    .addOption(resetEveryOption())
    .addOption(refineOption())
    .addOption(featherOption())
    .addOption(lightWrapOption())
    .addOption(despillOption())
    .addOption(skipExistingOption())
    .addOption(resumeOption())
    .addOption(shardOption())
    .addOption(shardsOption())
    .addOption(modelSizeOption())
    .addOption(modelMeanOption())
    .addOption(modelStdOption())
    .addOption(modelLayoutOption())
    .addOption(modelChannelsOption())
    .addOption(modelOutputOption())
    .addOption(jobsOption())
    .addOption(ffmpegOption())
    .addOption(jsonOption("print one JSON summary on stdout; --json=lines: one line per event"))
    .addOption(jsonLinesOption())
    .addOption(quietOption())
    .addOption(verboseOption())
    .optionsGroup(versionGroup)
    .version(version, "--version", "print the version")
    .helpOption(false)
    .addOption(helpOption("print this page, or one on a topic"))
    .addOption(helpMethodOption())
    .configureHelp(helpConfiguration(width, helpIntroduction(width)))
    .showSuggestionAfterError();
}

/** What commander has read. */
type Written = ReturnType<ReturnType<typeof createRunCommand>["opts"]>;

/**
 * What a run is asked to do.
 *
 * @param files The videos and backgrounds that were named.
 * @param options What commander has read.
 * @param given The options that the command line says.
 */
export function runOptions(
  files: readonly string[],
  options: Written,
  given: ReadonlySet<string>,
): Omit<RunOptions, "words"> {
  // A camera is one, and may have several backgrounds.
  const count = isCamera(files[0]) ? 1 : files.length - 1;
  const videos = files.slice(0, count);
  const backgrounds = files.slice(count);
  const { shard, shards, jobs, ffmpeg, jsonLines = false, quiet = false, verbose = false } =
    options;
  return {
    given,
    video: videos[0],
    videos,
    background: backgrounds[0],
    backgrounds,
    ...mediaChoices(options),
    ...methodChoices(options),
    ...distanceChoices(options),
    ...modelChoices(options),
    shard,
    shards,
    jobs,
    ffmpeg,
    json: options.json ?? jsonLines,
    jsonLines,
    quiet,
    verbose,
  };
}

/** What was said of what goes in, of what comes out and of what is behind. */
function mediaChoices(options: Written) {
  const { start, duration, frames, size, fps, allowNetwork = false } = options;
  const { output, format, mattes, codec, crf, preset, jpegQuality: quality } = options;
  const { overwrite = false, skipExisting = false, resume = false } = options;
  const { fit, backgroundStart } = options;
  const { cameraSize, cameraFps, mirror = false, lowLatency = false } = options;
  const live = { cameraSize, cameraFps, mirror, lowLatency };
  const input = { start, duration, frames, size, fps, allowNetwork, ...live };
  const made = { output, format, mattes, codec, crf, preset, quality };
  return { ...input, ...made, overwrite, skipExisting, resume, fit, backgroundStart };
}

/** What was said of the method and of edges. */
function methodChoices(options: Written) {
  const { method, threshold, cleanPlate, cleanPlateAt, set = [], warmUp, refine } = options;
  const { learningRate, framesApart, feather, lightWrap, despill = false } = options;
  const { survey, resetEvery } = options;
  const named = Object.entries({ learningRate, framesApart })
    .filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
  const edges = { feather, lightWrap, despill };
  return {
    method,
    threshold,
    cleanPlate,
    cleanPlateAt,
    set: [...set, ...named],
    warmUp,
    survey,
    resetEvery,
    refine,
    ...edges,
  };
}

/** What was said of distance. */
function distanceChoices(options: Written) {
  const { stereo, swapEyes = false, keepStereo = false, right, depth, near } = options;
  const { calibration, nearerThan } = options;
  return { stereo, swapEyes, keepStereo, right, depth, near, calibration, nearerThan };
}
