/**
 * The thread of an `OnnxSession`: loads a network, and runs it, which blocks.
 *
 * @module
 */

import { messageOf } from "../../../errors.ts";
import type { Tensor, TensorInfo } from "../../../networks/inference_session.ts";
import { loadNative } from "./onnx_native.ts";
import { NumericNetwork, type RuntimeName } from "../../../networks/runtime/onnx_runtime.ts";
import { loadWasm } from "./onnx_wasm.ts";
import { workerScope } from "../../threads/worker_scope.ts";

/** What the thread is asked: first to open, then to run, at last to close. */
export type OnnxRequest =
  | {
    readonly kind: "open";
    readonly runtime: RuntimeName;
    /** The runtime's package. */
    readonly folder: string;
    readonly model: Uint8Array<ArrayBuffer>;
    readonly threads: number;
    readonly accelerators: readonly string[] | undefined;
  }
  | {
    readonly kind: "run";
    /** In memory that both threads share: valid until the answer. */
    readonly inputs: Readonly<Record<string, Tensor>>;
    readonly wanted: readonly string[];
  }
  | { readonly kind: "close" };

/** What it answers, once for each request. */
export type OnnxReply =
  | {
    readonly kind: "opened";
    readonly inputs: readonly TensorInfo[];
    readonly outputs: readonly TensorInfo[];
    readonly provider: string | undefined;
  }
  | {
    readonly kind: "ran";
    readonly outputs: Record<string, Tensor>;
  }
  | { readonly kind: "closed" }
  /** The runtime itself could not be loaded, or what it was asked has failed. */
  | { readonly kind: "unavailable" | "failed"; readonly reason: string };

let network: NumericNetwork | undefined;

workerScope.onmessage = async ({ data }: MessageEvent<OnnxRequest>) => {
  try {
    if (data.kind === "open") await openModel(data);
    if (data.kind === "run") await runModel(data);
    if (data.kind === "close") {
      await network?.close();
      reply({ kind: "closed" });
    }
  } catch (error) {
    reply({ kind: "failed", reason: messageOf(error) });
  }
};

async function openModel(request: OnnxRequest & { kind: "open" }): Promise<void> {
  const { runtime, folder, model, threads, accelerators } = request;
  const load = runtime === "onnxruntime-node" ? loadNative : loadWasm;
  let openNetwork;
  try {
    openNetwork = await load(folder);
  } catch (error) {
    reply({ kind: "unavailable", reason: messageOf(error) });
    return;
  }
  network = new NumericNetwork(await openNetwork(model, { threads, accelerators }));
  const { inputs, outputs, provider } = network;
  reply({ kind: "opened", inputs, outputs, provider });
}

async function runModel({ inputs, wanted }: OnnxRequest & { kind: "run" }): Promise<void> {
  const own = Object.entries(inputs).map(([name, tensor]) => [name, ownCopy(name, tensor)]);
  const outputs = await network!.run(Object.fromEntries(own), wanted);
  // Outputs may lie in the same memory, and a network may hand an input through.
  const buffers = new Set(Object.values(outputs).map(({ data }) => data.buffer as ArrayBuffer));
  reply({ kind: "ran", outputs }, [...buffers]);
}

/** What the last run took, by name. */
const taken = new Map<string, Float32Array<ArrayBuffer>>();

/** A tensor in this thread's own memory: a runtime takes none that is shared. */
function ownCopy(name: string, { dims, data }: Tensor): Tensor {
  const last = taken.get(name);
  // What was handed through is gone, and has no length any more.
  const own = last?.length === data.length ? last : new Float32Array(data.length);
  taken.set(name, own);
  own.set(data);
  return { dims, data: own };
}

function reply(message: OnnxReply, transfer: Transferable[] = []): void {
  workerScope.postMessage(message, transfer);
}
