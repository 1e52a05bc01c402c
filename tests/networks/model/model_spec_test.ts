import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { OnnxGraph } from "../../../lib/networks/onnx/onnx_graph.ts";
import type { OnnxType } from "../../../lib/networks/onnx/onnx_tensor.ts";
import { type Frame, ModelError } from "../../../mod.ts";
import {
  type ModelOverrides,
  modelSpec,
  NetworkSegmenter,
  parseModelOverrides,
} from "../../../lib/networks/mod.ts";
import { openHere } from "../onnx_runtime.ts";
import { signature } from "../signature.ts";
import { type Mix, type MixNetwork, mixNetwork } from "../tiny_networks.ts";

const U2NET = [1959, 1960, 1961, 1962, 1963, 1964, 1965].map((name) => `${name} 1×1×320×320`);
const ISNET = ["output_image", "d2", "d3"].map((name) => `${name} 1×1×1024×1024`);
const STATES = [1, 2, 3, 4].map((i) => `r${i}i ?×?×?×?`).join(", ");
const NEXT = [1, 2, 3, 4].map((i) => `r${i}o ?×?×?×?`).join(", ");
const RVM = `src ?×3×?×?, ${STATES}, downsample_ratio 1 → fgr ?×3×?×?, pha ?×1×?×?, ${NEXT}`;

/** What the files of the families that people have say, and what they are. */
const FILES: readonly (readonly [family: string, layout: string, signature: string])[] = [
  ["selfie", "nhwc", "input_1 1×256×256×3 → activation_10 1×256×256×1"],
  ["selfie", "nhwc", "input_1 1×144×256×3 → segment_back 1×144×256×1"],
  ["selfie", "nchw", "image 1×3×256×256 → mask 1×1×256×256"],
  ["selfie", "nchw", "pixel_values ?×3×256×256 → alphas ?×256×256×1"],
  ["selfie-multiclass", "nhwc", "input_29 1×256×256×3 → Identity 1×256×256×6"],
  ["modnet", "nchw", "input ?×3×?×? → output ?×1×?×?"],
  ["modnet", "nchw", "input 1×3×512×512 → output 1×1×512×512"],
  ["u2net", "nchw", `input.1 1×3×320×320 → ${U2NET.join(", ")}`],
  ["u2net", "nchw", "input.1 1×3×320×320 → 1959"],
  ["isnet", "nchw", `input_image 1×3×1024×1024 → ${ISNET.join(", ")}`],
  ["isnet", "nchw", "input 1×3×1024×1024 → output 1×1×1024×1024"],
  ["birefnet", "nchw", "input_image 1×3×1024×1024 → output_image 1×1×1024×1024"],
  ["birefnet", "nchw", "pixel_values ?×3×?×? → alphas ?×1×?×?"],
  ["rvm", "nchw", RVM],
  ["pp-humanseg", "nchw", "x 1×3×192×192 → save_infer_model/scale_0 1×2×192×192"],
  ["pp-humanseg", "nchw", "x 1×3×192×192 → out 1×192×192×2"],
  ["pp-humanseg", "nhwc", "x 1×192×192×3 → out 1×192×192×2"],
  ["pp-humanseg", "nhwc", "inputs_0 1×224×398×3 → Identity 1×2×224×398"],
  ["sinet", "nchw", "data 1×3×320×320 → out 1×2×320×320"],
  ["meet", "nhwc", "input_1 1×144×256×3 → segment 1×144×256×2"],
  ["meet", "nhwc", "input_1 1×96×160×3 → segment 1×96×160×2"],
  ["meet", "nchw", "input 1×3×144×256 → segment 1×2×144×256"],
  ["meet", "nchw", "input 1×3×144×256 → segment 1×144×256×2"],
  ["deeplab", "nhwc", "sub_7 1×257×257×3 → ResizeBilinear_3 1×257×257×21"],
  ["selfie", "nhwc", "input_3 1×256×256×3 → reshape_2/Reshape 1×65536"],
];

for (const [family, layout, text] of FILES) {
  Deno.test(`modelSpec() knows ${family} by ${text.slice(0, 60)}`, () => {
    const spec = modelSpec(signature(text), "model.onnx");
    assertEquals([spec.family, spec.layout], [family, layout]);
  });
}

