import type { Translate, Translation } from "../translation.ts";
import { inOrder } from "../operator_order.ts";
import type { TfliteOperator } from "../tflite_model.ts";
import { Unreadable } from "../../onnx/unreadable.ts";

/** Margins of zeros, or of a number that is given. */
const translatePad: Translate = (to, { inputs, outputs: [output] }) => {
  const [input, widths, filler = -1] = inputs;
  const names = filler < 0 ? [] : [to.scalar(to.floats(filler)[0])];
  pad(to, { input, widths, output }, "constant", names);
};

/** Margins of what lies beside them, mirrored. */
const translateMirrorPad: Translate = (to, { options, inputs, outputs: [output] }) => {
  const [input, widths] = inputs;
  if (options?.int8(0)) {
    throw new Unreadable("it mirrors pictures with their rims, which is not handled");
  }
  pad(to, { input, widths, output }, "reflect", []);
};

function pad(
  to: Translation,
  { input, widths, output }: { input: number; widths: number; output: number },
  mode: string,
  filler: readonly string[],
): void {
  const order = to.orderOf(input);
  const flat = to.integers(widths);
  const before = inOrder(flat.filter((_, i) => i % 2 === 0), order);
  const after = inOrder(flat.filter((_, i) => i % 2 === 1), order);
  const names = [to.value(input, order), to.graph.integers([...before, ...after]), ...filler];
  to.make(output, "Pad", names, { attributes: { mode }, order });
}

const translateSlice: Translate = (to, { inputs: [input, begin], outputs: [output] }) => {
  const order = to.orderOf(input);
  const starts = to.integers(begin);
  const ends = starts.map((start, i) => start + to.dims(output)[i]);
  const bounds = [starts, ends].map((values) => to.graph.integers(inOrder(values, order)));
  to.make(output, "Slice", [to.value(input, order), ...bounds], { order });
};

/** A slice in steps. Masks say where a bound is to be ignored, and which dimensions go away. */
const translateStridedSlice: Translate = (to, { options, inputs, outputs: [output] }) => {
  const [input, ...bounds] = inputs;
  const [begin, end, strides] = bounds.map((bound) => to.integers(bound));
  const [beginMask, endMask, ellipsis, added, dropped] = [0, 1, 2, 3, 4].map((field) =>
    options?.int32(field) ?? 0
  );
  if (ellipsis !== 0 || added !== 0 || options?.boolean(5)) {
    throw new Unreadable("it slices in a way that is not handled");
  }
  const starts = begin.map((start, i) =>
    beginMask >> i & 1 ? (strides[i] < 0 ? Number.MAX_SAFE_INTEGER : 0) : start
  );
  const ends = end.map((stop, i) => {
    if (dropped >> i & 1) return begin[i] === -1 ? Number.MAX_SAFE_INTEGER : begin[i] + 1;
    const open = strides[i] < 0 ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
    return endMask >> i & 1 ? open : stop;
  });
  const axes = begin.map((_, i) => i);
  const names = [starts, ends, axes, strides].map((values) => to.graph.integers(values));
  const sliced = to.graph.node("Slice", [to.value(input), ...names]);
  to.place(output, dropped === 0 ? sliced : to.reshape(sliced, to.dims(output)));
};

const translateSplit: Translate = (to, operator) => {
  const [axis, input] = operator.inputs;
  split(to, operator, input, axis);
};

const translateSplitByLengths: Translate = (to, operator) => {
  const [input, , axis] = operator.inputs;
  split(to, operator, input, axis);
};

/** What goes out says how long the parts are. */
function split(to: Translation, { outputs }: TfliteOperator, input: number, axis: number): void {
  const order = to.orderOf(input);
  const [given] = to.integers(axis);
  const dimension = given < 0 ? given + order.length : given;
  const lengths = outputs.map((output) => to.dims(output)[dimension]);
  const names = outputs.map(() => to.graph.newName());
  to.graph.node("Split", [to.value(input, order), to.graph.integers(lengths)], {
    attributes: { axis: order.indexOf(dimension) },
    outputs: names,
  });
  outputs.forEach((output, i) => to.place(output, names[i], order));
}

/** The operators that add margins or take parts. */
export const SLICES: Readonly<Record<string, Translate>> = {
  MIRROR_PAD: translateMirrorPad,
  PAD: translatePad,
  PADV2: translatePad,
  SLICE: translateSlice,
  SPLIT: translateSplit,
  SPLIT_V: translateSplitByLengths,
  STRIDED_SLICE: translateStridedSlice,
};
