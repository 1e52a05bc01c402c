/**
 * Graphs run by ONNX Runtime, as the program runs them.
 *
 * @module
 */

import { openSession } from "../../lib/files/onnx/open_session.ts";
import type { Tensor } from "../../lib/networks/inference.ts";

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
  await using session = await openSession(model, { name: "of a test", runtime });
  const feeds = session.inputs.map(({ name }, i) => [name, inputs[i]]);
  const results = await session.run(Object.fromEntries(feeds));
  return { outputs: session.outputs.map(({ name }) => results[name]) };
}
