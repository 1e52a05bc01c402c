import { elementCount } from "../../tflite/constant.ts";
import {
  CHANNELS_FIRST,
  inOrder,
  naturalOrder,
  type Order,
  permute,
} from "../../tflite/operator_order.ts";
import { Unreadable } from "../../onnx/unreadable.ts";
import { type GraphTranslation, known, type TranslateNode } from "../graph_translation.ts";
import type { Computed, GraphValue, Known, Range } from "../graph_value.ts";

/** Sizes are computed beforehand, pictures never. */
const MOST_COMPUTED = 1e6;

/**
 * The order in which values are best met: the channels first, if one lies so, else as the first that
 * is computed.
 *
 * @param to The translation.
 * @param values The values, all of one rank.
 * @param rank How many dimensions they have.
 * @returns The order.
 */
export function orderInCommon(
  to: GraphTranslation,
  values: readonly GraphValue[],
  rank: number,
): Order {
  const orders = values.filter(({ kind }) => kind !== "known").map((value) => to.orderOf(value));
  const first = orders.find((order) => order.join() === CHANNELS_FIRST.join());
  return first ?? orders[0] ?? naturalOrder(rank);
}

/** The dimensions of what two make that are repeated along dimensions of one index. */
function joinedDims(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const [left, right] = [a, b].map((dims) => padded(dims, rank));
  return left.map((side, i) => {
    if (side !== right[i] && side !== 1 && right[i] !== 1) throw new RangeError("Other dimensions");
    return side === 1 ? right[i] : side;
  });
}

/** Dimensions of one index before a value's own. */
function padded(dims: readonly number[], rank: number): number[] {
  return [...new Array<number>(rank - dims.length).fill(1), ...dims];
}

/** An input in the order, with as many dimensions. */
function repeated(to: GraphTranslation, value: GraphValue, order: Order): string {
  const dims = to.dims(value);
  if (dims.length === order.length) return to.nameOf(value, order);
  if (value.kind === "known" && value.type === "float32") {
    if (elementCount(dims) === 1) return to.scalar(value.data[0]);
    const all = padded(dims, order.length);
    const data = permute(value.data as Float32Array, all, order);
    return to.graph.constant(data, inOrder(all, order));
  }
  return to.nameOf(to.reshape(value, padded(dims, order.length)), order);
}

/** Two numbers make one. */
function binary(
  plain: (a: number, b: number) => number,
  onnxName?: string,
  type?: Known["type"],
): TranslateNode {
  return (to, { op }, [a, b]) => {
    if (a.kind === "known" && b.kind === "known") return [compute(a, b, plain, type)];
    if (onnxName === undefined) {
      throw new Unreadable(`it computes ${op} of pictures, which is not handled`);
    }
    return [join(to, onnxName, [a, b])];
  };
}

function join(to: GraphTranslation, onnxName: string, pair: readonly GraphValue[]): Computed {
  const [first, second] = pair.map((value) => to.dims(value));
  const dims = joinedDims(first, second);
  const whole = pair.filter((value) => to.dims(value).length === dims.length);
  const order = orderInCommon(to, whole, dims.length);
  const make = () => to.graph.node(onnxName, pair.map((value) => repeated(to, value, order)));
  const part = (range: Range) =>
    join(to, onnxName, pair.map((value) => partOfRepeated(to, value, dims.length, range)));
  return to.computed(dims, order, make, { part });
}

/** What a part of the result needs of an input. */
function partOfRepeated(
  to: GraphTranslation,
  value: GraphValue,
  rank: number,
  range: Range,
): GraphValue {
  const own = to.dims(value);
  const axis = range.axis - (rank - own.length);
  return axis < 0 || own[axis] === 1 ? value : to.part(value, { ...range, axis });
}

/** The same beforehand. Storing rounds as TensorFlow does. */
function compute(
  a: Known,
  b: Known,
  plain: (a: number, b: number) => number,
  type: Known["type"] = a.type,
): Known {
  if (a.type !== b.type) throw new RangeError("Other types");
  const dims = joinedDims(a.dims, b.dims);
  const count = elementCount(dims);
  if (count > MOST_COMPUTED) throw new RangeError(`${count} numbers`);
  const [from, other] = [a, b].map((value) => placesOf(value, dims));
  const numbers = Array.from({ length: count }, (_, i) => plain(a.data[from(i)], b.data[other(i)]));
  return known(dims, type, numbers);
}

/** Where a value's number is that belongs to one of the result's. */
function placesOf(value: Known, dims: readonly number[]): (i: number) => number {
  const own = padded(value.dims, dims.length);
  if (own.join() === dims.join()) return (i) => i;
  return (i) => {
    let place = 0;
    let step = 1;
    let rest = i;
    for (let d = dims.length - 1; d >= 0; d--) {
      place += own[d] === 1 ? 0 : step * (rest % dims[d]);
      step *= own[d];
      rest = Math.floor(rest / dims[d]);
    }
    return place;
  };
}

/** The remainder with the divisor's sign. */
const remainder = (a: number, b: number) => a - b * Math.floor(a / b);

/** Each number by itself. */
function unary(add: (to: GraphTranslation, name: string) => string): TranslateNode {
  return (to, _, [input]) => {
    const order = to.orderOf(input);
    return [to.computed(to.dims(input), order, () => add(to, to.nameOf(input, order)))];
  };
}

/**
 * Apply what a convolution has built in.
 *
 * @param to The translation.
 * @param name The name of what it makes.
 * @param activation TensorFlow's name of it.
 * @returns The name of what comes out.
 * @throws {Unreadable} If it is not known.
 */
export function activateFused(to: GraphTranslation, name: string, activation: string): string {
  switch (activation) {
    case "Relu":
      return to.graph.node("Relu", [name]);
    case "Relu6":
      return to.graph.node("Clip", [name, to.scalar(0), to.scalar(6)]);
    case "Sigmoid":
    case "Tanh":
      return to.graph.node(activation, [name]);
    default:
      throw new Unreadable(`it has the built-in ${activation}, which is not handled`);
  }
}

const activation: TranslateNode = (to, node, inputs) =>
  unary((to, name) => activateFused(to, name, node.op))(to, node, inputs);

/** The operators that go number by number. */
export const GRAPH_ARITHMETIC: Readonly<Record<string, TranslateNode>> = {
  Add: binary((a, b) => a + b, "Add"),
  AddV2: binary((a, b) => a + b, "Add"),
  Equal: binary((a, b) => Number(a === b), undefined, "bool"),
  FloorMod: binary(remainder),
  Maximum: binary(Math.max, "Max"),
  Minimum: binary(Math.min, "Min"),
  Mul: binary((a, b) => a * b, "Mul"),
  RealDiv: binary((a, b) => a / b, "Div"),
  Relu: activation,
  Relu6: activation,
  Sigmoid: activation,
  Square: (to, _, [input]) => [join(to, "Mul", [input, input])],
  Sub: binary((a, b) => a - b, "Sub"),
  Tanh: activation,
};
