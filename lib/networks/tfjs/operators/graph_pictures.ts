import type { OnnxAttribute } from "../../onnx/onnx_attribute.ts";
import { CHANNELS_FIRST, inOrder } from "../../tflite/operator_order.ts";
import { Unreadable } from "../../onnx/unreadable.ts";
import { axisOf, type GraphTranslation, type TranslateNode } from "../graph_translation.ts";
import type { Computed, GraphValue, Range } from "../graph_value.ts";
import { inBlocks, windowPlan, windowSettings } from "./graph_convolution.ts";

/** A window's mean. Zeros around a picture do not count. */
const translateAveragePool: TranslateNode = (to, { settings }, [input]) => {
  const window = { ...windowSettings(settings), dilations: [1, 1] };
  const size = settings.integers("ksize").slice(1, 3);
  const [batch, height, width, channels] = to.dims(input);
  const { sides, before, after } = windowPlan([height, width], size, window);
  const attributes = {
    kernel_shape: size,
    pads: [...before, ...after],
    strides: window.strides,
  };
  const make = () =>
    to.graph.node("AveragePool", [to.nameOf(input, CHANNELS_FIRST)], { attributes });
  return [to.computed([batch, ...sides, channels], CHANNELS_FIRST, make)];
};

/** What is left of some dimensions. */
const translateMean: TranslateNode = (to, { settings }, [input, axes]) => {
  if (!settings.boolean("keep_dims")) {
    throw new Unreadable("it drops the dimensions of means, which is not handled");
  }
  const order = to.orderOf(input);
  const dropped = to.integers(axes).map((axis) => axisOf(axis, order.length));
  const dims = to.dims(input).map((dim, i) => dropped.includes(i) ? 1 : dim);
  const places = dropped.map((axis) => order.indexOf(axis)).sort((a, b) => a - b);
  const isWhole = order.length === 4 && places.join() === "2,3";
  const attributes: Record<string, OnnxAttribute> = isWhole ? {} : { axes: places, keepdims: 1 };
  const name = isWhole ? "GlobalAveragePool" : "ReduceMean";
  const make = () => to.graph.node(name, [to.nameOf(input, order)], { attributes });
  return [to.computed(dims, order, make)];
};

/** A picture made larger or smaller, between the nearest four pixels. */
const translateResize: TranslateNode = (to, { settings }, [input, size]) => {
  const alignsCorners = settings.boolean("align_corners");
  const hasHalfPixels = settings.boolean("half_pixel_centers");
  if (alignsCorners && hasHalfPixels) throw new Unreadable("it resizes in an unknown way");
  const between = hasHalfPixels ? "half_pixel" : "asymmetric";
  const sides = to.integers(size);
  if (sides.length !== 2 || sides.some((side) => side < 1)) throw new RangeError("No size");
  return [resize(to, input, sides, alignsCorners ? "align_corners" : between)];
};

function resize(
  to: GraphTranslation,
  input: GraphValue,
  sides: readonly number[],
  coordinates: string,
): GraphValue {
  const [batch, height, width, channels] = to.dims(input);
  const [down, across] = [sides[0] / height, sides[1] / width];
  if (down === 1 && across === 1) return input;
  const dims = [batch, ...sides, channels];
  const make = () => {
    const { graph } = to;
    // Whole multiples ONNX Runtime makes in the order that its convolutions like best.
    const isMultiple = Number.isInteger(down) && Number.isInteger(across);
    const sizes = isMultiple
      ? [graph.constant(Float32Array.of(1, 1, down, across), [4])]
      : ["", graph.integers(inOrder(dims, CHANNELS_FIRST))];
    const attributes = { mode: "linear", coordinate_transformation_mode: coordinates };
    return graph.node("Resize", [to.nameOf(input, CHANNELS_FIRST), "", ...sizes], { attributes });
  };
  const part = (range: Range) => resize(to, to.part(input, range), sides, coordinates);
  return to.computed(dims, CHANNELS_FIRST, make, { part });
}

/** Margins of zeros, which a convolution behind them makes by itself. */
const translatePad: TranslateNode = (to, _, [input, widths]) => {
  const flat = to.integers(widths);
  const even = flat.filter((_, i) => i % 2 === 0);
  return [withMargins(to, computed(input), even, flat.filter((_, i) => i % 2 === 1))];
};

function withMargins(
  to: GraphTranslation,
  input: Computed,
  before: readonly number[],
  after: readonly number[],
): Computed {
  if (before.length !== input.dims.length || after.length !== input.dims.length) {
    throw new RangeError("Other dimensions");
  }
  const inner = input.source;
  if (inner?.kind === "margins") {
    const sum = (widths: readonly number[], more: readonly number[]) =>
      widths.map((width, i) => width + more[i]);
    return withMargins(to, inner.of, sum(inner.before, before), sum(inner.after, after));
  }
  const { dims, order } = input;
  const make = () => {
    const widths = to.graph.integers([...inOrder(before, order), ...inOrder(after, order)]);
    return to.graph.node("Pad", [to.nameOf(input, order), widths]);
  };
  return to.computed(dims.map((dim, i) => before[i] + dim + after[i]), order, make, {
    source: { kind: "margins", of: input, before, after },
  });
}

/** Each pixel of blocks of so many rows and columns goes into a picture of its own. */
const translateToBatch: TranslateNode = (to, _, [input, sizes, paddings]) => {
  const block = to.integers(sizes);
  const [top, bottom, left, right] = to.integers(paddings);
  if (block.length !== 2) throw new RangeError("Other blocks");
  const of = withMargins(to, computed(input), [0, top, left, 0], [0, bottom, right, 0]);
  const [batch, height, width, channels] = of.dims;
  const [rows, columns] = block;
  const dims = [batch * rows * columns, height / rows, width / columns, channels];
  if (!dims.every(Number.isInteger)) throw new RangeError("Blocks do not fit");
  return [inBlocks(to, dims, of, block)];
};

/** They come together again, and lose their rims. */
const translateFromBatch: TranslateNode = (to, _, [input, sizes, crops]) => {
  const source = computed(input).source;
  const block = to.integers(sizes);
  if (source?.kind !== "blocks" || block.join() !== source.block.join()) {
    throw new Unreadable("it works on blocks of pixels in a way that is not handled");
  }
  const { of } = source;
  const [top, bottom, left, right] = to.integers(crops);
  if (top + bottom + left + right === 0) return [of];
  const [batch, height, width, channels] = of.dims;
  const dims = [batch, height - top - bottom, width - left - right, channels];
  const { order } = of;
  const starts = [0, top, left, 0];
  const ends = starts.map((start, i) => start + dims[i]);
  const make = () => {
    const bounds = [starts, ends].map((values) => to.graph.integers(inOrder(values, order)));
    return to.graph.node("Slice", [to.nameOf(of, order), ...bounds]);
  };
  return [to.computed(dims, order, make)];
};

function computed(value: GraphValue): Computed {
  if (value.kind === "computed") return value;
  throw new Unreadable("it changes the size of numbers that it has, which is not handled");
}

/** The operators that make pictures of pictures. */
export const GRAPH_PICTURES: Readonly<Record<string, TranslateNode>> = {
  AvgPool: translateAveragePool,
  BatchToSpaceND: translateFromBatch,
  Mean: translateMean,
  Pad: translatePad,
  ResizeBilinear: translateResize,
  SpaceToBatchND: translateToBatch,
};
