import { assertEquals, assertRejects } from "@std/assert";
import { ComparedSession, differenceOf } from "../../../lib/networks/runtime/compared_session.ts";
import { NATIVE } from "../../../lib/files/onnx/onnx_packages.ts";
import { openSession } from "../../../lib/files/onnx/open_session.ts";
import { nativeLibrary } from "../../../lib/files/onnx/runtime/onnx_native.ts";
import { OnnxSession } from "../../../lib/files/onnx/runtime/onnx_session.ts";
import { loneFolder } from "../../../lib/files/packages/lone_package.ts";
import type { InferenceSession, Tensor } from "../../../lib/networks/inference_session.ts";
import { OnnxGraph } from "../../../lib/networks/onnx/onnx_graph.ts";
import { ModelError } from "../../../mod.ts";

/** `y = x + more`, of three numbers; with `rounds` it takes longer, and gives the same. */
function plus(more: number, rounds = 0): Uint8Array<ArrayBuffer> {
  const graph = new OnnxGraph("plus");
  let y = graph.node("Add", [graph.input("x", [3]), graph.constant(Float32Array.of(more), [])]);
  if (rounds > 0) {
    const [side, zeros] = [256, new Float32Array(256 * 256)];
    let waste = graph.node("Mul", [
      graph.constant(zeros, [side, side]),
      graph.node("ReduceMax", [y]),
    ]);
    const square = graph.constant(zeros, [side, side]);
    for (let i = 0; i < rounds; i++) waste = graph.node("MatMul", [waste, square]);
    y = graph.node("Add", [y, graph.node("ReduceMax", [waste], { attributes: { keepdims: 0 } })]);
  }
  graph.output(y, [3], { name: "y" });
  return graph.toBytes();
}

const open = (model: Uint8Array) => openSession(model, { name: "of a test" });
const input = (...numbers: number[]): Record<string, Tensor> => ({
  x: { dims: [3], data: Float32Array.from(numbers) },
});
const numbers = async (session: InferenceSession, ...x: number[]) => [
  ...(await session.run(input(...x))).y.data,
];

/** What two networks come to, the one of the processor first, and what was told. */
async function compared(own: Uint8Array, another: Uint8Array, device: "auto" | "gpu") {
  const told: string[] = [];
  const [processor, other] = [await open(own), await open(another)];
  const session = new ComparedSession({
    processor,
    other,
    device,
    title: "webgpu",
    runtime: processor.runtime,
    onFallback: (reason) => told.push(reason),
  });
  return { session, told };
}

Deno.test("ComparedSession takes the other one if it sees the same", async () => {
  // So little that nobody would see it shows who goes on.
  const { session, told } = await compared(plus(1), plus(1.001), "gpu");
  await using _ = session;
  assertEquals(session.inputs[0].name, "x");
  assertEquals(await numbers(session, 1, 2, 3), [2, 3, 4]);
  assertEquals(await numbers(session, 1, 2, 3), [...Float32Array.of(2.001, 3.001, 4.001)]);
  assertEquals(told, []);
});

Deno.test("ComparedSession stays with the processor if the other one sees something else", async () => {
  const { session, told } = await compared(plus(1), plus(1.1), "gpu");
  await using _ = session;
  assertEquals(await numbers(session, 0.1, 0.2, 0.3), [...Float32Array.of(1.1, 1.2, 1.3)]);
  assertEquals(await numbers(session, 1, 2, 3), [2, 3, 4]);
  assertEquals(told, ["webgpu sees something else, by 10 %"]);
});

Deno.test("ComparedSession stays with the processor if the other one fails", async () => {
  const told: string[] = [];
  const [processor, other] = [await open(plus(1)), await open(plus(1))];
  await other[Symbol.asyncDispose]();
  await using session = new ComparedSession({
    processor,
    other,
    device: "gpu",
    title: "cuda",
    runtime: processor.runtime,
    onFallback: (reason) => told.push(reason),
  });
  // Both are asked for before the first has ended.
  const both = await Promise.all([numbers(session, 1, 2, 3), numbers(session, 4, 5, 6)]);
  assertEquals(both, [[2, 3, 4], [5, 6, 7]]);
  assertEquals(told, ["cuda fails"]);
});

