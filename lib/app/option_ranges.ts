import { methodSettings } from "../methods/settings/method_settings.ts";
import { COUNT, type NumberRange, SHARE } from "../raster/option_checks.ts";

/** Which numbers a run's options take, on the command line as in the library. */
export const optionRanges = {
  threshold: { ...methodSettings.tutorial.threshold, isWhole: true },
  every: methodSettings.segment.every,
  warmUp: COUNT,
  feather: { least: 0, most: 200, isWhole: true },
  lightWrap: SHARE,
  crf: { least: 0, most: 63, isWhole: true },
  jpegQuality: { least: 1, most: 100, isWhole: true },
  jobs: { least: 1, most: 64, isWhole: true },
  fps: { least: 0.01, most: 1000 },
  start: { least: 0 },
  duration: { least: 0, isAbove: true },
  backgroundStart: { least: 0 },
  cleanPlateAt: { least: 0 },
} as const satisfies Readonly<Record<string, NumberRange>>;
