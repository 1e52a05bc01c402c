import type { TfliteTensor } from "./tflite_model.ts";
import { Unreadable } from "../onnx/unreadable.ts";

/**
 * A tensor's numbers, if the file gives them.
 *
 * @param tensor A tensor with data.
 * @returns As many numbers as its dimensions say.
 * @throws {Unreadable} If they are of a kind that is not understood.
 * @throws {RangeError} If there are more or fewer.
 */
export function readFloats(tensor: TfliteTensor): Float32Array {
  const { type } = tensor;
  if (type === "float32") return new Float32Array(elements(tensor, 4));
  if (type === "float16") return widen(new Uint16Array(elements(tensor, 2)));
  if (type === "int8") return dequantize(new Int8Array(elements(tensor, 1)), tensor);
  if (type === "uint8") return dequantize(new Uint8Array(elements(tensor, 1)), tensor);
  throw new Unreadable(`it has weights of type ${type}, which are not handled`);
}

/**
 * Whole numbers that the file gives: a shape, axes, widths of margins.
 *
 * @param tensor A tensor with data.
 * @returns As many numbers as its dimensions say.
 * @throws {Unreadable} If they are of another kind.
 * @throws {RangeError} If there are more or fewer.
 */
export function readIntegers(tensor: TfliteTensor): number[] {
  if (tensor.type === "int32") return [...new Int32Array(elements(tensor, 4))];
  if (tensor.type === "int64") return Array.from(new BigInt64Array(elements(tensor, 8)), Number);
  throw new Unreadable(`it has a shape of type ${tensor.type}, which is not handled`);
}

/**
 * How many elements such dimensions make.
 *
 * @param dims The dimensions.
 * @returns Their product.
 */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** A tensor's bytes, where numbers of any size may be read. */
function elements({ data, dims }: TfliteTensor, size: number): ArrayBuffer {
  if (data.length !== size * elementCount(dims)) {
    throw new RangeError(`${data.length} bytes for ${dims.join(" × ")} numbers`);
  }
  return data.slice().buffer;
}

let floatOfHalf: Float32Array | undefined;

/** Floats of 16 bits, given as their bits: Node has a Float16Array from 24 on only. */
export function widen(halves: Uint16Array): Float32Array {
  const table = floatOfHalf ??= Float32Array.from({ length: 65536 }, (_, half) => {
    const exponent = half >> 10 & 31;
    const fraction = half & 1023;
    const sign = half >> 15 === 0 ? 1 : -1;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    // Of an exponent of 0 there is no leading one, and the step is that of the exponent 1.
    return exponent === 0
      ? sign * fraction * 2 ** -24
      : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = table[halves[i]];
  return floats;
}

/** By the scale and the zero point of all numbers, or of the index in a dimension. */
function dequantize(integers: Int8Array | Uint8Array, tensor: TfliteTensor): Float32Array {
  const { dims, quantization } = tensor;
  const scales = quantization?.floats(2, integers.length) ?? [];
  const zeroPoints = quantization?.int64s(3, integers.length) ?? [];
  const dimension = quantization?.int32(6) ?? 0;
  const isWhole = scales.length === 1;
  if (!isWhole && scales.length !== dims[dimension]) throw new RangeError("Missing scales");
  const inside = elementCount(dims.slice(dimension + 1));
  return Float32Array.from(integers, (integer, i) => {
    const channel = isWhole ? 0 : Math.floor(i / inside) % scales.length;
    return (integer - (zeroPoints[channel] ?? 0)) * scales[channel];
  });
}
