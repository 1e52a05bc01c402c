import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { contrastOf, MatteCheck } from "../../../lib/networks/model/matte_check.ts";
import { type Frame, ModelError } from "../../../mod.ts";
import { modelSpec, NetworkSegmenter } from "../../../lib/networks/mod.ts";
import { openHere } from "../onnx_runtime.ts";
import { mixNetwork } from "../tiny_networks.ts";

const CONTRAST = 40;

/** A check of a network of 1×3×20×10, unless said otherwise. */
function check(output = "y 1×1×10×20", name = "a.onnx", layout: "nchw" | "nhwc" = "nchw") {
  const [title, size] = output.split(" ");
  const spec = modelSpec(
    {
      inputs: [{ name: "x", dims: layout === "nchw" ? [1, 3, 10, 20] : [1, 10, 20, 3] }],
      outputs: [{ name: title, dims: size.split("×").map(Number) }],
    },
    name,
    { mean: [0, 0, 0], std: [255, 255, 255] },
  );
  return new MatteCheck(spec, name);
}

/** A look: so many pixels of each value. */
function look(...values: number[]) {
  const data = Float32Array.from({ length: 200 }, (_, i) => values[i % values.length]);
  return { dims: [1, 1, 10, 20], data };
}

const RAMP = Array.from({ length: 20 }, (_, i) => 0.3 + 0.03 * i);

Deno.test("MatteCheck refuses what is between person and room everywhere", () => {
  const error = assertThrows(() => check().look(look(...RAMP), CONTRAST), ModelError);
  const words = "its output 'y' tells nobody from the room, as if it were depth";
  assertEquals(error.message.includes(words), true, error.message);
});

Deno.test("MatteCheck refuses distances, and nothing that has logits' or alpha's values", () => {
  const modnet = check("y 1×1×10×20", "modnet.onnx");
  assertThrows(() => modnet.look(look(...RAMP.map((x) => 5 * x)), CONTRAST), ModelError);
  const u2net = () => check("y 1×1×10×20", "u2net.onnx");
  assertThrows(() => u2net().look(look(...RAMP.map((x) => 900 * x)), CONTRAST), ModelError);
  u2net().look(look(-9, -8, 6, 9), CONTRAST);
  check().look(look(0, 0, 1, 0.5), CONTRAST);
  check().look(look(0, 0, 255, 128), CONTRAST);
  check().look(look(1), CONTRAST);
});

Deno.test("MatteCheck believes a network that has once given a matte", () => {
  const matte = check();
  matte.look(look(0.2, 0.2, 0.2, 0.25), CONTRAST);
  assertEquals(matte.isSettled, false);
  matte.look(look(0, 0, 0, 1), CONTRAST);
  assertEquals(matte.isSettled, true);
  matte.look(look(...RAMP), CONTRAST);
});

Deno.test("MatteCheck says nothing of frames with nothing in them", () => {
  const matte = check();
  matte.look(look(...RAMP), 3);
  assertEquals(matte.isSettled, false);
});

Deno.test("MatteCheck leaves networks of several classes alone", () => {
  assertEquals(check("y 1×2×10×20").isSettled, true);
});

Deno.test("contrastOf() is the deviation of the levels", () => {
  const frame = (levels: number[]): Frame => ({
    width: levels.length,
    height: 1,
    bitmap: Uint8ClampedArray.from(levels.flatMap((level) => [0, level, 0, 255])),
  });
  assertEquals(contrastOf(frame([9])), 0);
  const stripes = Array.from({ length: 70 }, (_, i) => i % 14 < 7 ? 100 : 140);
  assertEquals(contrastOf(frame(stripes)), 20);
});

Deno.test("NetworkSegmenter refuses a network that shows the frame itself, if it is to be checked", async () => {
  const network = mixNetwork({
    input: ["x", [1, 3, 10, 20]],
    mix: [[0.2, 0.2, 0.2]],
    outputs: ["y"],
    dims: [1, 1, 10, 20],
  });
  const levels = Array.from({ length: 200 }, (_, i) => 100 + i % 20 * 5);
  const bitmap = Uint8ClampedArray.from(levels.flatMap((x) => [x, x, x, 255]));
  const frame = { width: 20, height: 10, bitmap };
  const overrides = { mean: [0, 0, 0], std: [128, 128, 128] } as const;
  const open = async (checkedAs?: string) => {
    const session = await openHere(network);
    return new NetworkSegmenter(session, modelSpec(session, "own.onnx", overrides), { checkedAs });
  };
  await using believed = await open();
  assertEquals((await believed.segment(frame)).width, 20);
  await using checked = await open("own.onnx");
  await assertRejects(() => checked.segment(frame), ModelError, "'own.onnx': its output 'y' tells");
});
