import config from "../../../deno.json" with { type: "json" };
import { basename } from "node:path";
import { isCamera } from "../../files/camera/camera_name.ts";
import { isMethodPath } from "../../files/find_method.ts";
import { isModelPath } from "../../files/onnx/model_names.ts";
import type { VideoInput } from "../../files/ffmpeg/decode/video_input.ts";
import { type Fingerprint, fingerprint } from "../../files/system/fingerprint.ts";
import type { SettingValue } from "../../methods/settings/setting.ts";
import type { OptionNames } from "../../option_names.ts";
import type { Size } from "../../raster/frame.ts";
import type { PreparedMethod } from "../method/prepare_method.ts";
import type { RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";

/** All that what a survey learns depends on: where it differs, pictures would. */
export interface SurveyHead {
  /** The version of this program. */
  readonly program: string;
  /** A name, or the name of a module's file. */
  readonly method: string;
  /** What tells the module from others. */
  readonly module?: Fingerprint | undefined;
  /** The settings that a survey depends on, defaults filled in. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** A name, or the name of a network's file. */
  readonly model?: string | undefined;
  /** What tells the network from others. */
  readonly network?: Fingerprint | undefined;
  /** What was said of the video and of the network, by options' names. */
  readonly said: Readonly<Record<string, string>>;
  /** Whether frames have the pixels that numbered pictures are made of. */
  readonly isForPictures: boolean;
  /** The frames' sides. */
  readonly size: Size;
  readonly video: Fingerprint;
}

/** What a head is made of. */
export interface SurveyFacts {
  readonly options: RunOptions;
  readonly prepared: PreparedMethod;
  /** Where the video comes from. */
  readonly input: Pick<VideoInput, "isRepeatable" | "pictures">;
  /** The frames' sides, as the method sees them. */
  readonly size: Size;
  readonly isForPictures: boolean;
}

/**
 * What a survey of a run learns by.
 *
 * @param facts The run.
 * @throws {UsageError} If its video cannot be told from another one.
 */
export async function surveyHead(
  { options, prepared, input, size: { width, height }, isForPictures }: SurveyFacts,
): Promise<SurveyHead> {
  const { video } = options;
  const { name, method, model } = prepared;
  if (!input.isRepeatable) throw cannotTell(video);
  const isModule = isMethodPath(name);
  const isFile = method.needsNetwork && isModelPath(model);
  return {
    program: config.version,
    method: isModule ? basename(name) : name,
    module: isModule ? await fingerprint([name]) : undefined,
    settings: surveySettings(prepared),
    model: method.needsNetwork ? isFile ? basename(model) : model : undefined,
    network: isFile ? await fingerprint([model]) : undefined,
    said: saidOf(options, method.needsNetwork === true),
    isForPictures,
    size: { width, height },
    video: await fingerprint(input.pictures ?? [video]),
  };
}

/**
 * Check, before it is opened, that a video can be told from others.
 *
 * @throws {UsageError} If it comes from a pipe, a camera or an address.
 */
export function assertFiles(video: string): void {
  if (/^(-$|https?:)/i.test(video) || isCamera(video)) throw cannotTell(video);
}

function cannotTell(video: string): UsageError {
  return new UsageError(
    `a survey needs a video that is a file, or numbered pictures: '${video}' cannot be told ` +
      "from another one",
  );
}

/** The settings that count, those that were not given with their defaults. */
function surveySettings(
  { method: { settings = {}, surveySettings }, settings: given, threshold }: PreparedMethod,
): Record<string, SettingValue> {
  const told: Readonly<Record<string, SettingValue>> = {
    ...given,
    ...threshold !== undefined && { threshold },
  };
  const names = surveySettings ?? Object.keys(settings);
  return Object.fromEntries(names.map((name) => [name, told[name] ?? settings[name].default]));
}

/** What was said of which part of the video is seen, and of a network, as it is written. */
function saidOf(
  { start, duration, size, fps, stereo, swapEyes, calibration, modelOptions }: RunOptions,
  hasNetwork: boolean,
): Record<string, string> {
  const said: Record<string, string | number | undefined> = {
    start: start === 0 ? undefined : start,
    duration,
    size: size && `${size.width}x${size.height}`,
    fps,
    stereo,
    swapEyes: stereo !== undefined && swapEyes ? "yes" : undefined,
    calibration: calibration && basename(calibration),
  };
  for (const [name, text] of Object.entries(hasNetwork ? modelOptions : {})) {
    said[`model${name[0].toUpperCase()}${name.slice(1)}`] = text;
  }
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]]
    ),
  );
}

/**
 * What differs between what a survey was learned by and what a run asks for: the first of it, in words.
 *
 * @param learned The survey's.
 * @param asked The run's.
 * @param names What messages call options.
 * @returns What follows "the survey 'room.bin'"; `undefined` if it fits.
 */
export function surveyDifference(
  learned: SurveyHead,
  asked: SurveyHead,
  names: OptionNames,
): string | undefined {
  const { program, method, model, size } = learned;
  const now = (value: string) => `, and this run's is ${value}`;
  if (program !== asked.program) {
    return `was made by version ${program} of this program, and this is ${asked.program}`;
  }
  if (!isSame(learned.video, asked.video)) return "was made of another video";
  if (method !== asked.method) return `is of the method ${method}${now(asked.method)}`;
  if (!isSame(learned.module, asked.module)) return `is of another ${method}`;
  if (model !== asked.model) return `was made with the model ${model}${now(`${asked.model}`)}`;
  if (!isSame(learned.network, asked.network)) return `was made with another ${model}`;
  for (const [name, value] of Object.entries(asked.settings)) {
    const before = learned.settings[name];
    if (before !== value) return `was made with the setting ${name}=${before}${now(`${value}`)}`;
  }
  for (const name of Object.keys({ ...learned.said, ...asked.said })) {
    const before = learned.said[name], value = asked.said[name];
    if (before === value) continue;
    const with_ = (text: string | undefined) =>
      text === undefined ? `without ${names.named(name)}` : `with ${names.with(name, text)}`;
    return `was made ${with_(before)}, and this run is ${with_(value)}`;
  }
  if (learned.isForPictures !== asked.isForPictures) {
    const [of, made] = learned.isForPictures ? ["pictures", "a video"] : ["a video", "pictures"];
    return `is for a run that writes ${of}, and this one writes ${made}, whose pixels differ a ` +
      `little: survey ${learned.isForPictures ? "without" : "with"} ${names.named("pictures")}`;
  }
  const sides = ({ width, height }: Size) => `${width}×${height}`;
  if (sides(size) !== sides(asked.size)) {
    return `is of frames of ${sides(size)}, and this run's have ${sides(asked.size)}`;
  }
  return undefined;
}

function isSame(one: Fingerprint | undefined, other: Fingerprint | undefined): boolean {
  return one?.bytes === other?.bytes && one?.sha256 === other?.sha256;
}
