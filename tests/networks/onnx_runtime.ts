/**
 * Graphs run by ONNX Runtime as the program runs them, but in this thread: a thread for each of
 * hundreds would take longer than all of them.
 *
 * @module
 */

import { loadNative, nativeLibrary } from "../../lib/files/onnx/runtime/onnx_native.ts";
import { NATIVE } from "../../lib/files/onnx/onnx_packages.ts";
import { NumericNetwork } from "../../lib/networks/runtime/onnx_runtime.ts";
import { openSession } from "../../lib/files/onnx/open_session.ts";
import { loneFolder } from "../../lib/files/packages/lone_package.ts";
import type { InferenceSession, Tensor } from "../../lib/networks/inference_session.ts";

/** A model and what goes in, by the inputs' order. */
export interface Job {
  readonly model: Uint8Array;
  readonly inputs: readonly Tensor[];
}

/** What came out, by the outputs' order, or why nothing did. */
export interface Ran {
  readonly outputs: readonly Tensor[];
  readonly error?: string;
}

/** Run models one after the other. */
export async function runOnnx(
  jobs: readonly Job[],
  runtime: "native" | "wasm" = "native",
): Promise<Ran[]> {
  const ran: Ran[] = [];
  for (const job of jobs) {
    const failed = (error: unknown): Ran => ({ outputs: [], error: String(error) });
    ran.push(await run(job, runtime).catch(failed));
  }
  return ran;
}

async function run({ model, inputs }: Job, runtime: "native" | "wasm"): Promise<Ran> {
  await using session = await (runtime === "native" ? openHere(model) : openSession(model, {
    name: "of a test",
    runtime,
  }));
  const feeds = session.inputs.map(({ name }, i) => [name, inputs[i]]);
  const results = await session.run(Object.fromEntries(feeds));
  return { outputs: session.outputs.map(({ name }) => results[name]) };
}

let native: ReturnType<typeof loadNative> | undefined;

/** Load a network into this thread: natively, where there is such a build. */
export async function openHere(model: Uint8Array): Promise<InferenceSession> {
  if (nativeLibrary() === undefined) return await openSession(model, { name: "of a test" });
  const folder = await loneFolder(NATIVE);
  // Once a thread.
  native ??= loadNative(folder);
  const network = new NumericNetwork(native(new Uint8Array(model), { threads: 1 }));
  const { inputs, outputs } = network;
  return {
    inputs,
    outputs,
    run: (feeds, wanted = outputs.map(({ name }) => name)) => network.run(feeds, wanted),
    [Symbol.asyncDispose]: () => network.close(),
  };
}
