import type { NodeOptions, OnnxGraph } from "../onnx/onnx_graph.ts";
import { elementCount, readFloats, readIntegers } from "./constant.ts";
import type { TfliteModel, TfliteOperator, TfliteTensor } from "./tflite_model.ts";
import { inOrder, liesAlike, naturalOrder, type Order, permute } from "./operator_order.ts";
import { Unreadable } from "../onnx/unreadable.ts";

/** Add an operator of TensorFlow Lite to the graph, and say where its outputs are. */
export type Translate = (to: Translation, operator: TfliteOperator) => void;

/** Where a tensor is found in the graph. */
interface TensorPlace {
  readonly name: string;
  readonly order: Order;
}

/**
 * A translation under way: the graph so far, and where TensorFlow's tensors are
 * found in it.
 *
 * A tensor lies in the order in which its operator made it. Who needs another
 * gets it from {@linkcode value}, which adds what is needed, once; so between
 * convolutions nothing is transposed.
 */
export class Translation {
  /** What has been translated. */
  readonly graph: OnnxGraph;
  readonly #model: TfliteModel;
  readonly #places = new Map<number, TensorPlace[]>();
  readonly #floats = new Map<number, Float32Array>();
  readonly #scalars = new Map<number, string>();
  readonly #unshaped = new Map<string, string>();
  #floatsLeft: number;

  /**
   * A translation of nothing yet.
   *
   * @param graph Where to put it.
   * @param model What is to be translated.
   * @param mostFloats How many weights to take: many tensors may name the same bytes of the file.
   */
  constructor(graph: OnnxGraph, model: TfliteModel, mostFloats: number) {
    this.graph = graph;
    this.#model = model;
    this.#floatsLeft = mostFloats;
  }

  /** A tensor as the file describes it. */
  tensor(index: number): TfliteTensor {
    const tensor = this.#model.tensors[index];
    if (tensor === undefined) throw new RangeError(`No tensor ${index}`);
    return tensor;
  }

  /** A tensor's dimensions, in TensorFlow's order. */
  dims(index: number): readonly number[] {
    return this.tensor(index).dims;
  }

  /** Say where a tensor is found. */
  place(index: number, name: string, order: Order = naturalOrder(this.dims(index).length)): void {
    this.#places.set(index, [{ name, order }]);
  }

  /** Add an operation that makes a tensor, in an order. */
  make(
    index: number,
    operator: string,
    inputs: readonly string[],
    options: NodeOptions & { order?: Order } = {},
  ): void {
    this.place(index, this.graph.node(operator, inputs, options), options.order);
  }

  /** Say that a tensor has these numbers. */
  know(index: number, floats: Float32Array): void {
    this.#floats.set(index, floats);
  }

  /** Whether a tensor's numbers are known already. */
  isKnown(index: number): boolean {
    return this.#floats.has(index) || this.tensor(index).data.length > 0;
  }

  /** The numbers of a tensor that is known, in TensorFlow's order. */
  floats(index: number): Float32Array {
    const found = this.#floats.get(index);
    if (found !== undefined) return found;
    const tensor = this.tensor(index);
    this.#floatsLeft -= tensor.data.length === 0 ? 0 : elementCount(tensor.dims);
    if (this.#floatsLeft < 0) throw new RangeError("More weights than the file can have");
    const floats = readFloats(tensor);
    this.#floats.set(index, floats);
    return floats;
  }

  /** Whole numbers that must be known: a shape, axes, widths of margins. */
  integers(index: number): number[] {
    const tensor = this.tensor(index);
    if (tensor.data.length === 0 && elementCount(tensor.dims) > 0) {
      throw new Unreadable("it computes a shape while it runs, which is not handled");
    }
    return readIntegers(tensor);
  }

  /** The order in which a tensor lies. */
  orderOf(index: number): Order {
    return this.#places.get(index)?.[0].order ?? naturalOrder(this.dims(index).length);
  }

  /**
   * A tensor's name in the graph, lying in an order.
   *
   * @param index Which tensor.
   * @param order In which order it is wanted.
   * @returns The name.
   * @throws {RangeError} If nothing has made it yet.
   */
  value(index: number, order: Order = naturalOrder(this.dims(index).length)): string {
    if (order.length !== this.dims(index).length) throw new RangeError("Other dimensions");
    const places = this.#places.get(index) ?? [];
    const wanted = order.join();
    const found = places.find((place) => place.order.join() === wanted);
    if (found !== undefined) return found.name;
    const name = this.isKnown(index)
      ? this.#constant(index, order)
      : this.#reordered(index, places.at(0), order);
    this.#places.set(index, [...places, { name, order }]);
    return name;
  }

  /** A single number's name in the graph. */
  scalar(value: number): string {
    const name = this.#scalars.get(value) ?? this.graph.constant(Float32Array.of(value), []);
    this.#scalars.set(value, name);
    return name;
  }

  /** The same numbers under other dimensions. What was shaped before is shaped anew. */
  reshape(name: string, dims: readonly number[]): string {
    const origin = this.#unshaped.get(name) ?? name;
    const shaped = this.graph.node("Reshape", [origin, this.graph.integers(dims)]);
    this.#unshaped.set(shaped, origin);
    return shaped;
  }

  #constant(index: number, order: Order): string {
    const dims = this.dims(index);
    return this.graph.constant(permute(this.floats(index), dims, order), inOrder(dims, order));
  }

  #reordered(index: number, from: TensorPlace | undefined, order: Order): string {
    if (from === undefined) throw new RangeError(`Nothing has made tensor ${index}`);
    const dims = this.dims(index);
    if (liesAlike(dims, from.order, order)) return this.reshape(from.name, inOrder(dims, order));
    const perm = order.map((dimension) => from.order.indexOf(dimension));
    return this.graph.node("Transpose", [from.name], { attributes: { perm } });
  }
}
