import { ModelError } from "../../errors.ts";
import type { Size } from "../../raster/frame.ts";
import type { InferenceSession, TensorInfo } from "../inference_session.ts";
import { type ModelOverrides, type ModelOverrideTexts, nameOfOverride } from "./model_overrides.ts";
import type { Recurrence } from "./model_spec_types.ts";

/** What a network takes and gives, as its file says. */
export type Signature = Pick<InferenceSession, "inputs" | "outputs">;

/** A network, as errors tell of it. */
interface NetworkFacts {
  /** What errors call it. */
  readonly name: string;
  /** All that it takes and gives. */
  readonly signature: Signature;
  /** What the user knows better. */
  readonly overrides: ModelOverrides;
}

/** What is known of a network before its family is. */
export interface Clues extends NetworkFacts {
  /** The input that takes the frame. */
  readonly input: TensorInfo;
  /** Where its channels are. */
  readonly layout: "nchw" | "nhwc";
  /** Width and height of what it takes, `undefined` where they may be any. */
  readonly ownSize: Size | undefined;
  /** The same, or what the user wants of those it may take. */
  readonly size: Size | undefined;
  /** The output that is the matte. */
  readonly output: TensorInfo;
  /** How many channels it has; `undefined` where the file does not say. */
  readonly channels: number | undefined;
  /** The picture's size where the output is a flat list of its pixels. */
  readonly flat: Size | undefined;
  /** The channel that the user wants. */
  readonly channel: number | undefined;
  /** What it remembers from frame to frame. */
  readonly recurrence: Recurrence | undefined;
}

/**
 * What a network's inputs and outputs say.
 *
 * @param signature The inputs and outputs.
 * @param name What errors shall call the network.
 * @param overrides What the user knows better.
 * @returns What is known.
 * @throws {ModelError} If it does not take a colour picture and give a picture.
 * @throws {RangeError} If it does not take what the user says.
 */
export function cluesOf(signature: Signature, name: string, overrides: ModelOverrides): Clues {
  const network: NetworkFacts = { signature, name, overrides };
  const recurrence = recurrenceOf(signature);
  const others = recurrence === undefined ? [] : [
    ...recurrence.states.map((state) => state.input),
    recurrence.ratio?.input,
  ];
  const [input, ...more] = signature.inputs.filter((info) => !others.includes(info.name));
  if (input === undefined || more.length > 0 || input.dims.length !== 4) {
    throw unusable(network, "it must take one picture and nothing else");
  }
  if ((input.dims[0] ?? 1) !== 1) {
    throw unusable(network, `it must take one picture at a time, not ${input.dims[0]}`);
  }
  const layout = layoutOf(network, input);
  const sides = sidesOf(input, layout);
  const size = sizeOf(network, sides);
  const [output, channel] = outputOf(network, recurrence, size);
  const flat = isFlat(output, size) ? size : undefined;
  const channels = flat === undefined ? channelsOf(output, layout) : 1;
  const { width, height } = sides;
  return {
    ...network,
    input,
    layout,
    size,
    output,
    channels,
    flat,
    channel,
    recurrence,
    ownSize: width === undefined || height === undefined ? undefined : { width, height },
  };
}

/**
 * The error of a network that cannot be used.
 *
 * @param network Its name, and what it takes and gives, which the message says.
 * @param reason Why, or what is not known.
 * @param helpful The options that would help.
 * @returns The error.
 */
export function unusable(
  { signature, name, overrides }: NetworkFacts,
  reason: string,
  helpful: readonly (keyof ModelOverrideTexts)[] = [],
): ModelError {
  const list = (infos: readonly TensorInfo[]) =>
    infos.map(({ name, dims, type = "float32" }) =>
      `'${name}' ${sizeText(dims)}${type === "float32" ? "" : ` ${type}`}`
    ).join(", ") || "nothing";
  const options = helpful.map((override) => `'${nameOfOverride(overrides, override)}'`);
  const last = options.pop();
  const words = options.length === 0 ? last : `${options.join(", ")} and ${last}`;
  return new ModelError(
    `Cannot use the model '${name}': ${reason}; it takes ${list(signature.inputs)} ` +
      `and gives ${list(signature.outputs)}` +
      (last === undefined ? "" : `: ${words} would help`),
  );
}

/**
 * The error of what the user says and the network does not take.
 *
 * @param network Which it is.
 * @param override What of it the user has said.
 * @param wanted What it must be.
 * @param got What it is.
 * @returns The error.
 */
export function contradiction(
  { name, overrides }: Pick<NetworkFacts, "name" | "overrides">,
  override: keyof ModelOverrideTexts,
  wanted: string,
  got: string,
): RangeError {
  const named = nameOfOverride(overrides, override);
  return new RangeError(`Cannot use the model '${name}': '${named}' must be ${wanted}, got ${got}`);
}

/** A file's name without its folders, which may be called anything. */
export function fileName({ name }: Clues): string {
  return name.replace(/^.*[\\/]/, "");
}

function sizeText(dims: TensorInfo["dims"]): string {
  return dims.length === 0 ? "of any size" : dims.map((dim) => dim ?? "?").join("×");
}

/** Inputs named r1i with outputs named r1o, as Robust Video Matting has them. */
function recurrenceOf({ inputs, outputs }: Signature): Recurrence | undefined {
  const states = inputs.flatMap(({ name, dims }) => {
    const output = name.replace(/i$/, "o");
    const isState = /^r\d+i$/.test(name) && outputs.some((info) => info.name === output);
    // One zero stands for as many as are needed, unless the file says how many.
    const isFixed = dims.every((dim) => dim !== undefined);
    return isState ? [{ input: name, output, dims: isFixed ? dims : dims.map(() => 1) }] : [];
  });
  if (states.length === 0) return undefined;
  const ratio = inputs.find(({ name }) => name === "downsample_ratio");
  if (ratio === undefined) return { states };
  return { states, ratio: { input: ratio.name, dims: ratio.dims.map(() => 1) } };
}

