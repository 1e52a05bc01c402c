import { elementCount } from "../../tflite/constant.ts";
import { inOrder, naturalOrder } from "../../tflite/operator_order.ts";
import { Unreadable } from "../../onnx/unreadable.ts";
import { axisOf, type GraphTranslation, known, type TranslateNode } from "../graph_translation.ts";
import type { GraphValue, Known } from "../graph_value.ts";
import { concatenateValues } from "./concatenate_values.ts";

/** What must be known beforehand: a size, or a part of one. */
function size(value: GraphValue): Known {
  if (value.kind === "known") return value;
  throw new Unreadable("it computes a size while it runs, which is not handled");
}

const translateShape: TranslateNode = (to, _, [input]) => {
  const dims = to.dims(input);
  return [known([dims.length], "int32", dims)];
};

/** Towards zero, where whole numbers are wanted. */
const translateCast: TranslateNode = (_, { settings }, [input]) => {
  const { dims, data } = size(input);
  switch (settings.type("DstT")) {
    case "DT_FLOAT":
      return [known(dims, "float32", data)];
    case "DT_INT32":
      return [known(dims, "int32", data)];
    case "DT_BOOL":
      return [known(dims, "bool", Array.from(data, (number) => Number(number !== 0)))];
    default:
      throw new Unreadable(
        `it has numbers of type ${settings.type("DstT")}, which are not handled`,
      );
  }
};

/** One behind the other along a new first dimension. */
const translatePack: TranslateNode = (_, { settings }, inputs) => {
  const parts = inputs.map(size);
  const [{ dims, type }] = parts;
  if (parts.some((part) => part.dims.join() !== dims.join() || part.type !== type)) {
    throw new RangeError("Other dimensions");
  }
  if (axisOf(settings.integer("axis"), dims.length + 1) !== 0) {
    throw new Unreadable("it packs along a dimension that is not handled");
  }
  return [known([parts.length, ...dims], type, parts.flatMap(({ data }) => [...data]))];
};

/** A part of a row. Masks say where a bound is to be ignored, and whether one number is left. */
const translateStridedSlice: TranslateNode = (to, { settings }, [input, ...bounds]) => {
  const { dims, type, data } = size(input);
  const [[begin], [end], [stride]] = bounds.map((bound) => to.integers(bound));
  const has = (mask: string) => settings.integer(mask) !== 0;
  if (has("ellipsis_mask") || has("new_axis_mask") || dims.length !== 1 || stride < 1) {
    throw new Unreadable("it slices in a way that is not handled");
  }
  const from = (bound: number) => bound < 0 ? bound + data.length : bound;
  const start = has("begin_mask") ? 0 : from(begin);
  if (has("shrink_axis_mask")) {
    if (!(start in data)) throw new RangeError(`No number ${start}`);
    return [known([], type, [data[start]])];
  }
  const stop = has("end_mask") ? data.length : from(end);
  const part = [...data.slice(start, stop)].filter((_, i) => i % stride === 0);
  return [known([part.length], type, part)];
};

/** A part of a picture; -1 is all that is left. */
const translateSlice: TranslateNode = (to, _, [input, begin, sizes]) => {
  const order = to.orderOf(input);
  const starts = to.integers(begin);
  const whole = to.dims(input);
  const dims = to.integers(sizes).map((side, i) => side < 0 ? whole[i] - starts[i] : side);
  if (dims.length !== whole.length || dims.some((side, i) => starts[i] + side > whole[i])) {
    throw new RangeError("A part beyond the whole");
  }
  if (dims.join() === whole.join()) return [input];
  const ends = starts.map((start, i) => start + dims[i]);
  return [
    to.computed(dims, order, () => {
      const bounds = [starts, ends].map((values) => to.graph.integers(inOrder(values, order)));
      return to.graph.node("Slice", [to.nameOf(input, order), ...bounds]);
    }),
  ];
};

