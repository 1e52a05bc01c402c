/**
 * Neural networks in ONNX's format, run by ONNX Runtime.
 *
 * @module
 */

import { ModelError } from "../errors.ts";
import type { InferenceSession } from "../masks/inference.ts";
import { cachedFolder } from "./deno_cache.ts";
import { loneFolder, type LoneFolderOptions, type LonePackage } from "./lone_package.ts";
import { nativeLibrary } from "./onnx_native.ts";
import type { RuntimeName } from "./onnx_runtime.ts";
import { OnnxSession, RuntimeUnavailableError } from "./onnx_session.ts";

/** The native build. Its archive has the libraries of all systems. */
const NATIVE: LonePackage = {
  name: "onnxruntime-node",
  version: "1.30.0",
  integrity:
    "sha512-twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==",
  size: "113 MB",
};

/** The build in WebAssembly. */
const WASM: LonePackage = {
  name: "onnxruntime-web",
  version: "1.30.0",
  integrity:
    "sha512-q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ==",
  size: "33 MB",
};

/** How {@linkcode openSession} opens a network. */
export interface OpenSessionOptions extends LoneFolderOptions {
  /** What the network is called in messages. */
  name: string;
  /**
   * How many threads share an operation. They wait by spinning, so two are slower than one where
   * the processor has other work. The WebAssembly build always has one.
   *
   * @default {1}
   */
  threads?: number | undefined;
  /**
   * Which build of ONNX Runtime: native, which needs `--allow-ffi`, or WebAssembly, which takes
   * five times as long.
   *
   * @default {"auto": native where it runs}
   */
  runtime?: "auto" | "native" | "wasm" | undefined;
}

/**
 * Load a neural network into a thread of its own. What runs it is fetched on first use.
 *
 * @param model The bytes of an ONNX file; they are copied.
 * @param options The runtime, and whom to tell.
 * @returns The network, ready to run. Dispose of it: that ends the thread.
 * @throws {ModelError} If the network cannot be loaded, or there is nothing to run it with.
 * @throws {RangeError} If `threads` is no number of threads.
 */
export async function openSession(
  model: Uint8Array,
  options: OpenSessionOptions,
): Promise<InferenceSession & { readonly runtime: RuntimeName }> {
  const { name, threads = 1, runtime = "auto", onNotice } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(
      `Cannot open a session: 'threads' must be a whole number of at least 1, got ${threads}`,
    );
  }
  const open = async (wanted: LonePackage) => {
    const folder = await loneFolder(wanted, options);
    return OnnxSession.open(model, { runtime: wanted.name as RuntimeName, folder, name, threads });
  };
  if (runtime === "wasm") return await open(WASM);
  const obstacle = await nativeObstacle();
  if (obstacle === undefined) {
    try {
      return await open(NATIVE);
    } catch (error) {
      const why = await reasonToGoOn(error, runtime);
      onNotice?.(slowerNotice(why));
      return await open(WASM);
    }
  }
  if (runtime === "native") throw new ModelError(`Cannot use onnxruntime-node: ${obstacle}`);
  onNotice?.(slowerNotice(obstacle));
  return await open(WASM);
}

/** What keeps the native build from running here, and what would help. */
async function nativeObstacle(): Promise<string | undefined> {
  const library = nativeLibrary();
  if (library === undefined) return `it has no build for ${Deno.build.target}`;
  const folder = await cachedFolder(NATIVE.name, NATIVE.version);
  const path = folder && `${folder}/${library}`;
  const { state } = await Deno.permissions.query({ name: "ffi", ...(path && { path }) });
  return state === "granted" ? undefined : "it needs --allow-ffi";
}

/** Why the other build shall serve after an error of this one; throws the error if it shall not. */
async function reasonToGoOn(error: unknown, runtime: "auto" | "native"): Promise<string> {
  if (error instanceof RuntimeUnavailableError) {
    const why = `its library cannot be loaded here (${error.message.split("\n")[0]})`;
    if (runtime === "auto") return why;
    throw new ModelError(`Cannot use onnxruntime-node: ${why}`, { cause: error });
  }
  const isFetching = error instanceof ModelError && error.message.startsWith("Cannot fetch");
  if (!isFetching || runtime === "native") throw error;
  if (await cachedFolder(WASM.name, WASM.version) === undefined) throw error;
  return error.message.replace(/^Cannot fetch \S+ /, "it cannot be fetched: ");
}

function slowerNotice(why: string): string {
  return `onnxruntime-web runs the model, five times slower than onnxruntime-node: ${why}`;
}
