/**
 * onnxruntime-node: its native library alone, driven as its own JavaScript does,
 * which would need three more packages.
 *
 * @module
 */

import { createRequire } from "node:module";
import { onDisk } from "../../system/working_folder.ts";
import type {
  Network,
  NetworkOptions,
  Value,
  ValueInfo,
} from "../../../networks/runtime/onnx_runtime.ts";

/** What `onnxruntime_binding.node` exports. */
interface Binding {
  /** Once a thread; `TensorClass` is what outputs are made with. */
  initOrtOnce(logLevel: number, TensorClass: typeof OrtTensor, isMainThread: boolean): void;
  InferenceSession: new () => BindingSession;
  /** What the library can run networks with on this system; what is not bundled may be missing. */
  listSupportedBackends(): readonly { readonly name: string; readonly bundled: boolean }[];
}

interface BindingSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  readonly inputMetadata: readonly BindingInfo[];
  readonly outputMetadata: readonly BindingInfo[];
  /** Blocks the thread. */
  run(
    feeds: Record<string, OrtTensor>,
    fetches: Record<string, null>,
    options: object,
  ): Record<string, OrtTensor>;
  dispose(): void;
}

type BindingInfo =
  | { readonly name: string; readonly isTensor: false }
  | {
    readonly name: string;
    readonly isTensor: true;
    /** ONNX's number of the element type. */
    readonly type: number;
    /** −1 for any. */
    readonly shape: readonly number[];
  };

/** ONNX's numbers of element types (TensorProto.DataType), from 1. */
const TYPES =
  "float32 uint8 int8 uint16 int16 int32 int64 string bool float16 float64 uint32 uint64"
    .split(" ");

/** Log only what ends the program: all else comes as an error, and stderr is the command line's. */
const FATAL_ONLY = 4;

/** A tensor as the library reads and makes it. */
class OrtTensor {
  readonly location = "cpu";
  readonly type: string;
  readonly data: Value["data"];
  readonly dims: readonly number[];

  constructor(type: string, data: Value["data"], dims: readonly number[]) {
    this.type = type;
    this.data = data;
    this.dims = dims;
  }
}

/**
 * Where the library is in its package, for this system and processor.
 *
 * @returns The path, or `undefined` where there is none.
 */
export function nativeLibrary(): string | undefined {
  const { os, arch } = Deno.build;
  const system = { linux: "linux", darwin: "darwin", windows: "win32" }[os as string];
  const processor = { x86_64: "x64", aarch64: "arm64" }[arch];
  if (system === undefined || os === "darwin" && arch === "x86_64") return undefined;
  return `bin/napi-v6/${system}/${processor}/onnxruntime_binding.node`;
}

/**
 * Load the library in this thread.
 *
 * @param folder The package's folder.
 * @returns What loads a network.
 * @throws {Error} If it does not fit this system, or FFI is not permitted.
 */
export function loadNative(
  folder: string,
): (model: Uint8Array<ArrayBuffer>, options: NetworkOptions) => Network {
  const path = `${folder}/${nativeLibrary()}`;
  const binding: Binding = createRequire("file:///backdrop.js")(path);
  binding.initOrtOnce(FATAL_ONLY, OrtTensor, false);
  return (model, options) => {
    const { accelerators } = options;
    return accelerators === undefined
      ? networkOfSession(new binding.InferenceSession(), model, options)
      : openAccelerated(binding, model, options, accelerators);
  };
}

/** Where Linux has its graphics processors. */
const DEVICES = ["/dev/dri", "/dev/nvidia0", "/dev/dxg"];

/** Open a network with the first of the accelerators that starts. */
function openAccelerated(
  binding: Binding,
  model: Uint8Array<ArrayBuffer>,
  options: NetworkOptions,
  accelerators: readonly string[],
): Network {
  const known = binding.listSupportedBackends().map(({ name }) => name);
  const reasons: string[] = [];
  for (const provider of accelerators.filter((name) => known.includes(name))) {
    // Its drivers write to stderr what they miss.
    if (provider === "webgpu" && !mayHaveDevice()) {
      reasons.push("webgpu finds no graphics processor");
      continue;
    }
    try {
      return networkOfSession(new binding.InferenceSession(), model, options, provider);
    } catch {
      reasons.push(`${provider} does not start`);
    }
  }
  throw new Error(reasons.join(", ") || "onnxruntime-node has nothing else for this system");
}

/** Whether there may be a graphics processor; without permission to look, there may. */
function mayHaveDevice(): boolean {
  if (Deno.build.os !== "linux") return true;
  return DEVICES.some((path) => {
    const { state } = Deno.permissions.querySync({ name: "read", path });
    if (state !== "granted") return true;
    try {
      Deno.statSync(onDisk(path));
      return true;
    } catch {
      return false;
    }
  });
}

function networkOfSession(
  session: BindingSession,
  model: Uint8Array<ArrayBuffer>,
  { threads }: NetworkOptions,
  provider?: string,
): Network {
  session.loadModel(model.buffer, model.byteOffset, model.length, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    logSeverityLevel: FATAL_ONLY,
    ...provider !== undefined && { executionProviders: [provider] },
    // DirectML wants both.
    ...provider === "dml" && { enableMemPattern: false, executionMode: "sequential" },
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
  return {
    inputs: session.inputMetadata.map(infoOf),
    outputs: session.outputMetadata.map(infoOf),
    provider,
    run(feeds, wanted) {
      const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => {
        return [name, new OrtTensor(type, bitsOf(data), dims)];
      });
      const fetches = Object.fromEntries(wanted.map((name): [string, null] => [name, null]));
      const results = session.run(Object.fromEntries(tensors), fetches, {
        logSeverityLevel: FATAL_ONLY,
      });
      return results as unknown as Record<string, Value>;
    },
    close: () => session.dispose(),
  };
}

/** Deno gives a native library no `Float16Array`. */
function bitsOf(data: Value["data"]): Value["data"] {
  if (!(data instanceof Float16Array)) return data;
  return new Uint16Array(data.buffer, data.byteOffset, data.length);
}

function infoOf(info: BindingInfo): ValueInfo {
  if (!info.isTensor) return { name: info.name, dims: [], type: undefined };
  const dims = info.shape.map((dim) => dim < 0 ? undefined : dim);
  return { name: info.name, dims, type: TYPES[info.type - 1] ?? `type ${info.type}` };
}
