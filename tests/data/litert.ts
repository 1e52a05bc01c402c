/**
 * Google's own runtime of TensorFlow Lite's files, as the oracle of what comes
 * out of a network. It is made for web pages: what it expects of one is made up
 * here.
 *
 * @module
 */

import { loneFolder, type LonePackage, specifier } from "../../lib/files/packages/lone_package.ts";

/** Named where it is imported only: it must not enter deno.lock. */
const LITERT: LonePackage = {
  name: "@litertjs/core",
  version: "2.5.3",
  integrity:
    "sha512-PlGmbMOq9WitX7FO0jhbdJw9GthatsyuCQXjTt/wJZo0FLaw48q4tz8IwqgqCIkviYGr9OFDL1kCnN4nzWoyJQ==",
  bytes: 11_817_097,
};

/** What of the package is used. */
interface LiteRt {
  readonly Tensor: new (data: Float32Array, dims: number[]) => LiteTensor;
  loadLiteRt(folder: string, options: { threads: boolean }): Promise<unknown>;
  loadAndCompile(
    file: Uint8Array,
    options: { accelerator: string },
  ): Promise<{ run(inputs: LiteTensor[]): Promise<LiteTensor[]>; delete(): void }>;
}

interface LiteTensor {
  toTypedArray(): Float32Array;
  delete(): void;
}

/** What goes into a network. */
export interface LiteInput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Start the runtime. */
export async function openLiteRt(): Promise<
  (file: Uint8Array, inputs: readonly LiteInput[]) => Promise<Float32Array[]>
> {
  const script = `${await loneFolder(LITERT)}/wasm/litert_wasm_internal.js`;
  const page = globalThis as unknown as Record<string, unknown>;
  page.WorkerGlobalScope = class {};
  page.location = { href: script };
  page.importScripts = (url: string) => {
    page.Module = { wasmBinary: Deno.readFileSync(url.replace(/js$/, "wasm")) };
    const code = Deno.readTextFileSync(url)
      .replaceAll("globalThis.process?.versions?.node", "false")
      .replaceAll("globalThis.window", "true");
    // Scripts of a page share its names, which eval's own do not get out of.
    (0, eval)(`${code};self.ModuleFactory = ModuleFactory;`);
  };
  const litert: LiteRt = await import(specifier(LITERT));
  await litert.loadLiteRt(script.slice(0, script.lastIndexOf("/") + 1), { threads: false });

  return async (file, inputs) => {
    const model = await litert.loadAndCompile(file, { accelerator: "wasm" });
    const tensors = inputs.map(({ data, dims }) => new litert.Tensor(data, [...dims]));
    const outputs = await model.run(tensors);
    const copies = outputs.map((output) => output.toTypedArray().slice());
    for (const tensor of [...tensors, ...outputs]) tensor.delete();
    model.delete();
    return copies;
  };
}
