/**
 * onnxruntime-web: ONNX Runtime in WebAssembly, all of it from its package.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import type { Network, NetworkOptions, Value, ValueInfo } from "./onnx_runtime.ts";

/** What is used of the package. */
interface Ort {
  readonly env: {
    logLevel: string;
    readonly wasm: { numThreads: number; wasmBinary?: Uint8Array };
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
 * Load the WebAssembly build in this thread.
 *
 * Its own threads would be workers made from a `blob:`, which Deno's Node
 * compatibility, that it takes for Node, refuses. So it has one.
 *
 * @param folder The package's folder.
 * @returns What loads a network.
 * @throws {Error} If a file cannot be read.
 */
export async function loadWasm(
  folder: string,
): Promise<(model: Uint8Array, options: NetworkOptions) => Promise<Network>> {
  // In a worker without an origin it fails to make addresses, which it does not need.
  Reflect.deleteProperty(globalThis, "location");
  const ort: Ort = await import(pathToFileURL(`${folder}/dist/ort.wasm.bundle.min.mjs`).href);
  ort.env.logLevel = "fatal";
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = await Deno.readFile(`${folder}/dist/ort-wasm-simd-threaded.wasm`);
  return async (model, { accelerators }) => {
    if (accelerators !== undefined) throw new Error("onnxruntime-web runs on the processor only");
    const options = { graphOptimizationLevel: "all", logSeverityLevel: FATAL_ONLY };
    return networkOfSession(ort, await ort.InferenceSession.create(model, options));
  };
}

function networkOfSession(ort: Ort, session: OrtSession): Network {
  return {
    inputs: session.inputMetadata.map(infoOf),
    outputs: session.outputMetadata.map(infoOf),
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
