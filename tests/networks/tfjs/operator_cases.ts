/**
 * Small graphs of an operator or a few, with all the ways that their settings allow.
 * `tests/data/make_tfjs.ts` runs them with TensorFlow.js and stores what comes out.
 *
 * @module
 */

import { seeded } from "../tflite/model_parts.ts";
import {
  constant,
  type GraphSpec,
  integer,
  integers,
  type NodeSpec,
  placeholder,
  row,
  text,
  texts,
  truth,
  type,
  whole,
} from "./graph_writer.ts";

/** A graph with a name for it. */
export interface GraphCase extends GraphSpec {
  readonly title: string;
  /** Its inputs' dimensions, for those that the graph leaves open. */
  readonly sizes?: Readonly<Record<string, readonly number[]>>;
  /** What inputs always are. */
  readonly values?: Readonly<Record<string, number>>;
}

const count = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);
const weights = (name: string, ...dims: number[]): NodeSpec =>
  constant(name, dims, seeded(count(dims), dims.length + count(dims)));
const picture = placeholder("x", 1, 5, 6, 4);

/** An operator "y" on the picture, and what it takes beside it. */
function single(
  title: string,
  more: readonly NodeSpec[] = [],
  attr: NodeSpec["attr"] = {},
  input: readonly string[] = ["x", ...more.map(({ name }) => name)],
): GraphCase {
  const [op] = title.split(/[ ,]/);
  return { title, nodes: [picture, ...more, { name: "y", op, input, attr }], outputs: ["y"] };
}

const window = (padding: string, stride = 1, dilation = 1, ...fused: string[]) => ({
  padding: text(padding),
  data_format: text("NHWC"),
  strides: integers(1, stride, stride, 1),
  dilations: integers(1, dilation, dilation, 1),
  ...fused.length > 0 && { fused_ops: texts(...fused), num_args: integer(1) },
});

const CONVOLUTIONS: readonly GraphCase[] = [
  single("Conv2D, SAME, stride 2", [weights("w", 3, 3, 4, 5)], window("SAME", 2)),
  single("Conv2D, VALID, dilated", [weights("w", 2, 2, 4, 5)], window("VALID", 1, 2)),
  single(
    "_FusedConv2D, bias",
    [weights("w", 1, 1, 4, 3), weights("b", 3)],
    window("VALID", 1, 1, "BiasAdd"),
  ),
  single(
    "_FusedConv2D, bias and Relu",
    [weights("w", 3, 3, 4, 3), weights("b", 3)],
    window("SAME", 1, 1, "BiasAdd", "Relu"),
  ),
  single(
    "_FusedConv2D, bias and Relu6",
    [weights("w", 3, 3, 4, 3), weights("b", 3)],
    window("SAME", 1, 1, "BiasAdd", "Relu6"),
  ),
  single("DepthwiseConv2dNative, two of each", [weights("w", 3, 3, 4, 2)], window("SAME", 2)),
  single(
    "FusedDepthwiseConv2dNative",
    [weights("w", 3, 3, 4, 1), weights("b", 4)],
    window("VALID", 1, 1, "BiasAdd", "Relu"),
  ),
  {
    title: "Pad before a convolution",
    nodes: [
      picture,
      constant("p", [4, 2], [0, 0, 1, 2, 2, 1, 0, 0], { type: "int32" }),
      { name: "padded", op: "Pad", input: ["x", "p"] },
      weights("w", 3, 3, 4, 5),
      { name: "y", op: "Conv2D", input: ["padded", "w"], attr: window("VALID", 2) },
    ],
    outputs: ["y"],
  },
  {
    title: "SpaceToBatchND and BatchToSpaceND around a convolution",
    nodes: [
      picture,
      row("block", 2, 2),
      constant("p", [2, 2], [2, 3, 2, 2], { type: "int32" }),
      constant("c", [2, 2], [0, 1, 0, 0], { type: "int32" }),
      { name: "apart", op: "SpaceToBatchND", input: ["x", "block", "p"] },
      weights("w", 3, 3, 4, 1),
      { name: "conv", op: "DepthwiseConv2dNative", input: ["apart", "w"], attr: window("VALID") },
      { name: "y", op: "BatchToSpaceND", input: ["conv", "block", "c"] },
    ],
    outputs: ["y"],
  },
  {
    title: "ConcatV2 of 4, 3 and 4 channels before a convolution",
    nodes: [
      picture,
      placeholder("z", 1, 5, 6, 3),
      whole("axis", -1),
      { name: "all", op: "ConcatV2", input: ["x", "z", "x", "axis"], attr: { N: integer(3) } },
      weights("w", 3, 3, 11, 2),
      weights("b", 2),
      {
        name: "y",
        op: "_FusedConv2D",
        input: ["all", "w", "b"],
        attr: window("SAME", 1, 1, "BiasAdd", "Relu"),
      },
    ],
    outputs: ["y"],
  },
];

