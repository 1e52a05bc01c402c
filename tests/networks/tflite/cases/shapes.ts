import {
  int32,
  int8,
  integers,
  NONE,
  type OperatorCase,
  RELU,
  SAME,
  scalar,
  single,
  value,
  weights,
} from "../model_parts.ts";
import type { TensorSpec } from "../model_writer.ts";

const SHAPES = [
  single("RESHAPE", [value(1, 4, 6, 2), integers(2, 3, -1)], [value(2, 3, 8)]),
  single("SQUEEZE", [value(1, 4, 1, 2)], [value(4, 2)], [30, [{ int32s: [0, 2] }]]),
  single("EXPAND_DIMS", [value(4, 2), scalar(1)], [value(4, 1, 2)]),
  single("TRANSPOSE", [value(1, 3, 4, 2), integers(2, 0, 3, 1)], [value(4, 1, 2, 3)]),
  single("CONCATENATION of channels", [value(1, 3, 4, 2), value(1, 3, 4, 1)], [value(1, 3, 4, 3)], [
    10,
    [int32(3)],
  ]),
  single(
    "CONCATENATION of rows",
    [value(1, 1, 4, 2), value(1, 2, 4, 2)],
    [value(1, 3, 4, 2)],
    [10, [int32(-3)]],
  ),
  single("PACK", [value(3, 2), value(3, 2)], [value(3, 2, 2)], [59, [int32(2), int32(1)]]),
  single("PAD", [value(1, 2, 3, 2), {
    dims: [4, 2],
    type: "int32",
    data: Int32Array.of(0, 0, 1, 2, 3, 0, 0, 1),
  }], [value(1, 5, 6, 3)]),
  single(
    "MIRROR_PAD",
    [value(1, 3, 4, 2), {
      dims: [4, 2],
      type: "int32",
      data: Int32Array.of(0, 0, 1, 2, 2, 1, 0, 0),
    }],
    [value(1, 6, 7, 2)],
    [77, [int8(0)]],
  ),
  single("SLICE", [value(1, 4, 5, 3), integers(0, 1, 2, 0), integers(1, 2, -1, 2)], [
    value(1, 2, 3, 2),
  ]),
  single(
    "STRIDED_SLICE",
    [value(1, 5, 6, 3), integers(0, 1, -2, 2), integers(0, 0, 0, 0), integers(1, 2, -1, 1)],
    [value(1, 2, 5)],
    [32, [int32(0), int32(0b0111), int32(0), int32(0), int32(0b1000)]],
  ),
  single("SPLIT", [scalar(3), value(1, 2, 3, 4)], [value(1, 2, 3, 2), value(1, 2, 3, 2)], [35, [
    int32(2),
  ]]),
  single("SPLIT_V", [value(1, 2, 3, 4), integers(1, 3), scalar(-1)], [
    value(1, 2, 3, 1),
    value(1, 2, 3, 3),
  ], [79, [int32(2)]]),
  single("PADV2", [
    value(1, 2, 2, 1),
    { dims: [4, 2], type: "int32", data: Int32Array.of(0, 0, 1, 0, 0, 2, 0, 0) },
    { dims: [], data: Float32Array.of(-3) },
  ], [value(1, 3, 4, 1)]),
  single("BROADCAST_TO", [value(1, 3, 1), integers(2, 3, 4)], [value(2, 3, 4)]),
  single("DEPTH_TO_SPACE", [value(1, 2, 3, 8)], [value(1, 4, 6, 2)], [94, [int32(2)]]),
  single("SPACE_TO_DEPTH", [value(1, 4, 6, 2)], [value(1, 2, 3, 8)], [19, [int32(2)]]),
  single("TILE", [value(1, 2, 3), integers(1, 2, 2)], [value(1, 4, 6)]),
];

/** Weights in fewer bits, which are expanded before they are used. */
const COMPACT: readonly OperatorCase[] = ([
  { dims: [2], type: "float16", data: Uint16Array.of(0x3c00, 0xc100) },
  { dims: [2], type: "int8", data: Int8Array.of(-100, 50), scales: [0.25], zeroPoints: [3] },
  {
    dims: [1, 2],
    type: "int8",
    data: Int8Array.of(-100, 50),
    scales: [0.25, 0.5],
    zeroPoints: [0, 0],
    quantizedDimension: 1,
  },
] satisfies TensorSpec[]).map((compact, i) => ({
  title: `DEQUANTIZE weights, ${i}`,
  tensors: [value(1, 3, 2), compact, value(...compact.dims), value(1, 3, 2)],
  inputs: [0],
  outputs: [3],
  operators: [
    { name: "DEQUANTIZE", inputs: [1], outputs: [2] },
    { name: "MUL", inputs: [0, 2], outputs: [3], options: [21, [int8(NONE)]] },
  ],
}));

/** A model of convolutions and what is done between them, with the layouts that it makes. */
const CHAIN: OperatorCase = {
  title: "a convolution's picture turned, reshaped, softened and gated",
  tensors: [
    value(1, 4, 6, 2),
    weights(3, 3, 3, 2),
    value(1, 4, 6, 3),
    integers(0, 2, 1, 3),
    value(1, 6, 4, 3),
    integers(1, 24, 3),
    value(1, 24, 3),
    value(1, 24, 3),
    integers(1, 6, 4, 3),
    value(1, 6, 4, 3),
    value(1, 6, 4, 3),
    weights(1, 1, 3),
    value(1, 6, 4, 3),
    value(1, 6, 4, 6),
    scalar(2),
    value(1, 6, 6),
    weights(3),
  ],
  inputs: [0],
  outputs: [15, 2],
  operators: [
    {
      name: "CONV_2D",
      inputs: [0, 1, 16],
      outputs: [2],
      options: [1, [int8(SAME), int32(1), int32(1), int8(RELU)]],
    },
    { name: "TRANSPOSE", inputs: [2, 3], outputs: [4] },
    { name: "RESHAPE", inputs: [4, 5], outputs: [6] },
    { name: "SOFTMAX", inputs: [6], outputs: [7], options: [9, [{ float: 1 }]] },
    { name: "RESHAPE", inputs: [7, 8], outputs: [9] },
    { name: "MUL", inputs: [9, 4], outputs: [10], options: [21, [int8(NONE)]] },
    { name: "ADD", inputs: [10, 11], outputs: [12], options: [11, [int8(NONE)]] },
    { name: "CONCATENATION", inputs: [12, 4], outputs: [13], options: [10, [int32(-1)]] },
    { name: "SUM", inputs: [13, 14], outputs: [15], options: [27, [int8(0)]] },
  ],
};

/** What leaves numbers as they are, alone and between others. */
export const SHAPE_CASES: readonly OperatorCase[] = [...SHAPES, ...COMPACT, CHAIN];
