/**
 * What the translation needs of a graph model of TensorFlow.js: `model.json` is TensorFlow's GraphDef,
 * as Protocol Buffers are written in JSON, with the names and places of the weights beside it.
 *
 * @see https://www.tensorflow.org/js/guide/conversion
 * @module
 */

import { Unreadable } from "../onnx/unreadable.ts";
import { jsonList, type JsonObject, jsonObject, text, whole } from "./json.ts";
import { readWeights, type Weights } from "./weights.ts";

/** No network that anybody would run on frames has as many operators. */
const MOST_NODES = 20_000;

/** An operation. What it makes is called by its name; of several, by "name:1" and so on. */
export interface GraphNode {
  readonly name: string;
  /** TensorFlow's name of what it does: "Conv2D". */
  readonly op: string;
  /** What it takes: "name", "name:1"; "^name" only has to come before. */
  readonly inputs: readonly string[];
  readonly settings: NodeSettings;
}

/** A network. */
export interface GraphModel {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** What its inputs and outputs are called outside, and what inside. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
  readonly weights: Weights;
}

/** An operator's settings, which JSON has as `{"i": "2"}`. */
export class NodeSettings {
  readonly #values: JsonObject;

  /** @param values The node's "attr". */
  constructor(values: unknown) {
    this.#values = jsonObject(values ?? {});
  }

  /** A whole number, or what it is if it was left out. */
  integer(name: string, otherwise = 0): number {
    const { i } = this.#value(name);
    return i === undefined ? otherwise : whole(i);
  }

  /** Whole numbers. */
  integers(name: string): number[] {
    const { list } = this.#value(name);
    const { i } = jsonObject(list ?? {});
    return jsonList(i ?? []).map(whole);
  }

  /** A truth, false if it was left out. */
  boolean(name: string): boolean {
    const { b } = this.#value(name);
    return b === true;
  }

  /** A text, which JSON has as base64. */
  text(name: string, otherwise = ""): string {
    const { s } = this.#value(name);
    return s === undefined ? otherwise : decoded(s);
  }

  /** Texts. */
  texts(name: string): string[] {
    const { list } = this.#value(name);
    const { s } = jsonObject(list ?? {});
    return jsonList(s ?? []).map(decoded);
  }

  /** An element type: "DT_FLOAT". */
  type(name: string): string {
    const { type } = this.#value(name);
    return typeof type === "string" ? type : "";
  }

  /** A shape; -1 for a dimension of any size, nothing where not even their number is said. */
  shape(name: string): number[] | undefined {
    const { shape } = this.#value(name);
    const { unknownRank, dim: sides } = jsonObject(shape ?? {});
    if (unknownRank === true) return undefined;
    return jsonList(sides ?? []).map((side) => {
      const { size } = jsonObject(side);
      return whole(size ?? 0);
    });
  }

  #value(name: string): JsonObject {
    return jsonObject(this.#values[name] ?? {});
  }
}

/**
 * Read a model.
 *
 * @param json The text of its `model.json`.
 * @param weights What is in the files that it names, one behind the other.
 * @returns The network.
 * @throws {Unreadable} If it is no graph model, or weights are missing.
 */
export function readGraphModel(json: string, weights: Uint8Array): GraphModel {
  const model = parsed(json);
  const { modelTopology: topology, format, signature, weightsManifest, userDefinedMetadata } =
    model;
  if (topology === undefined || format === "layers-model") {
    throw new Unreadable("it is no graph model of TensorFlow.js");
  }
  const { node: stored } = jsonObject(topology);
  const list = jsonList(stored ?? []);
  if (list.length > MOST_NODES) throw new RangeError(`${list.length} operators`);
  const nodes = new Map(list.map((node) => {
    const { name, op, input, attr } = jsonObject(node);
    const inputs = jsonList(input ?? []).map(text);
    return [text(name), {
      name: text(name),
      op: text(op),
      inputs,
      settings: new NodeSettings(attr),
    }];
  }));
  const { signature: described } = jsonObject(userDefinedMetadata ?? {});
  const { inputs, outputs } = jsonObject(signature ?? described ?? {});
  return {
    nodes,
    inputs: namesOf(inputs),
    outputs: namesOf(outputs),
    weights: readWeights(jsonList(weightsManifest ?? []), weights),
  };
}

/** Names of tensors end in ":0", also outside where a converter has left it. */
function namesOf(tensors: unknown): Map<string, string> {
  const named = Object.entries(jsonObject(tensors ?? {}));
  return new Map(named.map(([outside, tensor]) => {
    const { name } = jsonObject(tensor);
    return [outside.replace(/:0$/, ""), text(name)];
  }));
}

function decoded(value: unknown): string {
  try {
    return atob(text(value));
  } catch (cause) {
    throw new RangeError("No base64", { cause });
  }
}

function parsed(json: string): JsonObject {
  try {
    return jsonObject(JSON.parse(json));
  } catch (cause) {
    throw new RangeError("No JSON", { cause });
  }
}