Deno.test("modelSpec() takes the name of a file where inputs and outputs tell nothing", () => {
  const named = (name: string) =>
    modelSpec(signature("x 1×3×?×? → y 1×1×?×?"), `models/${name}.onnx`).family;
  assertEquals(
    ["BiRefNet-lite", "RMBG-2.0", "rmbg-1.4", "isnet", "modnet_photo", "u2netp", "a"].map(named),
    ["birefnet", "birefnet", "isnet", "isnet", "modnet", "u2net", "modnet"],
  );
  const pair = (name: string, side: number) =>
    modelSpec(signature(`x 1×3×${side}×${side} → y 1×2×${side}×${side}`), name).family;
  assertEquals(pair("sinet_224.onnx", 224), "sinet");
  assertEquals(pair("humanseg_320.onnx", 320), "pp-humanseg");
});

Deno.test("modelSpec() takes the output of Robust Video Matting that is the matte, and its memory", () => {
  const { decoding, recurrence, input, size } = modelSpec(signature(RVM), "rvm.onnx");
  assertEquals([decoding.output, input, size], ["pha", "src", undefined]);
  assertEquals(recurrence?.ratio, { input: "downsample_ratio", dims: [1] });
  assertEquals(recurrence?.states[3], { input: "r4i", output: "r4o", dims: [1, 1, 1, 1] });
});

Deno.test("modelSpec() takes as many numbers as the input has pixels for a picture, and no others", () => {
  const flat = (text: string, overrides?: ModelOverrides) =>
    modelSpec(signature(text), "flat.onnx", overrides).decoding.flat;
  assertEquals(flat("x 1×96×64×3 → y 1×6144"), { width: 64, height: 96 });
  assertEquals(flat("x 1×96×64×3 → y 6144"), { width: 64, height: 96 });
  assertEquals(flat("x 1×96×64×3 → y 1×6144×1", { output: "y" }), { width: 64, height: 96 });
  const size = { width: 128, height: 64 };
  assertEquals(flat("x 1×?×?×3 → y 1×8192", { size }), size);
  assertEquals(flat("x 1×96×64×3 → y 1×96×64"), undefined);
  for (const text of ["x 1×96×64×3 → y 1×6145", "x 1×?×?×3 → y 1×8192"]) {
    assertThrows(() => flat(text), ModelError, "it must give a picture");
  }
});

Deno.test("modelSpec() refuses what is called after depth, unless the output is named", () => {
  const text = "input 1×3×192×320 → output 1×1×192×320";
  for (const name of ["nets/tcmonodepth_small.onnx", "MiDaS-v2.onnx", "depth/disparity.onnx"]) {
    const words = `'${name.split("/").at(-1)}' sounds like a network that measures depth`;
    assertThrows(() => modelSpec(signature(text), name), ModelError, words);
    assertEquals(modelSpec(signature(text), name, { output: "0" }).decoding.output, "output");
    const nameOfMethod = (method: string) => `-m ${method}`;
    const named = () => modelSpec(signature(text), name, { nameOfMethod });
    assertThrows(named, ModelError, `${words}, as -m depth takes, which is no matte of people`);
  }
  const predicted = signature("pixel_values ?×3×?×? → predicted_depth ?×1×?×?");
  assertThrows(() => modelSpec(predicted, "model.onnx"), ModelError, "'predicted_depth' sounds");
  for (const name of ["depthwise_unet.onnx", "depth-separable.onnx", "depth/modnet.onnx"]) {
    assertEquals(modelSpec(signature(text), name).family, "modnet");
  }
});

Deno.test("modelSpec() starts with as many zeros as a file with fixed sizes says", () => {
  const text = "src 1×3×64×64, r1i 1×16×8×8 → pha 1×1×64×64, r1o 1×16×8×8";
  const { recurrence } = modelSpec(signature(text), "rvm.onnx");
  assertEquals(recurrence, { states: [{ input: "r1i", output: "r1o", dims: [1, 16, 8, 8] }] });
});

Deno.test("modelSpec() takes what the user knows better", () => {
  const { size, mean, std, decoding } = modelSpec(
    signature("input ?×3×?×? → a ?×1×?×?, b:0 ?×2×?×?, c:0:1 ?×1×?×?"),
    "x.onnx",
    {
      size: { width: 64, height: 32 },
      mean: [1, 2, 3],
      std: [4, 5, 6],
      output: "b:0:0",
    },
  );
  assertEquals([size, mean, std], [{ width: 64, height: 32 }, [1, 2, 3], [4, 5, 6]]);
  assertEquals(decoding, { output: "b:0", kind: "probabilities", channels: 2, channel: 0 });
});

