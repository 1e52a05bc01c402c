import { findMethod, isMethodPath } from "../../files/find_method.ts";
import type { LoneFolderOptions } from "../../files/packages/lone_package.ts";
import { assertDevice, type Device } from "../../files/onnx/device.ts";
import { depthOpener } from "../../files/onnx/depth_opener.ts";
import { givesMattes, isModelPath } from "../../files/onnx/model_names.ts";
import { segmenterOpener, type SegmenterOptions } from "../../files/onnx/segmenter_opener.ts";
import type { SharedNetworks } from "../../networks/runtime/shared_networks.ts";
import type { BothEyes } from "../../methods/depth/depth_estimator.ts";
import type { MaskEstimator } from "../../methods/estimator.ts";
import {
  type ModelOverrides,
  type ModelOverrideTexts,
  parseModelOverrides,
} from "../../networks/model/model_overrides.ts";
import { autoRefinement, type Method } from "../../methods/method.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import type { RefineOptions } from "../../refine/refine_moments.ts";
import { parseRefinement, type RefineStep } from "../../refine/refinement.ts";
import {
  hasSetting,
  parseSettings,
  splitAssignments,
} from "../../methods/settings/parse_settings.ts";
import type { SettingValue } from "../../methods/settings/setting.ts";
import type { StereoLayout } from "../../pixels/stereo/split_eyes.ts";
import type { Frame } from "../../raster/frame.ts";
import type { OptionNames } from "../../option_names.ts";
import type { ModelChoices } from "../options/run_options.ts";
import { nearerThanThreshold } from "./distance.ts";
import { UsageError } from "../usage_error.ts";

/** What a command line says of methods, for a run as for an evaluation. */
export interface MethodChoices extends ModelChoices {
  /** The method's own if left out. */
  readonly threshold: number | undefined;
  /** Settings, as written: `name=value`, or several with commas between. */
  readonly set: readonly string[];
  /** "auto", "none", or steps. */
  readonly refine: string;
  /** The path of both cameras' calibration. */
  readonly calibration?: string | undefined;
  /** What is foreground by its distance, as written. */
  readonly nearerThan?: string | undefined;
  /** How both eyes lie in the video, if it has both. */
  readonly stereo?: StereoLayout | undefined;
  readonly swapEyes?: boolean;
  /** Whether both are written. */
  readonly keepStereo?: boolean;
}

/** A method with all that the command line says of it checked, but nothing made yet. */
export interface PreparedMethod {
  readonly name: string;
  readonly method: Method;
  /** As `--threshold` or `--set threshold` says; the method's own if neither does. */
  readonly threshold: number | undefined;
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** What is done to its masks. */
  readonly steps: readonly RefineStep[];
  /** The neural network, for a method that needs one. */
  readonly model: string;
  readonly modelOptions: ModelOverrides;
  /** What runs the network; the processor if left out. */
  readonly device: Device | undefined;
  /** What messages call what was said. */
  readonly names: OptionNames;
  /** Where frames have what both eyes see. */
  readonly eyes: BothEyes | undefined;
  /** Whether the steps are the method's own, whose radii grow with the picture. */
  readonly isAuto: boolean;
}

/** What an estimator is made with. */
export interface MethodTools extends LoneFolderOptions {
  readonly cleanPlate?: Frame | undefined;
  /** Told once a method of the user's looks at {@linkcode cleanPlate}. */
  readonly onPlate?: (() => void) | undefined;
  /** How many frames later a frame may be finished than it has come; as the method has it if left out. */
  readonly lookahead?: 0 | 1 | undefined;
  /** Whether the frames are a later part of a video. */
  readonly isPart?: boolean | undefined;
  /** What each frame waits for, with the people's networks; for all if left out. */
  readonly pace?: SegmenterOptions["pace"];
  /** Networks that are shared with other videos; otherwise each estimator opens its own. */
  readonly networks?: SharedNetworks | undefined;
}

/**
 * Find a method, and check what was said of it.
 *
 * @param name A name, or the path of a module.
 * @param choices What was said.
 * @throws {UsageError} If it has no such setting, or the refinement cannot be read.
 * @throws What {@linkcode findMethod} throws.
 */
export async function prepareMethod(
  name: string,
  choices: MethodChoices,
): Promise<PreparedMethod> {
  return await prepareFound(name, await findMethod(name), choices);
}

/**
 * Check what was said of a method that is there already.
 *
 * @param name What it is called.
 * @param method The method.
 * @param choices What was said.
 * @throws {UsageError} If it has no such setting, or the refinement cannot be read.
 */
