import type { Size } from "../../raster/frame.ts";

/**
 * Kinds of networks that need the same handling; "other" is told all by the user.
 *
 * @category Networks
 */
export type ModelFamily =
  | "selfie"
  | "selfie-multiclass"
  | "modnet"
  | "u2net"
  | "isnet"
  | "birefnet"
  | "rvm"
  | "pp-humanseg"
  | "sinet"
  | "meet"
  | "deeplab"
  | "other";

/**
 * Red, green and blue, in whatever order the network takes them.
 *
 * @category Networks
 */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * What to choose where a network takes pictures of any size.
 *
 * @category Networks
 */
export interface ReferenceSize {
  /** The most pixels. */
  readonly area: number;
  /** How long the shorter side is to be; the area decides if missing. */
  readonly shorter?: number;
  /** Both sides are multiples of it. */
  readonly multiple: number;
  /** Whether smaller frames stay as they are. @default {false} */
  readonly isLimit?: boolean;
}

/**
 * What the numbers that a network gives mean:
 *
 * - `alpha`: the matte, 0–1.
 * - `sigmoid`: logits.
 * - `certainty`: the one or the other: values far beyond 0–1 show that they are logits.
 * - `min-max`: as `certainty`, then the least becomes 0 and the greatest 1.
 * - `softmax`: logits of several classes, of which `channel` is the foreground.
 * - `probabilities`: such classes, whose probabilities add up to 1; if they do not, they are logits.
 * - `multiclass`: as `probabilities`, all being foreground but the first.
 *
 * @category Networks
 */
export type DecodingKind =
  | "alpha"
  | "sigmoid"
  | "certainty"
  | "min-max"
  | "softmax"
  | "probabilities"
  | "multiclass";

/**
 * What a message calls one of the things that are said of a network: "--model-size".
 *
 * @category Networks
 */
export type NameOfOverride = (
  override: "size" | "mean" | "std" | "layout" | "channels" | "output",
) => string;

/**
 * What a message calls a method that takes networks of a kind: "-m depth".
 *
 * @category Networks
 */
export type NameOfMethod = (method: "segment" | "depth") => string;

/**
 * Which output is the matte, and what its numbers mean.
 *
 * @category Networks
 */
export interface Decoding {
  /** The output's name. */
  readonly output: string;
  /** What its numbers mean. */
  readonly kind: DecodingKind;
  /** How many channels it has. */
  readonly channels: number;
  /** The channel that is the foreground. @default {0} */
  readonly channel?: number;
  /** The picture's size where the output is a flat list of its pixels. */
  readonly flat?: Size;
  /** What becomes 0 and what becomes 1. @default {[0, 1]} */
  readonly remap?: readonly [from: number, to: number];
  /** What messages call what was said of the network. */
  readonly nameOf?: NameOfOverride;
  /** What messages call a method that takes networks of another kind. */
  readonly nameOfMethod?: NameOfMethod;
}

/**
 * What a network that remembers earlier frames takes beside the frame.
 *
 * @category Networks
 */
export interface Recurrence {
  /** What it shall remember: the output, the input that takes it next time, and that one's first size. */
  readonly states: readonly {
    readonly input: string;
    readonly output: string;
    readonly dims: readonly number[];
  }[];
  /** The input that takes the scale at which it first looks at the frame; none if missing. */
  readonly ratio?: { readonly input: string; readonly dims: readonly number[] };
}

/**
 * How a network wants to be fed.
 *
 * @category Networks
 */
export interface InputSpec {
  /** The name of the input that takes the frame. */
  readonly input: string;
  /** Width and height of its pictures; `undefined` where they may have any. */
  readonly size: Size | undefined;
  /** What to choose where the size is `undefined`. */
  readonly reference: ReferenceSize;
  /** Whether the channels come before the rows or after the columns. */
  readonly layout: "nchw" | "nhwc";
  /** The order of the channels. */
  readonly channels: "rgb" | "bgr";
  /** What is subtracted from the levels 0–255. */
  readonly mean: Rgb;
  /** What the difference is divided by. */
  readonly std: Rgb;
}

/**
 * How a network that segments people wants to be fed, and what it gives.
 *
 * @category Networks
 */
export interface ModelSpec extends InputSpec {
  /** The kind of network. */
  readonly family: ModelFamily;
  /** What it gives. */
  readonly decoding: Decoding;
  /** What it remembers; nothing if missing. */
  readonly recurrence?: Recurrence;
}
