import type { OnnxAttribute } from "../../onnx/onnx_attribute.ts";
import { CHANNELS_FIRST, type Order, permute } from "../../tflite/operator_order.ts";
import { margins, SAME_PADDING } from "../../tflite/operators/padding.ts";
import { Unreadable } from "../../onnx/unreadable.ts";
import type { GraphNode, NodeSettings } from "../graph_model.ts";
import { type GraphTranslation, known, type TranslateNode } from "../graph_translation.ts";
import type { Computed, GraphValue, Known } from "../graph_value.ts";
import { activateFused } from "./graph_arithmetic.ts";
import { concatenateValues } from "./concatenate_values.ts";

/** Not SAME: no zeros are put around. */
const VALID = 1;

/** Weights H × W × C × C' as C' × C × H × W. */
const OUTPUTS_FIRST: Order = [3, 2, 0, 1];
/** Weights H × W × C × M, for M of each channel by itself, as C × M × H × W. */
const CHANNELS_THEN_COPIES: Order = [2, 3, 0, 1];

/** How a window goes over a picture. */
export interface WindowSettings {
  /** {@linkcode SAME_PADDING} or {@linkcode VALID}. */
  readonly padding: number;
  /** By rows, by columns. */
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/** Read how a window goes over a picture. */
export function windowSettings(settings: NodeSettings): WindowSettings {
  const layout = settings.text("data_format", "NHWC");
  const padding = settings.text("padding");
  if (layout !== "NHWC") {
    throw new Unreadable(`its pictures lie as ${layout}, which is not handled`);
  }
  if (padding !== "SAME" && padding !== "VALID") {
    throw new Unreadable(`it has the padding '${padding}', which is not handled`);
  }
  const inner = (name: string) => {
    const values = settings.integers(name);
    return values.length === 0 ? [1, 1] : values.slice(1, 3);
  };
  return {
    padding: padding === "SAME" ? SAME_PADDING : VALID,
    strides: inner("strides"),
    dilations: inner("dilations"),
  };
}

/** What a window sees of a picture, and how large the picture is that it makes. */
export function windowPlan(
  [height, width]: readonly number[],
  size: readonly number[],
  { padding, strides, dilations }: WindowSettings,
): { sides: number[]; before: number[]; after: number[] } {
  const rims = [height, width].map((input, i) => {
    const reach = (size[i] - 1) * dilations[i] + 1;
    const output = Math.ceil((padding === SAME_PADDING ? input : input - reach + 1) / strides[i]);
    if (!(output > 0)) throw new RangeError("A picture of no pixels");
    const window = { input, output, size: size[i], stride: strides[i], dilation: dilations[i] };
    return { output, ...margins(padding, window) };
  });
  return {
    sides: rims.map(({ output }) => output),
    before: rims.map(({ before }) => before),
    after: rims.map(({ after }) => after),
  };
}

const translateConvolution: TranslateNode = (to, node, inputs) => {
  const [, weights] = inputs;
  const [, , channels] = to.dims(weights);
  const group = to.dims(inputs[0])[3] / channels;
  return [convolve(to, node, inputs, { group, outputs: to.dims(weights)[3] })];
};

/** Each channel by itself. */
const translateDepthwise: TranslateNode = (to, node, inputs) => {
  const [input, weights] = inputs;
  const [, , channels, copies] = to.dims(weights);
  const kernel = { group: channels, outputs: channels * copies };
  if (to.dims(input)[3] !== channels) throw new RangeError("Other channels");
  const source = input.kind === "computed" ? input.source : undefined;
  if (source?.kind !== "blocks") return [convolve(to, node, inputs, kernel)];
  // Of each block one batch has the first pixel, another the second: seen from the picture, the
  // window's pixels lie as far apart as a block is large.
  const { padding, strides, dilations } = windowSettings(node.settings);
  if (padding !== VALID || [...strides, ...dilations].some((step) => step !== 1)) {
    throw new Unreadable("it works on blocks of pixels in a way that is not handled");
  }
  const of = convolve(to, node, [source.of, ...inputs.slice(1)], kernel, source.block);
  const [batch, ...sides] = of.dims;
  const [rows, columns] = source.block;
  const dims = [batch * rows * columns, sides[0] / rows, sides[1] / columns, sides[2]];
  return [inBlocks(to, dims, of, source.block)];
};

/** A picture whose blocks are in a batch, for an operator that makes it whole again. */
export function inBlocks(
  to: GraphTranslation,
  dims: readonly number[],
  of: Computed,
  block: readonly number[],
): Computed {
  const make = () => {
    throw new Unreadable("it works on blocks of pixels in a way that is not handled");
  };
  return to.computed(dims, of.order, make, { source: { kind: "blocks", of, block } });
}

/** Weights, as many groups as they go by, and how many channels come out. */
interface Kernel {
  readonly group: number;
  readonly outputs: number;
}

function convolve(
  to: GraphTranslation,
  { op, settings }: GraphNode,
  [input, weights, ...more]: readonly GraphValue[],
  { group, outputs }: Kernel,
  apart?: readonly number[],
): Computed {
  if (weights.kind !== "known") {
    throw new Unreadable("it computes weights while it runs, which is not handled");
  }
  if (!Number.isInteger(group) || group < 1) throw new RangeError(`${group} groups`);
  const { padding, strides, dilations } = windowSettings(settings);
  const [batch, ...picture] = to.dims(input);
  const size = weights.dims.slice(0, 2);
  const steps = apart ?? dilations;
  const plan = windowPlan(picture, size, { padding, strides, dilations: steps });
  const { seen, before, after } = withoutMargins(input, plan);
  const attributes: Record<string, OnnxAttribute> = {
    ...group !== 1 && { group },
    kernel_shape: size,
    pads: [...before, ...after],
    strides,
    dilations: steps,
  };
  const conv = (picture: GraphValue, part: Known, bias: readonly string[]) => {
    const names = [to.nameOf(picture, CHANNELS_FIRST), weightsOf(to, op, part), ...bias];
    return to.graph.node("Conv", names, { attributes });
  };
  const fused = settings.texts("fused_ops");
  const hasBias = fused[0] === "BiasAdd";
  const make = () => {
    const bias = hasBias ? [to.nameOf(more[0])] : [];
    const [first, ...others] = group === 1
      ? groupsOf(to, seen, weights)
      : [[seen, weights] as const];
    const sum = others.reduce(
      (name, [picture, part]) => to.graph.node("Add", [name, conv(picture, part, [])]),
      conv(...first, bias),
    );
    return fused.slice(Number(hasBias)).reduce((name, kind) => activateFused(to, name, kind), sum);
  };
  return to.computed([batch, ...plan.sides, outputs], CHANNELS_FIRST, make);
}

/** ONNX Runtime's fast convolutions want the channels in multiples of this. */
const CHANNELS_TOGETHER = 4;

/**
 * The pictures that a convolution sees, with the weights for each: its result is their sum.
 *
 * *Benefit*: Robust Video Matting concatenates the three channels of the frame with many others, and
 * the sum lets ONNX Runtime work on the others in its own order.
 * *Correctness*: a convolution is linear; tests compare with TensorFlow.js.
 */
function groupsOf(
  to: GraphTranslation,
  input: GraphValue,
  weights: Known,
): (readonly [GraphValue, Known])[] {
  const source = input.kind === "computed" ? input.source : undefined;
  if (source?.kind !== "joined") return [[input, weights]];
  let from = 0;
  const parts = source.parts.map((part) => {
    const length = to.dims(part)[3];
    from += length;
    return { part, range: { axis: 2, from: from - length, length } };
  });
  const isEven = ({ range }: (typeof parts)[number]) => range.length % CHANNELS_TOGETHER === 0;
  const even = parts.filter(isEven);
  const odd = parts.filter((part) => !isEven(part));
  if (even.length === 0 || odd.length === 0) return [[input, weights]];
  const weightsFor = (ranges: typeof parts) =>
    joinKnown(ranges.map(({ range }) => to.part(weights, range) as Known));
  const whole = even.length === 1
    ? even[0].part
    : concatenateValues(to, even.map(({ part }) => part), 3);
  return [[whole, weightsFor(even)], ...odd.map((one) => [one.part, weightsFor([one])] as const)];
}

/** Weights H × W × C × C' one behind the other along C. */
function joinKnown(parts: readonly Known[]): Known {
  const [height, width, , outputs] = parts[0].dims;
  const rows = Array.from({ length: height * width }, (_, i) =>
    parts.map(({ data, dims }) => {
      const size = dims[2] * outputs;
      return [...data.subarray(i * size, (i + 1) * size)];
    }));
  const channels = parts.reduce((sum, { dims }) => sum + dims[2], 0);
  return known([height, width, channels, outputs], "float32", rows.flat(2));
}

/** The weights as ONNX wants them. */
function weightsOf(to: GraphTranslation, op: string, weights: Known): string {
  if (!/depthwise/i.test(op)) return to.nameOf(weights, OUTPUTS_FIRST);
  const [height, width, channels, copies] = weights.dims;
  const data = permute(weights.data as Float32Array, weights.dims, CHANNELS_THEN_COPIES);
  return to.graph.constant(data, [channels * copies, 1, height, width]);
}

/** A convolution may put the zeros around by itself that were put around before. */
function withoutMargins(
  input: GraphValue,
  { before, after }: { before: readonly number[]; after: readonly number[] },
): { seen: GraphValue; before: number[]; after: number[] } {
  const source = input.kind === "computed" ? input.source : undefined;
  const isPlain = source?.kind === "margins" &&
    [0, 3].every((d) => source.before[d] === 0 && source.after[d] === 0);
  if (!isPlain) return { seen: input, before: [...before], after: [...after] };
  return {
    seen: source.of,
    before: before.map((width, i) => width + source.before[i + 1]),
    after: after.map((width, i) => width + source.after[i + 1]),
  };
}

/** The convolutions. */
export const GRAPH_CONVOLUTIONS: Readonly<Record<string, TranslateNode>> = {
  Conv2D: translateConvolution,
  DepthwiseConv2dNative: translateDepthwise,
  FusedDepthwiseConv2dNative: translateDepthwise,
  _FusedConv2D: translateConvolution,
};