export async function prepareFound(
  name: string,
  method: Method,
  choices: MethodChoices,
): Promise<PreparedMethod> {
  const { refine, model, modelOptions, every, device, names } = choices;
  const isAuto = refine === "auto";
  const set = every !== undefined && method.needsNetwork
    ? [...choices.set, `every=${every}`]
    : choices.set;
  assertSettingKnown(name, method, asUsage(() => splitAssignments(set)), names);
  const nearerThan = method.takesDistance ? await nearerThanThreshold(choices, names) : undefined;
  return asUsage(() => {
    assertDevice(device, names);
    const settings = parseSettings(set, { name, settings: method.settings ?? {} });
    return {
      name,
      method,
      settings,
      isAuto,
      model,
      device,
      names,
      eyes: eyesOf(choices),
      threshold: nearerThan ?? choices.threshold ?? settings.threshold as number | undefined,
      modelOptions: {
        ...parseModelOverrides(
          modelOptions,
          (override) => names.typed(nameOfModelOption(override)),
        ),
        nameOfMethod: (method) => names.with("method", method),
      },
      steps: isAuto
        ? parseRefinement(autoRefinement(method, givesMattes(model)))
        : stepsOf(refine, names),
    };
  });
}

function eyesOf({ stereo, swapEyes = false, keepStereo }: MethodChoices): BothEyes | undefined {
  return stereo !== undefined && keepStereo ? { layout: stereo, isSwapped: swapEyes } : undefined;
}

/** Read steps; messages name the option that has them. */
function stepsOf(refine: string, names: OptionNames): readonly RefineStep[] {
  try {
    return parseRefinement(refine);
  } catch (cause) {
    const message = (cause as Error).message.replace(/^Cannot refine/, names.named("refine"));
    throw new RangeError(message, { cause });
  }
}

/** What {@linkcode RunOptions.given} calls it: "modelSize". */
export function nameOfModelOption(override: keyof ModelOverrideTexts): string {
  return `model${override[0].toUpperCase()}${override.slice(1)}`;
}

/** Of a setting that other methods have, these are named. */
function assertSettingKnown(
  name: string,
  method: Method,
  assignments: readonly (readonly [setting: string, text: string])[],
  names: OptionNames,
): void {
  for (const [setting] of assignments) {
    if (hasSetting(method, setting)) continue;
    const others = Object.entries(methodTraits).filter(([, other]) => hasSetting(other, setting));
    if (others.length === 0) continue;
    const those = others.map(([other]) => names.with("method", other)).join(", ");
    throw new UsageError(`the method '${name}' has no setting '${setting}': it is one of ${those}`);
  }
}

/** The method, if it is one of ours: of a module of the user's nobody knows what it makes use of. */
export function ownMethod({ name, method }: PreparedMethod): Method | undefined {
  return isMethodPath(name) ? undefined : method;
}

/**
 * Find several methods. A setting goes to those that know it.
 *
 * @param names Names, or paths of modules.
 * @param choices What was said of all of them.
 * @throws {UsageError} If none of them has a setting that was named, or one cannot take it.
 */
export async function prepareMethods(
  names: readonly string[],
  choices: MethodChoices,
): Promise<PreparedMethod[]> {
  const found: Method[] = [];
  for (const name of names) found.push(await findMethod(name));
  const assignments = asUsage(() => splitAssignments(choices.set));
  for (const [setting] of assignments) {
    if (found.some((method) => hasSetting(method, setting))) continue;
    const known = new Set(found.flatMap(({ settings = {} }) => Object.keys(settings)));
    throw new UsageError(
      `no method has a setting '${setting}'; there are ${[...known].join(", ") || "none"}`,
    );
  }
  const prepared: PreparedMethod[] = [];
  for (const [i, name] of names.entries()) {
    const own = assignments.filter(([setting]) => hasSetting(found[i], setting));
    const set = own.map(([setting, text]) => `${setting}=${text}`);
    prepared.push(await prepareMethod(name, { ...choices, set }));
  }
  return prepared;
}

/** What is done to a method's mattes. */
export function refinementOf({ steps, isAuto }: PreparedMethod): RefineOptions {
  return { steps, linesScaled: isAuto };
}

/**
 * Make a method's estimator, with its settings; {@linkcode refinementOf} goes with it.
 *
 * @param prepared The method.
 * @param tools What it works with.
 * @throws {UsageError} If it does not take the settings.
 */
export function estimatorOf(prepared: PreparedMethod, tools: MethodTools): MaskEstimator {
  const { method, threshold, settings, names } = prepared;
  const { cleanPlate, onPlate, lookahead, isPart, pace, networks, onNotice, onFetch, signal } =
    tools;
  const { model, modelOptions: overrides, device, eyes } = prepared;
  const network = { overrides, device, pace, networks, names, onNotice, onFetch, signal };
  const openSegmenter = method.needsNetwork ? segmenterOpener(model, network) : undefined;
  const openDepth = method.takesDistance && isModelPath(model)
    ? depthOpener(model, network)
    : undefined;
  const told = { threshold, settings, cleanPlate, lookahead, isPart, eyes, onNotice };
  const options = { ...told, openSegmenter, openDepth };
  if (onPlate !== undefined && cleanPlate !== undefined) {
    const get = () => {
      onPlate();
      return cleanPlate;
    };
    Object.defineProperty(options, "cleanPlate", { get, enumerable: true });
  }
  const create = () => method.create(options);
  // What is in range may still not go together.
  const isTold = threshold !== undefined || Object.keys(settings).length > 0;
  return isTold ? asUsage(create) : create();
}

/** What the command line says wrongly is wrong usage. */
function asUsage<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
