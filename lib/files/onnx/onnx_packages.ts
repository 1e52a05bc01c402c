import type { LonePackage } from "../packages/lone_package.ts";
import type { RuntimeName } from "../../networks/runtime/onnx_runtime.ts";

/** An npm package with a build of ONNX Runtime. */
export interface RuntimePackage extends LonePackage {
  readonly name: RuntimeName;
}

/**
 * The native build. Its archive has the libraries of all systems.
 *
 * Not 1.29 or later: on Linux and macOS those send Microsoft what they run, and on what, and keep
 * an identifier in the user's cache, unless a variable of the environment says no, which needs a
 * permission more.
 */
export const NATIVE: RuntimePackage = {
  name: "onnxruntime-node",
  version: "1.27.0",
  integrity:
    "sha512-QEzGwrvNBgv4uPVdnbHsOGG4G6T96mdlcFI8aAKPjMU8wOPpVocPXb6k3QGkaZagVTv2G9Bnnbo6Z3JdXr1fQw==",
  bytes: 100_893_124,
  fetchName: "onnx",
};

/** The build in WebAssembly. */
export const WASM: RuntimePackage = {
  name: "onnxruntime-web",
  version: "1.30.0",
  integrity:
    "sha512-q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ==",
  bytes: 33_106_585,
  fetchName: "wasm",
};

/** Both, by name. */
export const RUNTIMES: Readonly<Record<RuntimeName, RuntimePackage>> = {
  "onnxruntime-node": NATIVE,
  "onnxruntime-web": WASM,
};
