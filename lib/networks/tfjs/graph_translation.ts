import type { OnnxGraph } from "../onnx/onnx_graph.ts";
import { elementCount } from "../tflite/constant.ts";
import { inOrder, liesAlike, naturalOrder, type Order, permute } from "../tflite/operator_order.ts";
import { Unreadable } from "../onnx/unreadable.ts";
import type { GraphNode } from "./graph_model.ts";
import type { Computed, GraphValue, Known, Range } from "./graph_value.ts";

/** Add an operator to the graph, and say what it makes. */
export type TranslateNode = (
  to: GraphTranslation,
  node: GraphNode,
  inputs: readonly GraphValue[],
) => readonly GraphValue[];

/**
 * A translation under way: the graph so far, and what is needed to go on with it.
 *
 * A graph of TensorFlow.js does not say how large the pictures are between its operators: each
 * translation works that out from what goes in. Numbers lie in the order in which their operator makes
 * them; who needs another gets it from {@linkcode nameOf}, which adds what is needed, once.
 */
export class GraphTranslation {
  /** What has been translated. */
  readonly graph: OnnxGraph;
  /** Names by value and order. */
  readonly #names = new Map<Known | Computed, Map<string, string>>();
  readonly #scalars = new Map<number, string>();

  /** @param graph Where to put it. */
  constructor(graph: OnnxGraph) {
    this.graph = graph;
  }

  /** What an operation will make. */
  computed(
    dims: readonly number[],
    order: Order,
    make: () => string,
    more: Pick<Computed, "part" | "source"> = {},
  ): Computed {
    return { kind: "computed", dims, order, make, ...more };
  }

  /**
   * A value's name in the graph, lying in an order.
   *
   * @param value The value.
   * @param order In which order it is wanted.
   * @returns The name.
   */
  nameOf(value: GraphValue, order: Order = naturalOrder(this.dims(value).length)): string {
    const settled = this.settled(value);
    if (order.length !== settled.dims.length) throw new RangeError("Other dimensions");
    let names = this.#names.get(settled);
    if (names === undefined) this.#names.set(settled, names = new Map());
    const wanted = order.join();
    const found = names.get(wanted);
    if (found !== undefined) return found;
    const name = settled.kind === "known"
      ? this.#constant(settled, order)
      : this.#inOrder(settled, order, names);
    names.set(wanted, name);
    return name;
  }

  /** A value's dimensions. */
  dims(value: GraphValue): readonly number[] {
    return this.settled(value).dims;
  }

  /** A value whose dimensions are known. */
  settled(value: GraphValue): Known | Computed {
    if (value.kind !== "open") return value;
    if (value.settled !== undefined) return value.settled;
    throw new Unreadable(`the size of its input '${value.name}' is not known`);
  }

  /** The order in which a value lies. */
  orderOf(value: GraphValue): Order {
    const settled = this.settled(value);
    return settled.kind === "known" ? naturalOrder(settled.dims.length) : settled.order;
  }

  /** Whole numbers that must be known: a size, axes. */
  integers(value: GraphValue): number[] {
    if (value.kind === "known") return [...value.data];
    throw new Unreadable("it computes a size while it runs, which is not handled");
  }

  /** A single number's name in the graph. */
  scalar(value: number): string {
    const name = this.#scalars.get(value) ?? this.graph.constant(Float32Array.of(value), []);
    this.#scalars.set(value, name);
    return name;
  }

  /** The same numbers under other dimensions. */
  reshape(value: GraphValue, dims: readonly number[]): Computed {
    return this.computed(
      dims,
      naturalOrder(dims.length),
      () => this.graph.node("Reshape", [this.nameOf(value), this.graph.integers(dims)]),
    );
  }

  /** Of a value only some indices of a dimension. */
  part(value: GraphValue, range: Range): GraphValue {
    const { axis, from, length } = range;
    const settled = this.settled(value);
    if (from === 0 && length === settled.dims[axis]) return settled;
    if (settled.kind === "known") return partOfKnown(settled, range);
    if (settled.part !== undefined) return settled.part(range);
    const { dims, order } = settled;
    const cut = dims.map((dim, i) => i === axis ? length : dim);
    return this.computed(cut, order, () => {
      const bounds = [[from], [from + length], [order.indexOf(axis)]];
      const integers = bounds.map((values) => this.graph.integers(values));
      return this.graph.node("Slice", [this.nameOf(settled, order), ...integers]);
    });
  }

  #constant({ type, data, dims }: Known, order: Order): string {
    const numbers = type === "float32"
      ? permute(data as Float32Array, dims, order)
      : BigInt64Array.from(data, BigInt);
    return this.graph.constant(numbers, inOrder(dims, order));
  }

  #inOrder(value: Computed, order: Order, names: Map<string, string>): string {
    const { dims, order: own } = value;
    const key = own.join();
    const name = names.get(key) ?? value.make();
    names.set(key, name);
    if (key === order.join()) return name;
    if (liesAlike(dims, own, order)) {
      return this.graph.node("Reshape", [name, this.graph.integers(inOrder(dims, order))]);
    }
    const perm = order.map((dimension) => own.indexOf(dimension));
    return this.graph.node("Transpose", [name], { attributes: { perm } });
  }
}

function partOfKnown({ dims, type, data }: Known, { axis, from, length }: Range): Known {
  const inner = elementCount(dims.slice(axis + 1));
  const whole = dims[axis] * inner;
  const isIn = (_: number, i: number) => {
    const at = i % whole;
    return at >= from * inner && at < (from + length) * inner;
  };
  return known(dims.map((dim, i) => i === axis ? length : dim), type, data.filter(isIn));
}

/** What is known beforehand. */
export function known(
  dims: readonly number[],
  type: Known["type"],
  numbers: Iterable<number>,
): Known {
  const data = type === "float32" ? Float32Array.from(numbers) : Int32Array.from(numbers);
  return { kind: "known", dims, type, data };
}

/** An axis counted from the first dimension. */
export function axisOf(axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (counted < 0 || counted >= rank) throw new RangeError(`No dimension ${axis}`);
  return counted;
}
