import {
  int8,
  NONE,
  type OperatorCase,
  RELU,
  RELU6,
  single,
  value,
  weights,
} from "../model_parts.ts";

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

/** What goes number by number, and products of matrices. */
export const ARITHMETIC_CASES: readonly OperatorCase[] = [
  ...UNARY,
  ...SPECIAL,
  ...ARITHMETIC,
  ...COMPARISONS,
  ...DENSE,
];
