import {
  int32,
  int8,
  integers,
  NONE,
  type OperatorCase,
  RELU,
  RELU6,
  SAME,
  scalar,
  single,
  VALID,
  value,
} from "../model_parts.ts";

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

/** What makes pictures smaller, and what makes them larger. */
export const POOLING_CASES: readonly OperatorCase[] = [...POOLING, ...REDUCTIONS, ...RESIZES];