function layoutOf(network: NetworkFacts, input: TensorInfo): "nchw" | "nhwc" {
  const { layout } = network.overrides;
  const [, first, , last] = input.dims;
  if (layout !== undefined) {
    const [own, other] = layout === "nchw" ? [first, last] : [last, first];
    if (own === 3 || own === undefined && other !== 3) return layout;
    if (other === 3) {
      const wanted = layout === "nchw" ? "nhwc" : "nchw";
      const why = `as its input ${sizeText(input.dims)} is`;
      throw contradiction(network, "layout", `${wanted}, ${why}`, layout);
    }
  } else if (first === 3) return "nchw";
  else if (last === 3) return "nhwc";
  else if (first === undefined || last === undefined) {
    throw unusable(network, "it does not say where its channels are", ["layout"]);
  }
  throw unusable(network, "it must take a picture of three channels");
}

/** Width and height of what a network takes, each `undefined` where it may be any. */
type Sides = { readonly [side in keyof Size]: number | undefined };

function sidesOf({ dims }: TensorInfo, layout: "nchw" | "nhwc"): Sides {
  const [height, width] = layout === "nchw" ? dims.slice(2) : dims.slice(1, 3);
  return { width, height };
}

function sizeOf(network: NetworkFacts, { width, height }: Sides): Size | undefined {
  const { size } = network.overrides;
  if (size !== undefined) {
    const isFitting = (width ?? size.width) === size.width &&
      (height ?? size.height) === size.height;
    if (isFitting) return size;
    const wanted = `${sidesText(width, height)}, as its input is`;
    throw contradiction(network, "size", wanted, `${size.width}x${size.height}`);
  }
  if (width !== undefined && height !== undefined) return { width, height };
  if (width === undefined && height === undefined) return undefined;
  throw unusable(network, "it leaves one side of its pictures open", ["size"]);
}

function sidesText(width: number | undefined, height: number | undefined): string {
  if (width === undefined) return `of height ${height}`;
  return height === undefined ? `of width ${width}` : `${width}x${height}`;
}

/** The output that is the matte, and the channel wanted. */
function outputOf(
  network: NetworkFacts,
  recurrence: Recurrence | undefined,
  size: Size | undefined,
): [TensorInfo, number | undefined] {
  const { signature: { outputs }, overrides: { output: text } } = network;
  if (text !== undefined) {
    const whole = namedOutput(outputs, text);
    if (whole !== undefined) return [pictureOutput(network, whole, size), undefined];
    // Names may have colons themselves: TensorFlow's end in ":0".
    const [, front, channel] = /^(.+):(\d+)$/.exec(text) ?? [];
    const part = front === undefined ? undefined : namedOutput(outputs, front);
    if (part !== undefined) return [pictureOutput(network, part, size), Number(channel)];
    const names = outputs.map((info) => info.name).join(", ");
    throw contradiction(network, "output", `one of ${names}, or its number from 0`, `'${text}'`);
  }
  const states = recurrence?.states.map((state) => state.output) ?? [];
  const candidates = outputs
    .filter((info) => !states.includes(info.name) && isPictureOf(info, size));
  const output = candidates.find((info) => info.name === "pha") ?? candidates[0];
  if (output !== undefined) return [output, undefined];
  throw unusable(network, "it must give a picture");
}

/**
 * A single number or a row of them is none, be it of a batch of one: it says what there is, not
 * where. But a number for each pixel of the input is a picture.
 */
function isPictureOf(output: TensorInfo, size: Size | undefined): boolean {
  const { dims } = output;
  return isFlat(output, size) || dims.length !== 1 && !(dims.length === 2 && dims[0] === 1);
}

/** Whether an output is a list of as many numbers as the input has pixels. */
function isFlat({ dims }: TensorInfo, size: Size | undefined): boolean {
  if (size === undefined || size.width === 1 || size.height === 1) return false;
  const long = dims.filter((dim) => dim !== 1);
  return long.length === 1 && dims.length < 4 && long[0] === size.width * size.height;
}

function pictureOutput(
  network: NetworkFacts,
  output: TensorInfo,
  size: Size | undefined,
): TensorInfo {
  if (isPictureOf(output, size)) return output;
  const pictures = network.signature.outputs.filter((info) => isPictureOf(info, size))
    .map((info) => info.name);
  if (pictures.length === 0) throw unusable(network, "it must give a picture");
  const got = `'${output.name}' of ${sizeText(output.dims)}`;
  throw contradiction(network, "output", `a picture, as ${pictures.join(", ")}`, got);
}

function namedOutput(outputs: readonly TensorInfo[], text: string): TensorInfo | undefined {
  const named = outputs.find((info) => info.name === text);
  return named ?? (/^\d+$/.test(text) ? outputs[Number(text)] : undefined);
}

/** More channels than any of the networks gives, and less than a side has. */
const MOST_CHANNELS = 32;

function channelsOf({ dims }: TensorInfo, layout: "nchw" | "nhwc"): number | undefined {
  const isSmall = (dim: number | undefined) => dim !== undefined && dim <= MOST_CHANNELS;
  if (dims.length < 3) return dims.length === 2 ? 1 : undefined;
  if (dims.length === 3 && (dims[0] ?? 1) === 1) return 1;
  const [first, , last] = dims.slice(-3);
  if (isSmall(first) && (layout === "nchw" || !isSmall(last))) return first;
  return isSmall(last) ? last : undefined;
}
