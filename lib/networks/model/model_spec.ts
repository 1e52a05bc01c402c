import { DEPTH_NAME } from "../depth/depth_families.ts";
import type { InferenceSession } from "../inference_session.ts";
import { FAMILIES } from "./families.ts";
import { type ModelOverrides, type ModelOverrideTexts, nameOfMethod } from "./model_overrides.ts";
import { type Clues, cluesOf, contradiction, fileName, unusable } from "./signature.ts";
import type { Decoding, ModelFamily, ModelSpec } from "./model_spec_types.ts";

/**
 * How a network wants to be fed, by the names and sizes of what it takes and gives.
 *
 * @example MediaPipe's network
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const spec = modelSpec({
 *   inputs: [{ name: "input_1", dims: [1, 144, 256, 3] }],
 *   outputs: [{ name: "segment_back", dims: [1, 144, 256, 1] }],
 * }, "selfie.tflite");
 * assertEquals([spec.family, spec.layout], ["selfie", "nhwc"]);
 * assertEquals(spec.size, { width: 256, height: 144 });
 * ```
 *
 * @param session The network.
 * @param name What errors shall call it: the file, whose name decides where nothing else does.
 * @param overrides What the user knows better.
 * @returns How to feed it.
 * @throws {ModelError} If it is none that segments people, or not enough is known of it.
 * @throws {RangeError} If it does not take what the user says.
 * @category Networks
 */
export function modelSpec(
  session: Pick<InferenceSession, "inputs" | "outputs">,
  name: string,
  overrides: ModelOverrides = {},
): ModelSpec {
  const clues = cluesOf(session, name, overrides);
  assertNoDepth(clues);
  const family = familyOf(clues);
  const { channels, reference } = FAMILIES[family];
  return {
    family,
    input: clues.input.name,
    size: clues.size,
    reference,
    layout: clues.layout,
    channels: overrides.channels ?? channels,
    ...normalizationOf(clues, FAMILIES[family], family !== "other"),
    decoding: {
      ...inLevels(clues, decodingOf(clues, family)),
      ...clues.flat && { flat: clues.flat },
      ...overrides.nameOf && { nameOf: overrides.nameOf },
      ...overrides.nameOfMethod && { nameOfMethod: overrides.nameOfMethod },
    },
    ...clues.recurrence && { recurrence: clues.recurrence },
  };
}

/** Element types that hold the levels 0–255. */
const HOLD_LEVELS = /^(u?int(16|32|64)|uint8)$/;

/**
 * What is subtracted from the levels, and by what they are divided.
 *
 * @param clues What is known of the network.
 * @param traits What its family has of fractions.
 * @param isFamilyKnown Whether that is known to be so.
 * @throws {ModelError} If not enough is known.
 */
export function normalizationOf(
  clues: Clues,
  traits: Pick<ModelSpec, "mean" | "std">,
  isFamilyKnown: boolean,
): Pick<ModelSpec, "mean" | "std"> {
  const { input, channels = 1, channel, overrides } = clues;
  const { type = "float32" } = input;
  // Of a family's fractions, whole numbers would leave nothing: they are the levels themselves.
  const usual = HOLD_LEVELS.test(type) ? { mean: [0, 0, 0], std: [1, 1, 1] } as const : traits;
  const isKnown = HOLD_LEVELS.test(type) || type.startsWith("float") && isFamilyKnown;
  const missing: (keyof ModelOverrideTexts)[] = (["mean", "std"] as const)
    .filter((option) => overrides[option] === undefined);
  if (type === "bool") {
    throw unusable(clues, `its input '${input.name}' must hold colours, got bool`);
  }
  if (!isKnown && missing.length > 0) {
    // All at once: it would be asked for next.
    if (channels > 2 && channel === undefined) missing.push("output");
    const reason = type.startsWith("float")
      ? "it is of no family that is known"
      : `its input '${input.name}' of ${type} does not hold the levels 0–255 as they are`;
    throw unusable(clues, reason, missing);
  }
  return { mean: overrides.mean ?? usual.mean, std: overrides.std ?? usual.std };
}

/** What bytes mean that a network gives: levels, whatever its family gives as fractions. */
function inLevels({ output: { type } }: Clues, decoding: Decoding): Decoding {
  if (type !== "uint8" || decoding.kind === "multiclass") return decoding;
  return { ...decoding, kind: "alpha", remap: [0, 255] };
}

/** The family: what the file is called, then how many channels and pixels there are, tell most. */
function familyOf(clues: Clues): ModelFamily {
  const { recurrence, channels = 1, layout, ownSize } = clues;
  const isOf = (width: number, height = width) =>
    ownSize?.width === width && ownSize.height === height;
  if (recurrence !== undefined) return "rvm";
  if (channels === 6) return "selfie-multiclass";
  if (channels === 2) return familyOfPair(clues, isOf);
  // With the channels first it is PyTorch's, which may have learned anything.
  if (channels === 21) return layout === "nhwc" ? "deeplab" : "other";
  if (channels !== 1) return "other";
  return familyByName(clues) ?? familyBySize(clues, isOf);
}

