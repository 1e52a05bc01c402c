/**
 * Neural networks in ONNX's format, run by ONNX Runtime.
 *
 * @module
 */

import type { OptionNames } from "../../option_names.ts";
import { messageOf, ModelError } from "../../errors.ts";
import type { InferenceSession } from "../../networks/inference_session.ts";
import { cachedFolder } from "../packages/deno_cache.ts";
import { loneFolder, type LoneFolderOptions } from "../packages/lone_package.ts";
import { nativeLibrary } from "./runtime/onnx_native.ts";
import { ComparedSession } from "../../networks/runtime/compared_session.ts";
import { assertDevice, type Device } from "./device.ts";
import { NATIVE, type RuntimePackage, WASM } from "./onnx_packages.ts";
import type { RuntimeName } from "../../networks/runtime/onnx_runtime.ts";
import { OnnxSession, RuntimeUnavailableError } from "./runtime/onnx_session.ts";
import { assertOption } from "../../raster/option_checks.ts";

/**
 * How {@linkcode openSession} opens a network.
 *
 * @category Networks
 */
export interface OpenSessionOptions extends LoneFolderOptions {
  /** What the network is called in messages. */
  name: string;
  /**
   * How many threads share an operation. Two gain nothing where the processor has other work, and
   * nothing with a small network. The WebAssembly build always has one.
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
  /**
   * What runs the network: the processor; "gpu", what else ONNX Runtime's package has on this
   * system and starts (CUDA, CoreML, DirectML, WebGPU); or "auto", the faster of both. The first
   * look is compared with the processor's, which does the work where the other one is missing, fails
   * or sees something else: then `onNotice` is told. Only the processor was measured by us.
   *
   * @default {"cpu"}
   */
  device?: Device | undefined;
  /** What messages call options. */
  names?: OptionNames | undefined;
}

/**
 * Load a neural network into a thread of its own. What runs it is fetched on first use.
 *
 * A look that has begun cannot be stopped: ONNX Runtime knows no way from outside. Disposing
 * rejects it and waits 2 s at most, but its thread ends when the look does, and a process that
 * comes to its end waits for its threads; `Deno.exit()` does not, and ends them at once.
 *
 * @param model The bytes of an ONNX file; they are copied.
 * @param options The runtime, and whom to tell.
 * @returns The network, ready to run. Dispose of it: that ends the thread.
 * @throws {ModelError} If the network cannot be loaded, or there is nothing to run it with.
 * @throws {RangeError} If `threads` is no number of threads, or there is no such `device`.
 * @category Networks
 */
export async function openSession(
  model: Uint8Array,
  options: OpenSessionOptions,
): Promise<InferenceSession & { readonly runtime: RuntimeName }> {
  const { threads = 1, runtime = "auto", device = "cpu" } = options;
  assertOption("open a session", "threads", threads, { least: 1, isWhole: true });
  assertDevice(device, options.names);
  if (runtime !== "wasm") {
    const native = await openNative(model, options);
    if (native instanceof OnnxSession) {
      return device === "cpu" ? native : await accelerated(native, model, device, options);
    }
    if (runtime === "native") throw new ModelError(`Cannot use onnxruntime-node: ${native}`);
    options.onNotice?.(
      `onnxruntime-web runs the model, five times slower than onnxruntime-node: ${native}`,
    );
  }
  const wasm = await openIn(WASM, await loneFolder(WASM, options), model, options);
  if (wasm instanceof OnnxSession) {
    if (device !== "cpu") options.onNotice?.(onProcessor("onnxruntime-web knows nothing else"));
    return wasm;
  }
  throw new ModelError(`Cannot use onnxruntime-web: ${wasm}`);
}

/** What may be faster than the processor, the fastest first. TensorRT takes minutes to begin. */
const ACCELERATORS = ["cuda", "coreml", "dml", "webgpu"];

/** The line of a network that runs on the processor against somebody's wish. */
function onProcessor(reason: string): string {
  return `the processor runs the model: ${reason}`;
}

