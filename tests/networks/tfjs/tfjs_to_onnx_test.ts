import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "../../../lib/errors.ts";
import { tfjsToOnnx } from "../../../lib/networks/tfjs/tfjs_to_onnx.ts";
import { floatsFrom } from "../../data/floats.ts";
import operators from "../../data/tfjs_operators.json" with { type: "json" };
import frames from "../../data/tfjs_rvm.json" with { type: "json" };
import { assertClose } from "../../methods/close.ts";
import { openHere } from "../onnx_runtime.ts";
import { sample } from "../tflite/networks.ts";
import {
  constant,
  type GraphSpec,
  integer,
  placeholder,
  row,
  texts,
  type,
  writeGraph,
} from "./graph_writer.ts";
import { GRAPH_CASES, graphInputs } from "./operator_cases.ts";
import { RATIO, rvmFiles, rvmFrames, SIZE, STATES } from "./rvm.ts";

/** What TensorFlow.js makes of the graphs. */
const EXPECTED: Record<string, { dims: number[]; data: string }[]> = operators;

Deno.test("tfjsToOnnx(): each operator makes what TensorFlow.js makes", async (t) => {
  for (const graph of GRAPH_CASES) {
    await t.step(graph.title, async () => {
      const { json, weights } = writeGraph(graph);
      const { sizes = {}, values = {} } = graph;
      await using session = await openHere(tfjsToOnnx(json, weights, { sizes, values }));
      const inputs = graphInputs(graph).map(({ name, ...tensor }) => [name, tensor]);
      assertEquals(
        session.inputs.map(({ name }) => name).sort(),
        inputs.map(([name]) => name).sort(),
      );
      const results = await session.run(Object.fromEntries(inputs));
      for (const [i, name] of graph.outputs.entries()) {
        const { dims, data } = EXPECTED[graph.title][i];
        assertEquals(results[name.replace(":0", "")].dims, dims);
        assertClose(results[name].data, floatsFrom(data), 1e-5, graph.title);
      }
    });
  }
});

Deno.test("tfjsToOnnx() makes of Robust Video Matting what TensorFlow.js sees, twice", async () => {
  const { json, weights } = await rvmFiles();
  const onnx = tfjsToOnnx(json, weights, {
    sizes: { src: [1, SIZE.height, SIZE.width, 3] },
    values: { downsample_ratio: RATIO },
  });
  await using session = await openHere(onnx);
  assertEquals(session.outputs.map(({ name }) => name).sort(), [
    "fgr",
    "pha",
    ...STATES.map((name) => name.replace("i", "o")),
  ]);
  const state = (name: string) => {
    const dims = session.inputs.find((input) => input.name === name)!.dims as number[];
    return { dims, data: new Float32Array(dims.reduce((product, dim) => product * dim, 1)) };
  };
  let states = STATES.map((name) => [name, state(name)] as const);
  for (const [i, src] of rvmFrames().entries()) {
    const results = await session.run({ src, ...Object.fromEntries(states) });
    const { dims, data } = results.pha;
    assertEquals(dims, [1, SIZE.height, SIZE.width, 1]);
    // A guided filter divides by variances, which are next to nothing in flat places.
    assertClose(sample(data), floatsFrom(frames[i].sample), 1e-3, `frame ${i + 1}`);
    assertAlmostEquals(
      data.reduce((sum, value) => sum + value, 0) / data.length,
      frames[i].mean,
      1e-5,
    );
    states = STATES.map((name) => {
      const { dims, data } = results[name.replace("i", "o")];
      return [name, { dims: [...dims], data: new Float32Array(data) }] as const;
    });
  }
});

Deno.test("tfjsToOnnx() leaves out what only outputs need that are not wanted", async () => {
  const graph: GraphSpec = {
    nodes: [
      placeholder("x", 1, 2),
      placeholder("z", 1, 2),
      { name: "a", op: "Relu", input: ["x"] },
      { name: "b", op: "Unheard", input: ["z"] },
    ],
    outputs: ["a", "b"],
  };
  const { json, weights } = writeGraph(graph);
  await using session = await openHere(tfjsToOnnx(json, weights, { outputs: ["a"] }));
  assertEquals(session.inputs.map(({ name }) => name), ["x"]);
  const x = { dims: [1, 2], data: Float32Array.of(-1, 3) };
  assertEquals([...(await session.run({ x })).a.data], [0, 3]);
});

const quantized: readonly [string, object, number[], number[]][] = [
  ["uint8", { dtype: "uint8", scale: 0.5, min: -1 }, [0, 2, 255], [-1, 0, 126.5]],
  ["uint16", { dtype: "uint16", scale: 0.25, min: 2 }, [0, 4, 65535], [2, 3, 16385.75]],
  // 1, -2 and the least above 0.
  ["float16", { dtype: "float16" }, [0x3c00, 0xc000, 1], [1, -2, 2 ** -24]],
];

