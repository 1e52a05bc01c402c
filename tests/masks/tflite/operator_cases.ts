/**
 * Small models of an operator or a few, with all the ways that their settings
 * allow. `tests/data/make_litert.ts` runs them with Google's LiteRT and stores
 * what comes out.
 *
 * @module
 */

import type { Field } from "./flatbuffer_writer.ts";
import type { ModelSpec, OperatorSpec, TensorSpec } from "./model_writer.ts";

/** A model with a name for it. */
export interface OperatorCase extends ModelSpec {
  readonly title: string;
}

/** The schema's activations. */
const [NONE, RELU, RELU_N1, RELU6] = [0, 1, 2, 3];
const [SAME, VALID] = [0, 1];
const int8 = (value: number): Field => ({ int8: value });
const int32 = (value: number): Field => ({ int32: value });

/** Numbers from -2 to 2 that look random. */
export function seeded(count: number, seed: number): Float32Array {
  let x = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return (x >>> 8) / 2 ** 22 - 2;
  });
}

const count = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);
/** Weights that look random. */
const weights = (...dims: number[]): TensorSpec => ({
  dims,
  data: seeded(count(dims), dims.length + count(dims)),
});
/** A tensor that the model takes or makes. */
const value = (...dims: number[]): TensorSpec => ({ dims });
/** Whole numbers: a shape, axes. */
const integers = (...values: number[]): TensorSpec => ({
  dims: [values.length],
  type: "int32",
  data: Int32Array.from(values),
});
const scalar = (number: number): TensorSpec => ({
  dims: [],
  type: "int32",
  data: Int32Array.of(number),
});

/** A model of one operator: its inputs without data are the model's. */
function single(
  title: string,
  inputs: readonly TensorSpec[],
  outputs: readonly TensorSpec[],
  options?: OperatorSpec["options"],
  customOptions?: Uint8Array,
): OperatorCase {
  const tensors = [...inputs, ...outputs];
  const numbers = tensors.map((_, i) => i);
  const [name] = title.split(/[ ,]/);
  const operator = {
    name,
    inputs: numbers.slice(0, inputs.length),
    outputs: numbers.slice(inputs.length),
    ...(options && { options }),
    ...(customOptions && { customOptions }),
  };
  return {
    title,
    tensors,
    inputs: operator.inputs.filter((i) => tensors[i].data === undefined),
    outputs: operator.outputs,
    operators: [operator],
  };
}

/** A convolution of 2 channels to 3. */
function convolution(
  title: string,
  [height, width]: readonly [number, number],
  [rows, columns]: readonly [number, number],
  settings: {
    kernel?: [number, number];
    padding?: number;
    strides?: [number, number];
    dilations?: [number, number];
    activation?: number;
  },
): OperatorCase {
  const {
    kernel = [3, 3],
    padding = SAME,
    strides = [1, 1],
    dilations = [1, 1],
    activation = NONE,
  } = settings;
  return single(
    `CONV_2D ${title}`,
    [value(1, height, width, 2), weights(3, ...kernel, 2), weights(3)],
    [value(1, rows, columns, 3)],
    [
      1,
      [padding, strides[1], strides[0], activation, dilations[1], dilations[0]].map((number, i) =>
        i === 0 || i === 3 ? int8(number) : int32(number)
      ),
    ],
  );
}

