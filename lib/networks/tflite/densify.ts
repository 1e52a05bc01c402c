import { elementCount } from "./constant.ts";
import type { FlatbufferTable } from "./flatbuffer_table.ts";
import { MOST_DIMENSIONS, type TfliteModel, type TfliteTensor } from "./tflite_model.ts";
import { Unreadable } from "../onnx/unreadable.ts";

/** A damaged file may say that a few weights are scattered over very many: these are the most. */
const MOST_ELEMENTS_A_BYTE = 16;
/** The schema's number for a dimension whose indices are listed. */
const SPARSE_CSR = 1;
/** The schema's numbers for the types of a list of indices, and how to read it. */
const INDEX_LISTS = [undefined, "int32s", "uint16s", "uint8s"] as const;

/** A dimension, or the inside of its blocks, in the order in which the weights lie. */
interface Level {
  /** How many indices it has. */
  readonly size: number;
  /** How many elements of the dense tensor are between two neighbours. */
  readonly step: number;
  /** Which indices are there, and where those of each parent begin; `undefined`: all of them. */
  readonly listed: { readonly segments: number[]; readonly indices: number[] } | undefined;
}

/**
 * Give sparse weights, of which the file leaves the zeros out, their zeros back.
 *
 * The operator DENSIFY does that while TensorFlow Lite runs. It disappears here,
 * for what it makes is known beforehand.
 *
 * @param model A model.
 * @param fileBytes How long its file is.
 * @returns The same, or one without sparse weights that does the same.
 * @throws {Unreadable} If something other than weights is to be made dense.
 * @throws {RangeError} If a list of indices does not fit the weights.
 * @see TensorFlow Lite's `FormatConverter::SparseToDense`.
 */
export function densify(model: TfliteModel, fileBytes: number): TfliteModel {
  let elementsLeft = MOST_ELEMENTS_A_BYTE * fileBytes;
  const tensors = model.tensors.map((tensor) => {
    if (tensor.sparsity === undefined || tensor.data.length === 0) return tensor;
    elementsLeft -= elementCount(tensor.dims);
    if (!(elementsLeft >= 0)) throw new RangeError("More weights than the file can have");
    return makeDense(tensor, tensor.sparsity);
  });
  for (const { name, inputs: [from], outputs: [to] } of model.operators) {
    if (name !== "DENSIFY") continue;
    const [dense, made] = [tensors[from], tensors[to]];
    if (dense === undefined || made === undefined) throw new RangeError("No such tensor");
    if (dense.data.length === 0) {
      throw new Unreadable("it makes a tensor dense while it runs, which is not handled");
    }
    tensors[to] = { ...dense, name: made.name };
  }
  const operators = model.operators.filter(({ name }) => name !== "DENSIFY");
  return { ...model, tensors, operators };
}

/** A tensor with all its elements. */
function makeDense(tensor: TfliteTensor, sparsity: FlatbufferTable): TfliteTensor {
  const { type, dims, data } = tensor;
  const levels = readLevels(sparsity, dims);
  const bytes = new Uint8Array(elementCount(dims) * elementSize(type));
  if (type === "float32") scatter(new Int32Array(data.slice().buffer), levels, view32(bytes));
  else if (type === "float16") scatter(new Uint16Array(data.slice().buffer), levels, view16(bytes));
  else scatter(data, levels, bytes);
  return { ...tensor, data: bytes, sparsity: undefined };
}

const view32 = ({ buffer }: Uint8Array<ArrayBuffer>) => new Int32Array(buffer);
const view16 = ({ buffer }: Uint8Array<ArrayBuffer>) => new Uint16Array(buffer);

function elementSize(type: string): number {
  const size = { float32: 4, float16: 2, int8: 1, uint8: 1 }[type];
  if (size === undefined) {
    throw new Unreadable(`it has sparse weights of type ${type}, which are not handled`);
  }
  return size;
}

/** The levels of a sparse tensor, outermost first. */
function readLevels(sparsity: FlatbufferTable, dims: readonly number[]): Level[] {
  const order = sparsity.int32s(0, 2 * MOST_DIMENSIONS);
  const blockMap = sparsity.int32s(1, MOST_DIMENSIONS);
  const metadata = sparsity.tables(2, 2 * MOST_DIMENSIONS);
  const count = dims.length + blockMap.length;
  const isWhole = Array.from({ length: count }, (_, i) => i).every((i) => order.includes(i));
  if (!isWhole || order.length !== count || metadata.length !== count) {
    throw new RangeError("Levels that are not one for each dimension and block");
  }
  // How many elements of each dimension are already inside, on the way from the innermost out.
  const inside = dims.map(() => 1);
  const levels: Level[] = [];
  for (let i = count - 1; i >= 0; i--) {
    const isBlock = order[i] >= dims.length;
    const dimension = isBlock ? blockMap[order[i] - dims.length] : order[i];
    if (!(dims[dimension] > 0)) throw new RangeError("A level of no dimension");
    const size = isBlock ? metadata[i].int32(1) : dims[dimension] / inside[dimension];
    if (!Number.isInteger(size) || size < 1) throw new RangeError("A level of no whole size");
    const stride = elementCount(dims.slice(dimension + 1));
    levels.unshift({ size, step: inside[dimension] * stride, listed: listed(metadata[i], size) });
    inside[dimension] *= size;
  }
  if (dims.some((dim, i) => dim !== inside[i])) throw new RangeError("Blocks that do not fit");
  return levels;
}

/** A level's lists of indices, if it leaves any out. */
function listed(metadata: FlatbufferTable, size: number): Level["listed"] {
  if (metadata.int8(0) !== SPARSE_CSR) {
    if (metadata.int32(1) !== size) throw new RangeError("A level of another size");
    return undefined;
  }
  const segments = readIndices(metadata, 2);
  const indices = readIndices(metadata, 4);
  const isRising = segments.every((at, i) => at >= (segments[i - 1] ?? 0));
  if (!isRising || segments.at(-1) !== indices.length) throw new RangeError("Other segments");
  if (indices.some((index) => index < 0 || index >= size)) throw new RangeError("Other indices");
  return { segments, indices };
}

/** Whole numbers in a list of one of three types: a field for the type, then one for the list. */
function readIndices(metadata: FlatbufferTable, field: number): number[] {
  const read = INDEX_LISTS[metadata.int8(field)];
  const list = metadata.table(field + 1);
  if (read === undefined || list === undefined) throw new RangeError("A level without indices");
  return list[read](0, Infinity);
}

type Elements = Uint8Array | Uint16Array | Int32Array;

/** Write the elements that are given where the levels say. */
function scatter(given: Elements, levels: readonly Level[], dense: Elements): void {
  let next = 0;
  const walk = (depth: number, parent: number, offset: number) => {
    if (depth === levels.length) {
      if (next === given.length) throw new RangeError("Too few weights");
      dense[offset] = given[next++];
      return;
    }
    const { size, step, listed } = levels[depth];
    if (listed === undefined) {
      for (let i = 0; i < size; i++) walk(depth + 1, parent * size + i, offset + i * step);
      return;
    }
    const { segments, indices } = listed;
    if (parent + 1 >= segments.length) throw new RangeError("Too few segments");
    for (let i = segments[parent]; i < segments[parent + 1]; i++) {
      walk(depth + 1, i, offset + indices[i] * step);
    }
  };
  walk(0, 0, 0);
  if (next !== given.length) throw new RangeError("Too many weights");
}
