/**
 * Runs the networks of the tests with Google's LiteRT and stores what comes out:
 * `deno run -A --no-lock tests/data/make_litert.ts`.
 *
 * @module
 */

import { caseInputs } from "../networks/tflite/model_parts.ts";
import { writeModel } from "../networks/tflite/model_writer.ts";
import { networkFile, NETWORKS, person, sample } from "../networks/tflite/networks.ts";
import { OPERATOR_CASES } from "../networks/tflite/operator_cases.ts";
import { floatsToText } from "./floats.ts";
import { openLiteRt } from "./litert.ts";

const run = await openLiteRt();

const operators: Record<string, string[]> = {};
for (const model of OPERATOR_CASES) {
  const outputs = await run(writeModel(model), caseInputs(model)).catch((error) => {
    throw new Error(model.title, { cause: error });
  });
  // It writes why it failed, and hands out zeros.
  if (outputs.some((output) => output.every((value) => value === 0))) throw new Error(model.title);
  operators[model.title] = outputs.map(floatsToText);
}
await write("litert_operators.json", operators);

const networks: Record<string, { mean: number; sample: string }> = {};
for (const network of NETWORKS) {
  const input = person(network);
  const [output] = await run(await networkFile(network), [input]);
  const mean = output.reduce((sum, value) => sum + value, 0) / output.length;
  networks[network.name] = { mean, sample: floatsToText(sample(output)) };
}
await write("litert_networks.json", networks);

async function write(name: string, content: unknown): Promise<void> {
  const text = JSON.stringify(content, undefined, 2);
  await Deno.writeTextFile(new URL(name, import.meta.url), `${text}\n`);
}