const CONVOLUTIONS = [
  convolution("SAME", [5, 4], [5, 4], {}),
  convolution("VALID", [5, 4], [3, 2], { padding: VALID }),
  convolution("SAME, stride 2, an even side and an odd one", [6, 5], [3, 3], { strides: [2, 2] }),
  convolution("SAME, strides 1 and 2", [4, 6], [4, 3], { strides: [1, 2] }),
  convolution("SAME, stride 2, an even kernel", [5, 6], [3, 3], {
    strides: [2, 2],
    kernel: [4, 2],
  }),
  convolution("SAME, stride beyond the kernel", [7, 8], [3, 3], {
    strides: [3, 3],
    kernel: [1, 1],
  }),
  convolution("SAME, dilations 2 and 3", [7, 8], [7, 8], { dilations: [2, 3] }),
  convolution("VALID, dilation 2", [7, 8], [3, 4], { dilations: [2, 2], padding: VALID }),
  convolution("1×1, RELU", [3, 3], [3, 3], { kernel: [1, 1], activation: RELU }),
  convolution("RELU6", [3, 3], [3, 3], { activation: RELU6 }),
  convolution("RELU_N1_TO_1", [3, 3], [3, 3], { activation: RELU_N1 }),
  convolution("of a picture of 1×1", [1, 1], [1, 1], {}),
  single("CONV_2D in 2 groups", [value(1, 3, 4, 4), weights(6, 3, 3, 2), weights(6)], [
    value(1, 3, 4, 6),
  ], [1, [int8(SAME), int32(1), int32(1)]]),
];

const DEPTHWISE = [
  single("DEPTHWISE_CONV_2D SAME", [value(1, 5, 4, 3), weights(1, 3, 3, 3), weights(3)], [
    value(1, 5, 4, 3),
  ], [2, [int8(SAME), int32(1), int32(1), int32(1), int8(RELU)]]),
  single(
    "DEPTHWISE_CONV_2D stride 2, kernel of 5",
    [value(1, 8, 7, 2), weights(1, 5, 5, 2), weights(2)],
    [value(1, 4, 4, 2)],
    [2, [int8(SAME), int32(2), int32(2), int32(1)]],
  ),
  single(
    "DEPTHWISE_CONV_2D two for each channel",
    [value(1, 4, 4, 3), weights(1, 3, 3, 6), weights(6)],
    [value(1, 2, 2, 6)],
    [2, [int8(VALID), int32(1), int32(1), int32(2)]],
  ),
  single("DEPTHWISE_CONV_2D dilation 2", [value(1, 6, 5, 2), weights(1, 3, 3, 2), weights(2)], [
    value(1, 6, 5, 2),
  ], [2, [int8(SAME), int32(1), int32(1), int32(1), int8(RELU6), int32(2), int32(2)]]),
];

function transposed(
  title: string,
  [height, width]: readonly [number, number],
  [rows, columns]: readonly [number, number],
  kernel: number,
  padding: number,
  stride: number,
): OperatorCase {
  return single(
    `TRANSPOSE_CONV ${title}`,
    [integers(1, rows, columns, 2), weights(2, kernel, kernel, 3), value(1, height, width, 3)],
    [value(1, rows, columns, 2)],
    [49, [int8(padding), int32(stride), int32(stride)]],
  );
}

const TRANSPOSED = [
  transposed("kernel 2, stride 2", [3, 2], [6, 4], 2, SAME, 2),
  transposed("kernel 3, stride 2, SAME", [3, 2], [6, 4], 3, SAME, 2),
  transposed("kernel 4, stride 2, SAME", [3, 2], [6, 4], 4, SAME, 2),
  transposed("kernel 3, stride 2, SAME, an odd side", [3, 2], [5, 3], 3, SAME, 2),
  transposed("kernel 3, stride 2, VALID", [3, 2], [7, 5], 3, VALID, 2),
  transposed("kernel 1, stride 2, SAME", [3, 2], [6, 4], 1, SAME, 2),
  transposed("kernel 3, stride 1", [3, 2], [3, 2], 3, SAME, 1),
];

function pool(
  name: string,
  input: readonly number[],
  output: readonly number[],
  settings: readonly number[],
): OperatorCase {
  const [padding, stride, rows, columns, activation] = settings;
  const title = `${name} of ${rows}×${columns}, stride ${stride}, ${
    ["SAME", "VALID"][padding]
  }, activation ${activation}`;
  return single(title, [value(...input)], [value(...output)], [5, [
    int8(padding),
    int32(stride),
    int32(stride),
    int32(columns),
    int32(rows),
    int8(activation),
  ]]);
}

