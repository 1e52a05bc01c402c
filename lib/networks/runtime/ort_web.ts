/**
 * onnxruntime-web's own interface, as far as it is used, and its sessions as networks: the package is
 * loaded elsewhere, in Deno from a folder and on a page from an address.
 *
 * @module
 */

import type { Network, Value, ValueInfo } from "./onnx_runtime.ts";

/** What is used of the package. */
export interface Ort {
  readonly env: {
    logLevel: string;
    readonly wasm: { numThreads: number; wasmBinary?: Uint8Array; wasmPaths?: string };
  };
  readonly Tensor: new (type: string, data: Value["data"], dims: readonly number[]) => Value;
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<OrtSession>;
  };
}

interface OrtSession {
  readonly inputMetadata: readonly OrtInfo[];
  readonly outputMetadata: readonly OrtInfo[];
  run(
    feeds: Record<string, Value>,
    fetches: readonly string[],
    options: object,
  ): Promise<Record<string, Value>>;
  release(): Promise<void>;
}

interface OrtInfo {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  /** Numbers, and names of dimensions that may have any size. */
  readonly shape?: readonly (number | string)[];
}

/** Log only what ends the program: all else comes as an error. */
const FATAL_ONLY = 4;

/**
 * Load a network.
 *
 * @param ort The package.
 * @param model The bytes of an ONNX file.
 * @param provider What runs it, if that is not the processor: "webgpu".
 * @returns The network.
 */
export async function openByOrt(
  ort: Ort,
  model: Uint8Array,
  provider?: string,
): Promise<Network> {
  const session = await ort.InferenceSession.create(model, {
    graphOptimizationLevel: "all",
    logSeverityLevel: FATAL_ONLY,
    ...provider !== undefined && { executionProviders: [provider] },
  });
  return {
    inputs: session.inputMetadata.map(infoOf),
    outputs: session.outputMetadata.map(infoOf),
    provider,
    run(feeds, wanted) {
      const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => {
        return [name, new ort.Tensor(type, data, dims)];
      });
      return session.run(Object.fromEntries(tensors), wanted, { logSeverityLevel: FATAL_ONLY });
    },
    close: () => session.release(),
  };
}

function infoOf({ name, type, shape = [] }: OrtInfo): ValueInfo {
  // A dimension without a name is −1, read as a number without a sign.
  const isFixed = (dim: number | string) => typeof dim === "number" && dim < 2 ** 31;
  return { name, type, dims: shape.map((dim) => isFixed(dim) ? dim as number : undefined) };
}