for (const [kind, quantization, stored, wanted] of quantized) {
  Deno.test(`tfjsToOnnx() makes weights of ${kind} what they stand for`, async () => {
    const nodes = [
      placeholder("x", 1, 3),
      constant("w", [3], stored, { quantization: { ...quantization } }),
      { name: "y", op: "AddV2", input: ["x", "w"] },
    ];
    const { json, weights } = writeGraph({ nodes, outputs: ["y"] });
    await using session = await openHere(tfjsToOnnx(json, weights));
    const x = { dims: [1, 3], data: new Float32Array(3) };
    assertEquals([...(await session.run({ x })).y.data], wanted);
  });
}

/** A graph of one operator. */
function graphOf(op: string, more: object = {}): GraphSpec {
  const nodes = [placeholder("x", 1, 4, 4, 2), { name: "y", op, input: ["x"], ...more }];
  return { nodes, outputs: ["y"] };
}

function assertUnreadable(spec: GraphSpec, reason: string, options = {}, changes = {}): void {
  const { json, weights } = writeGraph(spec, changes);
  const translate = () => tfjsToOnnx(json, weights, { name: "my.json", ...options });
  const { message } = assertThrows(translate, ModelError);
  assertEquals(message, `Cannot read the model 'my.json': ${reason}`);
}

Deno.test("tfjsToOnnx() names all operators that it does not know", () => {
  assertUnreadable(graphOf("Unheard"), "it has the operator Unheard, which is not handled");
  const nodes = [
    placeholder("x", 1, 2),
    { name: "b", op: "Unseen", input: ["x"] },
    { name: "a", op: "Unheard", input: ["b"] },
  ];
  const reason = "it has the operators Unheard, Unseen, which are not handled";
  assertUnreadable({ nodes, outputs: ["a"] }, reason);
});

Deno.test("tfjsToOnnx() refuses graphs that go in a circle, or lack a node", () => {
  const circle = [
    { name: "a", op: "Relu", input: ["b"] },
    { name: "b", op: "Relu", input: ["c"] },
    { name: "c", op: "Relu", input: ["a"] },
  ];
  assertUnreadable({ nodes: circle, outputs: ["a"] }, "its operators go in a circle at 'c'");
  const self = [{ name: "a", op: "Relu", input: ["a"] }];
  assertUnreadable({ nodes: self, outputs: ["a"] }, "its operators go in a circle at 'a'");
  const lonely = [{ name: "a", op: "Relu", input: ["b"] }];
  assertUnreadable({ nodes: lonely, outputs: ["a"] }, "its operator 'b' is missing");
});

Deno.test("tfjsToOnnx() takes a chain that is longer than a stack is deep to order", async () => {
  const nodes = Array.from({ length: 15_000 }, (_, i) => (
    { name: `${i + 1}`, op: "Identity", input: [`${i}`] }
  ));
  const spec = { nodes: [placeholder("0", 1, 1), ...nodes.reverse()], outputs: ["15000"] };
  const { json, weights } = writeGraph(spec);
  await using session = await openHere(tfjsToOnnx(json, weights));
  const x = { dims: [1, 1], data: Float32Array.of(7) };
  assertEquals([...(await session.run({ 0: x }))["15000"].data], [7]);
});

Deno.test("tfjsToOnnx() refuses weights that are missing, break off, or are of another kind", () => {
  const spec = graphOf("AddV2", { input: ["x", "w"] });
  const withWeights = { ...spec, nodes: [...spec.nodes, constant("w", [2], [1, 2])] };
  const { json, weights } = writeGraph(withWeights);
  const cut = () => tfjsToOnnx(json, weights.slice(0, 5), { name: "my.json" });
  const { message } = assertThrows(cut, ModelError);
  assertEquals(message, "Cannot read the model 'my.json': its weights must be 8 bytes, got 5");
  const missing = { ...spec, nodes: [...spec.nodes, { name: "w", op: "Const" }] };
  assertUnreadable(missing, "the weights of its 'w' are missing");
  const odd = constant("w", [2], [1, 2], { quantization: { dtype: "int4", scale: 1, min: 0 } });
  const reason = "it has weights of type int4, which are not handled";
  assertUnreadable({ ...spec, nodes: [...spec.nodes, odd] }, reason);
});