const POOLING = ["AVERAGE_POOL_2D", "MAX_POOL_2D"].flatMap((name) => [
  pool(name, [1, 5, 4, 2], [1, 5, 4, 2], [SAME, 1, 3, 3, NONE]),
  pool(name, [1, 5, 4, 2], [1, 3, 2, 2], [SAME, 2, 2, 2, NONE]),
  pool(name, [1, 5, 4, 2], [1, 2, 2, 2], [VALID, 2, 2, 1, RELU]),
  pool(name, [1, 5, 4, 2], [1, 1, 1, 2], [VALID, 5, 5, 4, RELU6]),
]);

const REDUCTIONS = [
  ...[["MEAN", true], ["MEAN", false], ["SUM", true], ["SUM", false], ["REDUCE_MAX", true], [
    "REDUCE_MIN",
    false,
  ]].map(([name, keeps]) =>
    single(
      `${name} of rows and columns, ${keeps ? "kept" : "dropped"}`,
      [value(1, 3, 4, 2), integers(1, 2)],
      [keeps ? value(1, 1, 1, 2) : value(1, 2)],
      [27, [int8(Number(keeps))]],
    )
  ),
  single("SUM of the last but one", [value(1, 3, 4, 2), scalar(-2)], [value(1, 3, 2)], [27, [
    int8(0),
  ]]),
];

const RESIZES = [[0, 0], [1, 0], [0, 1]].flatMap(([corners, halves]) => {
  const way = corners ? "align_corners" : halves ? "half_pixel_centers" : "neither";
  return [[3, 4, 6, 8], [3, 4, 7, 5], [6, 8, 3, 4], [5, 7, 2, 3], [1, 1, 3, 3], [4, 4, 4, 4]]
    .flatMap(([height, width, rows, columns]) => {
      const title = `${height}×${width} to ${rows}×${columns}, ${way}`;
      const inputs = [value(1, height, width, 2), integers(rows, columns)];
      const ways = [int8(corners), int8(halves)];
      return [
        single(`RESIZE_BILINEAR ${title}`, inputs, [value(1, rows, columns, 2)], [15, [
          undefined,
          undefined,
          ...ways,
        ]]),
        single(`RESIZE_NEAREST_NEIGHBOR ${title}`, inputs, [value(1, rows, columns, 2)], [
          74,
          ways,
        ]),
      ];
    });
});

const UNARY = [
  "RELU",
  "RELU6",
  "RELU_N1_TO_1",
  "HARD_SWISH",
  "LOGISTIC",
  "TANH",
  "ABS",
  "NEG",
  "EXP",
  "FLOOR",
  "CEIL",
  "ROUND",
  "ELU",
  "SIN",
  "COS",
  "SQUARE",
]
  .map((name) => single(name, [value(1, 3, 4, 2)], [value(1, 3, 4, 2)]));

const SPECIAL = [
  single("LEAKY_RELU", [value(1, 3, 4, 2)], [value(1, 3, 4, 2)], [75, [{ float: 0.1 }]]),
  single("PRELU", [value(1, 3, 4, 2), weights(1, 1, 2)], [value(1, 3, 4, 2)]),
  single("SOFTMAX", [value(1, 3, 4, 3)], [value(1, 3, 4, 3)], [9, [{ float: 1 }]]),
  single("SOFTMAX, beta 2.5", [value(1, 5)], [value(1, 5)], [9, [{ float: 2.5 }]]),
  ...["POW", "ADD_N"].map((name) =>
    single(name, [value(1, 3, 4, 2), { dims: [1, 3, 4, 2], data: new Float32Array(24).fill(2) }], [
      value(1, 3, 4, 2),
    ])
  ),
  ...["SQRT", "RSQRT", "LOG"].map((name): OperatorCase => ({
    title: `${name} of a square`,
    tensors: [value(1, 3, 4, 2), value(1, 3, 4, 2), value(1, 3, 4, 2)],
    inputs: [0],
    outputs: [2],
    operators: [{ name: "SQUARE", inputs: [0], outputs: [1] }, { name, inputs: [1], outputs: [2] }],
  })),
  single("LOG_SOFTMAX", [value(2, 5)], [value(2, 5)]),
];

