/**
 * Runs the graphs of the tests with TensorFlow.js and stores what comes out:
 * `deno run -A --no-lock --node-modules-dir=none tests/data/make_tfjs.ts`.
 *
 * @module
 */

import { writeGraph } from "../networks/tfjs/graph_writer.ts";
import { GRAPH_CASES, graphInputs } from "../networks/tfjs/operator_cases.ts";
import { RATIO, rvmFiles, rvmFrames, STATES } from "../networks/tfjs/rvm.ts";
import { sample } from "../networks/tflite/networks.ts";
import type { Tensor } from "../../lib/networks/inference_session.ts";
import { floatsToText } from "./floats.ts";
import { openTfjs } from "./tfjs.ts";

const open = await openTfjs();

const operators: Record<string, { dims: readonly number[]; data: string }[]> = {};
for (const graph of GRAPH_CASES) {
  const inputs = Object.fromEntries(
    graphInputs(graph).map(({ name, ...tensor }) => [name, tensor]),
  );
  for (const [name, value] of Object.entries(graph.values ?? {})) {
    inputs[name] = { dims: [], data: Float32Array.of(value) };
  }
  const { run } = await open(writeGraph(graph));
  const outputs = await run(inputs, graph.outputs).catch((error) => {
    throw new Error(graph.title, { cause: error });
  });
  operators[graph.title] = outputs.map(({ dims, data }) => ({ dims, data: floatsToText(data) }));
}
await write("tfjs_operators.json", operators);

const { run } = await open(await rvmFiles());
const nothing: Tensor = { dims: [1, 1, 1, 1], data: new Float32Array(1) };
let states = STATES.map((name) => [name, nothing] as const);
const frames: { mean: number; sample: string }[] = [];
for (const src of rvmFrames()) {
  const ratio = { dims: [], data: Float32Array.of(RATIO) };
  const inputs = { src, downsample_ratio: ratio, ...Object.fromEntries(states) };
  // The nodes of pha and r1o to r4o.
  const names = [1, 2, 3, 4, 5].map((i) => `Identity_${i}`);
  const [pha, ...remembered] = await run(inputs, names);
  states = STATES.map((name, i) => [name, remembered[i]] as const);
  const mean = pha.data.reduce((sum, value) => sum + value, 0) / pha.data.length;
  frames.push({ mean, sample: floatsToText(sample(pha.data)) });
}
await write("tfjs_rvm.json", frames);

async function write(name: string, content: unknown): Promise<void> {
  const text = JSON.stringify(content, undefined, 2);
  await Deno.writeTextFile(new URL(name, import.meta.url), `${text}\n`);
}