Deno.test("modelSpec() finds outputs by name, by number, and with colons in their names", () => {
  const three = signature("input ?×3×?×? → a ?×1×?×?, b:0 ?×1×?×?, 0 ?×1×?×?");
  const found = (output: string) => modelSpec(three, "x", { output }).decoding.output;
  assertEquals(["a", "1", "b:0", "b:0:0", "0"].map(found), ["a", "b:0", "b:0", "b:0", "0"]);
});

Deno.test("modelSpec() uses a network of no family if told how", () => {
  const text = "x 1×3×100×50 → y 1×21×100×50";
  const told = { mean: [0, 0, 0], std: [1, 1, 1], output: "y:15" } as const;
  const spec = modelSpec(signature(text), "deeplab", told);
  assertEquals([spec.family, spec.size], ["other", { width: 50, height: 100 }]);
  assertEquals(spec.decoding, { output: "y", kind: "probabilities", channels: 21, channel: 15 });
});

Deno.test("modelSpec() says what a model takes and gives, and which options would help", () => {
  const cases: [string, ModelOverrides, string][] = [
    [
      "x 1×3×100×50 → y 1×1×100×50",
      {},
      "it is of no family that is known; it takes 'x' 1×3×100×50 and gives 'y' 1×1×100×50: " +
      "'overrides.mean' and 'overrides.std' would help",
    ],
    [
      "x 1×3×100×50 → y 1×1×100×50",
      { mean: [0, 0, 0] },
      "it is of no family that is known; it takes 'x' 1×3×100×50 and gives 'y' 1×1×100×50: " +
      "'overrides.std' would help",
    ],
    [
      "x 1×?×?×? → y 1×1×?×?",
      {},
      "it does not say where its channels are; it takes 'x' 1×?×?×? and gives 'y' 1×1×?×?: " +
      "'overrides.layout' would help",
    ],
    [
      "x 1×3×?×512 → y",
      {},
      "it leaves one side of its pictures open; it takes 'x' 1×3×?×512 and gives 'y' of any size: " +
      "'overrides.size' would help",
    ],
    [
      "x 1×3×64×64 → y 1×21×64×64",
      { mean: [0, 0, 0], std: [1, 1, 1] },
      "which of the 21 channels of 'y' is the foreground is not known; it takes 'x' 1×3×64×64 " +
      "and gives 'y' 1×21×64×64: 'overrides.output' would help",
    ],
    [
      "x 1×4×64×64 → y 1×1×64×64",
      {},
      "it must take a picture of three channels; it takes 'x' 1×4×64×64 and gives 'y' 1×1×64×64",
    ],
    [
      "a 1×3×64×64, b 1 → y 1×1×64×64",
      {},
      "it must take one picture and nothing else; it takes 'a' 1×3×64×64, 'b' 1 " +
      "and gives 'y' 1×1×64×64",
    ],
    [
      "x 8×3×64×64 → y 8×1×64×64",
      {},
      "it must take one picture at a time, not 8; it takes 'x' 8×3×64×64 and gives 'y' 8×1×64×64",
    ],
    [
      "x 1×3×64×64 → y 1×4×64×64",
      {},
      "it is of no family that is known; it takes 'x' 1×3×64×64 and gives 'y' 1×4×64×64: " +
      "'overrides.mean', 'overrides.std' and 'overrides.output' would help",
    ],
    [
      "x 1×3×64×64 → y 1000",
      {},
      "it must give a picture; it takes 'x' 1×3×64×64 and gives 'y' 1000",
    ],
    [
      "x 1×3×64×64 → y 1×1000",
      {},
      "it must give a picture; it takes 'x' 1×3×64×64 and gives 'y' 1×1000",
    ],
  ];
  for (const [text, overrides, message] of cases) {
    const error = assertThrows(() => modelSpec(signature(text), "my.onnx", overrides), ModelError);
    assertEquals(error.message, `Cannot use the model 'my.onnx': ${message}`);
  }
});