/** Each operator's number of its options, and their first field: the activation. */
const TWO = [["ADD", 11], ["SUB", 28], ["MUL", 21], ["DIV", 29]] as const;
const ARITHMETIC = TWO.flatMap(([name, options]) => [
  single(name, [value(1, 3, 4, 2), value(1, 3, 4, 2)], [value(1, 3, 4, 2)], [options, [
    int8(NONE),
  ]]),
  single(`${name} channels, RELU`, [value(1, 3, 4, 2), weights(2)], [value(1, 3, 4, 2)], [options, [
    int8(RELU),
  ]]),
  single(`${name} a number, RELU6`, [weights(1), value(1, 3, 4, 2)], [value(1, 3, 4, 2)], [
    options,
    [int8(RELU6)],
  ]),
  single(`${name} a picture and its gates`, [value(1, 3, 4, 2), value(1, 1, 1, 2)], [
    value(1, 3, 4, 2),
  ], [options, [int8(NONE)]]),
  single(`${name} a column to each row`, [value(1, 3, 1, 2), value(1, 1, 4, 2)], [
    value(1, 3, 4, 2),
  ], [options, [int8(NONE)]]),
  single(`${name} of fewer dimensions`, [value(4, 2), value(1, 3, 4, 2)], [value(1, 3, 4, 2)], [
    options,
    [int8(NONE)],
  ]),
]);
const COMPARISONS = ["MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE"].map((name) =>
  single(name, [value(1, 3, 4, 2), weights(1, 1, 1, 2)], [value(1, 3, 4, 2)])
);

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

const DENSE = [
  single("FULLY_CONNECTED", [value(2, 4), weights(3, 4), weights(3)], [value(2, 3)], [8, [
    int8(RELU),
  ]]),
  single("FULLY_CONNECTED of a picture", [value(1, 2, 3, 2), weights(5, 12), weights(5)], [
    value(1, 5),
  ], [8, [int8(NONE)]]),
  single("BATCH_MATMUL", [value(2, 3, 4), value(2, 4, 5)], [value(2, 3, 5)], [101, [
    int8(0),
    int8(0),
  ]]),
  single("BATCH_MATMUL, the right one turned", [value(2, 3, 4), value(2, 5, 4)], [value(2, 3, 5)], [
    101,
    [int8(0), int8(1)],
  ]),
];

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

/** An enlargement, and a mix of its channels: with and without something between. */
const ENLARGEMENTS: readonly OperatorCase[] = [NONE, RELU].flatMap((between) =>
  [NONE, RELU].map((after) => ({
    title: `an enlargement, activation ${between}, and a mix, activation ${after}`,
    tensors: [
      integers(1, 6, 8, 5),
      weights(5, 2, 2, 3),
      value(1, 3, 4, 3),
      weights(5),
      value(1, 6, 8, 5),
      weights(4, 1, 1, 5),
      weights(4),
      value(1, 6, 8, 4),
    ],
    inputs: [2],
    outputs: [7],
    operators: [
      {
        name: "TRANSPOSE_CONV",
        inputs: [0, 1, 2, 3],
        outputs: [4],
        options: [49, [int8(SAME), int32(2), int32(2), int8(between)]],
      },
      {
        name: "CONV_2D",
        inputs: [4, 5, 6],
        outputs: [7],
        options: [1, [int8(SAME), int32(1), int32(1), int8(after)]],
      },
    ],
  }))
);

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

/** All models. */
export const OPERATOR_CASES: readonly OperatorCase[] = [
  ...CONVOLUTIONS,
  ...DEPTHWISE,
  ...TRANSPOSED,
  ...POOLING,
  ...REDUCTIONS,
  ...RESIZES,
  ...UNARY,
  ...SPECIAL,
  ...ARITHMETIC,
  ...COMPARISONS,
  ...SHAPES,
  ...DENSE,
  ...ENLARGEMENTS,
  ...COMPACT,
  CHAIN,
];

/** What goes into a model. */
export function caseInputs({ tensors, inputs }: ModelSpec) {
  return inputs.map((input, i) => {
    const { dims } = tensors[input];
    return { dims, data: seeded(count(dims), 7 + i) };
  });
}
