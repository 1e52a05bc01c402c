import { assertEquals, assertThrows } from "@std/assert";
import { parseSettings, splitAssignments } from "../../../lib/methods/settings/parse_settings.ts";

const settings = {
  rate: { summary: "", default: 0.1, least: 0, most: 1 },
  nMixtures: { summary: "", default: 5, least: 1, isWhole: true },
  samples: { summary: "", default: 5, least: 3, isOdd: true },
  shadows: { summary: "", default: true },
  space: { summary: "", default: "rgb", choices: ["rgb", "chroma"] },
  model: { summary: "", default: "" },
};
const method = { name: "magic", settings };

const good: [assignments: string[], values: Record<string, unknown>][] = [
  [[], {}],
  [["rate=.5"], { rate: 0.5 }],
  [["rate=0", "rate=1"], { rate: 1 }],
  [[" rate = 1e-3 , n-mixtures=3"], { rate: 0.001, nMixtures: 3 }],
  [["shadows=No,space=chroma"], { shadows: false, space: "chroma" }],
  [["SHADOWS=on"], { shadows: true }],
  [["model=a,b.onnx,rate=1"], { model: "a,b.onnx", rate: 1 }],
  [["model="], { model: "" }],
  [["model=a=b"], { model: "a=b" }],
];
for (const [assignments, values] of good) {
  Deno.test(`parseSettings() reads ${assignments.join(" and ") || "nothing"}`, () => {
    assertEquals(parseSettings(assignments, method), values as ReturnType<typeof parseSettings>);
  });
}

const bad: [assignment: string, message: string][] = [
  ["rate", "the setting 'rate' must be like name=value, or name=value,name=value"],
  ["=1", "the setting '=1' must be like name=value, or name=value,name=value"],
  ["rate=2", "the setting 'rate' must be a number from 0 to 1, got '2'"],
  ["rate=", "the setting 'rate' must be a number from 0 to 1, got ''"],
  ["rate=Infinity", "the setting 'rate' must be a number from 0 to 1, got 'Infinity'"],
  ["nMixtures=many", "the setting 'nMixtures' must be a whole number of at least 1, got 'many'"],
  ["nMixtures=1.5", "the setting 'nMixtures' must be a whole number of at least 1, got '1.5'"],
  ["samples=4", "the setting 'samples' must be an odd number of at least 3, got '4'"],
  ["shadows=2", "the setting 'shadows' must be yes or no, got '2'"],
  ["space=hsv", "the setting 'space' must be rgb or chroma, got 'hsv'"],
  ["constructor=1", "the method 'magic' has no setting 'constructor'; it has " + names()],
  ["rat=1", "the method 'magic' has no setting 'rat' (Did you mean rate?); it has " + names()],
];
for (const [assignment, message] of bad) {
  Deno.test(`parseSettings() refuses ${assignment}`, () => {
    const error = assertThrows(() => parseSettings([assignment], method), RangeError);
    assertEquals(error.message, message);
  });
}

function names(): string {
  return Object.keys(settings).join(", ");
}

Deno.test("splitAssignments() keeps commas that no name follows", () => {
  assertEquals(splitAssignments(["a=1,2,b=3"]), [["a", "1,2"], ["b", "3"]]);
});
