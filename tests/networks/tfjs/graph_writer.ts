/**
 * Writes graph models of TensorFlow.js for tests.
 *
 * @module
 */

/** A setting of a node, as JSON has it. */
export type Setting = Readonly<Record<string, unknown>>;

/** Numbers that do not change. */
export interface ConstantSpec {
  readonly dims: readonly number[];
  readonly type?: "float32" | "int32" | "bool";
  readonly numbers: ArrayLike<number>;
  /** How they are stored, if not as they are. */
  readonly quantization?: Readonly<Record<string, unknown>>;
}

/** An operator. */
export interface NodeSpec {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, Setting>>;
  /** Of a constant. */
  readonly value?: ConstantSpec;
}

/** A network. */
export interface GraphSpec {
  readonly nodes: readonly NodeSpec[];
  /** Nodes that are outputs, "name" or "name:1". */
  readonly outputs: readonly string[];
}

export const integer = (value: number): Setting => ({ i: String(value) });
export const integers = (...values: number[]): Setting => ({ list: { i: values.map(String) } });
export const truth = (b: boolean): Setting => ({ b });
export const text = (value: string): Setting => ({ s: btoa(value) });
export const texts = (...values: string[]): Setting => ({ list: { s: values.map(btoa) } });
export const type = (value: string): Setting => ({ type: value });

/** An input; without dimensions one of which not even their number is known. */
export function placeholder(name: string, ...dims: number[]): NodeSpec {
  const shape = dims.length === 0
    ? { unknownRank: true }
    : { dim: dims.map((size) => ({ size: String(size) })) };
  return { name, op: "Placeholder", attr: { dtype: type("DT_FLOAT"), shape: { shape } } };
}

/** Numbers that do not change. */
export function constant(
  name: string,
  dims: readonly number[],
  numbers: ArrayLike<number>,
  more: Partial<ConstantSpec> = {},
): NodeSpec {
  const value = { dims, numbers, ...more };
  const dtype =
    { float32: "DT_FLOAT", int32: "DT_INT32", bool: "DT_BOOL" }[value.type ?? "float32"];
  return { name, op: "Const", attr: { dtype: type(dtype) }, value };
}

/** A row of whole numbers. */
export function row(name: string, ...numbers: number[]): NodeSpec {
  return constant(name, [numbers.length], numbers, { type: "int32" });
}

/** A single whole number. */
export function whole(name: string, number: number): NodeSpec {
  return constant(name, [], [number], { type: "int32" });
}

/** A model's two files. */
export interface ModelFiles {
  readonly json: string;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/**
 * Write a network.
 *
 * @param spec What it is.
 * @param changes What is else in `model.json`.
 * @returns The text of `model.json` and its weights.
 */
export function writeGraph({ nodes, outputs }: GraphSpec, changes: object = {}): ModelFiles {
  const constants = nodes.filter(({ value }) => value !== undefined);
  const weights = constants.map(({ name, value }) => {
    const { dims, type: dtype = "float32", quantization } = value!;
    return { name, shape: dims, dtype, ...quantization && { quantization } };
  });
  const named = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { name: /:/.test(name) ? name : `${name}:0` }]));
  const inputs = nodes.filter(({ op }) => op === "Placeholder").map(({ name }) => name);
  const json = {
    format: "graph-model",
    signature: { inputs: named(inputs), outputs: named(outputs) },
    modelTopology: {
      node: nodes.map(({ name, op, input, attr }) => ({
        name,
        op,
        ...input && { input },
        ...attr && { attr },
      })),
      library: {},
      versions: { producer: 716 },
    },
    weightsManifest: [{ paths: ["model.bin"], weights }],
    ...changes,
  };
  const bytes = constants.map(({ value }) => bytesOf(value!));
  const all = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  bytes.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return { json: JSON.stringify(json), weights: all };
}

function bytesOf({ type = "float32", numbers, quantization }: ConstantSpec): Uint8Array {
  const kind = quantization?.dtype ?? type;
  const array = kind === "float32"
    ? Float32Array.from(numbers)
    : kind === "int32"
    ? Int32Array.from(numbers)
    : kind === "uint16" || kind === "float16"
    ? Uint16Array.from(numbers)
    : Uint8Array.from(numbers);
  return new Uint8Array(array.buffer);
}