Deno.test("modelSpec() takes a network for the same at whatever size it is wanted", () => {
  for (const text of ["x 1×3×?×? → y 1×1×?×?", "input 1×3×?×? → output 1×1×?×?"]) {
    for (const side of [256, 320, 512, 1024]) {
      const size = { width: side, height: side };
      const spec = modelSpec(signature(text), "mine.onnx", { size });
      assertEquals([spec.family, spec.size], ["modnet", size], text);
    }
  }
});

Deno.test("modelSpec() says which side is not the model's", () => {
  const network = signature("x 1×3×144×? → y");
  const size = { width: 9, height: 9 };
  const error = assertThrows(() => modelSpec(network, "my.onnx", { size }), RangeError);
  assertStringIncludes(error.message, "must be of height 144, as its input is, got 9x9");
});

Deno.test("modelSpec() says what the user says and the model does not take", () => {
  const cases: [ModelOverrides, string][] = [
    [
      { size: { width: 9, height: 9 } },
      "'overrides.size' must be 256x144, as its input is, got 9x9",
    ],
    [
      { layout: "nchw" },
      "'overrides.layout' must be nhwc, as its input 1×144×256×3 is, got nchw",
    ],
    [{ output: "z" }, "'overrides.output' must be one of y, or its number from 0, got 'z'"],
    [{ output: "1" }, "'overrides.output' must be one of y, or its number from 0, got '1'"],
    [
      { output: "y:1" },
      "'overrides.output' must be 'y' without a channel, or with its only one, 0, got 1",
    ],
  ];
  const check = (network: string, overrides: ModelOverrides, message: string) => {
    const spec = () => modelSpec(signature(network), "my.tflite", overrides);
    const error = assertThrows(spec, RangeError);
    assertEquals(error.message, `Cannot use the model 'my.tflite': ${message}`);
  };
  for (const [overrides, message] of cases) {
    check("x 1×144×256×3 → y 1×144×256×1", overrides, message);
  }
  const layout = "'overrides.layout' must be nchw, as its input ?×3×?×? is, got nhwc";
  check("x ?×3×?×? → y ?×1×?×?", { layout: "nhwc" }, layout);
  const channel = "'overrides.output' must be 'y' with a channel from 0 to 1, got 2";
  check("x 1×3×36×64 → y 1×2×36×64", { output: "0:2" }, channel);
  for (const output of ["score", "1", "score:0"]) {
    const picture = "'overrides.output' must be a picture, as y, got 'score' of 1";
    check("x 1×3×36×64 → y 1×1×36×64, score 1", { output }, picture);
  }
  assertThrows(
    () => modelSpec(signature("x 1×3×36×64 → score 1"), "n.onnx", { output: "score" }),
    ModelError,
    "it must give a picture",
  );
});

Deno.test("parseModelOverrides() reads sizes, layouts and outputs", () => {
  assertEquals(parseModelOverrides({}), {});
  assertEquals(
    parseModelOverrides({ size: "256x144", layout: "nhwc", output: "a:1", mean: undefined }),
    { size: { width: 256, height: 144 }, layout: "nhwc", output: "a:1" },
  );
});

Deno.test("parseModelOverrides() reads the order of colours", () => {
  assertEquals(parseModelOverrides({ channels: "bgr" }), { channels: "bgr" });
  assertEquals(parseModelOverrides({ channels: "rgb" }), { channels: "rgb" });
});

Deno.test("parseModelOverrides() takes levels, or 0–1 where no number is above 1", () => {
  const read = (mean?: string, std?: string) => {
    const overrides = parseModelOverrides({ mean, std });
    return [overrides.mean, overrides.std];
  };
  assertEquals(read("127.5", "255"), [[127.5, 127.5, 127.5], [255, 255, 255]]);
  assertEquals(read("0.5", "1"), [[127.5, 127.5, 127.5], [255, 255, 255]]);
  assertEquals(read("104, 117, 123", "1"), [[104, 117, 123], [1, 1, 1]]);
  assertEquals(read("0", undefined), [[0, 0, 0], undefined]);
  assertEquals(read(undefined, ".2,0.4,1"), [undefined, [51, 102, 255]]);
});