Deno.test("tfjsToOnnx() refuses what it would need to know beforehand, and does not", () => {
  const open = { nodes: [placeholder("x"), { name: "y", op: "Relu", input: ["x"] }] };
  const size = "the size of its input 'x' is not known";
  assertUnreadable({ ...open, outputs: ["y"] }, size);
  const partly = { nodes: [placeholder("x", 1, -1), { name: "y", op: "Relu", input: ["x"] }] };
  assertUnreadable({ ...partly, outputs: ["y"] }, size);
  const branch = {
    nodes: [
      placeholder("x", 1, 2),
      { name: "s", op: "Switch", input: ["x", "x"] },
      { name: "y", op: "Merge", input: ["s", "s:1"] },
    ],
    outputs: ["y"],
  };
  const undecided = "it branches on what it computes while it runs, which is not handled";
  assertUnreadable(branch, undecided);
  const both = { nodes: [placeholder("x", 1), { name: "y", op: "Merge", input: ["x", "x"] }] };
  assertUnreadable({ ...both, outputs: ["y"] }, undecided);
  const sized = graphOf("ResizeBilinear", { input: ["x", "x"] });
  assertUnreadable(sized, "it computes a size while it runs, which is not handled");
  assertUnreadable(graphOf("Relu"), "it has no output 'z'", { outputs: ["z"] });
});

Deno.test("tfjsToOnnx() refuses settings that it does not know", () => {
  const window = { padding: { s: btoa("SAME") }, data_format: { s: btoa("NHWC") } };
  const conv = (attr: object) => {
    const spec = graphOf("_FusedConv2D", { input: ["x", "w"], attr: { ...window, ...attr } });
    return { ...spec, nodes: [...spec.nodes, constant("w", [1, 1, 2, 1], [1, 2])] };
  };
  assertUnreadable(
    conv({ padding: { s: btoa("EXPLICIT") } }),
    "it has the padding 'EXPLICIT', which is not handled",
  );
  assertUnreadable(
    conv({ data_format: { s: btoa("NCHW") } }),
    "its pictures lie as NCHW, which is not handled",
  );
  assertUnreadable(
    conv({ fused_ops: texts("Gelu") }),
    "it has the built-in Gelu, which is not handled",
  );
  const blocks = graphOf("SpaceToBatchND", { input: ["x", "b", "p"] });
  const rims = constant("p", [2, 2], [0, 0, 0, 0], { type: "int32" });
  const alone = { ...blocks, nodes: [...blocks.nodes, row("b", 2, 2), rims] };
  assertUnreadable(alone, "it works on blocks of pixels in a way that is not handled");
  const number = { ...placeholder("x", 1, 2), attr: { dtype: type("DT_INT32") } };
  const ints = { nodes: [number, { name: "y", op: "Relu", input: ["x"] }], outputs: ["y"] };
  assertUnreadable(ints, "its input 'x' has type DT_INT32, not DT_FLOAT");
});

Deno.test("tfjsToOnnx() refuses what is no graph model", () => {
  const layers = { modelTopology: undefined, format: "layers-model" };
  assertUnreadable(graphOf("Relu"), "it is no graph model of TensorFlow.js", {}, layers);
  assertUnreadable(graphOf("Relu"), "it does not say what it gives", {}, { signature: {} });
});

const damaged: Record<string, object> = {
  "a node without a name": { modelTopology: { node: [{ op: "Relu" }] } },
  "nodes that are none": { modelTopology: { node: [7] } },
  "weights without a list": { weightsManifest: [{ weights: 7 }] },
  "a weight without a shape": { weightsManifest: [{ weights: [{ name: "w", dtype: "bool" }] }] },
  "a side of -1": { weightsManifest: [{ weights: [{ name: "w", dtype: "bool", shape: [-1] }] }] },
};

for (const [what, changes] of Object.entries(damaged)) {
  Deno.test(`tfjsToOnnx() says of ${what} that the model is damaged`, () => {
    assertUnreadable(graphOf("Relu"), "it is damaged or incomplete", {}, changes);
  });
}

Deno.test("tfjsToOnnx() says of dimensions that do not fit that the model is damaged", () => {
  const add = graphOf("AddV2", { input: ["x", "w"] });
  const nodes = [...add.nodes, constant("w", [3], [1, 2, 3])];
  assertUnreadable({ ...add, nodes }, "it is damaged or incomplete");
  const split = graphOf("Split", { input: ["a", "x"], attr: { num_split: integer(3) } });
  const axis = constant("a", [], [3], { type: "int32" });
  assertUnreadable({ ...split, nodes: [...split.nodes, axis] }, "it is damaged or incomplete");
  const { json, weights } = writeGraph(add);
  const cut = () => tfjsToOnnx(json.slice(0, -9), weights, { name: "my.json" });
  assertThrows(cut, ModelError, "'my.json': it is damaged or incomplete");
});
