import type { NodeOptions, OnnxGraph } from "../onnx/onnx_graph.ts";
import { inOrder, liesAlike, naturalOrder, type Order, permute } from "../tflite/operator_order.ts";
import { Unreadable } from "../tflite/unreadable.ts";
import type { GraphNode } from "./graph_model.ts";
import type { Computed, Known, Margins, Value } from "./value.ts";

/** Add an operator to the graph, and say what it makes. */
export type Translate = (
  to: Translation,
  node: GraphNode,
  inputs: readonly Value[],
) => readonly Value[];

/**
 * A translation under way: the graph so far, and what is needed to go on with it.
 *
 * A graph of TensorFlow.js does not say how large the pictures are between its operators: each
 * translation works that out from what goes in. Numbers lie in the order in which their operator made
 * them; who needs another gets it from {@linkcode nameOf}, which adds what is needed, once.
 */
export class Translation {
  /** What has been translated. */
  readonly graph: OnnxGraph;
  readonly #constants = new Map<Known, Map<string, string>>();
  readonly #scalars = new Map<number, string>();

  /** @param graph Where to put it. */
  constructor(graph: OnnxGraph) {
    this.graph = graph;
  }

  /** What an operation makes that was added to the graph. */
  computed(
    name: string,
    dims: readonly number[],
    order: Order = naturalOrder(dims.length),
  ): Computed {
    return { kind: "computed", dims, places: [{ name, order }] };
  }

  /** Add an operation to the graph, and what it makes, in an order. */
  make(
    operator: string,
    inputs: readonly string[],
    dims: readonly number[],
    options: NodeOptions & { order?: Order } = {},
  ): Computed {
    return this.computed(this.graph.node(operator, inputs, options), dims, options.order);
  }

  /**
   * A value's name in the graph, lying in an order.
   *
   * @param value The value.
   * @param order In which order it is wanted.
   * @returns The name.
   */
  nameOf(value: Value, order: Order = naturalOrder(this.dims(value).length)): string {
    const settled = this.settled(value);
    if (order.length !== settled.dims.length) throw new RangeError("Other dimensions");
    if (settled.kind === "known") return this.#constant(settled, order);
    if (settled.places.length === 0) this.#fulfil(settled);
    const wanted = order.join();
    const found = settled.places.find((place) => place.order.join() === wanted);
    if (found !== undefined) return found.name;
    const name = this.#reordered(settled, order);
    settled.places.push({ name, order });
    return name;
  }

  /** A value's dimensions. */
  dims(value: Value): readonly number[] {
    return this.settled(value).dims;
  }

  /** A value whose dimensions are known. */
  settled(value: Value): Known | Computed {
    if (value.kind !== "open") return value;
    if (value.settled !== undefined) return value.settled;
    throw new Unreadable(`the size of its input '${value.name}' is not known`);
  }

  /** The order in which a value lies, or will. */
  orderOf(value: Value): Order {
    const settled = this.settled(value);
    const { length: rank } = settled.dims;
    if (settled.kind === "known") return naturalOrder(rank);
    if (settled.places.length > 0) return settled.places[0].order;
    return settled.source === undefined ? naturalOrder(rank) : this.orderOf(settled.source.of);
  }

  /** Whole numbers that must be known: a size, axes. */
  integers(value: Value): number[] {
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
  reshape(value: Value, dims: readonly number[]): Computed {
    return this.make("Reshape", [this.nameOf(value), this.graph.integers(dims)], dims);
  }

  #constant(value: Known, order: Order): string {
    const names = this.#constants.get(value) ?? new Map<string, string>();
    this.#constants.set(value, names);
    const wanted = order.join();
    const name = names.get(wanted) ?? this.graph.constant(
      value.type === "float32"
        ? permute(value.data as Float32Array, value.dims, order)
        : BigInt64Array.from(value.data, BigInt),
      inOrder(value.dims, order),
    );
    names.set(wanted, name);
    return name;
  }

  #reordered({ dims, places: [from] }: Computed, order: Order): string {
    if (liesAlike(dims, from.order, order)) {
      return this.graph.node("Reshape", [from.name, this.graph.integers(inOrder(dims, order))]);
    }
    const perm = order.map((dimension) => from.order.indexOf(dimension));
    return this.graph.node("Transpose", [from.name], { attributes: { perm } });
  }

  /** Make what nobody could save. */
  #fulfil(value: Computed): void {
    const { source } = value;
    if (source?.kind !== "margins") {
      throw new Unreadable("it works on blocks of pixels in a way that is not handled");
    }
    value.places.push(this.#padded(source));
  }

  #padded({ of, before, after }: Margins) {
    const order = this.orderOf(of);
    const widths = [...inOrder(before, order), ...inOrder(after, order)];
    const inputs = [this.nameOf(of, order), this.graph.integers(widths)];
    return { name: this.graph.node("Pad", inputs), order };
  }
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
