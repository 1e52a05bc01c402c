/** What is refused of a network. */
import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { OnnxGraph } from "../../../lib/networks/onnx/onnx_graph.ts";
import { ffmpeg, ROOT } from "../../helpers.ts";
import { mixNetwork } from "../../networks/tiny_networks.ts";
import { assertFailed, assertRefused, workplace } from "../helpers.ts";
import { fetchRuntimes, placeWithModel, red, segment } from "./red_network.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled/", ROOT));

await fetchRuntimes();

Deno.test("cli -m segment refuses one name for a still picture that cannot be written so", async () => {
  await using place = await placeWithModel();
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "1", place.file("photo.jpg"));
  await Deno.copyFile(place.file("clip.mp4"), place.file("video.jpg"));
  const refused = (video: string, output: string, code: number, says: string[]) =>
    assertRefused(place, [video, "transparent", ...segment, "-o", output], { code, says });
  await refused("photo.jpg", "one.jpg", 2, ["JPEG has no transparency"]);
  await refused("photo.jpg", "./photo.jpg", 2, ["JPEG has no transparency"]);
  await refused("none.jpg", "one.png", 1, ["'none.jpg'", "there is no such file"]);
  await refused("clip.mp4", "one.png", 2, ["'one.png' is one name for many pictures"]);
  // What it is, not what it is called.
  await refused("video.jpg", "one.png", 2, ["'one.png' is one name for many pictures"]);
  await refused(".", "one.png", 2, ["several files need a folder", "-o one/"]);
  const over = ["photo.jpg", "blur", ...segment, "-o", "./photo.jpg"];
  await assertRefused(place, over, { code: 2, says: ["would overwrite the input 'photo.jpg'"] });
  const plain = ["photo.jpg", "bg.jpg", "-o", "one.jpg"];
  await assertRefused(place, plain, { code: 1, says: ["at least 3 frames", "'photo.jpg' has 1"] });
});

/** A graph that is none of a network that segments. */
function graphBytes(build: (graph: OnnxGraph) => void): Uint8Array {
  const graph = new OnnxGraph("other");
  build(graph);
  return graph.toBytes();
}

const models: Record<string, [content: string | Uint8Array | undefined, says: string[]]> = {
  "none.onnx": [undefined, ["'none.onnx'", "there is no such file"]],
  "empty.onnx": ["", ["'empty.onnx'", "the file is empty"]],
  "cut.onnx": [red.slice(0, -30), ["'cut.onnx'", "it breaks off"]],
  "text.tflite": ["hello", ["'text.tflite'", "it is neither ONNX nor TensorFlow Lite"]],
  "lfs.onnx": [
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    ["'lfs.onnx'", "it is a pointer of Git LFS", "git lfs pull"],
  ],
  "operator.onnx": [
    graphBytes((graph) => {
      const x = graph.input("x", [1, 36, 64, 3]);
      graph.output(graph.node("Frobnicate", [x]), [1, 36, 64, 1], { name: "y" });
    }),
    ["'operator.onnx'", "its operator 'Frobnicate' is unknown"],
  ],
  "no_picture.onnx": [
    graphBytes((graph) => graph.output(graph.input("x", [2]), [2], { name: "y" })),
    ["'no_picture.onnx'", "it must take one picture", "'x' 2"],
  ],
  "five.onnx": [
    mixNetwork({
      input: ["x", [1, 3, 36, 64]],
      mix: Array(5).fill([1, 0, 0]),
      outputs: ["y"],
      dims: [1, 5, 36, 64],
    }),
    ["'five.onnx'", "it is of no family that is known", "1×5×36×64", "'--model-mean'"],
  ],
};

for (const [name, [content, says]] of Object.entries(models)) {
  Deno.test(`cli -m segment refuses --model ${name}, before it writes anything`, async () => {
    await using place = await workplace();
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    if (bytes !== undefined) await Deno.writeFile(place.file(name), bytes);
    const args = ["clip.mp4", "bg.jpg", "-m", "segment", "--model", name, "-o", "out.mp4"];
    await assertRefused(place, args, { code: 1, says });
  });
}

Deno.test("cli -m segment refuses a --model that is a folder", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("folder.onnx"));
  const args = ["clip.mp4", "bg.jpg", "-m", "segment", "--model", "folder.onnx", "-o", "out"];
  await assertRefused(place, args, { code: 1, says: ["'folder.onnx'", "it is a folder"] });
});

const wrong: [args: string[], code: number, says: string[]][] = [
  [["--model", "nonsense"], 2, ["'nonsense'", "fast, quality, rvm, or a file ending in .onnx"]],
  [["--model", "net.pt"], 2, ["'net.pt'", ".onnx or .tflite"]],
  [["--model", ""], 2, ["--model must be", "fast, quality, rvm"]],
  [["--model-size", "nonsense"], 2, ["'--model-size'", "WIDTHxHEIGHT", "'nonsense'"]],
  [["--model-size", "0x9"], 2, ["'--model-size'", "'0x9'"]],
  [["--model-size", "99x99"], 1, ["'--model-size'", "64x36, as its input is", "99x99"]],
  [["--model-channels", "grb"], 2, ["'--model-channels'", "rgb or bgr", "'grb'"]],
  [["--device", "gpux"], 2, ["--device", "Did you mean gpu?"]],
  [["--model-layout", "nonsense"], 2, ["'--model-layout'", "nchw or nhwc", "'nonsense'"]],
  [["--model-layout", "nchw"], 1, ["'--model-layout'", "must be nhwc", "1×36×64×3"]],
  [["--model-output", "pha"], 1, ["'--model-output'", "person", "'pha'"]],
  [["--model-output", ":"], 2, ["'--model-output'", "':'"]],
  [["--model-mean", "x"], 2, ["'--model-mean'", "'x'"]],
  [["--model-std", "0"], 2, ["'--model-std'", "above 0"]],
  [["--every", "0"], 2, ["--every", "whole number of at least 1"]],
  [["--every", "1.5"], 2, ["--every", "whole number"]],
  [["--set", "every=0"], 2, ["'every'", "whole number of at least 1"]],
  [["--set", "every=1.5"], 2, ["'every'", "whole number"]],
  [["--set", "plate=perhaps"], 2, ["'plate'", "perhaps"]],
  [["--refine", "levels:200:100"], 2, ["'levels'", "200:100"]],
];

for (const [args, code, says] of wrong) {
  Deno.test(`cli -m segment refuses ${args.join(" ")}`, async () => {
    await using place = await placeWithModel();
    const all = ["clip.mp4", "bg.jpg", ...segment, ...args, "-o", "out.mp4"];
    await assertRefused(place, all, { code, says });
  });
}

Deno.test("cli evaluate refuses what a run refuses of a network", async () => {
  await using place = await placeWithModel();
  const args = ["evaluate", `${LABELLED}walk`, "--methods", "segment"];
  const usage = await place.run([...args, "--model-layout", "x"]);
  assertFailed(usage, { code: 2, says: ["'--model-layout'"] });
  const missing = await place.run([...args, "--model", "none.onnx"]);
  assertEquals(missing.code, 1);
  const words = "error: walk: Cannot open the model 'none.onnx': there is no such file\n";
  assertEquals(missing.stderr, words);
});