/** Dimensions of one index go away. */
const translateSqueeze: TranslateNode = (to, { settings }, [input]) => {
  const dims = to.dims(input);
  const chosen = settings.integers("squeeze_dims").map((axis) => axisOf(axis, dims.length));
  const left = dims.filter((dim, i) => dim !== 1 || chosen.length > 0 && !chosen.includes(i));
  if (elementCount(left) !== elementCount(dims)) throw new RangeError("Other dimensions");
  return [input.kind === "known" ? { ...input, dims: left } : to.reshape(input, left)];
};

const translateConcatenation: TranslateNode = (to, _, inputs) => {
  const parts = inputs.slice(0, -1);
  const { length: rank } = to.dims(parts[0]);
  return [concatenateValues(to, parts, axisOf(to.integers(inputs.at(-1)!)[0], rank))];
};

/** Parts of the same length. */
const translateSplit: TranslateNode = (to, node, [axis, input]) => {
  const count = node.settings.integer("num_split");
  const length = to.dims(input)[axisOf(to.integers(axis)[0], to.dims(input).length)] / count;
  if (!Number.isInteger(length)) throw new RangeError(`Parts of ${length}`);
  return split(to, input, axis, new Array<number>(count).fill(length));
};

/** Parts of lengths that are given. */
const translateSplitByLengths: TranslateNode = (to, _, [input, lengths, axis]) =>
  split(to, input, axis, to.integers(lengths));

function split(
  to: GraphTranslation,
  input: GraphValue,
  along: GraphValue,
  lengths: readonly number[],
): readonly GraphValue[] {
  const whole = to.settled(input);
  const { dims } = whole;
  const axis = axisOf(to.integers(along)[0], dims.length);
  if (lengths.reduce((sum, length) => sum + length, 0) !== dims[axis]) {
    throw new RangeError("Parts of another whole");
  }
  const ranges = lengths.map((length, i) => {
    const from = lengths.slice(0, i).reduce((sum, before) => sum + before, 0);
    return { axis, from, length };
  });
  if (whole.kind === "known" || whole.part !== undefined) {
    return ranges.map((range) => to.part(whole, range));
  }
  const { order } = whole;
  let names: readonly string[] | undefined;
  const add = () => {
    const outputs = lengths.map(() => to.graph.newName());
    to.graph.node("Split", [to.nameOf(whole, order), to.graph.integers(lengths)], {
      attributes: { axis: order.indexOf(axis) },
      outputs,
    });
    return outputs;
  };
  return lengths.map((length, i) =>
    to.computed(dims.map((dim, d) => d === axis ? length : dim), order, () => (names ??= add())[i])
  );
}

/** Repeats along dimensions of one index. An input that has no size yet has this one. */
const translateBroadcast: TranslateNode = (to, _, [input, shape]) => {
  const dims = to.integers(shape);
  if (input.kind === "open" && input.settled === undefined) {
    const { name } = input;
    const make = () => to.graph.input(name, dims);
    return [input.settled = to.computed(dims, naturalOrder(dims.length), make)];
  }
  if (to.dims(input).join() === dims.join()) return [input];
  const make = () => to.graph.node("Expand", [to.nameOf(input), to.graph.integers(dims)]);
  return [to.computed(dims, naturalOrder(dims.length), make)];
};

/** The operators on sizes, and those that leave numbers as they are. */
export const GRAPH_SHAPES: Readonly<Record<string, TranslateNode>> = {
  BroadcastTo: translateBroadcast,
  Cast: translateCast,
  ConcatV2: translateConcatenation,
  Identity: (_, __, [input]) => [input],
  NoOp: () => [],
  Pack: translatePack,
  Shape: translateShape,
  Slice: translateSlice,
  Split: translateSplit,
  SplitV: translateSplitByLengths,
  Squeeze: translateSqueeze,
  StridedSlice: translateStridedSlice,
};
