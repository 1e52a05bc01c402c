import { ModelError } from "../../errors.ts";
import { createMatte, type Matte, type Size } from "../../raster/frame.ts";
import type { Tensor } from "../inference_session.ts";
import { nameOfOverride } from "./model_overrides.ts";
import type { Decoding } from "./model_spec_types.ts";

/** A number for each pixel, H × W: how sure it is of a person, 0–1, say. */
export interface Certainty extends Size {
  /** Row after row from the top. */
  readonly data: Float32Array;
}

/** Where the numbers of a pixel lie. */
interface Places extends Size {
  /** From a pixel to the next. */
  readonly step: number;
  /** From a channel to the next. */
  readonly stride: number;
}

/** How far from 1 probabilities may add up: halves have 11 bits. */
const SLACK = 0.01;

/**
 * How far beyond 0–1 a single channel may be and no logits: mattes that were
 * enlarged within the network overshoot, while logits reach −5 wherever nobody is.
 */
const OVERSHOOT = 0.5;

/**
 * What the numbers of a network say.
 *
 * @param tensor Its output.
 * @param decoding What the numbers mean.
 * @param layout The order of the input, which decides where the output's could be either.
 * @returns How sure each pixel is of a person.
 * @throws {ModelError} If the output is no picture of as many channels, or has no number.
 */
export function decodeOutput(
  tensor: Tensor,
  decoding: Decoding,
  layout: "nchw" | "nhwc" = "nchw",
): Certainty {
  const places = placesOf(tensor, decoding, layout);
  const values = numbersOfPixels(tensor.data, decoding, places);
  const { remap: [from, to] = [0, 1] } = decoding;
  if (from !== 0 || to !== 1) {
    for (let i = 0; i < values.length; i++) values[i] = (values[i] - from) / (to - from);
  }
  let numbers = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === value) numbers++;
    // What is no number is no person.
    values[i] = value > 0 ? Math.min(1, value) : 0;
  }
  if (numbers === 0) throw withoutNumbers(decoding);
  return { width: places.width, height: places.height, data: values };
}

/**
 * The numbers of a network as they are.
 *
 * @param tensor Its output.
 * @param decoding Which channel is meant.
 * @param layout The order of the input, which decides where the output's could be either.
 * @returns The channel's numbers, of the caller's own.
 * @throws {ModelError} If the output is no picture of as many channels.
 */
export function numbersOfChannel(
  tensor: Tensor,
  decoding: Decoding,
  layout: "nchw" | "nhwc",
): Certainty {
  const places = placesOf(tensor, decoding, layout);
  const { width, height } = places;
  return { width, height, data: pick(tensor.data, decoding.channel ?? 0, places) };
}

/**
 * The error of an output without one number.
 *
 * @param decoding Which output it is.
 * @returns The error.
 */
export function withoutNumbers(decoding: Decoding): ModelError {
  const [mean, std] = (["mean", "std"] as const).map((name) => nameOfOverride(decoding, name));
  return new ModelError(
    `Cannot use the model: its output '${decoding.output}' has not one number, only NaN; ` +
      `'${mean}' and '${std}' may be wrong, or the file broken`,
  );
}

/**
 * A matte of a certainty, or of the mean of two, the second of which is of the mirrored frame.
 *
 * @param certainty How sure each pixel is, 0–1.
 * @param mirrored The same of the mirrored frame, of the same size.
 * @returns The matte, rounded.
 */
export function matteOf({ width, height, data }: Certainty, mirrored?: Certainty): Matte {
  const matte = createMatte(width, height);
  // Storing rounds.
  const bytes = new Uint8ClampedArray(matte.data.buffer);
  if (mirrored === undefined) {
    for (let i = 0; i < data.length; i++) bytes[i] = 255 * data[i];
    return matte;
  }
  for (let rowStart = 0; rowStart < data.length; rowStart += width) {
    const rowEnd = rowStart + width - 1;
    for (let x = 0; x < width; x++) {
      bytes[rowStart + x] = 127.5 * (data[rowStart + x] + mirrored.data[rowEnd - x]);
    }
  }
  return matte;
}