Deno.test("ComparedSession, auto: takes the faster one", async () => {
  // Some 30 million multiplications a round.
  const slow = await compared(plus(1), plus(1.001, 50), "auto");
  const fast = await compared(plus(1, 50), plus(1.001), "auto");
  await using _slow = slow.session;
  await using _fast = fast.session;
  for (const { session } of [slow, fast]) assertEquals(await numbers(session, 1, 2, 3), [2, 3, 4]);
  assertEquals([slow.told, fast.told], [["webgpu is not faster"], []]);
  assertEquals(await numbers(slow.session, 1, 2, 3), [2, 3, 4]);
  assertEquals((await numbers(fast.session, 1, 2, 3))[0] > 2, true);
});

Deno.test("ComparedSession: inputs may be changed as soon as the call returns", async () => {
  const { session } = await compared(plus(1), plus(1), "gpu");
  await using _ = session;
  const given = input(1, 2, 3);
  const running = session.run(given);
  given.x.data.fill(9);
  assertEquals([...(await running).y.data], [2, 3, 4]);
});

Deno.test("ComparedSession: what the processor cannot do is an error", async () => {
  const { session } = await compared(plus(1), plus(1), "gpu");
  await using _ = session;
  await assertRejects(() => session.run({}), ModelError, "its input 'x' is missing");
});

Deno.test("differenceOf() is a share of the range, or of 1", () => {
  const of = (...data: number[]) => ({ y: { dims: [data.length], data: Float32Array.from(data) } });
  assertEquals(differenceOf(of(0, 1), of(0, 0.5)), 0.5);
  assertEquals(differenceOf(of(-50, 50), of(-50, 45)), 0.05);
  assertEquals(differenceOf(of(0.5, NaN, Infinity), of(0.5, NaN, Infinity)), 0);
  assertEquals(differenceOf(of(0, 1), of(0, NaN)), NaN);
  assertEquals(differenceOf(of(0, 1), of(0)), NaN);
  assertEquals(differenceOf(of(0, 1), {}), NaN);
});

Deno.test("openSession(): where nothing faster starts, one line says so and the processor runs", async () => {
  for (const runtime of ["native", "wasm"] as const) {
    const told: string[] = [];
    const options = { name: "plus", runtime, onNotice: (line: string) => told.push(line) };
    await using session = await openSession(plus(1), { ...options, device: "gpu" });
    assertEquals(await numbers(session, 1, 2, 3), [2, 3, 4]);
    // On a machine that has one, there is nothing to tell.
    const lines = told.filter((line) => line.startsWith("the processor runs the model: "));
    assertEquals(lines, told);
    assertEquals(told.length <= 1, true);
    if (runtime === "wasm") assertEquals(told.length, 1);
  }
});

Deno.test("openSession() refuses a device that there is not", async () => {
  const device = "tpu" as "gpu";
  const message = "'device' must be auto, cpu or gpu, got 'tpu'";
  await assertRejects(() => openSession(plus(1), { name: "plus", device }), RangeError, message);
});

Deno.test({
  name: "OnnxSession.open() says which accelerators do not start",
  ignore: nativeLibrary() === undefined,
  fn: async () => {
    const native = { runtime: NATIVE.name, folder: await loneFolder(NATIVE) };
    const reason = async (...accelerators: string[]) => {
      const options = { ...native, name: "plus", threads: 1, accelerators };
      const error = await assertRejects(() => OnnxSession.open(plus(1), options), ModelError);
      return (error.cause as Error).message;
    };
    assertEquals(await reason("nonsense"), "onnxruntime-node has nothing else for this system");
    // Its library is no part of the package, on any system.
    assertEquals(await reason("tensorrt", "nonsense"), tensorrtReason());
  },
});

/** Of Linux on x86-64 alone the package knows of it. */
function tensorrtReason(): string {
  const { os, arch } = Deno.build;
  return os === "linux" && arch === "x86_64"
    ? "tensorrt does not start"
    : "onnxruntime-node has nothing else for this system";
}
