import type { OnnxAttribute } from "../../onnx/attribute.ts";
import { CHANNELS_FIRST, inOrder } from "../../tflite/operator_order.ts";
import { Unreadable } from "../../tflite/unreadable.ts";
import { axisOf, type Translate } from "../translation.ts";
import type { Computed, Value } from "../value.ts";
import { windowPlan, windowSettings } from "./convolution.ts";

/** A window's mean. Zeros around a picture do not count. */
const translateAveragePool: Translate = (to, { settings }, [input]) => {
  const window = { ...windowSettings(settings), dilations: [1, 1] };
  const size = settings.integers("ksize").slice(1, 3);
  const [batch, height, width, channels] = to.dims(input);
  const { sides, before, after } = windowPlan([height, width], size, window);
  const attributes = {
    ...{ kernel_shape: size, pads: [...before, ...after], strides: window.strides },
  };
  const names = [to.nameOf(input, CHANNELS_FIRST)];
  const dims = [batch, ...sides, channels];
  return [to.make("AveragePool", names, dims, { attributes, order: CHANNELS_FIRST })];
};

/** What is left of some dimensions. */
const translateMean: Translate = (to, { settings }, [input, axes]) => {
  if (!settings.boolean("keep_dims")) {
    throw new Unreadable("it drops the dimensions of means, which is not handled");
  }
  const order = to.orderOf(input);
  const dropped = to.integers(axes).map((axis) => axisOf(axis, order.length));
  const dims = to.dims(input).map((dim, i) => dropped.includes(i) ? 1 : dim);
  const places = dropped.map((axis) => order.indexOf(axis)).sort((a, b) => a - b);
  const names = [to.nameOf(input, order)];
  const isWhole = order.length === 4 && places.join() === "2,3";
  if (isWhole) return [to.make("GlobalAveragePool", names, dims, { order })];
  const attributes: Record<string, OnnxAttribute> = { axes: places, keepdims: 1 };
  return [to.make("ReduceMean", names, dims, { attributes, order })];
};

/** A picture made larger or smaller, between the nearest four pixels. */
const translateResize: Translate = (to, { settings }, [input, size]) => {
  const alignsCorners = settings.boolean("align_corners");
  const hasHalfPixels = settings.boolean("half_pixel_centers");
  if (alignsCorners && hasHalfPixels) throw new Unreadable("it resizes in an unknown way");
  const between = hasHalfPixels ? "half_pixel" : "asymmetric";
  const [batch, height, width, channels] = to.dims(input);
  const sides = to.integers(size);
  if (sides.length !== 2 || sides.some((side) => side < 1)) throw new RangeError("No size");
  if (sides.join() === `${height},${width}`) return [input];
  const dims = [batch, ...sides, channels];
  const sizes = to.graph.integers(inOrder(dims, CHANNELS_FIRST));
  const names = [to.nameOf(input, CHANNELS_FIRST), "", "", sizes];
  const attributes = {
    mode: "linear",
    coordinate_transformation_mode: alignsCorners ? "align_corners" : between,
  };
  return [to.make("Resize", names, dims, { attributes, order: CHANNELS_FIRST })];
};

/** Margins of zeros, which a convolution behind them makes by itself. */
const translatePad: Translate = (to, _, [input, widths]) => {
  const flat = to.integers(widths);
  const even = flat.filter((_, i) => i % 2 === 0);
  return [withMargins(computed(input), even, flat.filter((_, i) => i % 2 === 1))];
};

function withMargins(of: Computed, before: readonly number[], after: readonly number[]): Computed {
  if (before.length !== of.dims.length || after.length !== of.dims.length) {
    throw new RangeError("Other dimensions");
  }
  const dims = of.dims.map((dim, i) => dim + before[i] + after[i]);
  const inner = of.source;
  if (inner?.kind !== "margins") {
    return { kind: "computed", dims, places: [], source: { kind: "margins", of, before, after } };
  }
  const source = {
    ...inner,
    before: inner.before.map((width, i) => width + before[i]),
    after: inner.after.map((width, i) => width + after[i]),
  };
  return { kind: "computed", dims, places: [], source };
}

/** Each pixel of blocks of so many rows and columns goes into a picture of its own. */
const translateToBatch: Translate = (to, _, [input, sizes, paddings]) => {
  const block = to.integers(sizes);
  const [top, bottom, left, right] = to.integers(paddings);
  if (block.length !== 2) throw new RangeError("Other blocks");
  const of = withMargins(computed(input), [0, top, left, 0], [0, bottom, right, 0]);
  const [batch, height, width, channels] = of.dims;
  const [rows, columns] = block;
  const dims = [batch * rows * columns, height / rows, width / columns, channels];
  if (!dims.every(Number.isInteger)) throw new RangeError("Blocks do not fit");
  return [{ kind: "computed", dims, places: [], source: { kind: "blocks", of, block } }];
};

/** They come together again, and lose their rims. */
const translateFromBatch: Translate = (to, _, [input, sizes, crops]) => {
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
  const order = to.orderOf(of);
  const starts = [0, top, left, 0];
  const ends = starts.map((start, i) => start + dims[i]);
  const bounds = [starts, ends].map((values) => to.graph.integers(inOrder(values, order)));
  return [to.make("Slice", [to.nameOf(of, order), ...bounds], dims, { order })];
};

function computed(value: Value): Computed {
  if (value.kind === "computed") return value;
  throw new Unreadable("it changes the size of numbers that it has, which is not handled");
}

/** The operators that make pictures of pictures. */
export const PICTURES: Readonly<Record<string, Translate>> = {
  AvgPool: translateAveragePool,
  BatchToSpaceND: translateFromBatch,
  Mean: translateMean,
  Pad: translatePad,
  ResizeBilinear: translateResize,
  SpaceToBatchND: translateToBatch,
};
