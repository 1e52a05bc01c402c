/**
 * What `onnx_runtime.ts` starts: runs the models of a folder and writes down
 * what came out.
 *
 * @module
 */

const [runtime, folder, count] = Deno.args;
const { InferenceSession, Tensor, env } = await import(runtime);
if (env.wasm) env.wasm.numThreads = 1;

/** Run the model of a number. */
async function run(i: number): Promise<unknown> {
  const inputs = JSON.parse(await Deno.readTextFile(`${folder}/${i}.json`));
  const session = await InferenceSession.create(await Deno.readFile(`${folder}/${i}.onnx`), {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
  });
  const feeds = Object.fromEntries(
    session.inputNames.map((name: string, j: number) => {
      const { data, dims } = inputs[j];
      return [name, new Tensor("float32", Float32Array.from(data), dims)];
    }),
  );
  const results = await session.run(feeds);
  return session.outputNames.map((name: string) => {
    const { data, dims } = results[name];
    return { dims, data: [...data] };
  });
}

const ran: unknown[] = [];
for (let i = 0; i < Number(count); i++) {
  try {
    ran.push({ outputs: await run(i) });
  } catch (error) {
    ran.push({ outputs: [], error: String(error) });
  }
}
await Deno.writeTextFile(`${folder}/ran.json`, JSON.stringify(ran));
