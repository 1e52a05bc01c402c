/**
 * TensorFlow.js, as the oracle of what comes out of its graphs.
 *
 * @module
 */

import type { Tensor } from "../../lib/networks/inference_session.ts";
import type { ModelFiles } from "../networks/tfjs/graph_writer.ts";

/** Named where they are imported only: they must not enter deno.lock. */
const VERSION = "4.22.0";

/** What of the packages is used. */
interface TfTensor {
  readonly shape: number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface Core {
  tensor(data: Float32Array, dims: number[]): TfTensor;
}

interface GraphModel {
  executeAsync(inputs: Record<string, TfTensor>, outputs: string[]): Promise<TfTensor | TfTensor[]>;
  dispose(): void;
}

interface Converter {
  loadGraphModel(handler: { load(): Promise<object> }): Promise<GraphModel>;
}

/** A graph that is ready to run. */
export interface TfjsGraph {
  /** Run it once; inputs and outputs go by the names of nodes. */
  run(inputs: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Tensor[]>;
}

/** Start the runtime, which works on the processor, in JavaScript alone. */
export async function openTfjs(): Promise<(files: ModelFiles) => Promise<TfjsGraph>> {
  const core: Core = await import(`npm:@tensorflow/tfjs-core@${VERSION}`);
  await import(`npm:@tensorflow/tfjs-backend-cpu@${VERSION}`);
  const converter: Converter = await import(`npm:@tensorflow/tfjs-converter@${VERSION}`);
  return async ({ json, weights }) => {
    const { weightsManifest, ...model } = JSON.parse(json);
    const load = () =>
      Promise.resolve({
        ...model,
        weightSpecs: weightsManifest[0].weights,
        weightData: weights.slice().buffer,
      });
    const graph = await converter.loadGraphModel({ load });
    return {
      async run(inputs, outputs) {
        const tensors = Object.entries(inputs).map(([name, { data, dims }]) => {
          return [name, core.tensor(data, [...dims])] as const;
        });
        const made = await graph.executeAsync(Object.fromEntries(tensors), [...outputs]);
        const results = [made].flat();
        return await Promise.all(results.map(async (result) => {
          return { dims: result.shape, data: await result.data() };
        }));
      },
    };
  };
}
