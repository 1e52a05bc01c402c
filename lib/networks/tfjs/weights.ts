import { elementCount, widen } from "../tflite/constant.ts";
import { Unreadable } from "../onnx/unreadable.ts";
import { jsonList, jsonObject, number, text } from "./json.ts";
import type { Known } from "./graph_value.ts";

/** Numbers that do not change, by the name of the node whose they are. */
export type Weights = ReadonlyMap<string, Known>;

/** How many bytes an element takes in the file. */
const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/**
 * Read all weights: those that lie in fewer bits are made what they stand for.
 *
 * @param groups The "weightsManifest".
 * @param bytes What is in its files, one behind the other.
 * @returns The weights.
 * @throws {Unreadable} If there are fewer or more, or some of a kind that is not understood.
 */
export function readWeights(groups: readonly unknown[], bytes: Uint8Array): Weights {
  const specs = groups.flatMap((group) => {
    const { weights } = jsonObject(group);
    return jsonList(weights).map(readSpec);
  });
  const all = specs.reduce((sum, { length }) => sum + length, 0);
  if (all !== bytes.length) {
    throw new Unreadable(`its weights must be ${all} bytes, got ${bytes.length}`);
  }
  let at = 0;
  return new Map(specs.map((spec) => {
    // A copy lies where numbers of any size may be read.
    const { buffer } = bytes.slice(at, at += spec.length);
    return [spec.name, { kind: "known", ...spec.shape, data: spec.read(buffer) }];
  }));
}

/** Where some weights lie, and how. */
interface WeightSpec {
  readonly name: string;
  readonly shape: Pick<Known, "dims" | "type">;
  /** In bytes. */
  readonly length: number;
  read(buffer: ArrayBuffer): Float32Array | Int32Array;
}

function readSpec(weight: unknown): WeightSpec {
  const { name, shape, dtype, quantization } = jsonObject(weight);
  const dims = jsonList(shape).map(side);
  const type = text(dtype);
  if (type !== "float32" && type !== "int32" && type !== "bool") throw otherType(type);
  const packed = quantization === undefined ? undefined : jsonObject(quantization);
  const { dtype: packedType, scale: packedScale, min: packedMin } = packed ?? {};
  const stored = packed === undefined ? type : text(packedType);
  if (BYTES[stored] === undefined) throw otherType(stored);
  const scale = number(packedScale ?? 1);
  const min = number(packedMin ?? 0);
  return {
    name: text(name),
    shape: { dims, type },
    length: BYTES[stored] * elementCount(dims),
    read(buffer) {
      const numbers = elements(stored, buffer);
      if (packed === undefined || stored === "float16") return numbers as Float32Array;
      // A plain loop: millions of calls of a function take half a second.
      const values = type === "float32"
        ? new Float32Array(numbers.length)
        : new Int32Array(numbers.length);
      for (let i = 0; i < values.length; i++) values[i] = numbers[i] * scale + min;
      return values;
    },
  };
}

/** The elements as the file has them. */
function elements(
  stored: string,
  buffer: ArrayBuffer,
): Float32Array | Int32Array | Uint8Array | Uint16Array {
  switch (stored) {
    case "float32":
      return new Float32Array(buffer);
    case "int32":
      return new Int32Array(buffer);
    case "bool":
      return Int32Array.from(new Uint8Array(buffer));
    case "uint16":
      return new Uint16Array(buffer);
    case "float16":
      return widen(new Uint16Array(buffer));
    default:
      return new Uint8Array(buffer);
  }
}

function side(value: unknown): number {
  const length = number(value);
  if (!Number.isSafeInteger(length) || length < 0) throw new RangeError(`A side of ${length}`);
  return length;
}

function otherType(type: string): Unreadable {
  return new Unreadable(`it has weights of type ${type}, which are not handled`);
}