/** A network that something faster runs as well, if it does. */
async function accelerated(
  processor: OnnxSession,
  model: Uint8Array,
  device: "auto" | "gpu",
  { name, threads = 1, names, onNotice }: OpenSessionOptions,
): Promise<InferenceSession & { readonly runtime: RuntimeName }> {
  const { runtime } = processor;
  try {
    const folder = await loneFolder(NATIVE);
    const options = { runtime, folder, name, threads, names, accelerators: ACCELERATORS };
    const other = await OnnxSession.open(model, options);
    const onFallback = (reason: string) => onNotice?.(onProcessor(reason));
    const title = other.provider ?? "the accelerator";
    return new ComparedSession({ processor, other, title, device, onFallback, runtime });
  } catch (error) {
    const cause = error instanceof ModelError ? error.cause : error;
    onNotice?.(onProcessor(cause instanceof Error ? cause.message.split("\n")[0] : String(error)));
    return processor;
  }
}

/**
 * What runs networks here besides the processor, if anything does; nothing is fetched for it.
 *
 * @param model The bytes of an ONNX file to try it with.
 * @returns ONNX Runtime's name of it: "cuda"; or why there is nothing.
 */
export async function findAccelerator(
  model: Uint8Array,
): Promise<{ readonly provider: string } | { readonly reason: string }> {
  const folder = await cachedFolder(NATIVE.name, NATIVE.version);
  const obstacle = await nativeObstacle() ??
    (folder === undefined ? "onnxruntime-node is not fetched" : undefined);
  if (folder === undefined || obstacle !== undefined) return { reason: obstacle! };
  try {
    const how = { name: "a try", threads: 1, accelerators: ACCELERATORS };
    await using session = await OnnxSession.open(model, { ...how, runtime: NATIVE.name, folder });
    return session.provider === undefined
      ? { reason: "it runs on the processor" }
      : { provider: session.provider };
  } catch (error) {
    const cause = error instanceof ModelError ? error.cause : error;
    return { reason: messageOf(cause).split("\n")[0] };
  }
}

/** Whether networks can be run here without anything being fetched. */
export async function isRuntimeCached(): Promise<boolean> {
  if (await cachedFolder(WASM.name, WASM.version) !== undefined) return true;
  if (await nativeObstacle() !== undefined) return false;
  return await cachedFolder(NATIVE.name, NATIVE.version) !== undefined;
}

/** Why the native build cannot be run here, or nothing. */
async function nativeObstacle(): Promise<string | undefined> {
  const library = nativeLibrary();
  if (library === undefined) return `it has no build for ${Deno.build.target}`;
  const cached = await cachedFolder(NATIVE.name, NATIVE.version);
  const path = cached && `${cached}/${library}`;
  const { state } = await Deno.permissions.query({ name: "ffi", ...(path && { path }) });
  return state === "granted" ? undefined : "it needs --allow-ffi";
}

/** Open a network natively, or say why that cannot be, and what would help. */
async function openNative(
  model: Uint8Array,
  options: OpenSessionOptions,
): Promise<OnnxSession | string> {
  const obstacle = await nativeObstacle();
  if (obstacle !== undefined) return obstacle;
  let folder: string;
  try {
    folder = await loneFolder(NATIVE, options);
  } catch (error) {
    const isOther = await cachedFolder(WASM.name, WASM.version) !== undefined;
    if (!(error instanceof ModelError) || !isOther) throw error;
    return error.message.replace(/^Cannot fetch \S+: /, "it cannot be fetched, ");
  }
  return await openIn(NATIVE, folder, model, options);
}

/** Open a network with a build of ONNX Runtime, or say why that does not run here. */
async function openIn(
  build: RuntimePackage,
  folder: string,
  model: Uint8Array,
  { name, threads = 1, names }: OpenSessionOptions,
): Promise<OnnxSession | string> {
  try {
    return await OnnxSession.open(model, { runtime: build.name, folder, name, threads, names });
  } catch (error) {
    if (!(error instanceof RuntimeUnavailableError)) throw error;
    return `it cannot be loaded here (${error.message.split("\n")[0]})`;
  }
}
