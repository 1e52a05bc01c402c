import { assertEquals, assertThrows } from "@std/assert";
import { describeSetting, settle } from "../../../lib/methods/settings/setting.ts";

const settings = {
  rate: { summary: "", default: 0.1, least: 0, most: 1 },
  count: { summary: "", default: 5, least: 1, isWhole: true },
  shadows: { summary: "", default: true },
  space: { summary: "", default: "rgb", choices: ["rgb", "chroma"] },
  model: { summary: "", default: "" },
} as const;

interface Options {
  rate?: number | undefined;
  count?: number;
  shadows?: boolean;
  space?: "rgb" | "chroma";
  model?: string;
  pixels?: unknown;
}

const settled = (options: Options) => settle("see", settings, options);

Deno.test("settle() gives what was told, defaults for the rest, and nothing else", () => {
  const defaults = { rate: 0.1, count: 5, shadows: true, space: "rgb" as const, model: "" };
  assertEquals(settled({}), defaults);
  assertEquals(settled({ rate: undefined, pixels: 1 }), defaults);
  assertEquals(settled({ rate: 0, shadows: false }), { ...defaults, rate: 0, shadows: false });
  assertEquals(settled({ space: "chroma", model: "a" }), {
    ...defaults,
    space: "chroma" as const,
    model: "a",
  });
});

const bad: [options: object, kind: typeof RangeError | typeof TypeError, message: string][] = [
  [{ rate: 2 }, RangeError, "'rate' must be a number from 0 to 1, got 2"],
  [{ rate: NaN }, RangeError, "'rate' must be a number from 0 to 1, got NaN"],
  [{ rate: "1" }, TypeError, `'rate' must be a number from 0 to 1, got "1"`],
  [{ count: 1.5 }, RangeError, "'count' must be a whole number of at least 1, got 1.5"],
  [{ shadows: 1 }, TypeError, "'shadows' must be true or false, got 1"],
  [{ space: "hsv" }, RangeError, "'space' must be rgb or chroma, got hsv"],
  [{ space: 3 }, TypeError, "'space' must be rgb or chroma, got 3"],
  [{ model: 3 }, TypeError, "'model' must be a text, got 3"],
];
for (const [options, kind, message] of bad) {
  Deno.test(`settle() refuses ${JSON.stringify(options)}`, () => {
    assertEquals(assertThrows(() => settled(options), kind).message, `Cannot see: ${message}`);
  });
}

Deno.test("describeSetting() says what may be written", () => {
  assertEquals(Object.values(settings).map(describeSetting), [
    "a number from 0 to 1",
    "a whole number of at least 1",
    "yes or no",
    "rgb or chroma",
    "a text",
  ]);
});
