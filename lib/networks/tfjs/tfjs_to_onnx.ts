import { OnnxGraph } from "../onnx/onnx_graph.ts";
import { naturalOrder } from "../tflite/operator_order.ts";
import { assertKnownOperators, Unreadable, withModelName } from "../onnx/unreadable.ts";
import { type GraphModel, type GraphNode, readGraphModel } from "./graph_model.ts";
import { nodesFor, referenceOf } from "./nodes_for.ts";
import { GRAPH_ARITHMETIC } from "./operators/graph_arithmetic.ts";
import { GRAPH_CONVOLUTIONS } from "./operators/graph_convolution.ts";
import { GRAPH_PICTURES } from "./operators/graph_pictures.ts";
import { GRAPH_SHAPES } from "./operators/graph_shape.ts";
import { GraphTranslation, known, type TranslateNode } from "./graph_translation.ts";
import type { GraphValue } from "./graph_value.ts";

/**
 * What is said of a graph model of TensorFlow.js before it is translated.
 *
 * @category Networks
 */
export interface TfjsOptions {
  /**
   * The dimensions of inputs, by name: `{ src: [1, 720, 1280, 3] }`. Those that the file tells, or
   * the network's own steps, need none.
   *
   * @default {{}}
   */
  sizes?: Readonly<Record<string, readonly number[]>>;
  /**
   * Numbers that inputs always have, by name: `{ downsample_ratio: 0.25 }`. What follows from them is
   * worked out beforehand, and they are no inputs any more.
   *
   * @default {{}}
   */
  values?: Readonly<Record<string, number>>;
  /**
   * The outputs that are wanted; what only the others need is left out.
   *
   * @default {all}
   */
  outputs?: readonly string[] | undefined;
  /**
   * What errors shall call the model.
   *
   * @default {"tfjs"}
   */
  name?: string;
}

/**
 * A graph model of TensorFlow.js as an ONNX model, which ONNX Runtime can run.
 *
 * Inputs and outputs keep their names (without ":0") and the order of their dimensions (pictures
 * N × H × W × C). All sizes are fixed: what the network works out from them, and which of two branches
 * it then takes, is decided here. Weights of fewer bits become such of 32.
 *
 * @example A file that is none
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * const translate = () => tfjsToOnnx("{}", new Uint8Array(), { name: "rvm.json" });
 * assertThrows(translate, Error, "Cannot read the model 'rvm.json'");
 * ```
 *
 * @param json The text of its `model.json`.
 * @param weights What is in the files that it names, one behind the other.
 * @param options Sizes, and what else is known beforehand.
 * @returns The .onnx file.
 * @throws {ModelError} If it cannot be read or translated.
 * @category Networks
 */
export function tfjsToOnnx(
  json: string,
  weights: Uint8Array,
  options: TfjsOptions = {},
): Uint8Array<ArrayBuffer> {
  const { name = "tfjs" } = options;
  return withModelName(name, () => translate(readGraphModel(json, weights), name, options));
}

/** Every operator on numbers that can be translated, by TensorFlow's name of it. */
const TRANSLATIONS: ReadonlyMap<string, TranslateNode> = new Map(
  [GRAPH_ARITHMETIC, GRAPH_CONVOLUTIONS, GRAPH_PICTURES, GRAPH_SHAPES].flatMap((operators) =>
    Object.entries(operators)
  ),
);

/** Those that say what there is, and which way to go. */
const STRUCTURE: ReadonlySet<string> = new Set(["Const", "Merge", "Placeholder", "Switch"]);

function translate(
  model: GraphModel,
  name: string,
  options: TfjsOptions,
): Uint8Array<ArrayBuffer> {
  const { outputs = [...model.outputs.keys()] } = options;
  const wanted = outputs.map((output) => {
    const tensor = model.outputs.get(output);
    if (tensor === undefined) throw new Unreadable(`it has no output '${output}'`);
    return { output, from: referenceOf(tensor) };
  });
  if (wanted.length === 0) throw new Unreadable("it does not say what it gives");
  const nodes = nodesFor(model.nodes, wanted.map(({ from }) => from.name));
  assertKnownOperators(
    nodes.map(({ op }) => op),
    (op) => TRANSLATIONS.has(op) || STRUCTURE.has(op),
  );
  const graph = new OnnxGraph(name);
  const run = new Run(new GraphTranslation(graph), model, options);
  for (const node of nodes) run.add(node);
  for (const { output, from } of wanted) {
    const value = run.find(from.name, from.output);
    if (value === undefined) throw new Unreadable(`nothing makes its output '${output}'`);
    graph.output(run.to.nameOf(value), run.to.dims(value), { name: output });
  }
  return graph.toBytes();
}

