import { activate } from "./activation.ts";
import type { Translate } from "../translation.ts";
import { naturalOrder } from "../operator_order.ts";

/** Every number that goes out sees all that come in: weights are O × I. */
const translateFullyConnected: Translate = (to, operator) => {
  const { options, inputs: [input, weights, bias = -1], outputs: [output] } = operator;
  const flat = to.reshape(to.value(input), [-1, to.dims(weights)[1]]);
  const names = [flat, to.value(weights)];
  if (bias >= 0) names.push(to.value(bias));
  const product = to.graph.node("Gemm", names, { attributes: { transB: 1 } });
  const shaped = to.reshape(product, to.dims(output));
  to.place(output, activate(to, shaped, options?.int8(0) ?? 0));
};

/** Products of matrices, the last two dimensions; either may be turned over. */
const translateMatrixProduct: Translate = (to, operator) => {
  const { options, inputs: [left, right], outputs: [output] } = operator;
  const matrix = (tensor: number, isTurned: boolean) => {
    const order = [...naturalOrder(to.dims(tensor).length)];
    if (isTurned) order.push(...order.splice(-2).reverse());
    return to.value(tensor, order);
  };
  const names = [
    matrix(left, options?.boolean(0) ?? false),
    matrix(right, options?.boolean(1) ?? false),
  ];
  to.make(output, "MatMul", names);
};

/** The operators that multiply matrices. */
export const DENSE: Readonly<Record<string, Translate>> = {
  BATCH_MATMUL: translateMatrixProduct,
  FULLY_CONNECTED: translateFullyConnected,
};
