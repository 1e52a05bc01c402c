import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { readModel } from "../../../lib/files/onnx/model_file.ts";
import { openSession } from "../../../lib/files/onnx/open_session.ts";
import type { Tensor } from "../../../lib/networks/inference_session.ts";
import { OnnxGraph } from "../../../lib/networks/onnx/onnx_graph.ts";
import { tfliteToOnnx } from "../../../lib/networks/tflite/tflite_to_onnx.ts";
import { ModelError } from "../../../mod.ts";
import { lcgBytes } from "../../helpers.ts";

const RUNTIMES = ["native", "wasm"] as const;
const landscape = tfliteToOnnx((await readModel("fast-landscape")).bytes);

/** A row of numbers. */
function rowOf(...numbers: number[]): Tensor {
  return { dims: [numbers.length], data: Float32Array.from(numbers) };
}

/** `y = x + 1`, of any length. */
function oneMore(): Uint8Array {
  const graph = new OnnxGraph("one more");
  const x = graph.input("x", [undefined]);
  graph.output(graph.node("Add", [x, graph.constant(Float32Array.of(1), [])]), ["n"], {
    name: "y",
  });
  return graph.toBytes();
}

/** As many ones as the input says. */
function ones(): Uint8Array {
  const graph = new OnnxGraph("ones");
  const shape = graph.node("ConstantOfShape", [graph.input("n", [1], "int64")]);
  graph.output(graph.node("Cos", [shape]), [undefined], { name: "y" });
  return graph.toBytes();
}

Deno.test("openSession(): both runtimes give the same mask of the same network", async () => {
  const noise = Float32Array.from(lcgBytes(144 * 256 * 3, 5), (byte) => byte / 255);
  const masks: Float32Array[] = [];
  for (const runtime of RUNTIMES) {
    await using session = await openSession(landscape, { name: "landscape", runtime });
    const [input] = session.inputs;
    const [output] = session.outputs;
    assertEquals([input.dims, output.dims], [[1, 144, 256, 3], [1, 144, 256, 1]]);
    const results = await session.run({ [input.name]: { dims: [1, 144, 256, 3], data: noise } });
    assertEquals(results[output.name].dims, [1, 144, 256, 1]);
    masks.push(results[output.name].data);
  }
  const worst = masks[0].reduce((most, v, i) => Math.max(most, Math.abs(v - masks[1][i])), 0);
  // Sums in another order.
  assert(worst < 1e-4, `worst difference ${worst}`);
  assert(Math.max(...masks[0]) > 0);
});

for (const runtime of RUNTIMES) {
  const open = (model: Uint8Array) => openSession(model, { name: "net.onnx", runtime });

  Deno.test(`openSession(${runtime}) has any length where the network has, down to none`, async () => {
    await using session = await open(oneMore());
    assertEquals(session.inputs, [{ name: "x", dims: [undefined] }]);
    assertEquals(session.outputs, [{ name: "y", dims: [undefined] }]);
    for (const x of [[1, 2, 3], [4], []]) {
      assertEquals(await session.run({ x: rowOf(...x) }), { y: rowOf(...x.map((v) => v + 1)) });
    }
  });

  Deno.test(`openSession(${runtime}) converts what the network takes and gives`, async () => {
    const graph = new OnnxGraph("types");
    for (const type of ["float16", "uint8", "int32", "int64", "bool"] as const) {
      graph.output(graph.input(type, [2], type), [2], { name: `${type} out`, type });
    }
    await using session = await open(graph.toBytes());
    const inputs = session.inputs.map(({ name }) => [name, rowOf(-1.5, 260)]);
    const results = await session.run(Object.fromEntries(inputs));
    assertEquals(results, {
      "float16 out": rowOf(-1.5, 260),
      "uint8 out": rowOf(0, 255),
      "int32 out": rowOf(-1, 260),
      "int64 out": rowOf(-1, 260),
      "bool out": rowOf(1, 1),
    });
  });

  Deno.test(`openSession(${runtime}) gives the outputs that are wanted, several of one value`, async () => {
    const graph = new OnnxGraph("twice");
    const x = graph.input("x", []);
    for (const name of ["a", "b", "c"]) graph.output(x, [], { name });
    await using session = await open(graph.toBytes());
    const single = { dims: [], data: Float32Array.of(7) };
    assertEquals(await session.run({ x: single }, ["c", "a"]), { a: single, c: single });
    assertEquals(Object.keys(await session.run({ x: single })).sort(), ["a", "b", "c"]);
  });

  Deno.test(`openSession(${runtime}) refuses a network with an operator that it does not know`, async () => {
    const graph = new OnnxGraph("unknown");
    graph.output(graph.node("Frobnicate", [graph.input("x", [1])]), [1], { name: "y" });
    await assertRejects(
      () => open(graph.toBytes()),
      ModelError,
      "Cannot read the model 'net.onnx': its operator 'Frobnicate' is unknown to onnxruntime-",
    );
  });

  Deno.test(`openSession(${runtime}): a run that does not fit is refused, and the next one runs`, async () => {
    await using session = await open(ones());
    await assertRejects(
      () => session.run({ n: rowOf(1e13) }),
      ModelError,
      "Cannot run the model 'net.onnx': it does not fit into memory; a smaller 'modelOptions.size'",
    );
    assertEquals((await session.run({ n: rowOf(3) })).y.dims, [3]);
  });

  Deno.test(`openSession(${runtime}): what the network cannot do is told in one line`, async () => {
    const graph = new OnnxGraph("three");
    const three = graph.constant(Float32Array.of(1, 2, 3), [3]);
    graph.node("Add", [graph.input("x", [undefined]), three], { outputs: ["y"] });
    graph.output("y", [undefined]);
    await using session = await open(graph.toBytes());
    const error = await assertRejects(() => session.run({ x: rowOf(1, 2) }), ModelError);
    // The build in WebAssembly names no node.
    assertMatch(
      error.message,
      /^Cannot run the model 'net\.onnx': (its node 'Add y' \(Add\): )?Attempting to broadcast an axis by a dimension other than 1\. 2 by 3$/,
    );
    assertEquals((await session.run({ x: rowOf(1) })).y, rowOf(2, 3, 4));
  });
}

