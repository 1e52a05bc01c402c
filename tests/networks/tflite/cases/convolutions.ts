import {
  int32,
  int8,
  integers,
  NONE,
  type OperatorCase,
  RELU,
  RELU6,
  RELU_N1,
  SAME,
  single,
  VALID,
  value,
  weights,
} from "../model_parts.ts";

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

/** A resized picture, whose channels are mixed: the mix goes first where there is nothing between. */
const RESIZED: readonly OperatorCase[] = [
  { name: "RESIZE_BILINEAR", options: 15, sides: [6, 8], halves: 1 },
  { name: "RESIZE_BILINEAR", options: 15, sides: [5, 7], halves: 0 },
  { name: "RESIZE_BILINEAR", options: 15, sides: [2, 2], halves: 1 },
  { name: "RESIZE_NEAREST_NEIGHBOR", options: 74, sides: [6, 8], halves: 0 },
].flatMap(({ name, options, sides, halves }) =>
  [{ after: NONE, outputs: [5] }, { after: RELU, outputs: [5] }, { after: NONE, outputs: [5, 2] }]
    .map(({ after, outputs }): OperatorCase => {
      // Fields of the bilinear one begin with two of old.
      const old = name === "RESIZE_BILINEAR" ? [undefined, undefined] : [];
      return {
        title: `${name} to ${sides}, and a mix, activation ${after}, outputs ${outputs}`,
        tensors: [
          value(1, 3, 4, 5),
          integers(...sides),
          value(1, ...sides, 5),
          weights(2, 1, 1, 5),
          weights(2),
          value(1, ...sides, 2),
        ],
        inputs: [0],
        outputs,
        operators: [
          {
            name,
            inputs: [0, 1],
            outputs: [2],
            options: [options, [...old, int8(0), int8(halves)]],
          },
          {
            name: "CONV_2D",
            inputs: [2, 3, 4],
            outputs: [5],
            options: [1, [int8(SAME), int32(1), int32(1), int8(after)]],
          },
        ],
      };
    })
);

/** Convolutions, and such as enlarge. */
export const CONVOLUTION_CASES: readonly OperatorCase[] = [
  ...CONVOLUTIONS,
  ...DEPTHWISE,
  ...TRANSPOSED,
  ...ENLARGEMENTS,
  ...RESIZED,
];
