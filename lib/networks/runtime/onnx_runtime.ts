/**
 * What a thread runs networks with: two builds of ONNX Runtime behind one interface.
 *
 * @module
 */

import {
  fromNetwork,
  isNumeric,
  toNetwork,
  type ValueData,
  type ValueType,
} from "./onnx_values.ts";
import type { Tensor, TensorInfo } from "../inference_session.ts";

/**
 * Which build of ONNX Runtime, by its package.
 *
 * @category Networks
 */
export type RuntimeName = "onnxruntime-node" | "onnxruntime-web";

/** How a network is to be run. */
export interface NetworkOptions {
  /** How many threads share an operation. */
  readonly threads: number;
  /**
   * What must run it instead of the processor: the first that starts.
   *
   * @default {the processor runs it}
   */
  readonly accelerators?: readonly string[] | undefined;
}

/** An input or output, with the type of its elements: `undefined` for a list, a map and their like. */
export interface ValueInfo extends Omit<TensorInfo, "type"> {
  readonly type: string | undefined;
}

/** A tensor in a network's own type. */
export interface Value {
  readonly type: ValueType;
  readonly data: ValueData;
  readonly dims: readonly number[];
}

/** A network that one of the builds has loaded. */
export interface Network {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** What runs it, if that is not the processor: ONNX Runtime's "coreml" and so on. */
  readonly provider?: string | undefined;
  run(
    feeds: Record<string, Value>,
    wanted: readonly string[],
  ): Promise<Record<string, Value>> | Record<string, Value>;
  /** Give the memory back. */
  close(): Promise<void> | void;
}

/** Tensors of numbers only, in float32: a {@linkcode Network} as the contract has it. */
export class NumericNetwork {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** What runs it, if that is not the processor. */
  readonly provider: string | undefined;
  readonly #network: Network;
  readonly #types: ReadonlyMap<string, ValueType>;

  /**
   * Check that it can be fed with numbers.
   *
   * @param network What a runtime has loaded.
   * @throws {TypeError} If an input, or every output, is no tensor of numbers.
   */
  constructor(network: Network) {
    this.#network = network;
    this.provider = network.provider;
    for (const { name, type } of network.inputs) assertNumeric(`input '${name}'`, type);
    const outputs = network.outputs.filter(({ type }) => isNumeric(type ?? ""));
    if (outputs.length === 0) {
      assertNumeric(`output '${network.outputs[0]?.name}'`, network.outputs[0]?.type);
    }
    this.inputs = network.inputs.map(infoOf);
    this.outputs = outputs.map(infoOf);
    this.#types = new Map(network.inputs.map(({ name, type }) => [name, type as ValueType]));
  }

  /** Run it once. The inputs must stay as they are meanwhile; the outputs are the caller's. */
  async run(
    inputs: Readonly<Record<string, Tensor>>,
    wanted: readonly string[],
  ): Promise<Record<string, Tensor & { data: Float32Array<ArrayBuffer> }>> {
    const feeds = Object.entries(inputs).map(([name, { dims, data }]) => {
      const type = this.#types.get(name)!;
      return [name, { type, dims, data: toNetwork(data, type) }];
    });
    const results = await this.#network.run(Object.fromEntries(feeds), wanted);
    return Object.fromEntries(
      Object.entries(results).map(([name, { type, data, dims }]) => {
        return [name, { dims: [...dims], data: fromNetwork(data, type) }];
      }),
    );
  }

  /** Give the memory back. */
  async close(): Promise<void> {
    await this.#network.close();
  }
}

/** As the contract has it, where float32 need not be said. */
function infoOf({ name, dims, type = "float32" }: ValueInfo): TensorInfo {
  return type === "float32" ? { name, dims } : { name, dims, type };
}

function assertNumeric(subject: string, type: string | undefined): void {
  if (isNumeric(type ?? "")) return;
  const got = type === "string" ? "text" : type ?? "no tensor";
  throw new TypeError(`its ${subject} must be numbers, got ${got}`);
}