const ARITHMETIC: readonly GraphCase[] = [
  ...["Add", "AddV2", "Maximum", "Minimum", "Mul", "RealDiv", "Sub"].flatMap((op) => [
    single(`${op}, a row of channels`, [weights("c", 4)]),
    single(`${op}, a number before`, [constant("c", [], [1.5])], {}, ["c", "x"]),
  ]),
  single(
    "AddV2, of a picture and its means",
    [
      row("axes", 1, 2),
      { name: "m", op: "Mean", input: ["x", "axes"], attr: { keep_dims: truth(true) } },
    ],
    {},
    ["x", "m"],
  ),
  ...["Relu", "Relu6", "Sigmoid", "Square", "Tanh"].map((op) => single(op)),
];

const PICTURES: readonly GraphCase[] = [
  single("AvgPool, SAME", [], { ...window("SAME", 2), ksize: integers(1, 2, 2, 1) }),
  single("AvgPool, VALID", [], { ...window("VALID", 2), ksize: integers(1, 3, 3, 1) }),
  single("Mean, of channels", [whole("axis", -1)], { keep_dims: truth(true) }),
  single("Mean, of the picture", [row("axes", 1, 2)], { keep_dims: truth(true) }),
  single("Pad", [constant("p", [4, 2], [0, 0, 1, 2, 0, 3, 1, 0], { type: "int32" })]),
  {
    title: "Pad twice",
    nodes: [
      picture,
      constant("p", [4, 2], [0, 0, 1, 2, 0, 3, 1, 0], { type: "int32" }),
      { name: "one", op: "Pad", input: ["x", "p"] },
      { name: "y", op: "Pad", input: ["one", "p"] },
    ],
    outputs: ["y"],
  },
  ...[[3, 4], [10, 12], [7, 5], [5, 6]].flatMap(([height, width]) => [
    single(`ResizeBilinear, half pixels, to ${height}x${width}`, [row("s", height, width)], {
      half_pixel_centers: truth(true),
    }),
    single(`ResizeBilinear, corners, to ${height}x${width}`, [row("s", height, width)], {
      align_corners: truth(true),
    }),
    single(`ResizeBilinear, from the corner, to ${height}x${width}`, [row("s", height, width)]),
  ]),
];

const SHAPES: readonly GraphCase[] = [
  single("ConcatV2, rows", [whole("axis", 1)], { N: integer(2) }, ["x", "x", "axis"]),
  single("Slice", [row("from", 0, 1, 2, 1), row("size", -1, 3, -1, 2)]),
  {
    title: "Slice between convolutions",
    nodes: [
      picture,
      weights("w", 1, 1, 4, 4),
      { name: "a", op: "Conv2D", input: ["x", "w"], attr: window("SAME") },
      row("from", 0, 1, 0, 1),
      row("size", 1, 3, 6, 2),
      { name: "y", op: "Slice", input: ["a", "from", "size"] },
    ],
    outputs: ["y"],
  },
  {
    title: "Split",
    nodes: [
      picture,
      whole("axis", 3),
      { name: "s", op: "Split", input: ["axis", "x"], attr: { num_split: integer(2) } },
      { name: "y", op: "Sub", input: ["s", "s:1"] },
    ],
    outputs: ["y"],
  },
  {
    title: "SplitV, and one part of what was computed of all channels",
    nodes: [
      picture,
      weights("row", 4),
      weights("number", 1),
      whole("axis", 3),
      row("size", 10, 12),
      row("lengths", 3, 1),
      { name: "m", op: "Mul", input: ["x", "row"] },
      { name: "r", op: "ResizeBilinear", input: ["m", "size"], attr: {} },
      { name: "a", op: "AddV2", input: ["r", "number"] },
      { name: "s", op: "SplitV", input: ["a", "lengths", "axis"], attr: { num_split: integer(2) } },
      { name: "y", op: "Tanh", input: ["s:1"] },
    ],
    outputs: ["y"],
  },
  {
    title: "SplitV of what was concatenated",
    nodes: [
      picture,
      placeholder("z", 1, 5, 6, 3),
      whole("axis", 3),
      row("lengths", 5, 2),
      { name: "c", op: "ConcatV2", input: ["x", "z", "axis"], attr: { N: integer(2) } },
      { name: "s", op: "SplitV", input: ["c", "lengths", "axis"], attr: { num_split: integer(2) } },
      { name: "y", op: "Relu", input: ["s"] },
      { name: "w", op: "Relu", input: ["s:1"] },
    ],
    outputs: ["y", "w"],
  },
  {
    title: "Squeeze",
    nodes: [
      placeholder("x", 1, 5, 1, 4),
      { name: "y", op: "Squeeze", input: ["x"], attr: { squeeze_dims: integers(2) } },
    ],
    outputs: ["y"],
  },
  {
    title: "BroadcastTo",
    nodes: [
      placeholder("x", 1, 1, 6, 1),
      row("shape", 1, 5, 6, 4),
      { name: "y", op: "BroadcastTo", input: ["x", "shape"] },
    ],
    outputs: ["y"],
  },
  {
    title: "BroadcastTo of an input that may have any size, to another's",
    nodes: [
      placeholder("r"),
      picture,
      { name: "shape", op: "Shape", input: ["x"], attr: { out_type: type("DT_INT32") } },
      { name: "wide", op: "BroadcastTo", input: ["r", "shape"] },
      { name: "y", op: "Identity", input: ["sum"] },
      { name: "sum", op: "AddV2", input: ["x", "wide"] },
    ],
    outputs: ["y"],
    sizes: { r: [1, 5, 6, 4] },
  },
];

