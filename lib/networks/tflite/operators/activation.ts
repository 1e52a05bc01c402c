import type { Translate, Translation } from "../translation.ts";
import { Unreadable } from "../../onnx/unreadable.ts";

/**
 * The schema's activations that other operators have built in, in its order. There are two more,
 * which TensorFlow Lite's convolutions pass over.
 */
const FUSED = ["NONE", "RELU", "RELU_N1_TO_1", "RELU6"];

/**
 * Apply an activation that an operator has built in.
 *
 * @param to The translation.
 * @param name The name of what the operator makes.
 * @param activation The activation's number.
 * @returns The name of what comes out.
 * @throws {Unreadable} If it is not known.
 */
export function activate(to: Translation, name: string, activation: number): string {
  const kind = FUSED[activation];
  if (kind === undefined) {
    throw new Unreadable(`it has the built-in activation ${activation}, which is not handled`);
  }
  return kind === "NONE" ? name : applyActivation(to, kind, name);
}

/** An activation by TensorFlow's name. */
function applyActivation(to: Translation, kind: string, name: string): string {
  const { graph } = to;
  const clip = (from: number, until: number) =>
    graph.node("Clip", [name, to.scalar(from), to.scalar(until)]);
  switch (kind) {
    case "RELU":
      return graph.node("Relu", [name]);
    case "RELU_N1_TO_1":
      return clip(-1, 1);
    case "RELU_0_TO_1":
      return clip(0, 1);
    case "RELU6":
      return clip(0, 6);
    case "HARD_SWISH":
      return graph.node("HardSwish", [name]);
    default:
      return graph.node(ONNX_NAMES[kind], [name]);
  }
}

/** Operators that take each number by itself, as ONNX calls them. */
const ONNX_NAMES: Readonly<Record<string, string>> = {
  ABS: "Abs",
  CEIL: "Ceil",
  COS: "Cos",
  ELU: "Elu",
  EXP: "Exp",
  FLOOR: "Floor",
  LOG: "Log",
  LOGISTIC: "Sigmoid",
  NEG: "Neg",
  ROUND: "Round",
  SIN: "Sin",
  SQRT: "Sqrt",
  TANH: "Tanh",
};

/** An activation of its own. */
const translateActivation: Translate = (to, { name, inputs: [input], outputs: [output] }) => {
  const order = to.orderOf(input);
  to.place(output, applyActivation(to, name, to.value(input, order)), order);
};

const translateLeakyRelu: Translate = (to, { options, inputs: [input], outputs: [output] }) => {
  const order = to.orderOf(input);
  const attributes = { alpha: { float: options?.float(0) ?? 0 } };
  to.make(output, "LeakyRelu", [to.value(input, order)], { attributes, order });
};

const translateRsqrt: Translate = (to, { inputs: [input], outputs: [output] }) => {
  const order = to.orderOf(input);
  const root = to.graph.node("Sqrt", [to.value(input, order)]);
  to.make(output, "Reciprocal", [root], { order });
};

const translateSquare: Translate = (to, { inputs: [input], outputs: [output] }) => {
  const order = to.orderOf(input);
  const name = to.value(input, order);
  to.make(output, "Mul", [name, name], { order });
};

/** Along the channels, the last dimension. */
const translateSoftmax: Translate = (to, { name, options, inputs: [input], outputs: [output] }) => {
  const isLog = name === "LOG_SOFTMAX";
  const beta = isLog ? 1 : options?.float(0) ?? 1;
  const plain = to.value(input);
  const scaled = beta === 1 ? plain : to.graph.node("Mul", [plain, to.scalar(beta)]);
  to.make(output, isLog ? "LogSoftmax" : "Softmax", [scaled], { attributes: { axis: -1 } });
};

/** The operators that take each number by itself, and the softmax. */
export const ACTIVATIONS: Readonly<Record<string, Translate>> = {
  ...Object.fromEntries(
    ["RELU", "RELU_N1_TO_1", "RELU_0_TO_1", "RELU6", "HARD_SWISH", ...Object.keys(ONNX_NAMES)]
      .map((name) => [name, translateActivation]),
  ),
  LEAKY_RELU: translateLeakyRelu,
  LOG_SOFTMAX: translateSoftmax,
  RSQRT: translateRsqrt,
  SOFTMAX: translateSoftmax,
  SQUARE: translateSquare,
};
