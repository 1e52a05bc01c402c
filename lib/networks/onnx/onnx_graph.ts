import { attributeMessage, type OnnxAttribute } from "./onnx_attribute.ts";
import { ProtobufMessage } from "./protobuf_message.ts";
import {
  type OnnxData,
  type OnnxDims,
  type OnnxType,
  tensorMessage,
  valueMessage,
} from "./onnx_tensor.ts";

/**
 * The version of ONNX's operators that is written: 17 of March 2022 has HardSwish
 * (14), and no runtime of today is too old for it.
 */
const OPSET = 17;
/** The file format's version that came with those operators. */
const IR_VERSION = 8;

/** What a node has beside its inputs. */
export interface NodeOptions {
  /** The operator's settings. @default {{}} */
  attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Names of the outputs. @default {[a new name]} */
  outputs?: readonly string[];
}

/**
 * A neural network in the making, to be written as an ONNX file.
 *
 * What is added gives back a name, which the next node takes.
 *
 * @example A network that adds one
 * ```ts
 * const graph = new OnnxGraph("one more");
 * const x = graph.input("x", [1, 4]);
 * const y = graph.node("Add", [x, graph.constant(Float32Array.of(1), [])]);
 * graph.output(y, [1, 4], { name: "y" });
 * const file = graph.toBytes(); // for an .onnx file, or for ONNX Runtime
 * ```
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export class OnnxGraph {
  readonly #name: string;
  readonly #nodes: ProtobufMessage[] = [];
  readonly #constants: ProtobufMessage[] = [];
  readonly #inputs: ProtobufMessage[] = [];
  readonly #outputs: ProtobufMessage[] = [];
  #names = 0;

  /**
   * A network without anything.
   *
   * @param name What it is called.
   */
  constructor(name: string) {
    this.#name = name;
  }

  /** A name that nothing has yet, as long as nobody else makes up names that begin with "#". */
  newName(): string {
    return `#${this.#names++}`;
  }

  /**
   * Add an input.
   *
   * @param name What it is called.
   * @param dims Its dimensions: numbers, names of dimensions that go together, or `undefined`.
   * @param type What its elements are.
   * @returns The name.
   */
  input(name: string, dims: OnnxDims, type: OnnxType = "float32"): string {
    this.#inputs.push(valueMessage(name, dims, type));
    return name;
  }

  /**
   * Say that a value is an output.
   *
   * @param value Its name until now.
   * @param dims Its dimensions, as for an input.
   * @param options What it shall be called, if not what it is called by now, and what its elements
   * are.
   * @returns The name.
   */
  output(value: string, dims: OnnxDims, options: { name?: string; type?: OnnxType } = {}): string {
    const { name = value, type = "float32" } = options;
    if (name !== value) this.node("Identity", [value], { outputs: [name] });
    this.#outputs.push(valueMessage(name, dims, type));
    return name;
  }

  /**
   * Add numbers that do not change: weights, or what an operator of ONNX takes as an input.
   *
   * @param data The numbers; they must stay as they are until {@linkcode toBytes}.
   * @param dims Their dimensions.
   * @param name What they are called.
   * @returns The name.
   */
  constant(data: OnnxData, dims: readonly number[], name: string = this.newName()): string {
    this.#constants.push(tensorMessage(name, data, dims));
    return name;
  }

  /** Add a row of whole numbers of 64 bits: a shape, axes, lengths. */
  integers(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  /**
   * Add an operation.
   *
   * @param operator ONNX's name of it: "Conv".
   * @param inputs The names of what goes in; "" for one that is left out.
   * @param options Its settings, and names of its outputs.
   * @returns The name of its first output.
   */
  node(operator: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const { attributes = {}, outputs = [this.newName()] } = options;
    const node = new ProtobufMessage();
    for (const input of inputs) node.text(1, input);
    for (const output of outputs) node.text(2, output);
    node.text(3, `${operator} ${outputs[0]}`).text(4, operator);
    for (const [name, value] of Object.entries(attributes)) {
      node.message(5, attributeMessage(name, value));
    }
    this.#nodes.push(node);
    return outputs[0];
  }

  /** The whole as an ONNX file. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const graph = new ProtobufMessage();
    for (const node of this.#nodes) graph.message(1, node);
    graph.text(2, this.#name);
    for (const constant of this.#constants) graph.message(5, constant);
    for (const input of this.#inputs) graph.message(11, input);
    for (const output of this.#outputs) graph.message(12, output);
    return new ProtobufMessage()
      .integer(1, IR_VERSION)
      .text(2, "backdrop")
      .message(7, graph)
      .message(8, new ProtobufMessage().text(1, "").integer(2, OPSET))
      .toBytes();
  }
}