/** A graph on its way, node by node. What is `undefined` is of a branch that is not taken. */
class Run {
  readonly to: GraphTranslation;
  readonly #model: GraphModel;
  readonly #options: TfjsOptions;
  readonly #made = new Map<string, readonly (GraphValue | undefined)[] | undefined>();

  constructor(to: GraphTranslation, model: GraphModel, options: TfjsOptions) {
    this.to = to;
    this.#model = model;
    this.#options = options;
  }

  /** What a node has made. */
  find(name: string, output: number): GraphValue | undefined {
    const made = this.#made.get(name);
    if (made !== undefined && output >= made.length) throw new RangeError(`No output ${output}`);
    return made?.[output];
  }

  /** TranslateNode a node whose inputs have been. */
  add(node: GraphNode): void {
    this.#made.set(node.name, this.#outputs(node));
  }

  #outputs(node: GraphNode): readonly (GraphValue | undefined)[] | undefined {
    const references = node.inputs.map(referenceOf);
    const isLive = ({ name, output, isControl }: (typeof references)[number]) =>
      isControl ? this.#isTaken(name) : this.find(name, output) !== undefined;
    if (node.op === "Merge") {
      const live = references.filter((reference) => !reference.isControl && isLive(reference));
      if (live.length > 1) throw undecided();
      // The second output says which it was; nobody asks.
      return live.map(({ name, output }) => this.find(name, output));
    }
    if (!references.every(isLive)) return undefined;
    const inputs = references.filter(({ isControl }) => !isControl)
      .map(({ name, output }) => this.find(name, output)!);
    switch (node.op) {
      case "Const":
        return [this.#weightsOf(node)];
      case "Placeholder":
        return [this.#input(node)];
      case "Switch":
        return switched(inputs);
      default:
        return TRANSLATIONS.get(node.op)!(this.to, node, inputs);
    }
  }

  /** Whether something that only has to come before is done at all. */
  #isTaken(name: string): boolean {
    const made = this.#made.get(name);
    return made !== undefined && (made.length === 0 || made.some((value) => value !== undefined));
  }

  #weightsOf({ name }: GraphNode): GraphValue {
    const weights = this.#model.weights.get(name);
    if (weights === undefined) throw new Unreadable(`the weights of its '${name}' are missing`);
    return weights;
  }

  #input({ name: inside, settings }: GraphNode): GraphValue {
    const { sizes = {}, values = {} } = this.#options;
    const named = [...this.#model.inputs].find(([, tensor]) => referenceOf(tensor).name === inside);
    const name = named?.[0] ?? inside;
    if (Object.hasOwn(values, name)) return known([], "float32", [values[name]]);
    if (settings.type("dtype") !== "DT_FLOAT") {
      throw new Unreadable(`its input '${name}' has type ${settings.type("dtype")}, not DT_FLOAT`);
    }
    const given = Object.hasOwn(sizes, name) ? sizes[name] : undefined;
    const dims = given ?? settings.shape("shape");
    if (dims === undefined) return { kind: "open", name };
    if (dims.some((dim) => dim < 1)) {
      throw new Unreadable(`the size of its input '${name}' is not known`);
    }
    const make = () => this.to.graph.input(name, dims);
    return this.to.computed(dims, naturalOrder(dims.length), make);
  }
}

/** What goes on to the one branch, and to the other: one of them is not taken. */
function switched([value, condition]: readonly GraphValue[]): (GraphValue | undefined)[] {
  if (condition?.kind !== "known") throw undecided();
  return condition.data[0] !== 0 ? [undefined, value] : [value, undefined];
}

function undecided(): Unreadable {
  return new Unreadable("it branches on what it computes while it runs, which is not handled");
}