/** Networks with a channel for the room and one for people. */
function familyOfPair(
  clues: Clues,
  isOf: (width: number, height?: number) => boolean,
): ModelFamily {
  const { layout, output: { dims } } = clues;
  const file = fileName(clues);
  const isSinet = /sinet/i.test(file) || isOf(320) && !/humanseg/i.test(file);
  // Nobody else has these sizes.
  const isMeet = isOf(256, 144) || isOf(160, 96) || /segm_(full|lite)|meet/i.test(file);
  if (isMeet) return "meet";
  if (layout === "nchw") return isSinet ? "sinet" : "pp-humanseg";
  // Converters from Paddle turn the input, and leave the output's channels before its rows.
  const isTurned = dims.length === 4 && dims[1] === 2 && dims[3] !== 2;
  if (isOf(192) || isTurned || /humanseg/i.test(file)) return "pp-humanseg";
  return isOf(256) || isOf(128) ? "meet" : "other";
}

/** Networks that measure depth take and give what those do that give a matte: names tell them apart. */
function assertNoDepth(clues: Clues): void {
  // Whoever names the output knows what it is.
  if (clues.channels !== 1 || clues.overrides.output !== undefined) return;
  const name = [fileName(clues), clues.output.name].find((name) => DEPTH_NAME.test(name));
  if (name === undefined) return;
  const depth = nameOfMethod(clues.overrides, "depth");
  const reason = `'${name}' sounds like a network that measures depth, as ${depth} takes, ` +
    "which is no matte of people";
  throw unusable(clues, reason, ["output"]);
}

/** What names tell, of networks of one channel: little, since converters make them up. */
function familyByName(clues: Clues): ModelFamily | undefined {
  const { input, output, ownSize, signature } = clues;
  const file = fileName(clues);
  if (/birefnet|rmbg.?2/i.test(file)) return "birefnet";
  if (/isnet|rmbg/i.test(file)) return "isnet";
  if (/modnet/i.test(file)) return "modnet";
  if (/u2net|silueta/i.test(file)) return "u2net";
  // BiRefNet's authors and Hugging Face's converter name them so. ISNet's file for rembg shares
  // "input_image", but gives its side outputs too.
  const isBiRefNet = /^(input_image|pixel_values)$/.test(input.name) &&
    /^(output_image|alphas|logits)$/.test(output.name) && signature.outputs.length === 1;
  // MediaPipe's smaller networks have come through that converter as well.
  const isLarge = ownSize === undefined || Math.min(ownSize.width, ownSize.height) >= 512;
  return isBiRefNet && isLarge ? "birefnet" : undefined;
}

function familyBySize(
  { signature, input, output, layout, ownSize }: Clues,
  isOf: (width: number, height?: number) => boolean,
): ModelFamily {
  const isPlain = layout === "nchw" && input.name === "input" && output.name === "output";
  if (isOf(320)) return "u2net";
  if (isOf(1024)) return "isnet";
  if ((isOf(256) || isOf(256, 144)) && !isPlain) return "selfie";
  // The whole and six stages of it.
  if (signature.outputs.length >= 6) return "u2net";
  if (layout === "nhwc") return "selfie";
  return isPlain || ownSize === undefined ? "modnet" : "other";
}

function decodingOf(clues: Clues, family: ModelFamily): Decoding {
  const { output: { name: output }, channel } = clues;
  const { kind, outputChannels, channel: usual, remap } = FAMILIES[family];
  const channels = clues.channels ?? Math.max(outputChannels, (channel ?? 0) + 1);
  if (channel !== undefined && channel >= channels) {
    const wanted = channels === 1
      ? `'${output}' without a channel, or with its only one, 0`
      : `'${output}' with a channel from 0 to ${channels - 1}`;
    throw contradiction(clues, "output", wanted, String(channel));
  }
  if (channels === outputChannels && channel === undefined) {
    return {
      output,
      kind,
      channels,
      ...usual !== undefined && { channel: usual },
      ...remap !== undefined && { remap },
    };
  }
  if (channels === 1) return { output, kind, channels };
  if (channel !== undefined) return { output, kind: "probabilities", channels, channel };
  // Of two, the second is the foreground as a rule; of more, nobody knows.
  if (channels === 2) return { output, kind: "probabilities", channels, channel: 1 };
  const reason = `which of the ${channels} channels of '${output}' is the foreground is not known`;
  throw unusable(clues, reason, ["output"]);
}
