/**
 * What the translation needs of TensorFlow Lite's schema.
 *
 * The numbers of fields follow the schema's order, and never change.
 *
 * @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
 * @module
 */

import { FlatbufferTable } from "./flatbuffer_table.ts";
import { CUSTOM, operatorName } from "./operators/operator_names.ts";
import { Unreadable } from "../onnx/unreadable.ts";

/** No network that anybody would run on frames has as many operators or tensors. */
const MOST_PARTS = 20_000;
/** Nor an operator as many inputs. */
const MOST_INPUTS = 1_000;
/** Nor a tensor as many dimensions. */
export const MOST_DIMENSIONS = 8;

/** The schema's element types, in its order. */
const ELEMENT_TYPES =
  ("float32 float16 int32 uint8 int64 string bool int16 complex64 int8 float64 " +
    "complex128 uint64 resource variant uint32 uint16 int4 bfloat16").split(" ");

/** A tensor: a value between operators, or weights. */
export interface TfliteTensor {
  /** What its maker calls it, if anything. */
  readonly name: string;
  /** Its dimensions, outermost first: pictures are N × H × W × C. */
  readonly dims: readonly number[];
  /** Whether a dimension other than the first is said to be of any size. */
  readonly isDynamic: boolean;
  /** "float32", and so on. */
  readonly type: string;
  /** Its elements if they are given by the file, else empty. */
  readonly data: Uint8Array;
  /** How integers stand for other numbers. */
  readonly quantization: FlatbufferTable | undefined;
  /** Where the elements that are given belong, if zeros are left out in the data. */
  readonly sparsity: FlatbufferTable | undefined;
}

/** An operation on tensors, which are given by their index. */
export interface TfliteOperator {
  /** "CONV_2D", and for a custom one the name that its maker gave it. */
  readonly name: string;
  /** An input that is left out is -1. */
  readonly inputs: readonly number[];
  /** At least one, as a rule. */
  readonly outputs: readonly number[];
  /** Its settings, if it has any. */
  readonly options: FlatbufferTable | undefined;
  /** Its settings, if it is a custom one. */
  readonly customOptions: Uint8Array;
}

/** A network as the file has it. */
export interface TfliteModel {
  /** All that go in, come out or lie between, and the weights. */
  readonly tensors: readonly TfliteTensor[];
  /** Which of them go in. */
  readonly inputs: readonly number[];
  /** Which of them come out. */
  readonly outputs: readonly number[];
  /** In the order in which they run. */
  readonly operators: readonly TfliteOperator[];
}

/**
 * Read a file's main network.
 *
 * @param bytes The file.
 * @returns The network. Its weights are parts of the file.
 * @throws {Unreadable} If it is none of TensorFlow Lite's.
 * @throws {RangeError} If something is said to lie beyond the file, or to be too large.
 */
export function parseTflite(bytes: Uint8Array): TfliteModel {
  const identifier = new TextDecoder("latin1").decode(bytes.subarray(4, 8));
  if (identifier !== "TFL3") throw new Unreadable("it is no TensorFlow Lite file");
  const root = FlatbufferTable.root(bytes);
  const codes = root.tables(1, MOST_PARTS).map(readCode);
  const main = root.tables(2, MOST_PARTS).at(0);
  if (main === undefined) throw new RangeError("A file without a network");
  const buffers = root.tables(4, 2 * MOST_PARTS);
  return {
    tensors: main.tables(0, MOST_PARTS).map((table) => readTensor(table, buffers)),
    inputs: main.int32s(1, MOST_INPUTS),
    outputs: main.int32s(2, MOST_INPUTS),
    operators: main.tables(3, MOST_PARTS).map((table) => readOperator(table, codes)),
  };
}

/** An operator's name. The schema had a byte for the number at first. */
function readCode(table: FlatbufferTable): string {
  const code = Math.max(table.int8(0), table.int32(3));
  return code === CUSTOM ? table.text(1) : operatorName(code);
}

function readTensor(table: FlatbufferTable, buffers: readonly FlatbufferTable[]): TfliteTensor {
  const buffer = buffers[table.uint32(2)];
  if (buffer === undefined) throw new RangeError("A tensor without a buffer");
  const dims = table.int32s(0, MOST_DIMENSIONS);
  const isUnknown = (dim: number, i: number) => i > 0 && dim < 0;
  return {
    name: table.text(3),
    // TensorFlow Lite runs one of any number of pictures if it is not told otherwise.
    dims: dims.map((dim, i) => i === 0 && dim === -1 ? 1 : dim),
    isDynamic: [dims, table.int32s(7, MOST_DIMENSIONS)].some((dims) => dims.some(isUnknown)),
    type: ELEMENT_TYPES[table.int8(1)] ?? "unknown",
    data: buffer.bytes(0),
    quantization: table.table(4),
    sparsity: table.table(6),
  };
}

function readOperator(table: FlatbufferTable, codes: readonly string[]): TfliteOperator {
  const name = codes[table.uint32(0)];
  if (name === undefined) throw new RangeError("An operator without a code");
  return {
    name,
    inputs: table.int32s(1, MOST_INPUTS),
    outputs: table.int32s(2, MOST_INPUTS),
    options: table.table(4),
    customOptions: table.bytes(5),
  };
}
