import { CUSTOM, operatorName } from "../../../lib/networks/tflite/operators/operator_names.ts";
import { type Field, writeFlatbuffer } from "./flatbuffer_writer.ts";

/** The schema's element types that tests use, by number. */
const TYPES = { float32: 0, float16: 1, int32: 2, uint8: 3, int64: 4, int8: 9 } as const;

/** A tensor of a model for a test. */
export interface TensorSpec {
  readonly dims: readonly number[];
  /** @default {"float32"} */
  readonly type?: keyof typeof TYPES;
  /** Its numbers if they are given, of the type. */
  readonly data?: Float32Array | Int32Array | Uint16Array | Int8Array | BigInt64Array;
  /** @default {"t" and its number} */
  readonly name?: string;
  /** Its dimensions, -1 for one of any size. */
  readonly signature?: readonly number[];
  readonly scales?: readonly number[];
  readonly zeroPoints?: readonly number[];
  /** @default {0} */
  readonly quantizedDimension?: number;
  /** Where the numbers belong, if the others are zeros and left out. */
  readonly sparsity?: Sparsity;
}

/** Where the numbers of a sparse tensor belong. */
export interface Sparsity {
  /** Dimensions, then blocks, in the order of the levels. */
  readonly order: readonly number[];
  /** Which dimension each block is a part of. */
  readonly blockMap: readonly number[];
  readonly levels: readonly SparseLevel[];
}

/** A level with all its indices, or with those that are listed. */
export type SparseLevel = { readonly size: number } | {
  readonly segments: readonly number[];
  readonly indices: readonly number[];
  readonly type: "int32s" | "uint16s" | "uint8s";
};

/** An operator of a model for a test. */
export interface OperatorSpec {
  /** "CONV_2D"; one that the schema does not have is a custom one. */
  readonly name: string;
  /** Numbers of tensors. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The number of the options' type in the schema's union, and their fields. */
  readonly options?: readonly [number, readonly Field[]];
  readonly customOptions?: Uint8Array;
}

/** A model for a test. */
export interface ModelSpec {
  readonly tensors: readonly TensorSpec[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly OperatorSpec[];
}

/** A .tflite file of it. */
export function writeModel(spec: ModelSpec): Uint8Array {
  const codes = [...new Set(spec.operators.map(({ name }) => name))];
  // The first buffer is empty, for tensors that are computed.
  const buffers: Field[][] = [[]];
  const tensors = spec.tensors.map((tensor, i) =>
    tensorTable({ name: `t${i}`, ...tensor }, buffers)
  );
  const operators = spec.operators.map((operator): Field[] => [
    { int32: codes.indexOf(operator.name) },
    { int32s: operator.inputs },
    { int32s: operator.outputs },
    operator.options && { int8: operator.options[0] },
    operator.options && { table: operator.options[1] },
    operator.customOptions && { bytes: operator.customOptions },
  ]);
  const main: Field[] = [
    { tables: tensors },
    { int32s: spec.inputs },
    { int32s: spec.outputs },
    { tables: operators },
  ];
  const version: Field = { int32: 3 };
  const root = [version, { tables: codes.map(codeTable) }, { tables: [main] }, undefined];
  return writeFlatbuffer([...root, { tables: buffers }], "TFL3");
}

function tensorTable(tensor: TensorSpec, buffers: Field[][]): Field[] {
  const { dims, type = "float32", data, name = "", signature, scales } = tensor;
  if (data !== undefined) {
    buffers.push([{ bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }]);
  }
  const { zeroPoints = [], quantizedDimension = 0 } = tensor;
  const quantization: Field = scales && {
    table: [
      undefined,
      undefined,
      { floats: scales },
      { int64s: zeroPoints },
      undefined,
      undefined,
      {
        int32: quantizedDimension,
      },
    ],
  };
  const buffer = data === undefined ? 0 : buffers.length - 1;
  return [
    { int32s: dims },
    { int8: TYPES[type] },
    { int32: buffer },
    { text: name },
    quantization,
    undefined,
    tensor.sparsity && { table: sparsityTable(tensor.sparsity) },
    signature && { int32s: signature },
  ];
}

function sparsityTable({ order, blockMap, levels }: Sparsity): Field[] {
  return [{ int32s: order }, { int32s: blockMap }, { tables: levels.map(levelTable) }];
}

function levelTable(level: SparseLevel): Field[] {
  if ("size" in level) return [{ int8: 0 }, { int32: level.size }];
  const { segments, indices, type } = level;
  const code: Field = { int8: 1 + ["int32s", "uint16s", "uint8s"].indexOf(type) };
  return [
    { int8: 1 },
    undefined,
    code,
    { table: [indexList(segments, type)] },
    code,
    { table: [indexList(indices, type)] },
  ];
}

function indexList(numbers: readonly number[], type: string): Field {
  if (type === "int32s") return { int32s: numbers };
  return type === "uint16s" ? { uint16s: numbers } : { bytes: Uint8Array.from(numbers) };
}

/** The largest number that the byte of old holds is 127. */
function codeTable(name: string): Field[] {
  const numbers = Array.from({ length: 200 }, (_, code) => code);
  const code = numbers.find((code) => code !== CUSTOM && operatorName(code) === name) ?? CUSTOM;
  const custom: Field = code === CUSTOM ? { text: name } : undefined;
  // The only version of this one that ever was in use is the second.
  const version = name === "BROADCAST_TO" ? 2 : 1;
  return [{ int8: Math.min(code, 127) }, custom, { int32: version }, { int32: code }];
}