// What follows is the same code for both runtimes; the native one starts faster.

function openNative(model: Uint8Array, name = "net.onnx") {
  return openSession(model, { name, runtime: "native" });
}

Deno.test("openSession(): runs take turns, inputs are free, outputs the caller's", async () => {
  await using session = await openNative(oneMore());
  const x = rowOf(0, 0);
  const runs = Array.from({ length: 20 }, (_, i) => {
    x.data.fill(i);
    return session.run({ x });
  });
  x.data.fill(99);
  const results = await Promise.all(runs);
  assertEquals(results.map(({ y }) => [...y.data]), runs.map((_, i) => [i + 1, i + 1]));
});

Deno.test("openSession(): sessions live side by side", async () => {
  await using one = await openNative(oneMore());
  await using two = await openNative(landscape);
  const results = await Promise.all([one.run({ x: rowOf(1) }), one.run({ x: rowOf(2) })]);
  assertEquals(results, [{ y: rowOf(2) }, { y: rowOf(3) }]);
  assertEquals(two.inputs[0].dims.length, 4);
});

Deno.test("openSession(): closing rejects what is still to be run", async () => {
  const session = await openNative(oneMore(), "closing.onnx");
  const runs = [1, 2, 3].map((x) => session.run({ x: rowOf(x) }));
  const outcomes = Promise.allSettled([...runs]);
  await session[Symbol.asyncDispose]();
  await session[Symbol.asyncDispose]();
  runs.push(session.run({ x: rowOf(4) }));
  assertEquals((await outcomes).map(({ status }) => status), Array(3).fill("rejected"));
  for (const run of runs) {
    await assertRejects(
      () => run,
      ModelError,
      "Cannot run the model 'closing.onnx': it was closed",
    );
  }
});

Deno.test("openSession() refuses what is no network", async () => {
  const dangling = new OnnxGraph("dangling");
  dangling.output(dangling.node("Relu", ["nowhere"]), [1], { name: "y" });
  const cut = landscape.slice(0, landscape.length - 10);
  const reasons: [Uint8Array, string][] = [
    [new Uint8Array(0), "it is no ONNX model, or it breaks off"],
    [new Uint8Array(99), "it is no ONNX model, or it breaks off"],
    [new TextEncoder().encode("hello"), "it is no ONNX model, or it breaks off"],
    [cut, "it is no ONNX model, or it breaks off"],
    [dangling.toBytes(), "Invalid model. Node input 'nowhere' is not a graph input"],
  ];
  for (const [model, reason] of reasons) {
    const error = await assertRejects(() => openNative(model), ModelError);
    assertStringIncludes(error.message, `Cannot read the model 'net.onnx': ${reason}`);
    assert(!error.message.includes("\n"));
  }
});

Deno.test("openSession(): a run checks names, dimensions and lengths", async () => {
  const graph = new OnnxGraph("checks");
  const sum = graph.node("Add", [graph.input("a", [1, undefined]), graph.input("b", [1])]);
  graph.output(sum, [1, undefined], { name: "y" });
  await using session = await openSession(graph.toBytes(), { name: "n" });
  const a = { dims: [1, 2], data: new Float32Array(2) };
  const b = rowOf(1);
  const reasons: [Record<string, Tensor>, string[] | undefined, string][] = [
    [{ a }, undefined, "its input 'b' is missing"],
    [{ a, b, c: b }, undefined, "it has no input 'c', but 'a', 'b'"],
    [{ a, b }, ["z"], "it has no output 'z', but 'y'"],
    [{ a: rowOf(1), b }, undefined, "its input 'a' must be 1×?, got 1"],
    [{ a: { ...a, dims: [2, 1] }, b }, undefined, "its input 'a' must be 1×?, got 2×1"],
    [
      { a: { ...a, dims: [1, 3] }, b },
      undefined,
      "its input 'a' must have 3 values for 1×3, got 2",
    ],
    [{ a: { ...a, dims: [1, 0.5] }, b }, undefined, "must have whole numbers as dimensions"],
    [{ a: { ...a, data: [1, 2] as never }, b }, undefined, "must have 'data' of float32"],
  ];
  for (const [inputs, wanted, reason] of reasons) {
    const error = await assertRejects(() => session.run(inputs, wanted), ModelError);
    assertStringIncludes(error.message, `Cannot run the model 'n': `);
    assertStringIncludes(error.message, reason);
  }
  assertEquals((await session.run({ a, b })).y.data, Float32Array.of(1, 1));
});

Deno.test("openSession() refuses half a thread", async () => {
  for (const threads of [0, 1.5, NaN]) {
    await assertRejects(
      () => openSession(oneMore(), { name: "n", threads }),
      RangeError,
      `'threads' must be a whole number of at least 1, got ${threads}`,
    );
  }
});
