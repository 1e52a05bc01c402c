/**
 * Values of our options as other programs have them, or misspelt.
 *
 * @module
 */

import { isModelPath, isNamedModel, MODEL_NAMES } from "../../files/onnx/model_names.ts";
import { nearestName } from "../../nearest_name.ts";
import type { KnownOption } from "../../app/options/command_line.ts";
import { wordTable } from "../word_table.ts";

/** Encoders of ffmpeg, by what they write. */
const ENCODERS: readonly (readonly [RegExp, string])[] = [
  [/264|^avc/i, "h264"],
  [/265|hevc/i, "hevc"],
  [/vp9/i, "vp9"],
  [/av1/i, "av1"],
  [/prores/i, "prores"],
];

/** Networks that others choose by a name of theirs. */
const NETWORKS =
  /^(u2netp?|u2net_\w+|isnet[\w-]*|silueta|sam|birefnet[\w-]*|bria[\w-]*|modnet|mobilenetv3)$/i;
const PEOPLE = /^(ai|auto|best|default|human|mediapipe|people|person|portrait|selfie)$/i;
const SCREENS = /^(chroma-?key|green|green-?screen|key)$/i;

/** What others call something faster than the processor: PyTorch's "cuda:0", and so on. */
const DEVICES = /^(cuda|coreml|directml|dml|metal|mps|nvidia|rocm|vulkan|webgpu)(:\d+)?$|^\d+$/i;

/** How pictures fill a frame, in the words of others. */
const FITS = wordTable({
  cover: "fill crop zoom",
  contain: "fit letterbox pad",
  stretch: "scale",
  tile: "repeat mosaic",
});

/** Another way to say what an option's value says. */
export interface BetterValue {
  readonly words: readonly string[];
  readonly reason: string;
}

/**
 * The value that was probably meant, for one that an option of ours does not take.
 *
 * @param option The option.
 * @param written How it is written: short or long.
 * @param value Its value.
 * @returns `undefined` if it takes it, or nothing comes near.
 */
export function betterValue(
  { long, argChoices }: KnownOption,
  written: string,
  value: string,
): BetterValue | undefined {
  if (argChoices?.includes(value)) return undefined;
  const put = (meant: string, reason = `${written} has no '${value}'`) => {
    return { words: [written, meant], reason: `${reason} (Did you mean ${meant}?)` };
  };
  if (long === "--method") {
    const named = namedMethod(value);
    if (named !== undefined || /[./\\]/.test(value)) return named;
  }
  if (long === "--model") return namedNetwork(value);
  if (long === "--codec" && codecOf(value) !== value) return put(codecOf(value));
  if (long === "--fit" && Object.hasOwn(FITS, value)) return put(FITS[value]);
  if (long === "--device" && DEVICES.test(value)) return put("gpu");
  const nearest = argChoices === undefined ? undefined : nearestName(value, argChoices);
  return nearest === undefined ? undefined : put(nearest);
}

/**
 * Our option, of which a name is misspelt: `--ouput`, `--treshold`.
 *
 * @param word The name.
 * @param value Its value.
 * @param known Our options.
 * @returns `undefined` if nothing comes near, or a value is missing.
 */
export function nearestOption(
  word: string,
  value: string | undefined,
  known: readonly KnownOption[],
): BetterValue | undefined {
  const names = known.flatMap(({ long }) => long ?? []);
  if (!word.startsWith("--") || names.includes(word)) return undefined;
  const nearest = nearestName(word, names);
  const option = known.find(({ long }) => long === nearest);
  if (nearest === undefined || (option?.required && value === undefined)) return undefined;
  return {
    words: [nearest, ...(option?.required ? [value!] : [])],
    reason: `there is no option ${word} (Did you mean ${nearest}?)`,
  };
}

/** `-m quality`, `-m u2net`: what is a network, or means people. */
function namedMethod(value: string): BetterValue | undefined {
  if (isNamedModel(value) || isModelPath(value)) {
    const reason = `'${value}' is no method, but a network of segment: --model`;
    return { words: ["--model", value], reason };
  }
  if (NETWORKS.test(value)) {
    const reason = `'${value}' is no method: segment has networks of its own, and --model takes ` +
      "a file";
    return { words: ["-m", "segment"], reason };
  }
  const method = PEOPLE.test(value) ? "segment" : SCREENS.test(value) ? "chroma" : undefined;
  if (method === undefined) return undefined;
  return { words: ["-m", method], reason: `'${value}' is no method, but ${method} is` };
}

/** `--model u2net`, `--model qualty`. */
function namedNetwork(value: string): BetterValue | undefined {
  if (isNamedModel(value) || /[./\\]/.test(value)) return undefined;
  if (NETWORKS.test(value)) {
    const reason = `'${value}' is no network that comes with the program: --model takes fast, ` +
      "quality, rvm or a file";
    return { words: ["--model", "quality"], reason };
  }
  const nearest = nearestName(value, MODEL_NAMES);
  if (nearest === undefined) return undefined;
  const reason = `--model has no '${value}' (Did you mean ${nearest}?)`;
  return { words: ["--model", nearest], reason };
}

/** Our name of what an encoder writes. */
export function codecOf(encoder: string): string {
  return ENCODERS.find(([form]) => form.test(encoder))?.[1] ?? encoder;
}
