/**
 * Between the contract's numbers, which are all float32, and those that a
 * network takes and gives.
 *
 * @module
 */

/** ONNX's element types that are numbers, by the names that ONNX Runtime gives them. */
const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  // Not by its bare name: browsers have it from 2025 on, and Node from 24 on.
  float16: globalThis.Float16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const satisfies Record<ValueType, unknown>;

/** The type of an element that can be converted. */
export type ValueType =
  | "float32"
  | "float64"
  | "float16"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "bool";

/** Numbers as a network takes or gives them. */
export type ValueData =
  | Float32Array
  | Float64Array
  | Float16Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Whether elements of this type are numbers that can be converted. */
export function isNumeric(type: string): type is ValueType {
  return Object.hasOwn(ARRAYS, type);
}

/**
 * Numbers as a network takes them. Whole types get the nearest whole number, the
 * nearest that they can hold; `bool` is true for all but 0.
 *
 * @param data The numbers.
 * @param type The network's type.
 * @returns `data` itself where it is float32.
 */
export function toNetwork(data: Float32Array, type: ValueType): ValueData {
  if (type === "float32") return data as Float32Array<ArrayBuffer>;
  if (type === "float16" || type === "float64") return new ARRAYS[type](data);
  if (type === "bool") return Uint8Array.from(data, (value) => value === 0 ? 0 : 1);
  const [least, most] = rangeOf(type);
  const whole = (value: number) => Math.min(most, Math.max(least, Math.round(value))) || 0;
  if (type === "int64") return BigInt64Array.from(data, (value) => BigInt(whole(value)));
  if (type === "uint64") return BigUint64Array.from(data, (value) => BigInt(whole(value)));
  // Not data.map(), which would round to float32 once more.
  return (ARRAYS[type] as typeof Int32Array).from(data, whole);
}

/** The least and the largest number of a whole type; of 64 bits, what a double holds below it. */
function rangeOf(type: ValueType): [number, number] {
  const bits = 8 * ARRAYS[type].BYTES_PER_ELEMENT;
  const most = bits === 64 ? Number.MAX_SAFE_INTEGER : 2 ** bits - 1;
  if (type.startsWith("u")) return [0, most];
  return bits === 64 ? [-most, most] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/**
 * Numbers that a network gave, as float32.
 *
 * @param data The numbers.
 * @param type Their type: runtimes give halves as `Uint16Array` too.
 * @returns `data` itself where it is float32.
 */
export function fromNetwork(data: ValueData, type: ValueType): Float32Array<ArrayBuffer> {
  if (type === "float32") return data as Float32Array<ArrayBuffer>;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return Float32Array.from(data as BigInt64Array, Number);
  }
  if (type === "float16" && data instanceof Uint16Array) {
    return new Float32Array(new Float16Array(data.buffer, data.byteOffset, data.length));
  }
  return new Float32Array(data as Exclude<ValueData, BigInt64Array | BigUint64Array>);
}
