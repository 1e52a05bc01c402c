import { ProtobufMessage } from "./protobuf_message.ts";

/** What the elements of a tensor are. */
export type OnnxType = "float32" | "uint8" | "int8" | "int32" | "int64" | "bool" | "float16";

/** ONNX's numbers of element types. */
const TYPES: Readonly<Record<OnnxType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};

/** Dimensions: numbers, names of dimensions that go together, or `undefined` for any. */
export type OnnxDims = readonly (number | string | undefined)[];

/** Numbers that a file may hold. Their type says ONNX's. */
export type OnnxData = Float32Array | Int32Array | BigInt64Array;

/**
 * A constant as ONNX's TensorProto.
 *
 * @param name What it is called.
 * @param data Its numbers, which are not copied.
 * @param dims Its dimensions.
 * @returns The message.
 * @throws {RangeError} If there are not as many numbers as the dimensions say.
 */
export function tensorMessage(
  name: string,
  data: OnnxData,
  dims: readonly number[],
): ProtobufMessage {
  const length = dims.reduce((product, dim) => product * dim, 1);
  if (length !== data.length) {
    throw new RangeError(
      `Cannot write a tensor: 'data' must have ${length} values for ${
        dims.join(" × ")
      }, got ${data.length}`,
    );
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new ProtobufMessage()
    .integers(1, dims)
    .integer(2, TYPES[typeOf(data)])
    .text(8, name)
    .bytes(9, bytes);
}

/**
 * An input or an output as ONNX's ValueInfoProto.
 *
 * @param name What it is called.
 * @param dims Its dimensions.
 * @param type What its elements are.
 * @returns The message.
 */
export function valueMessage(name: string, dims: OnnxDims, type: OnnxType): ProtobufMessage {
  const shape = new ProtobufMessage();
  for (const dim of dims) {
    const message = new ProtobufMessage();
    if (typeof dim === "number") message.integer(1, dim);
    if (typeof dim === "string") message.text(2, dim);
    shape.message(1, message);
  }
  const tensor = new ProtobufMessage().integer(1, TYPES[type]).message(2, shape);
  return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
}

function typeOf(data: OnnxData): OnnxType {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "int64";
}
