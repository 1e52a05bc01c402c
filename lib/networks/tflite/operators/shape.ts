import { commonOrder } from "./arithmetic.ts";
import type { Translate } from "../translation.ts";
import { CHANNELS_FIRST, naturalOrder } from "../operator_order.ts";

/** The same numbers, other dimensions: what goes out says which. */
const translateReshape: Translate = (to, { inputs: [input], outputs: [output] }) => {
  to.place(output, to.reshape(to.value(input), to.dims(output)));
};

/** Nothing moves: the same numbers in the same place go by dimensions in another order. */
const translateTranspose: Translate = (to, { inputs: [input, permutation], outputs: [output] }) => {
  const order = to.orderOf(input);
  const moved = to.integers(permutation);
  to.place(output, to.value(input, order), order.map((dimension) => moved.indexOf(dimension)));
};

const translateConcatenation: Translate = (to, { options, inputs, outputs: [output] }) => {
  const rank = to.dims(output).length;
  const order = commonOrder(to, inputs, rank);
  const axis = options?.int32(0) ?? 0;
  const attributes = { axis: order.indexOf(axis < 0 ? axis + rank : axis) };
  const names = inputs.map((input) => to.value(input, order));
  to.make(output, "Concat", names, { attributes, order });
};

/** One behind the other along a new dimension. */
const translatePack: Translate = (to, { options, inputs, outputs: [output] }) => {
  const rank = to.dims(output).length;
  const axis = options?.int32(1) ?? 0;
  const at = axis < 0 ? axis + rank : axis;
  const parts = inputs.map((input) =>
    to.reshape(to.value(input), to.dims(output).map((dim, i) => i === at ? 1 : dim))
  );
  to.make(output, "Concat", parts, { attributes: { axis: at } });
};

/** Blocks of pixels from channels, and the other way round. */
function blocks(onnxName: string): Translate {
  return (to, { options, inputs: [input], outputs: [output] }) => {
    const attributes = { blocksize: options?.int32(0) ?? 0 };
    const name = to.value(input, CHANNELS_FIRST);
    to.make(output, onnxName, [name], { attributes, order: CHANNELS_FIRST });
  };
}

/** A constant in a more compact form was read as it was asked for: nothing is left to do. */
const translateDequantize: Translate = (to, { inputs: [input], outputs: [output] }) => {
  to.know(output, to.floats(input));
};

/** Repeats along some dimensions. */
const translateTile: Translate = (to, { inputs: [input, counts], outputs: [output] }) => {
  to.make(output, "Tile", [to.value(input), to.graph.integers(to.integers(counts))]);
};

/** Repeats along dimensions of one index. */
const translateBroadcast: Translate = (to, { inputs: [input], outputs: [output] }) => {
  to.make(output, "Expand", [to.value(input), to.graph.integers(to.dims(output))], {
    order: naturalOrder(to.dims(output).length),
  });
};

/** The operators that leave numbers as they are, and all of them. */
export const SHAPES: Readonly<Record<string, Translate>> = {
  BROADCAST_TO: translateBroadcast,
  CONCATENATION: translateConcatenation,
  DEPTH_TO_SPACE: blocks("DepthToSpace"),
  DEQUANTIZE: translateDequantize,
  EXPAND_DIMS: translateReshape,
  PACK: translatePack,
  RESHAPE: translateReshape,
  SPACE_TO_DEPTH: blocks("SpaceToDepth"),
  SQUEEZE: translateReshape,
  TILE: translateTile,
  TRANSPOSE: translateTranspose,
};
