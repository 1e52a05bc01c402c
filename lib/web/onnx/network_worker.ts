/**
 * The thread of a `NetworkThread`: runs networks one after the other, each of which blocks.
 *
 * @module
 */

import { messageOf } from "../../errors.ts";
import { madeUpInputs } from "../../networks/runtime/made_up_inputs.ts";
import { NumericNetwork } from "../../networks/runtime/onnx_runtime.ts";
import { openByOrt, type Ort } from "../../networks/runtime/ort_web.ts";
import type { NetworkReply, NetworkRequest } from "./network_messages.ts";

const networks = new Map<number, NumericNetwork>();
const runtimes = new Map<string, Promise<Ort>>();
let turn: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<NetworkRequest>) => {
  turn = turn.then(() => answer(data));
};

async function answer(request: NetworkRequest): Promise<void> {
  const { id } = request;
  try {
    if (request.kind === "open") await open(request);
    if (request.kind === "run") await run(request);
    if (request.kind === "close") {
      await networks.get(request.network)?.close();
      networks.delete(request.network);
      reply({ kind: "closed", id });
    }
  } catch (error) {
    reply({ kind: "failed", id, reason: messageOf(error) });
  }
}

async function open(request: NetworkRequest & { kind: "open" }): Promise<void> {
  const { id, model, accelerator } = request;
  const ort = await runtimeOf(request);
  const opened = await openByOrt(ort, new Uint8Array(model), accelerator);
  const network = new NumericNetwork(opened);
  networks.set(id, network);
  const { inputs, outputs } = network;
  await warmUp(network);
  reply({ kind: "opened", id, network: id, inputs, outputs });
}

/** Run a network once: the first run compiles what all others use, and takes several times as long. */
async function warmUp(network: NumericNetwork): Promise<void> {
  const feeds = madeUpInputs(network);
  if (feeds === undefined) return;
  // What fails with nothing may do with something.
  await network.run(feeds, network.outputs.map(({ name }) => name)).catch(() => {});
}

function runtimeOf({ runtime, wasm, accelerator }: NetworkRequest & { kind: "open" }) {
  const file = `${runtime}ort.${accelerator ?? "wasm"}.min.mjs`;
  const loading = runtimes.get(file) ??
    loadRuntime(file, runtime, accelerator === undefined ? wasm : undefined);
  runtimes.set(file, loading);
  // The next one who asks tries again.
  loading.catch(() => runtimes.delete(file));
  return loading;
}

async function loadRuntime(
  file: string,
  runtime: string,
  wasm: ArrayBuffer | undefined,
): Promise<Ort> {
  const ort: Ort = await import(file);
  ort.env.logLevel = "fatal";
  // Two took longer than one where another thread works on pixels.
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = runtime;
  if (wasm !== undefined) ort.env.wasm.wasmBinary = new Uint8Array(wasm);
  return ort;
}

async function run(request: NetworkRequest & { kind: "run" }): Promise<void> {
  const { id, inputs, wanted } = request;
  const network = networks.get(request.network);
  if (network === undefined) throw new Error("it was closed");
  const start = performance.now();
  const outputs = await network.run(inputs, wanted);
  const took = performance.now() - start;
  const buffers = new Set(Object.values(outputs).map(({ data }) => data.buffer));
  reply({ kind: "ran", id, outputs, took }, [...buffers]);
}

function reply(message: NetworkReply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
