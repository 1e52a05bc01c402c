import { assertEquals, assertRejects } from "@std/assert";
import { depthOpener, SharedNetworks } from "../../../lib/files/mod.ts";
import { ModelError } from "../../../mod.ts";
import { frameOf, temporaryFolder } from "../../helpers.ts";
import { mixNetwork } from "../../networks/tiny_networks.ts";

/** A folder with a network of 3×1 pixels under some name: what is red is near. */
async function folderWithModel(name: string) {
  const folder = await temporaryFolder();
  const path = `${folder.path}/${name}`;
  const network = { mix: [[1, 0, 0]], outputs: ["y"], dims: [1, 1, 1, 3] } as const;
  await Deno.writeFile(path, mixNetwork({ ...network, input: ["x", [1, 3, 1, 3]] }));
  return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

const FRAME = frameOf([[200, 0, 100]]);

Deno.test("depthOpener() opens one's own network, recognised by its name", async () => {
  await using model = await folderWithModel("midas_small.onnx");
  await using network = await depthOpener(model.path)();
  const { width, height, disparity } = await network.look(FRAME);
  assertEquals([width, height], [3, 1]);
  assertEquals([...disparity].map((near) => Math.round(1000 * near)), [1000, 0, 500]);
});

Deno.test("depthOpener() opens one's own network as one says, and shares it between videos", async () => {
  await using model = await folderWithModel("a.onnx");
  await using networks = new SharedNetworks();
  const overrides = { mean: [0, 0, 0], std: [1, 1, 1] } as const;
  const open = depthOpener(model.path, { overrides, networks });
  const [first, second] = [await open(), await open()];
  await first[Symbol.asyncDispose]();
  assertEquals([...(await second.look(FRAME)).disparity], [1, 0, 0.5]);
  await assertRejects(() => first.look(FRAME), ModelError, "it was closed");
  await assertRejects(depthOpener(model.path, { networks }), ModelError, "of no family");
});

Deno.test("depthOpener() refuses networks of people, and files that are not there", async () => {
  await using model = await folderWithModel("modnet.onnx");
  const overrides = { nameOfMethod: (method: string) => `-m ${method}` };
  const words = "finds people, as -m segment does, and measures no depth";
  await assertRejects(depthOpener(model.path, { overrides }), ModelError, words);
  await assertRejects(depthOpener(`${model.path}.none.onnx`), ModelError, "none.onnx");
});
