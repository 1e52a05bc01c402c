import type { GraphTranslation } from "../graph_translation.ts";
import type { Computed, GraphValue, Range } from "../graph_value.ts";
import { orderInCommon } from "./graph_arithmetic.ts";

/**
 * Values one behind the other.
 *
 * @param to The translation.
 * @param parts The values, alike but along the axis.
 * @param axis Along which dimension.
 * @returns What they make.
 */
export function concatenateValues(
  to: GraphTranslation,
  parts: readonly GraphValue[],
  axis: number,
): Computed {
  const all = parts.map((part) => to.dims(part));
  const [first] = all;
  const isAlike = (dims: readonly number[]) =>
    dims.length === first.length && dims.every((dim, i) => i === axis || dim === first[i]);
  if (!all.every(isAlike)) throw new RangeError("Other dimensions");
  const dims = first.map((dim, i) =>
    i === axis ? all.reduce((sum, other) => sum + other[i], 0) : dim
  );
  const order = orderInCommon(to, parts, first.length);
  const make = () => {
    const attributes = { axis: order.indexOf(axis) };
    return to.graph.node("Concat", parts.map((part) => to.nameOf(part, order)), { attributes });
  };
  const source = axis === 3 ? { kind: "joined", parts } as const : undefined;
  return to.computed(dims, order, make, {
    part: (range) => partOfJoined(to, parts, axis, range),
    source,
  });
}

/** Of those that a part reaches into, what it needs. */
function partOfJoined(
  to: GraphTranslation,
  parts: readonly GraphValue[],
  axis: number,
  range: Range,
): GraphValue {
  if (range.axis !== axis) {
    return concatenateValues(to, parts.map((part) => to.part(part, range)), axis);
  }
  let start = 0;
  const needed: GraphValue[] = [];
  for (const part of parts) {
    const from = Math.max(range.from, start);
    const end = Math.min(range.from + range.length, start + to.dims(part)[axis]);
    if (end > from) needed.push(to.part(part, { axis, from: from - start, length: end - from }));
    start += to.dims(part)[axis];
  }
  return needed.length === 1 ? needed[0] : concatenateValues(to, needed, axis);
}
