import { assertEquals, assertThrows } from "@std/assert";
import { depthSpec, type ModelOverrides } from "../../../lib/networks/mod.ts";
import { inputSize } from "../../../lib/networks/model/input_size.ts";
import { ModelError } from "../../../mod.ts";
import { signature } from "../signature.ts";

const IMAGENET = [123.675, 116.28, 103.53];

/** What the files of the families that people have say, what they are called, and what they are. */
const FILES: readonly (readonly [family: string, mean: number, file: string, text: string])[] = [
  ["midas", IMAGENET[0], "model-small.onnx", "0 1×3×256×256 → 797 1×256×256"],
  ["midas", IMAGENET[0], "model-f6b98070.onnx", "0 1×3×384×384 → 1195 1×384×384"],
  ["midas", IMAGENET[0], "lite-model_midas_v2_1_small.tflite", "0 1×256×256×3 → 1 1×256×256×1"],
  ["dpt", 127.5, "dpt_swin2_tiny_256.onnx", "image 1×3×256×256 → depth 1×256×256"],
  ["dpt", 127.5, "model.onnx", "pixel_values 1×3×384×384 → predicted_depth 1×384×384"],
  ["dpt", 127.5, "dpt-hybrid-midas.onnx", "pixel_values ?×3×?×? → predicted_depth ?×?×?"],
  ["depth-anything", IMAGENET[0], "vits14.onnx", "image 1×3×518×518 → depth 1×1×518×518"],
  ["depth-anything", IMAGENET[0], "vits.onnx", "image 1×3×518×518 → depth 1×518×518"],
  ["depth-anything", IMAGENET[0], "vits.onnx", "l_x_ 1×3×392×686 → select_36 1×392×686"],
  ["depth-anything", IMAGENET[0], "model.onnx", "pixel_values ?×3×?×? → predicted_depth ?×?×?"],
  ["depth-anything", IMAGENET[0], "depth_anything_v2_vits.onnx", "image ?×3×?×? → depth ?×?×?"],
  ["tcmonodepth", 0, "tcmonodepth_tcsmallnet_192x320.onnx", "x 1×3×192×320 → y 1×1×192×320"],
  ["tcmonodepth", 0, "a.onnx", "input 1×3×192×320 → output 1×1×192×320"],
];

for (const [family, mean, file, text] of FILES) {
  Deno.test(`depthSpec() knows ${family} by ${file}, ${text}`, () => {
    const spec = depthSpec(signature(text), `nets/${file}`);
    assertEquals([spec.family, spec.mean[0], spec.isDistance], [family, mean, false]);
    const [input, output] = signature(text).inputs.concat(signature(text).outputs);
    assertEquals([spec.input, spec.decoding.output], [input.name, output.name]);
    assertEquals(spec.layout, input.dims[1] === 3 ? "nchw" : "nhwc");
  });
}

Deno.test("depthSpec() shows Depth Anything patches of 14×14, where its file leaves the size open", () => {
  const text = "pixel_values ?×3×?×? → predicted_depth ?×?×?";
  const { size, reference } = depthSpec(signature(text), "model.onnx");
  assertEquals(size, undefined);
  assertEquals(inputSize({ width: 1280, height: 720 }, reference), { width: 672, height: 392 });
  assertEquals(inputSize({ width: 400, height: 400 }, reference), { width: 518, height: 518 });
});

Deno.test("depthSpec() takes it from the name that a network gives distances", () => {
  const text = "pixel_values ?×3×?×? → predicted_depth ?×?×?";
  const isDistance = (name: string) => depthSpec(signature(text), name).isDistance;
  assertEquals(isDistance("depth-anything-v2-metric-indoor-small.onnx"), true);
  assertEquals(isDistance("depth-anything-v2-small.onnx"), false);
});

Deno.test("depthSpec() takes what the user knows better", () => {
  const text = "x ?×3×?×? → a ?×1×?×?, b ?×2×?×?";
  const overrides: ModelOverrides = {
    size: { width: 64, height: 32 },
    mean: [1, 2, 3],
    std: [4, 5, 6],
    channels: "bgr",
    output: "b:1",
  };
  const { family, size, mean, std, channels, decoding } = depthSpec(
    signature(text),
    "x",
    overrides,
  );
  assertEquals([family, size, channels], ["other", { width: 64, height: 32 }, "bgr"]);
  assertEquals([mean, std], [[1, 2, 3], [4, 5, 6]]);
  assertEquals([decoding.output, decoding.channels, decoding.channel], ["b", 2, 1]);
  const beyond = () => depthSpec(signature(text), "x", { ...overrides, output: "b:2" });
  assertThrows(beyond, RangeError, "'b' with a channel from 0 to 1, got 2");
});

Deno.test("depthSpec() refuses what finds people, unless the output is named, and names the method", () => {
  const plain = "input 1×3×256×256 → output 1×1×256×256";
  const states = "src ?×3×?×?, r1i ?×?×?×? → pha ?×1×?×?, r1o ?×?×?×?";
  const nameOfMethod = (method: string) => `-m ${method}`;
  for (
    const [file, text, reason] of [
      ["modnet.onnx", plain, "'modnet.onnx' sounds like a network that finds people"],
      ["x/sinet.onnx", "x 1×3×320×320 → y 1×2×320×320", "'sinet.onnx' sounds like"],
      ["a.onnx", "pixel_values 1×3×256×256 → alphas 1×1×256×256", "'alphas' sounds like"],
      ["b.onnx", states, "it finds people"],
    ]
  ) {
    const read = (overrides: ModelOverrides) => depthSpec(signature(text), file, overrides);
    const error = assertThrows(() => read({ nameOfMethod }), ModelError, reason);
    assertEquals(error.message.includes(", as -m segment does, and measures no depth"), true);
    const output = `${text.match(/→ (\S+)/)![1]}${text.includes("×2×") ? ":0" : ""}`;
    const told = read({ output, mean: [0, 0, 0], std: [1, 1, 1] });
    assertEquals(told.family, "other");
  }
});

Deno.test("depthSpec() refuses what it does not know, and what is no depth", () => {
  const read = (text: string, name = "a.onnx") => () => depthSpec(signature(text), name);
  const unknown = read("x 1×3×480×640 → y 1×1×480×640", "fastdepth.onnx");
  assertThrows(unknown, ModelError, "it is of no family that is known");
  assertThrows(unknown, ModelError, "'overrides.mean' and 'overrides.std' would help");
  const six = read("x 1×3×256×256 → y 1×6×256×256");
  assertThrows(six, ModelError, "depth is of one channel, not of 6");
  const pair = read("left 1×3×256×256, right 1×3×256×256 → y 1×1×256×256", "stereo-depth.onnx");
  assertThrows(pair, ModelError, "it must take one picture and nothing else");
});
