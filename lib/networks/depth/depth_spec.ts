import type { InferenceSession } from "../inference_session.ts";
import { type ModelOverrides, nameOfMethod } from "../model/model_overrides.ts";
import { normalizationOf } from "../model/model_spec.ts";
import type { Decoding, InputSpec } from "../model/model_spec_types.ts";
import { type Clues, cluesOf, contradiction, fileName, unusable } from "../model/signature.ts";
import { DEPTH_FAMILIES, DEPTH_NAME, type DepthFamily } from "./depth_families.ts";

/**
 * How a network that measures depth wants to be fed, and what it gives.
 *
 * @category Networks
 */
export interface DepthSpec extends InputSpec {
  /** The kind of network. */
  readonly family: DepthFamily;
  /** Which output has the depth, and where in it. */
  readonly decoding: Decoding;
  /** Whether its numbers are distances, of which less is nearer. */
  readonly isDistance: boolean;
}

/**
 * How a network that measures depth wants to be fed, by the names and sizes of what it takes and gives.
 *
 * @example MiDaS
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const spec = depthSpec({
 *   inputs: [{ name: "0", dims: [1, 3, 256, 256] }],
 *   outputs: [{ name: "797", dims: [1, 256, 256] }],
 * }, "model-small.onnx");
 * assertEquals([spec.family, spec.size], ["midas", { width: 256, height: 256 }]);
 * ```
 *
 * @param session The network.
 * @param name What errors shall call it: the file, whose name decides where nothing else does.
 * @param overrides What the user knows better.
 * @returns How to feed it.
 * @throws {ModelError} If it measures no depth, or not enough is known of it.
 * @throws {RangeError} If it does not take what the user says.
 * @category Networks
 */
export function depthSpec(
  session: Pick<InferenceSession, "inputs" | "outputs">,
  name: string,
  overrides: ModelOverrides = {},
): DepthSpec {
  const clues = cluesOf(session, name, overrides);
  assertNoMatte(clues);
  const family = familyOf(clues);
  const traits = DEPTH_FAMILIES[family];
  return {
    family,
    input: clues.input.name,
    size: clues.size,
    reference: traits.reference,
    layout: clues.layout,
    channels: overrides.channels ?? traits.channels,
    ...normalizationOf(clues, traits, family !== "other"),
    decoding: decodingOf(clues),
    isDistance: /metric|zoe/i.test(`${fileName(clues)} ${clues.output.name}`),
  };
}

/** What a network that finds people is called, or its output. */
const PEOPLE_FILE =
  /selfie|modnet|u2net|silueta|isnet|sinet|rmbg|rembg|birefnet|humanseg|segm_|matting|deeplab/i;
const PEOPLE_OUTPUT = /^(pha|alphas?|masks?|matte)$/i;

/** Networks that find people take what those do that measure depth, and may give it. */
function assertNoMatte(clues: Clues): void {
  // Whoever names the output knows what it is.
  if (clues.overrides.output !== undefined) return;
  const { output, channels = 1, recurrence, overrides } = clues;
  const segment = nameOfMethod(overrides, "segment");
  if (recurrence !== undefined) {
    throw unusable(clues, `it finds people, as ${segment} does, and measures no depth`, ["output"]);
  }
  const file = fileName(clues);
  const people =
    [PEOPLE_FILE.test(file) ? file : [], PEOPLE_OUTPUT.test(output.name) ? output.name : []]
      .flat()[0];
  if (people !== undefined && !DEPTH_NAME.test(file)) {
    const reason =
      `'${people}' sounds like a network that finds people, as ${segment} does, and measures no depth`;
    throw unusable(clues, reason, ["output"]);
  }
  if (channels !== 1) {
    throw unusable(clues, `depth is of one channel, not of ${channels}`, ["output"]);
  }
}

/** The family: what the file is called, then names and sizes, tell most. */
function familyOf(clues: Clues): DepthFamily {
  return familyByName(fileName(clues)) ?? familyBySignature(clues) ?? "other";
}

function familyByName(file: string): DepthFamily | undefined {
  if (/tc.?mono.?depth|tcsmallnet/i.test(file)) return "tcmonodepth";
  if (/depth.?anything/i.test(file)) return "depth-anything";
  // Version 3 is called after its kinds of transformers.
  if (/(?<![a-z])dpt(?![a-z])|midas.?v?3/i.test(file)) return "dpt";
  return /midas/i.test(file) ? "midas" : undefined;
}

function familyBySignature({ input, output, layout, ownSize }: Clues): DepthFamily | undefined {
  if (layout !== "nchw") return undefined;
  const isOf = (width: number, height = width) =>
    ownSize?.width === width && ownSize.height === height;
  // Hugging Face's converter calls them all so; only the older ones have a fixed size.
  if (input.name === "pixel_values" && output.name === "predicted_depth") {
    return isOf(384) ? "dpt" : "depth-anything";
  }
  // Networks with patches of 14×14 alone have sides that are no multiples of 16.
  const isOfPatches = (side: number) => side % 14 === 0 && side % 16 !== 0;
  if (ownSize !== undefined && isOfPatches(ownSize.width) && isOfPatches(ownSize.height)) {
    return "depth-anything";
  }
  // Mattes keep their channel.
  if (output.dims.length === 3 && (isOf(256) || isOf(384))) return "midas";
  const isPlain = input.name === "input" && output.name === "output";
  return isPlain && isOf(320, 192) ? "tcmonodepth" : undefined;
}

function decodingOf(clues: Clues): Decoding {
  const { output, channels = 1, channel = 0, flat, overrides } = clues;
  if (channel >= channels) {
    const wanted = `'${output.name}' with a channel from 0 to ${channels - 1}`;
    throw contradiction(clues, "output", wanted, String(channel));
  }
  return {
    output: output.name,
    kind: "alpha",
    channels,
    channel,
    ...flat && { flat },
    ...overrides.nameOf && { nameOf: overrides.nameOf },
  };
}
