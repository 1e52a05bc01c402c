/**
 * onnxruntime-web: ONNX Runtime in WebAssembly, all of it from its package.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import type { Network, NetworkOptions } from "../../../networks/runtime/onnx_runtime.ts";
import { openByOrt, type Ort } from "../../../networks/runtime/ort_web.ts";

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
  return (model, { accelerators }) => {
    if (accelerators !== undefined) throw new Error("onnxruntime-web runs on the processor only");
    return openByOrt(ort, model);
  };
}
