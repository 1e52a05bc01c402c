import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "../../../lib/errors.ts";
import { tfliteToOnnx } from "../../../lib/networks/tflite/tflite_to_onnx.ts";
import { floatsFrom } from "../../data/floats.ts";
import stored from "../../data/litert_networks.json" with { type: "json" };
import { assertClose } from "../../methods/close.ts";
import { runOnnx } from "../onnx_runtime.ts";
import { type ModelSpec, writeModel } from "./model_writer.ts";
import { networkFile, NETWORKS, person, sample } from "./networks.ts";

/** What Google's own runtime makes of the person that the networks are shown. */
const EXPECTED: Record<string, { mean: number; sample: string }> = stored;

for (const runtime of ["native", "wasm"] as const) {
  Deno.test(`tfliteToOnnx() makes networks that see what LiteRT sees, in ONNX Runtime, ${runtime}`, async () => {
    // What is converted is the same for both: a network for the slow one.
    const networks = runtime === "native" ? NETWORKS : NETWORKS.slice(0, 1);
    const jobs = await Promise.all(networks.map(async (network) => {
      const model = tfliteToOnnx(await networkFile(network), network.name);
      return { model, inputs: [person(network)] };
    }));
    const ran = await runOnnx(jobs, runtime);
    for (const [i, { name, width, height }] of networks.entries()) {
      assertEquals(ran[i].error, undefined, name);
      const [{ data, dims }] = ran[i].outputs;
      const channels = name === "multiclass" ? 6 : 1;
      assertEquals(dims, [1, height, width, channels]);
      // The order of a hundred sums of products differs, and rounds in 24 bits each.
      assertClose(sample(data), floatsFrom(EXPECTED[name].sample), 1e-4, name);
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      assertAlmostEquals(mean, EXPECTED[name].mean, 1e-5);
    }
  });
}

/** A model of a tensor that some operator makes of another. */
function model(name: string, changes: Partial<ModelSpec> = {}): Uint8Array {
  return writeModel({
    tensors: [{ dims: [1, 2] }, { dims: [1, 2] }],
    inputs: [0],
    outputs: [1],
    operators: [{ name, inputs: [0], outputs: [1] }],
    ...changes,
  });
}

function assertUnreadable(bytes: Uint8Array, reason: string): void {
  const message = `Cannot read the model 'my.tflite': ${reason}`;
  const error = assertThrows(() => tfliteToOnnx(bytes, "my.tflite"), ModelError);
  assertEquals(error.message, message);
}

Deno.test("tfliteToOnnx() keeps the names of inputs and outputs, and makes up missing ones", async () => {
  const tensors = [{ dims: [1, 2], name: "" }, { dims: [1, 2], name: "out" }];
  const bytes = model("RELU", { tensors });
  const graph = new TextDecoder("latin1").decode(tfliteToOnnx(bytes));
  assertEquals([graph.includes("input 0"), graph.includes("out")], [true, true]);
  const [{ outputs }] = await runOnnx([{
    model: tfliteToOnnx(bytes),
    inputs: [{ data: Float32Array.of(-1, 2), dims: [1, 2] }],
  }]);
  assertEquals(outputs, [{ data: Float32Array.of(0, 2), dims: [1, 2] }]);
});

Deno.test("tfliteToOnnx() says that a file is no TensorFlow Lite file", () => {
  for (const text of ["", "TFL", "<html>", "....TFL2...."]) {
    assertUnreadable(new TextEncoder().encode(text), "it is no TensorFlow Lite file");
  }
});

Deno.test("tfliteToOnnx() says that a file is cut or empty", () => {
  assertUnreadable(model("RELU").subarray(0, 100), "it is damaged or incomplete");
  assertUnreadable(new TextEncoder().encode("....TFL3"), "it is damaged or incomplete");
});

Deno.test("tfliteToOnnx() names all operators that it does not know", () => {
  assertUnreadable(model("LSTM"), "it has the operator LSTM, which is not handled");
  const names = ["WHILE", "RELU", "MyOwnThing", "WHILE"];
  const operators = names.map((name) => ({ name, inputs: [0], outputs: [1] }));
  assertUnreadable(
    model("", { operators }),
    "it has the operators MyOwnThing, WHILE, which are not handled",
  );
});

Deno.test("tfliteToOnnx() says that a model is quantized", () => {
  const int8 = { dims: [1, 2], type: "int8", scales: [0.5], name: "x" } as const;
  assertUnreadable(
    model("RELU", { tensors: [int8, { dims: [1, 2] }] }),
    "it is quantized: 'x' has type int8, and only float32 is handled",
  );
});

Deno.test("tfliteToOnnx() says that a size is not known, unless it is the number of pictures", () => {
  const of = (...signature: number[]) =>
    model("RELU", { tensors: [{ dims: [1, 1], signature, name: "x" }, { dims: [1, 1] }] });
  assertUnreadable(of(1, -1), "the size of its 'x' is not fixed, which is not handled");
  assertEquals(tfliteToOnnx(of(-1, 1)).length > 0, true);
});

Deno.test("tfliteToOnnx() says that nothing has made what an operator takes", () => {
  const operators = [{ name: "RELU", inputs: [1], outputs: [1] }];
  assertUnreadable(model("", { operators }), "it is damaged or incomplete");
});

Deno.test("tfliteToOnnx() names what of an operator it does not handle", () => {
  const tanh = { name: "ADD", inputs: [0, 0], outputs: [1], options: [11, [{ int8: 4 }]] } as const;
  assertUnreadable(
    model("", { operators: [tanh] }),
    "it has the built-in activation 4, which is not handled",
  );
  const shape = { dims: [1], type: "int32", name: "axes" } as const;
  assertUnreadable(
    model("", {
      tensors: [{ dims: [1, 2] }, { dims: [1] }, shape],
      operators: [{ name: "SUM", inputs: [0, 2], outputs: [1] }],
    }),
    "it computes a shape while it runs, which is not handled",
  );
});
