/**
 * ONNX Runtime in a process of its own: a package that is named here would enter
 * deno.lock, and Deno fetches all of a lock file with the first package it needs.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { NATIVE, WASM } from "../../lib/files/onnx/onnx_packages.ts";
import { specifier } from "../../lib/files/packages/lone_package.ts";
import { temporaryFolder } from "../helpers.ts";

/** Where ONNX files can be run. */
export const RUNTIMES = {
  node: specifier(NATIVE),
  web: specifier(WASM),
} as const;

/** A model and what goes in. */
export interface Job {
  readonly model: Uint8Array;
  /** By the inputs' order. */
  readonly inputs: readonly { readonly data: Float32Array; readonly dims: readonly number[] }[];
}

/** What came out, by the outputs' order, or why nothing did. */
export interface Ran {
  readonly outputs: readonly { readonly data: Float32Array; readonly dims: readonly number[] }[];
  readonly error?: string;
}

/** Run models one after the other. */
export async function runOnnx(
  jobs: readonly Job[],
  runtime: keyof typeof RUNTIMES = "node",
): Promise<Ran[]> {
  await using folder = await temporaryFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  for (const [i, { model, inputs }] of jobs.entries()) {
    await Deno.writeFile(path(`${i}.onnx`), model);
    const plain = inputs.map(({ data, dims }) => ({ dims, data: [...data] }));
    await Deno.writeTextFile(path(`${i}.json`), JSON.stringify(plain));
  }
  const script = fileURLToPath(new URL("onnx_process.ts", import.meta.url));
  const args = [RUNTIMES[runtime], folder.path, `${jobs.length}`];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-lock", "--no-config", script, ...args],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(await Deno.readTextFile(path("ran.json"))).map(revived);
}

function revived({ outputs, error }: Ran): Ran {
  const arrays = outputs.map(({ data, dims }) => ({ dims, data: Float32Array.from(data) }));
  return error === undefined ? { outputs: arrays } : { outputs: arrays, error };
}