/** A number for each pixel, a place of its own. */
function numbersOfPixels(data: Float32Array, decoding: Decoding, places: Places): Float32Array {
  const { kind, channel = 0 } = decoding;
  if (kind === "alpha" || kind === "sigmoid" || kind === "certainty" || kind === "min-max") {
    const values = pick(data, channel, places);
    const isLogits = kind !== "alpha" && !areNearUnit(values, OVERSHOOT);
    if (kind === "sigmoid" || isLogits) sigmoid(values);
    return kind === "min-max" ? stretch(values) : values;
  }
  const chosen = kind === "multiclass" ? 0 : channel;
  const isDone = kind !== "softmax" && areProbabilities(data, decoding.channels, places);
  const values = isDone
    ? pick(data, chosen, places)
    : softmax(data, chosen, decoding.channels, places);
  if (kind === "multiclass") { for (let i = 0; i < values.length; i++) values[i] = 1 - values[i]; }
  return values;
}

/** The output as a picture: it has its channels before its rows, after its columns, or none. */
function placesOf(
  { dims, data }: Tensor,
  decoding: Decoding,
  layout: "nchw" | "nhwc",
): Places {
  const { output, channels, flat } = decoding;
  if (flat !== undefined && data.length === flat.width * flat.height) {
    return { ...flat, step: 1, stride: data.length };
  }
  const inner = dims.length === 4 && dims[0] === 1 ? dims.slice(1) : dims;
  // A row alone is a list, of a network that says what is in a picture, not where.
  const isFlat = channels === 1 && inner.length === 2 && inner[0] !== 1;
  const picture = isFlat ? [1, ...inner] : inner;
  const isFirst = picture[0] === channels && (layout === "nchw" || picture[2] !== channels);
  if (picture.length !== 3 || data.length === 0 || !isFirst && picture[2] !== channels) {
    const wanted = channels === 1 ? "one channel" : `${channels} channels`;
    throw new ModelError(
      `Cannot use the model: its output '${output}' must be a picture of ${wanted}, got ` +
        `${dims.join("×")}: '${nameOfOverride(decoding, "output")}' would help`,
    );
  }
  const [height, width] = isFirst ? picture.slice(1) : picture;
  const [step, stride] = isFirst ? [1, width * height] : [channels, 1];
  return { width, height, step, stride };
}

/** One channel. */
function pick(data: Float32Array, channel: number, places: Places): Float32Array {
  const { width, height, step, stride } = places;
  const values = new Float32Array(width * height);
  for (let i = 0, p = channel * stride; i < values.length; i++, p += step) values[i] = data[p];
  return values;
}

/** Whether a value is within 0–1 or little beyond; what is no number says nothing of the others. */
function isNearUnit(value: number, slack: number): boolean {
  return !(value < -slack || value > 1 + slack);
}

function areNearUnit(values: Float32Array, slack: number): boolean {
  for (let i = 0; i < values.length; i++) if (!isNearUnit(values[i], slack)) return false;
  return true;
}

function areProbabilities(data: Float32Array, channels: number, places: Places): boolean {
  const { width, height, step, stride } = places;
  for (let i = 0, p = 0; i < width * height; i++, p += step) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const value = data[p + channel * stride];
      if (!isNearUnit(value, SLACK)) return false;
      sum += value;
    }
    if (Math.abs(sum - 1) > SLACK) return false;
  }
  return true;
}

function sigmoid(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = 1 / (1 + Math.exp(-values[i]));
}

/** The probability of one class. */
function softmax(
  data: Float32Array,
  chosen: number,
  channels: number,
  places: Places,
): Float32Array {
  const { width, height, step, stride } = places;
  const values = new Float32Array(width * height);
  for (let i = 0, p = 0; i < values.length; i++, p += step) {
    // Without what the chosen one has more, e to the power of it could be too large for a number.
    const own = data[p + chosen * stride];
    let sum = 1;
    for (let channel = 0; channel < channels; channel++) {
      if (channel !== chosen) sum += Math.exp(data[p + channel * stride] - own);
    }
    values[i] = 1 / sum;
  }
  return values;
}

/**
 * How wide a range is stretched to 0–1 at most. In a frame without anybody, the
 * networks' own scripts blow the noise up to full foreground: at a range of
 * one half and above we do the same as they do, below it no more than twice.
 */
const LEAST_RANGE = 0.5;

/** The least becomes 0 and the greatest 1. */
function stretch(values: Float32Array): Float32Array {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > greatest) greatest = values[i];
  }
  const range = Math.max(greatest - least, LEAST_RANGE);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] - least) / range;
  return values;
}
