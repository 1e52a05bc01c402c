import type { TfliteModel, TfliteTensor } from "./tflite_model.ts";
import { Unreadable } from "../onnx/unreadable.ts";

/**
 * Check that a model's inputs and what its operators make are numbers of 32
 * bits with a fraction, of sizes that are known beforehand.
 *
 * @param model The model.
 * @throws {Unreadable} If not.
 */
export function assertFloats({ tensors, inputs, operators }: TfliteModel): void {
  for (const index of [inputs, ...operators.map(({ outputs }) => outputs)].flat()) {
    const tensor = tensors[index];
    if (tensor === undefined) throw new RangeError(`No tensor ${index}`);
    if (tensor.type !== "float32") throw new Unreadable(otherType(tensor));
    // What lies between depends on the inputs alone: no operator that is handled says otherwise.
    const isOpen = inputs.includes(index) && tensor.isDynamic;
    if (isOpen || tensor.dims.some((dim) => dim < 0)) {
      throw new Unreadable(`the size of its '${tensor.name}' is not fixed, which is not handled`);
    }
  }
}

function otherType({ name, type }: TfliteTensor): string {
  const isQuantized = ["int8", "uint8", "int16"].includes(type);
  return isQuantized
    ? `it is quantized: '${name}' has type ${type}, and only float32 is handled`
    : `its '${name}' has type ${type}, and only float32 is handled`;
}

/**
 * Names of some tensors, each different.
 *
 * @param model The model.
 * @param indices Which tensors.
 * @param fallback What to call one whose own name will not do, before a number.
 * @returns A name for each.
 */
export function distinctNames(
  { tensors }: TfliteModel,
  indices: readonly number[],
  fallback: string,
): string[] {
  const names = indices.map((index) => tensors[index]?.name ?? "");
  return names.map((name, i) => {
    // The graph's own names begin with "#".
    const isFit = name !== "" && !name.startsWith("#") && names.indexOf(name) === i;
    return isFit ? name : `${fallback} ${i}`;
  });
}
