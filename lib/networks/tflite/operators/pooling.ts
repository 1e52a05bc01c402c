import type { OnnxAttribute } from "../../onnx/onnx_attribute.ts";
import { activate } from "./activation.ts";
import type { Translate, Translation } from "../translation.ts";
import { CHANNELS_FIRST, naturalOrder, type Order } from "../operator_order.ts";
import { margins, SAME_PADDING } from "./padding.ts";

/** A window's mean or greatest number. Zeros around a picture do not count. */
function pool(onnxName: string): Translate {
  return (to, { options, inputs: [input], outputs: [output] }) => {
    const numbers = [1, 2, 3, 4].map((field) => options?.int32(field) ?? 0);
    const [strideX, strideY, width, height] = numbers;
    const size = [height, width];
    const strides = [strideY, strideX];
    const name = to.value(input, CHANNELS_FIRST);
    const activation = options?.int8(5) ?? 0;
    if (onnxName === "AveragePool" && isWhole(to, input, output, size)) {
      const mean = to.graph.node("GlobalAveragePool", [name]);
      return to.place(output, activate(to, mean, activation), CHANNELS_FIRST);
    }
    const rims = [0, 1].map((i) =>
      margins(options?.int8(0) ?? SAME_PADDING, {
        input: to.dims(input)[i + 1],
        output: to.dims(output)[i + 1],
        size: size[i],
        stride: strides[i],
        dilation: 1,
      })
    );
    const pads = [...rims.map(({ before }) => before), ...rims.map(({ after }) => after)];
    const attributes = { kernel_shape: size, pads, strides };
    const pooled = to.graph.node(onnxName, [name], { attributes });
    to.place(output, activate(to, pooled, activation), CHANNELS_FIRST);
  };
}

/** Whether a window is as large as the picture, and is not moved. */
function isWhole(to: Translation, input: number, output: number, size: number[]): boolean {
  const isOne = to.dims(output).slice(1, 3).join() === "1,1";
  return isOne && to.dims(input).slice(1, 3).join() === size.join();
}

/** What is left of some dimensions: a sum, a mean. */
function reduce(onnxName: string): Translate {
  return (to, { options, inputs: [input, axes], outputs: [output] }) => {
    const rank = to.dims(input).length;
    const order = to.orderOf(input);
    const dropped = to.integers(axes).map((axis) => axis < 0 ? axis + rank : axis);
    const places = dropped.map((axis) => order.indexOf(axis)).sort((a, b) => a - b);
    const keepDims = options?.boolean(0) ?? false;
    const left = keepDims ? order : withoutDimensions(order, dropped);
    const name = to.value(input, order);
    const isMean = onnxName === "ReduceMean" && keepDims && rank === 4;
    if (isMean && order.join() === CHANNELS_FIRST.join() && places.join() === "2,3") {
      return to.make(output, "GlobalAveragePool", [name], { order: left });
    }
    const keepdims = Number(keepDims);
    const isSum = onnxName === "ReduceSum";
    const inputs = isSum ? [name, to.graph.integers(places)] : [name];
    const attributes: Record<string, OnnxAttribute> = isSum
      ? { keepdims }
      : { keepdims, axes: places };
    to.make(output, onnxName, inputs, { attributes, order: left });
  };
}

/** An order of the dimensions that are left, counted anew. */
function withoutDimensions(order: Order, dropped: readonly number[]): Order {
  const left = naturalOrder(order.length).filter((dimension) => !dropped.includes(dimension));
  return order.filter((dimension) => left.includes(dimension))
    .map((dimension) => left.indexOf(dimension));
}

/** The operators that make fewer numbers of many. */
export const POOLING: Readonly<Record<string, Translate>> = {
  AVERAGE_POOL_2D: pool("AveragePool"),
  MAX_POOL_2D: pool("MaxPool"),
  MEAN: reduce("ReduceMean"),
  REDUCE_MAX: reduce("ReduceMax"),
  REDUCE_MIN: reduce("ReduceMin"),
  REDUCE_PROD: reduce("ReduceProd"),
  SUM: reduce("ReduceSum"),
};
