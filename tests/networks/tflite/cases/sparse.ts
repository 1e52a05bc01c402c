import type { SparseLevel, TensorSpec } from "../model_writer.ts";
import { int8, NONE, type OperatorCase, value } from "../model_parts.ts";

/** Of a list of half floats, as their bits: 1, 2, 3, … */
const HALVES = [0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600, 0x4700, 0x4800];

/** All indices of a level. */
const all = (size: number): SparseLevel => ({ size });
/** Some indices of a level, and where those of each parent begin. */
const some = (
  segments: number[],
  indices: number[],
  type: "int32s" | "uint16s" | "uint8s" = "uint8s",
): SparseLevel => ({ segments, indices, type });

/** A sum of what goes in and of weights that are made dense before. */
function sum(title: string, sparse: TensorSpec): OperatorCase {
  const { dims, type = "float32", scales, zeroPoints } = sparse;
  const add = { name: "ADD", outputs: [2], options: [11, [int8(NONE)]] } as const;
  const made: TensorSpec = {
    dims,
    type,
    ...(scales && { scales }),
    ...zeroPoints && { zeroPoints },
  };
  const isFloat = type === "float32";
  return {
    title: `DENSIFY ${title}`,
    tensors: [value(...dims), sparse, value(...dims), made, value(...dims)],
    inputs: [0],
    outputs: [2],
    operators: [
      { name: "DENSIFY", inputs: [1], outputs: [3], options: [98, []] },
      ...isFloat ? [] : [{ name: "DEQUANTIZE", inputs: [3], outputs: [4] }],
      { ...add, inputs: [0, isFloat ? 3 : 4] },
    ],
  };
}

/** Weights that the file leaves the zeros out of. */
export const SPARSE_CASES: readonly OperatorCase[] = [
  sum("rows", {
    dims: [3, 4],
    data: Float32Array.of(1, 2, 3),
    sparsity: { order: [0, 1], blockMap: [], levels: [all(3), some([0, 1, 1, 3], [2, 0, 3])] },
  }),
  sum("columns before rows", {
    dims: [2, 3],
    data: Float32Array.of(1, 2, 3),
    sparsity: {
      order: [1, 0],
      blockMap: [],
      levels: [all(3), some([0, 2, 2, 3], [0, 1, 1], "uint16s")],
    },
  }),
  sum("rows and columns that are missing as a whole", {
    dims: [4, 2],
    data: Float32Array.of(1, 2, 3),
    sparsity: {
      order: [0, 1],
      blockMap: [],
      levels: [some([0, 2], [1, 3], "int32s"), some([0, 2, 3], [0, 1, 1], "int32s")],
    },
  }),
  sum("blocks of 1 × 2", {
    dims: [2, 4],
    data: Float32Array.of(1, 2, 3, 4),
    sparsity: {
      order: [0, 1, 2],
      blockMap: [1],
      levels: [all(2), some([0, 1, 2], [1, 0]), all(2)],
    },
  }),
  sum("blocks of 2 × 2, four dimensions, halves", {
    dims: [2, 1, 2, 4],
    type: "float16",
    data: Uint16Array.from(HALVES),
    sparsity: {
      order: [0, 1, 2, 3, 4, 5],
      blockMap: [2, 3],
      levels: [all(2), all(1), all(1), some([0, 1, 2], [1, 0]), all(2), all(2)],
    },
  }),
  sum("of 8 bits", {
    dims: [2, 3],
    type: "int8",
    data: Int8Array.of(4, -6),
    scales: [0.5],
    zeroPoints: [0],
    sparsity: { order: [0, 1], blockMap: [], levels: [all(2), some([0, 1, 2], [1, 2])] },
  }),
];
