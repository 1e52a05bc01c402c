import { assertEquals, assertThrows } from "@std/assert";
import { Mog2Estimator } from "../../../../mod.ts";
import { Mog2Model } from "../../../../lib/methods/background_models/mod.ts";
import { row } from "../../../helpers.ts";

const bad: [string, number, string][] = [
  ["history", 0, "a whole number of at least 1, got 0"],
  ["history", 2.5, "a whole number"],
  ["varThreshold", 0, "a number above 0, got 0"],
  ["varThreshold", NaN, "got NaN"],
  ["nMixtures", 0, "a whole number from 1 to 255, got 0"],
  ["nMixtures", 256, "from 1 to 255"],
  ["backgroundRatio", 1.1, "a number from 0 to 1, got 1.1"],
  ["varThresholdGen", -1, "above 0"],
  ["varInit", Infinity, "above 0"],
  ["varMin", -1, "a number of at least 0"],
  ["varMax", -1, "of at least 0"],
  ["complexityReductionThreshold", 2, "from 0 to 1"],
  ["shadowValue", 300, "a whole number from 0 to 255"],
  ["shadowThreshold", -0.1, "from 0 to 1"],
  ["learningRate", 1.5, "−1 or a number from 0 to 1, got 1.5"],
  ["learningRate", -0.5, "−1 or a number from 0 to 1"],
  ["warmUp", -1, "a whole number of at least 0"],
];

for (const [name, value, wanted] of bad) {
  Deno.test(`Mog2Estimator refuses ${name} ${value}`, () => {
    const error = assertThrows(() => new Mog2Estimator({ [name]: value }), RangeError, wanted);
    assertEquals(error.message.startsWith("Cannot "), true);
    assertEquals(error.message.includes(`'${name}' must be`), true);
  });
}

Deno.test("Mog2Model keeps several colours of one pixel as background", () => {
  using model = new Mog2Model();
  for (let i = 0; i < 80; i++) model.apply(row([i % 2 === 0 ? 40 : 200]));
  assertEquals([...model.apply(row([40])).data, ...model.apply(row([200])).data], [0, 0]);
  assertEquals([...model.apply(row([90])).data], [255]);
});

Deno.test("Mog2Model takes what is new for a shadow of itself while learning is fast, as OpenCV", () => {
  using model = new Mog2Model();
  for (let i = 0; i < 3; i++) model.apply(row([100]));
  assertEquals([...model.apply(row([200])).data], [127]);
});