Deno.test("parseModelOverrides() says what an option must be", () => {
  const size = "'overrides.size' must be WIDTHxHEIGHT or one side, from 1 to 8192";
  const mean = "'overrides.mean' must be a number from 0 to 255, or three: red,green,blue";
  const std = "'overrides.std' must be a number above 0, or three: red,green,blue";
  const cases: [Parameters<typeof parseModelOverrides>[0], string][] = [
    [{ size: "256x" }, `${size}, got '256x'`],
    [{ size: "0" }, `${size}, got '0'`],
    [{ size: "9999x2" }, `${size}, got '9999x2'`],
    [{ mean: "1,2" }, `${mean}, got '1,2'`],
    [{ mean: "256" }, `${mean}, got '256'`],
    [{ mean: "-1" }, `${mean}, got '-1'`],
    [{ mean: "" }, `${mean}, got ''`],
    [{ std: "0" }, `${std}, got '0'`],
    [{ std: "1,1,red" }, `${std}, got '1,1,red'`],
    [{ channels: "grb" }, "'overrides.channels' must be rgb or bgr, got 'grb'"],
    [{ layout: "chw" }, "'overrides.layout' must be nchw or nhwc, got 'chw'"],
    [
      { output: "" },
      "'overrides.output' must be an output's name or number, as in pha, 0 or logits:1, got ''",
    ],
  ];
  for (const [texts, message] of cases) {
    const error = assertThrows(() => parseModelOverrides(texts), RangeError);
    assertEquals(error.message, `Cannot use the model: ${message}`);
  }
});

/** Two colours, side by side: the networks see each alone at their outer edges. */
const COLORS = [[200, 40, 10], [20, 90, 250]] as const;
const PICTURE: Frame = {
  width: 2,
  height: 1,
  bitmap: Uint8ClampedArray.from(COLORS.flatMap((color) => [...color, 255])),
};

const WEIGHTS = [0.5, 0.3, 0.2] as const;
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const unit = (color: readonly number[]) => color.map((level) => level / 255);
const signed = (color: readonly number[]) => color.map((level) => (level / 255 - 0.5) / 0.5);
const imagenet = (color: readonly number[]) => {
  const std = [0.229, 0.224, 0.225];
  return [0.485, 0.456, 0.406].map((mean, i) => (color[i] / 255 - mean) / std[i]);
};

/** A network of a family, and the alpha it must give each colour, by the papers' formulas. */
interface Case {
  readonly family: string;
  readonly network: MixNetwork;
  readonly overrides?: ModelOverrides;
  readonly alpha: (color: readonly number[]) => number;
}

/** Alpha by how much a network sees, once the least is 0 and the greatest 1; no range below a half. */
function minMax(see: (color: readonly number[]) => number): (color: readonly number[]) => number {
  const both = COLORS.map(see);
  const least = Math.min(...both);
  const range = Math.max(Math.max(...both) - least, 0.5);
  return (color) => (see(color) - least) / range;
}

const MULTICLASS = [[2, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1], [-1, 0, 0]] as const;
/** Of 21 classes, two that tell the colours apart. */
const CLASSES = Array.from({ length: 21 }, (_, i): Mix[number] => {
  return i === 15 ? [4, 0, -2] : i === 8 ? [0, 1, 3] : [0, 0, 0];
});
const PAIR = [[1, 0, -1], [0, 2, 1]] as const;

function square(side: number, channels = 1): [number, number, number, number] {
  return [1, channels, side, side];
}

