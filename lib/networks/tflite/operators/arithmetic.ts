import { activate } from "./activation.ts";
import { elementCount } from "../constant.ts";
import type { TfliteOperator } from "../tflite_model.ts";
import type { Translate, Translation } from "../translation.ts";
import { CHANNELS_FIRST, inOrder, naturalOrder, type Order, permute } from "../operator_order.ts";

/**
 * The inputs of an operator that goes number by number, all in one order and
 * with as many dimensions as the output has: the smaller ones are repeated
 * along dimensions of one index.
 *
 * @param to The translation.
 * @param operator The operator.
 * @returns The order, and the inputs' names.
 */
export function broadcast(
  to: Translation,
  { inputs, outputs: [output] }: TfliteOperator,
): { order: Order; names: string[] } {
  const { length: rank } = to.dims(output);
  const order = commonOrder(to, inputs.filter((input) => to.dims(input).length === rank), rank);
  return { order, names: inputs.map((input) => repeated(to, input, order)) };
}

/**
 * The order in which tensors of the same rank are best met: the channels first,
 * if one lies so, else as the first that is computed.
 *
 * @param to The translation.
 * @param tensors The tensors.
 * @param rank How many dimensions they have.
 * @returns The order.
 */
export function commonOrder(to: Translation, tensors: readonly number[], rank: number): Order {
  const orders = tensors.filter((tensor) => !to.isKnown(tensor)).map((tensor) =>
    to.orderOf(tensor)
  );
  const first = orders.find((order) => order.join() === CHANNELS_FIRST.join());
  return first ?? orders[0] ?? naturalOrder(rank);
}

/** An input in the order, dimensions of one index before its own. */
function repeated(to: Translation, input: number, order: Order): string {
  const dims = to.dims(input);
  if (dims.length === order.length) return to.value(input, order);
  if (elementCount(dims) === 1 && to.isKnown(input)) return to.scalar(to.floats(input)[0]);
  const missing = order.length - dims.length;
  if (missing < 0) throw new RangeError("More dimensions than come out");
  const padded = [...new Array<number>(missing).fill(1), ...dims];
  if (to.isKnown(input)) {
    return to.graph.constant(permute(to.floats(input), padded, order), inOrder(padded, order));
  }
  const reshaped = to.reshape(to.value(input), padded);
  return to.graph.node("Transpose", [reshaped], { attributes: { perm: order } });
}

/** Two numbers make one. */
function binary(onnxName: string, hasActivation = false): Translate {
  return (to, operator) => {
    const { order, names } = broadcast(to, operator);
    const name = to.graph.node(onnxName, names);
    const activation = hasActivation ? operator.options?.int8(0) ?? 0 : 0;
    to.place(operator.outputs[0], activate(to, name, activation), order);
  };
}

const translateSquaredDifference: Translate = (to, operator) => {
  const { order, names } = broadcast(to, operator);
  const difference = to.graph.node("Sub", names);
  to.make(operator.outputs[0], "Mul", [difference, difference], { order });
};

/** The operators on two numbers, or more. */
export const ARITHMETIC: Readonly<Record<string, Translate>> = {
  ADD: binary("Add", true),
  ADD_N: binary("Sum"),
  DIV: binary("Div", true),
  MAXIMUM: binary("Max"),
  MINIMUM: binary("Min"),
  MUL: binary("Mul", true),
  POW: binary("Pow"),
  PRELU: binary("PRelu"),
  SQUARED_DIFFERENCE: translateSquaredDifference,
  SUB: binary("Sub", true),
};
