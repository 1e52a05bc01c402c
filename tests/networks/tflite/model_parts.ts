/**
 * What the models of tests are put together from.
 *
 * @module
 */

import type { Field } from "./flatbuffer_writer.ts";
import type { ModelSpec, OperatorSpec, TensorSpec } from "./model_writer.ts";

/** A model with a name for it. */
export interface OperatorCase extends ModelSpec {
  readonly title: string;
}

/** The schema's activations by number. */
export const [NONE, RELU, RELU_N1, RELU6] = [0, 1, 2, 3];
/** The schema's ways to treat a picture's rim. */
export const [SAME, VALID] = [0, 1];
/** A field of 8 bits. */
export const int8 = (value: number): Field => ({ int8: value });
/** A field of 32 bits. */
export const int32 = (value: number): Field => ({ int32: value });

/** Numbers from -2 to 2 that look random. */
export function seeded(count: number, seed: number): Float32Array {
  let x = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return (x >>> 8) / 2 ** 22 - 2;
  });
}

const count = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);

/** Weights that look random. */
export const weights = (...dims: number[]): TensorSpec => ({
  dims,
  data: seeded(count(dims), dims.length + count(dims)),
});

/** A tensor that the model takes or makes. */
export const value = (...dims: number[]): TensorSpec => ({ dims });

/** Whole numbers: a shape, axes. */
export const integers = (...values: number[]): TensorSpec => ({
  dims: [values.length],
  type: "int32",
  data: Int32Array.from(values),
});

/** A single whole number. */
export const scalar = (number: number): TensorSpec => ({
  dims: [],
  type: "int32",
  data: Int32Array.of(number),
});

/** A model of one operator: its inputs without data are the model's. */
export function single(
  title: string,
  inputs: readonly TensorSpec[],
  outputs: readonly TensorSpec[],
  options?: OperatorSpec["options"],
): OperatorCase {
  const tensors = [...inputs, ...outputs];
  const numbers = tensors.map((_, i) => i);
  const [name] = title.split(/[ ,]/);
  const operator = {
    name,
    inputs: numbers.slice(0, inputs.length),
    outputs: numbers.slice(inputs.length),
    ...(options && { options }),
  };
  return {
    title,
    tensors,
    inputs: operator.inputs.filter((i) => tensors[i].data === undefined),
    outputs: operator.outputs,
    operators: [operator],
  };
}

/** What goes into a model. */
export function caseInputs({ tensors, inputs }: ModelSpec) {
  return inputs.map((input, i) => {
    const { dims } = tensors[input];
    return { dims, data: seeded(count(dims), 7 + i) };
  });
}