const CASES: readonly Case[] = [
  {
    family: "selfie",
    network: {
      input: ["input_1", [1, 144, 256, 3]],
      mix: [WEIGHTS],
      outputs: ["segment_back"],
      dims: [1, 144, 256, 1],
    },
    alpha: (color) => dot(WEIGHTS, unit(color)),
  },
  {
    family: "selfie-multiclass",
    network: {
      input: ["input_29", [1, 256, 256, 3]],
      mix: MULTICLASS,
      outputs: ["Identity"],
      dims: [1, 256, 256, 6],
    },
    alpha: (color) => {
      const powers = MULTICLASS.map((row) => Math.exp(dot(row, signed(color))));
      const person = 1 - powers[0] / powers.reduce((a, b) => a + b);
      return Math.min(1, Math.max(0, (person - 0.1) / 0.5));
    },
  },
  {
    family: "modnet",
    network: {
      input: ["input", [undefined, 3, undefined, undefined]],
      mix: [WEIGHTS],
      outputs: ["output"],
      dims: [undefined, 1, undefined, undefined],
      last: "Sigmoid",
    },
    alpha: (color) => sigmoid(dot(WEIGHTS, signed(color))),
  },
  {
    family: "u2net",
    network: {
      input: ["input.1", square(320, 3)],
      mix: [WEIGHTS],
      outputs: ["1959", "1960", "1961", "1962", "1963", "1964", "1965"],
      dims: square(320),
      last: "Sigmoid",
    },
    alpha: minMax((color) => sigmoid(dot(WEIGHTS, imagenet(color)))),
  },
  {
    family: "isnet",
    network: {
      input: ["input", square(1024, 3)],
      mix: [[1, -1, 0]],
      outputs: ["output"],
      dims: square(1024),
      last: "Sigmoid",
    },
    alpha: minMax((color) => sigmoid(dot([1, -1, 0], color.map((x) => x / 255 - 0.5)))),
  },
  {
    family: "birefnet",
    network: {
      input: ["input_image", square(1024, 3)],
      mix: [WEIGHTS],
      outputs: ["output_image"],
      dims: square(1024),
      last: "Sigmoid",
    },
    alpha: (color) => sigmoid(dot(WEIGHTS, imagenet(color))),
  },
  {
    // Logits, which reach beyond 0–1.
    family: "birefnet",
    network: {
      input: ["pixel_values", [undefined, 3, undefined, undefined]],
      mix: [[2, -1, -1]],
      outputs: ["logits"],
      dims: [undefined, 1, undefined, undefined],
    },
    alpha: (color) => sigmoid(dot([2, -1, -1], imagenet(color))),
  },
  ...[false, true].map((isTurned): Case => ({
    family: "pp-humanseg",
    network: {
      input: ["x", square(192, 3)],
      mix: PAIR,
      outputs: ["out"],
      dims: isTurned ? [1, 192, 192, 2] : square(192, 2),
      last: "Softmax",
      isTurned,
    },
    alpha: (color) => {
      const [background, person] = PAIR.map((row) => dot(row, signed(color)));
      return sigmoid(person - background);
    },
  })),
  {
    family: "pp-humanseg",
    network: {
      input: ["inputs_0", [1, 224, 398, 3]],
      mix: PAIR,
      outputs: ["Identity"],
      dims: [1, 2, 224, 398],
      last: "Softmax",
      isTurned: true,
    },
    alpha: (color) => {
      const [background, person] = PAIR.map((row) => dot(row, signed(color)));
      return sigmoid(person - background);
    },
  },
  ...[1, 0].map((channel): Case => ({
    family: "meet",
    network: {
      input: ["input_1", [1, 144, 256, 3]],
      mix: PAIR,
      outputs: ["segment"],
      dims: [1, 144, 256, 2],
    },
    ...channel === 0 && { overrides: { output: "0:0" } },
    alpha: (color) => {
      const logits = PAIR.map((row) => dot(row, unit(color)));
      return sigmoid(logits[channel] - logits[1 - channel]);
    },
  })),
  ...[15, 8].map((channel): Case => ({
    family: "deeplab",
    network: {
      input: ["sub_7", [1, 257, 257, 3]],
      mix: CLASSES,
      outputs: ["ResizeBilinear_3"],
      dims: [1, 257, 257, 21],
    },
    ...channel !== 15 && { overrides: { output: `0:${channel}` } },
    alpha: (color) => {
      const powers = CLASSES.map((row) => Math.exp(dot(row, signed(color))));
      return powers[channel] / powers.reduce((a, b) => a + b);
    },
  })),
  ...(["rgb", "bgr"] as const).map((channels): Case => ({
    family: "selfie",
    network: {
      input: ["input_3", [1, 256, 256, 3]],
      mix: [WEIGHTS],
      outputs: ["Reshape"],
      dims: [1, 65536],
      isFlat: true,
    },
    ...channels === "bgr" && { overrides: { channels } },
    alpha: (color) => dot(WEIGHTS, unit(channels === "rgb" ? color : [...color].reverse())),
  })),
  {
    family: "sinet",
    network: {
      input: ["data", square(320, 3)],
      mix: [[100, 0, 0], [0, 100, 300]],
      outputs: ["out"],
      dims: square(320, 2),
    },
    // Blue comes first.
    alpha: ([red, green, blue]) => {
      const seen = [
        (blue - 102.89) / 62.93 / 255,
        (green - 111.25) / 62.82 / 255,
        (red - 126.91) / 66.36 / 255,
      ];
      return sigmoid(dot([0, 100, 300], seen) - dot([100, 0, 0], seen));
    },
  },
];

