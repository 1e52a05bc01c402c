import { assertEquals, assertThrows } from "@std/assert";
import { OnnxGraph } from "../../../lib/networks/onnx/onnx_graph.ts";
import { runOnnx } from "../onnx_runtime.ts";

Deno.test("OnnxGraph writes settings of every kind, several outputs, and inputs left out", async () => {
  const graph = new OnnxGraph("all");
  const x = graph.input("x", ["rows", 4]);
  const leaky = graph.node("LeakyRelu", [x], { attributes: { alpha: { float: 2 } } });
  const [left, right] = [graph.newName(), graph.newName()];
  graph.node("Split", [leaky, graph.integers([1, 3])], {
    attributes: { axis: 1 },
    outputs: [left, right],
  });
  const clipped = graph.node("Clip", [right, "", graph.constant(Float32Array.of(3), [])]);
  const turned = graph.node("Transpose", [clipped], { attributes: { perm: [1, 0] } });
  const cast = graph.node("Cast", [left], { attributes: { to: 6 } });
  graph.output(turned, [3, "rows"], { name: "turned" });
  graph.output(graph.node("Cast", [cast], { attributes: { to: 1 } }), [undefined, 1]);

  const data = Float32Array.of(1.5, -1, 2, 9, -2.5, 4, 0, -3);
  const [ran] = await runOnnx([{ model: graph.toBytes(), inputs: [{ data, dims: [2, 4] }] }]);
  assertEquals(ran, {
    outputs: [
      { dims: [3, 2], data: Float32Array.of(-2, 3, 2, 0, 3, -6) },
      { dims: [2, 1], data: Float32Array.of(1, -5) },
    ],
  });
});

Deno.test("OnnxGraph writes texts as settings", async () => {
  const graph = new OnnxGraph("pad");
  const x = graph.input("x", [1, 3]);
  const padded = graph.node("Pad", [x, graph.integers([0, 1, 0, 1])], {
    attributes: { mode: "reflect" },
  });
  graph.output(padded, [1, 5]);
  const inputs = [{ data: Float32Array.of(1, 2, 3), dims: [1, 3] }];
  const [ran] = await runOnnx([{ model: graph.toBytes(), inputs }]);
  assertEquals(ran.outputs, [{ dims: [1, 5], data: Float32Array.of(2, 1, 2, 3, 2) }]);
});

Deno.test("OnnxGraph.constant() asks for as many numbers as the dimensions say", () => {
  const message = "Cannot write a tensor: 'data' must have 6 values for 2 × 3, got 1";
  const constant = () => new OnnxGraph("").constant(Float32Array.of(1), [2, 3]);
  assertThrows(constant, RangeError, message);
});
