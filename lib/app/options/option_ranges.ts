import { methodSettings } from "../../methods/settings/method_settings.ts";
import type { Settings } from "../../methods/settings/setting.ts";
import { edgeRanges } from "../../pipeline/compositor.ts";
import { COUNT, type NumberRange } from "../../raster/option_checks.ts";
import { MOST_SHARDS } from "../shards/shard.ts";

const thresholds = Object.values(methodSettings)
  .flatMap((settings: Settings) => settings.threshold ?? []);

/** Which numbers a run's options take, on the command line as in the library. */
export const optionRanges = {
  // Each method has a range of its own, and checks it.
  threshold: { least: 0, most: Math.max(...thresholds.map(({ most = 0 }) => most)) },
  every: methodSettings.segment.every,
  warmUp: COUNT,
  resetEvery: { least: 1, isWhole: true },
  ...edgeRanges,
  crf: { least: 0, most: 63, isWhole: true },
  jpegQuality: { least: 1, most: 100, isWhole: true },
  jobs: { least: 1, most: 64, isWhole: true },
  shards: { least: 1, most: MOST_SHARDS, isWhole: true },
  fps: { least: 0.01, most: 1000 },
  cameraFps: { least: 1, most: 240 },
  start: { least: 0 },
  duration: { least: 0, isAbove: true },
  backgroundStart: { least: 0 },
  cleanPlateAt: { least: 0 },
} as const satisfies Readonly<Record<string, NumberRange>>;
