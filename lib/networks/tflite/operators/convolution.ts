import type { OnnxAttribute } from "../../onnx/onnx_attribute.ts";
import { activate } from "./activation.ts";
import type { TfliteOperator } from "../tflite_model.ts";
import type { Translate, Translation } from "../translation.ts";
import { CHANNELS_FIRST, type Order } from "../operator_order.ts";
import { cuts, margins, SAME_PADDING, type WindowSide } from "./padding.ts";

/** Weights C' × H × W × C as C × C' × H × W. */
const INPUTS_FIRST: Order = [3, 0, 1, 2];

/** What the operators have in common, read from their options. */
interface ConvolutionSettings {
  readonly padding: number;
  /** By rows, by columns. */
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly activation: number;
}

const translateConvolution: Translate = (to, operator) => {
  const { options, inputs: [input, weights] } = operator;
  const groups = to.dims(input)[3] / to.dims(weights)[3];
  convolve(to, operator, CHANNELS_FIRST, groups, {
    padding: options?.int8(0) ?? SAME_PADDING,
    strides: [options?.int32(2) ?? 0, options?.int32(1) ?? 0],
    dilations: [options?.int32(5, 1) ?? 1, options?.int32(4, 1) ?? 1],
    activation: options?.int8(3) ?? 0,
  });
};

/** Each channel by itself: weights are 1 × H × W × C. */
const translateDepthwise: Translate = (to, operator) => {
  const { options, inputs: [input] } = operator;
  convolve(to, operator, INPUTS_FIRST, to.dims(input)[3], {
    padding: options?.int8(0) ?? SAME_PADDING,
    strides: [options?.int32(2) ?? 0, options?.int32(1) ?? 0],
    dilations: [options?.int32(6, 1) ?? 1, options?.int32(5, 1) ?? 1],
    activation: options?.int8(4) ?? 0,
  });
};

function convolve(
  to: Translation,
  operator: TfliteOperator,
  weightOrder: Order,
  group: number,
  { padding, strides, dilations, activation }: ConvolutionSettings,
): void {
  const { inputs: [input, weights, bias = -1], outputs: [output] } = operator;
  const rims = windows(to, { input, weights, output }, strides, dilations)
    .map((window) => margins(padding, window));
  const attributes = {
    ...(group === 1 ? {} : { group: wholeNumber(group) }),
    ...shapes(to, weights, rims, strides),
    dilations,
  };
  const names = [to.value(input, CHANNELS_FIRST), to.value(weights, weightOrder)];
  if (bias >= 0) names.push(to.value(bias));
  const name = to.graph.node("Conv", names, { attributes });
  to.place(output, activate(to, name, activation), CHANNELS_FIRST);
}

const translateTransposed: Translate = (to, { options, inputs, outputs: [output] }) => {
  // The first input is the output's shape, which the output has anyway.
  const [, weights, input, bias = -1] = inputs;
  transposed(to, { input, weights, bias, output }, {
    padding: options?.int8(0) ?? SAME_PADDING,
    strides: [options?.int32(2) ?? 0, options?.int32(1) ?? 0],
    dilations: [1, 1],
    activation: options?.int8(3) ?? 0,
  });
};

/** MediaPipe's: its options are TensorFlow's in the memory of C: 1 for SAME, 2 for VALID. */
const translateTransposedBias: Translate = (to, operator) => {
  const { customOptions, inputs: [input, weights, bias = -1], outputs: [output] } = operator;
  const { buffer, byteOffset, byteLength } = customOptions;
  const view = new DataView(buffer, byteOffset, byteLength);
  transposed(to, { input, weights, bias, output }, {
    padding: view.getInt32(0, true) - 1,
    strides: [view.getInt32(8, true), view.getInt32(4, true)],
    dilations: [1, 1],
    activation: 0,
  });
};

function transposed(
  to: Translation,
  tensors: { input: number; weights: number; bias: number; output: number },
  { padding, strides, dilations, activation }: ConvolutionSettings,
): void {
  const { input, weights, bias, output } = tensors;
  const rims = windows(to, tensors, strides, dilations).map((window) => cuts(padding, window));
  const added = rims.map((rim) => rim.added);
  const attributes = {
    ...shapes(to, weights, rims, strides),
    ...(added.some((count) => count > 0) ? { output_padding: added } : {}),
  };
  const names = [to.value(input, CHANNELS_FIRST), to.value(weights, INPUTS_FIRST)];
  if (bias >= 0) names.push(to.value(bias));
  const name = to.graph.node("ConvTranspose", names, { attributes });
  to.place(output, activate(to, name, activation), CHANNELS_FIRST);
}

/** The window by rows and by columns. */
function windows(
  to: Translation,
  { input, weights, output }: { input: number; weights: number; output: number },
  strides: readonly number[],
  dilations: readonly number[],
): WindowSide[] {
  return [0, 1].map((i) => ({
    input: to.dims(input)[i + 1],
    output: to.dims(output)[i + 1],
    size: to.dims(weights)[i + 1],
    stride: strides[i],
    dilation: dilations[i],
  }));
}

/** ONNX's settings of the window's size and ways. */
function shapes(
  to: Translation,
  weights: number,
  rims: readonly { before: number; after: number }[],
  strides: readonly number[],
): Record<string, OnnxAttribute> {
  return {
    kernel_shape: to.dims(weights).slice(1, 3),
    pads: [...rims.map(({ before }) => before), ...rims.map(({ after }) => after)],
    strides,
  };
}

function wholeNumber(value: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`${value} groups`);
  return value;
}

/** The convolutions. */
export const CONVOLUTIONS: Readonly<Record<string, Translate>> = {
  CONV_2D: translateConvolution,
  Convolution2DTransposeBias: translateTransposedBias,
  DEPTHWISE_CONV_2D: translateDepthwise,
  TRANSPOSE_CONV: translateTransposed,
};