for (const { family, network, overrides, alpha } of CASES) {
  const [name, dims] = network.input;
  const size = dims.map((dim) => dim ?? "?").join("×");
  const told = overrides === undefined ? "" : ` with ${Object.values(overrides)}`;
  Deno.test(`modelSpec() feeds ${family} (${name} ${size} → ${network.dims[1] ?? "?"})${told} as its paper does`, async () => {
    const session = await openHere(mixNetwork(network));
    const spec = modelSpec(session, "model.onnx", overrides);
    assertEquals(spec.family, family);
    await using segmenter = new NetworkSegmenter(session, spec);
    const { data } = await segmenter.segment(PICTURE);
    const seen = [data[0], data[data.length - 1]];
    // Half a level of rounding, and 24 bits within the network.
    COLORS.forEach((color, i) => {
      const difference = Math.abs(seen[i] - 255 * alpha(color));
      assertEquals(difference <= 0.51, true, `${seen[i]} for ${255 * alpha(color)}`);
    });
  });
}

/** ONNX's numbers of element types. */
const CODES = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;

/** A network of 2×1 pixels that gives `factor` times what it gets for red. */
function typed(input: OnnxType, output: OnnxType, factor: number): Uint8Array<ArrayBuffer> {
  const graph = new OnnxGraph("typed");
  const x = graph.node("Cast", [graph.input("picture", [1, 1, 2, 3], input)], {
    attributes: { to: CODES.float32 },
  });
  const y = graph.node("MatMul", [x, graph.constant(Float32Array.of(factor, 0, 0), [3, 1])]);
  const out = graph.node("Cast", [y], { attributes: { to: CODES[output] } });
  graph.output(out, [1, 1, 2, 1], { name: "person", type: output });
  return graph.toBytes();
}

const RED_AND_DARK: Frame = {
  width: 2,
  height: 1,
  bitmap: Uint8ClampedArray.of(255, 9, 9, 255, 51, 90, 0, 255),
};

const types: [input: OnnxType, output: OnnxType, factor: number, overrides?: ModelOverrides][] = [
  ["float16", "float16", 1],
  ["uint8", "float32", 1 / 255],
  ["int32", "float32", 1 / 255],
  ["int64", "float16", 1 / 255],
  ["uint8", "uint8", 1],
  ["float32", "uint8", 255],
  ["uint8", "float32", 1 / 100, { mean: [0, 0, 0], std: [2.55, 2.55, 2.55] }],
  ["int8", "float32", 1 / 85, { mean: [0, 0, 0], std: [3, 3, 3] }],
];

for (const [input, output, factor, overrides] of types) {
  const told = overrides ? ", as one says" : "";
  Deno.test(`modelSpec() feeds ${input}${told}, and reads ${output}`, async () => {
    const session = await openHere(typed(input, output, factor));
    await using network = new NetworkSegmenter(session, modelSpec(session, "typed", overrides));
    const { data } = await network.segment(RED_AND_DARK);
    assertEquals([...data], [255, 51]);
  });
}

Deno.test("modelSpec() gives whole numbers the levels, also in a network of no known family", () => {
  const { inputs, outputs } = signature("x 1×3×60×60 → y 1×5×60×60");
  const spec = (type: string, overrides: ModelOverrides = { output: "y:2" }) =>
    modelSpec({ inputs: [{ ...inputs[0], type }], outputs }, "n.onnx", overrides);
  assertEquals(spec("uint8").std, [1, 1, 1]);
  assertEquals(spec("uint8", { output: "0:2", std: [4, 4, 4] }).std, [4, 4, 4]);
  const refused = (type: string, words: string, overrides?: ModelOverrides) =>
    assertThrows(() => spec(type, overrides), ModelError, words);
  refused("float32", "no family that is known; it takes 'x' 1×3×60×60 and");
  refused("float16", "no family that is known; it takes 'x' 1×3×60×60 float16 and");
  refused("int8", "its input 'x' of int8 does not hold the levels 0–255 as they are; it takes");
  refused("int8", "'overrides.mean' would help", { output: "y:2", std: [1, 1, 1] });
  refused("bool", "its input 'x' must hold colours, got bool");
});
