import { elementCount } from "../../tflite/constant.ts";
import { inOrder } from "../../tflite/operator_order.ts";
import { Unreadable } from "../../tflite/unreadable.ts";
import { axisOf, known, type Translate } from "../translation.ts";
import type { Known, Value } from "../value.ts";
import { commonOrder } from "./arithmetic.ts";

/** What must be known beforehand: a size, or a part of one. */
function size(value: Value): Known {
  if (value.kind === "known") return value;
  throw new Unreadable("it computes a size while it runs, which is not handled");
}

const translateShape: Translate = (to, _, [input]) => {
  const dims = to.dims(input);
  return [known([dims.length], "int32", dims)];
};

/** Towards zero, where whole numbers are wanted. */
const translateCast: Translate = (_, { settings }, [input]) => {
  const { dims, data } = size(input);
  switch (settings.type("DstT")) {
    case "DT_FLOAT":
      return [known(dims, "float32", data)];
    case "DT_INT32":
      return [known(dims, "int32", data)];
    case "DT_BOOL":
      return [known(dims, "bool", Array.from(data, (number) => Number(number !== 0)))];
    default:
      throw new Unreadable(`it has numbers of type ${settings.type("DstT")}, which are not handled`);
  }
};

/** One behind the other along a new first dimension. */
const translatePack: Translate = (_, { settings }, inputs) => {
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
const translateStridedSlice: Translate = (to, { settings }, [input, ...bounds]) => {
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
const translateSlice: Translate = (to, _, [input, begin, sizes]) => {
  const order = to.orderOf(input);
  const starts = to.integers(begin);
  const whole = to.dims(input);
  const dims = to.integers(sizes).map((side, i) => side < 0 ? whole[i] - starts[i] : side);
  if (dims.length !== whole.length || dims.some((side, i) => starts[i] + side > whole[i])) {
    throw new RangeError("A part beyond the whole");
  }
  if (dims.join() === whole.join()) return [input];
  const ends = starts.map((start, i) => start + dims[i]);
  const parts = [starts, ends].map((values) => to.graph.integers(inOrder(values, order)));
  return [to.make("Slice", [to.nameOf(input, order), ...parts], dims, { order })];
};

/** Dimensions of one index go away. */
const translateSqueeze: Translate = (to, { settings }, [input]) => {
  const dims = to.dims(input);
  const chosen = settings.integers("squeeze_dims").map((axis) => axisOf(axis, dims.length));
  const left = dims.filter((dim, i) => dim !== 1 || chosen.length > 0 && !chosen.includes(i));
  if (elementCount(left) !== elementCount(dims)) throw new RangeError("Other dimensions");
  return [input.kind === "known" ? { ...input, dims: left } : to.reshape(input, left)];
};

const translateConcatenation: Translate = (to, _, inputs) => {
  const parts = inputs.slice(0, -1);
  const [given] = to.integers(inputs.at(-1)!);
  const [first] = parts.map((part) => to.dims(part));
  const axis = axisOf(given, first.length);
  const dims = first.map((dim, i) =>
    i === axis ? parts.reduce((sum, part) => sum + to.dims(part)[i], 0) : dim
  );
  if (parts.some((part) => to.dims(part).some((dim, i) => i !== axis && dim !== first[i]))) {
    throw new RangeError("Other dimensions");
  }
  const order = commonOrder(to, parts, first.length);
  const names = parts.map((part) => to.nameOf(part, order));
  return [to.make("Concat", names, dims, { attributes: { axis: order.indexOf(axis) }, order })];
};

/** Parts of the same length. */
const translateSplit: Translate = (to, node, [axis, input]) => {
  const count = node.settings.integer("num_split");
  const length = to.dims(input)[axisOf(to.integers(axis)[0], to.dims(input).length)] / count;
  if (!Number.isInteger(length)) throw new RangeError(`Parts of ${length}`);
  return split(to, input, axis, new Array<number>(count).fill(length));
};

/** Parts of lengths that are given. */
const translateSplitByLengths: Translate = (to, _, [input, lengths, axis]) =>
  split(to, input, axis, to.integers(lengths));

function split(
  to: Parameters<Translate>[0],
  input: Value,
  axis: Value,
  lengths: readonly number[],
): Value[] {
  const whole = to.dims(input);
  const order = to.orderOf(input);
  const dimension = axisOf(to.integers(axis)[0], whole.length);
  if (lengths.reduce((sum, length) => sum + length, 0) !== whole[dimension]) {
    throw new RangeError("Parts of another whole");
  }
  const outputs = lengths.map(() => to.graph.newName());
  to.graph.node("Split", [to.nameOf(input, order), to.graph.integers(lengths)], {
    attributes: { axis: order.indexOf(dimension) },
    outputs,
  });
  return lengths.map((length, i) =>
    to.computed(outputs[i], whole.map((dim, d) => d === dimension ? length : dim), order)
  );
}

/** Repeats along dimensions of one index. An input that has no size yet has this one. */
const translateBroadcast: Translate = (to, _, [input, shape]) => {
  const dims = to.integers(shape);
  if (input.kind === "open" && input.settled === undefined) {
    return [input.settled = to.computed(to.graph.input(input.name, dims), dims)];
  }
  if (to.dims(input).join() === dims.join()) return [input];
  return [to.make("Expand", [to.nameOf(input), to.graph.integers(dims)], dims)];
};

/** The operators on sizes, and those that leave numbers as they are. */
export const SHAPES: Readonly<Record<string, Translate>> = {
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