const slice = (name: string, of: string, bounds: readonly string[], shrink: number): NodeSpec => ({
  name,
  op: "StridedSlice",
  input: [of, ...bounds],
  attr: { shrink_axis_mask: integer(shrink) },
});

/** Sizes that are worked out of sizes, and a branch that is taken or not. */
const scaled = (ratio: number): GraphCase => ({
  title: `Switch and Merge: a picture scaled by ${ratio}`,
  nodes: [
    placeholder("x", 1, -1, -1, 4),
    placeholder("ratio"),
    constant("one", [], [1]),
    { name: "same", op: "Equal", input: ["ratio", "one"] },
    { name: "flag", op: "Squeeze", input: ["same"], attr: { squeeze_dims: integers() } },
    { name: "way", op: "Switch", input: ["x", "flag"] },
    { name: "pivot", op: "Switch", input: ["flag", "flag"] },
    { name: "off", op: "Identity", input: ["pivot"] },
    { name: "on", op: "Identity", input: ["pivot:1"] },
    { name: "shape", op: "Shape", input: ["way", "^off"], attr: { out_type: type("DT_INT32") } },
    row("from", 1),
    row("to", 3),
    row("step", 1),
    slice("sides", "shape", ["from", "to", "step"], 0),
    { name: "fraction", op: "Cast", input: ["sides"], attr: cast("DT_INT32", "DT_FLOAT") },
    { name: "product", op: "Mul", input: ["fraction", "ratio"] },
    { name: "size", op: "Cast", input: ["product"], attr: cast("DT_FLOAT", "DT_INT32") },
    {
      name: "small",
      op: "ResizeBilinear",
      input: ["way", "size"],
      attr: { half_pixel_centers: truth(true) },
    },
    { name: "whole", op: "Identity", input: ["way:1", "^on"] },
    { name: "y", op: "Merge", input: ["whole", "small"], attr: { N: integer(2) } },
  ],
  outputs: ["y"],
  sizes: { x: [1, 5, 6, 4] },
  values: { ratio },
});

function cast(from: string, to: string): NonNullable<NodeSpec["attr"]> {
  return { SrcT: type(from), DstT: type(to) };
}

/** What TensorFlow makes of a dilation: rims worked out from a picture's size. */
const RIMS: GraphCase = {
  title: "Pack, StridedSlice and FloorMod: margins until sides are even",
  nodes: [
    picture,
    row("from", 1),
    row("to", 3),
    row("step", 1),
    row("second", 1),
    row("end", 2),
    row("zero", 0),
    whole("nothing", 0),
    row("pair", 2, 2),
    { name: "shape", op: "Shape", input: ["x"], attr: { out_type: type("DT_INT32") } },
    slice("sides", "shape", ["from", "to", "step"], 0),
    { name: "over", op: "FloorMod", input: ["sides", "pair"] },
    { name: "less", op: "Sub", input: ["pair", "over"] },
    { name: "missing", op: "FloorMod", input: ["less", "pair"] },
    slice("down", "missing", ["zero", "second", "step"], 1),
    slice("across", "missing", ["second", "end", "step"], 1),
    ...["none", "rows", "columns", "also"].map((name, i): NodeSpec => ({
      name,
      op: "Pack",
      input: ["nothing", ["nothing", "down", "across", "nothing"][i]],
      attr: { axis: integer(0), N: integer(2) },
    })),
    {
      name: "rims",
      op: "Pack",
      input: ["none", "rows", "columns", "also"],
      attr: { axis: integer(0), N: integer(4) },
    },
    { name: "y", op: "Pad", input: ["x", "rims"] },
  ],
  outputs: ["y"],
};

/** All graphs. */
export const GRAPH_CASES: readonly GraphCase[] = [
  ...CONVOLUTIONS,
  ...ARITHMETIC,
  ...PICTURES,
  ...SHAPES,
  scaled(1),
  scaled(0.5),
  RIMS,
];

/** What goes into a graph, by name. */
export function graphInputs({ nodes, sizes = {}, values = {} }: GraphCase) {
  const inputs = nodes.filter(({ op, name }) => op === "Placeholder" && !(name in values));
  return inputs.map(({ name, attr }, i) => {
    const { dim = [] } = attr!.shape.shape as { dim?: { size: string }[] };
    const dims = sizes[name] ?? dim.map(({ size }) => Number(size));
    return { name, dims, data: seeded(count(dims), 7 + i) };
  });
}
