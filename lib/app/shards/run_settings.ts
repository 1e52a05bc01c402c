/**
 * What of a run's options its files depend on: shards of one job must agree in that.
 *
 * @module
 */

import { join } from "node:path";
import { parseBackground } from "../../backgrounds/mod.ts";
import { isModelPath } from "../../files/onnx/model_names.ts";
import { isMethodPath } from "../../files/find_method.ts";
import { FilePattern } from "../../files/pictures/numbered_files.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { fingerprint } from "../../files/system/fingerprint.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import type { RunOptions } from "../options/run_options.ts";

/** Whether an option's value matters, or what is in the file that it names; or that it does not. */
type Matter = "value" | "file" | "not";

/** Each option. `deno check` names a new one that is missing here. */
const MATTERS: Readonly<Record<keyof RunOptions, Matter>> = {
  // What goes in.
  video: "file",
  start: "value",
  duration: "value",
  frames: "value",
  size: "value",
  fps: "value",
  allowNetwork: "not",
  // What comes out; where, the manifest tells by itself.
  output: "not",
  mattes: "not",
  format: "not",
  codec: "value",
  crf: "value",
  preset: "value",
  quality: "value",
  overwrite: "not",
  skipExisting: "not",
  resume: "not",
  // What is behind.
  background: "file",
  backgroundStart: "value",
  fit: "value",
  feather: "value",
  lightWrap: "value",
  despill: "value",
  // How it is done.
  method: "file",
  threshold: "value",
  set: "value",
  refine: "value",
  warmUp: "value",
  model: "file",
  modelOptions: "value",
  every: "value",
  device: "value",
  cleanPlate: "file",
  cleanPlateAt: "value",
  stereo: "value",
  swapEyes: "value",
  keepStereo: "value",
  right: "file",
  depth: "file",
  near: "value",
  calibration: "file",
  nearerThan: "value",
  // A camera has no shards.
  cameraSize: "not",
  cameraFps: "not",
  mirror: "not",
  lowLatency: "not",
  // What is said, and how the command line was written.
  given: "not",
  words: "not",
  names: "not",
  videos: "not",
  backgrounds: "not",
  json: "not",
  jsonLines: "not",
  quiet: "not",
  verbose: "not",
  // A survey's pictures are the same as those without.
  survey: "not",
  resetEvery: "value",
  // Which machine does it, and by which program: the manifest has its version.
  shard: "not",
  shards: "not",
  jobs: "not",
  ffmpeg: "not",
};

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | {
  readonly [name: string]: Json;
};

/** Options that matter, by their names, as JSON holds them. */
export type RunSettings = Readonly<Record<string, Json>>;

/**
 * What of a run's options its files depend on. A file stands there by its fingerprint, wherever it
 * lies; what has its default is left out.
 *
 * @param options The run, with its method chosen.
 */
export async function runSettings(options: RunOptions): Promise<RunSettings> {
  const settings: Record<string, Json> = {};
  for (const [name, matter] of Object.entries(MATTERS)) {
    const value = options[name as keyof RunOptions];
    if (matter === "not" || value === undefined || value === false) continue;
    settings[name] = matter === "file" ? await fileSetting(name, String(value)) : plain(value);
  }
  return settings;
}

/** A value as JSON reads it back; what never ends is written out. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value, (_, part) => part === Infinity ? "end" : part));
}

/** What stands for a file, or the word that names no file. */
export async function fileSetting(name: string, value: string): Promise<Json> {
  if (name === "method" && !isMethodPath(value)) return value;
  if (name === "model" && !isModelPath(value)) return value;
  if (name === "background") {
    const choice = parseBackground(value);
    if (choice.kind !== "file") return value;
    return await contentsOf(choice.path);
  }
  return await contentsOf(value);
}

/** What is in a file, or in the pictures that are one video. */
async function contentsOf(path: string): Promise<Json> {
  if (/^https?:/i.test(path)) return path;
  const paths = filesOf(path);
  // Whoever opens it says what is wrong.
  if (paths.length === 0) return path;
  const { bytes, sha256 } = await fingerprint(paths);
  return { ...paths.length > 1 ? { files: paths.length } : {}, bytes, sha256 };
}

/** The files that a name stands for, in order. */
function filesOf(path: string): string[] {
  const info = fileInfo(path);
  if (info?.isFile) return [path];
  if (info?.isDirectory) {
    return [...Deno.readDirSync(onDisk(path))].filter(({ isFile }) => isFile)
      .map(({ name }) => join(path, name)).sort();
  }
  if (!/%\d*d/.test(path)) return [];
  const pattern = new FilePattern(path);
  return [...pattern.entriesThere()].sort(([a], [b]) => a - b)
    .map(([, { name }]) => join(pattern.folder, name));
}
