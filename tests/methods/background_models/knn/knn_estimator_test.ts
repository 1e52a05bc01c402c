import { assertEquals, assertThrows } from "@std/assert";
import { KnnEstimator } from "../../../../mod.ts";
import { KnnModel } from "../../../../lib/methods/background_models/mod.ts";
import { noiseFrame, row } from "../../../helpers.ts";

const bad: [string, number, string][] = [
  ["history", 0, "a whole number of at least 1, got 0"],
  ["dist2Threshold", 0, "a number above 0, got 0"],
  ["dist2Threshold", NaN, "got NaN"],
  ["nSamples", 0, "a whole number from 1 to 85, got 0"],
  ["nSamples", 86, "from 1 to 85"],
  ["kNNSamples", 0, "a whole number from 1 to 255, got 0"],
  ["kNNSamples", 22, "from 1 to 21"],
  ["shadowValue", 300, "a whole number from 0 to 255"],
  ["shadowThreshold", 1.1, "from 0 to 1"],
  ["seed", 0.5, "a whole number from −2147483648 to 2147483647"],
  ["learningRate", 1.5, "−1 or a number from 0 to 1, got 1.5"],
  ["warmUp", 1.5, "a whole number of at least 0"],
];

for (const [name, value, wanted] of bad) {
  Deno.test(`KnnEstimator refuses ${name} ${value}`, () => {
    const error = assertThrows(() => new KnnEstimator({ [name]: value }), RangeError, wanted);
    assertEquals(error.message.startsWith("Cannot "), true);
    assertEquals(error.message.includes(`'${name}' must be`), true);
  });
}

Deno.test("KnnModel chooses by its seed when a pixel is sampled", () => {
  const masks = (seed: number) => {
    using model = new KnnModel({ seed, history: 50 });
    return Array.from({ length: 60 }, (_, k) => [...model.apply(noiseFrame(16, 9, k % 7)).data]);
  };
  assertEquals(masks(5), masks(5));
  assertEquals(masks(5).flat().join() === masks(6).flat().join(), false);
});

Deno.test("KnnModel keeps several colours of one pixel as background", () => {
  using model = new KnnModel();
  for (let i = 0; i < 80; i++) model.apply(row([i % 2 === 0 ? 40 : 200]));
  assertEquals([...model.apply(row([40])).data, ...model.apply(row([200])).data], [0, 0]);
  assertEquals([...model.apply(row([90])).data], [255]);
});
