import { assert, assertEquals } from "@std/assert";
import { colorRules, mark } from "../../lib/report/marks.ts";

/** Red, green, blue of a colour of the style sheet. */
function rgb(text: string): [number, number, number] {
  const hex = /^#(..)(..)(..)$/.exec(text);
  if (hex) return [1, 2, 3].map((i) => parseInt(hex[i], 16)) as [number, number, number];
  const [h, s, l] = /^hsl\((\S+) (\S+)% (\S+)%\)$/.exec(text)!.slice(1).map(Number);
  const channel = (n: number) => {
    const k = (n + h / 30) % 12;
    const a = s / 100 * Math.min(l, 100 - l) / 100;
    return 255 * (l / 100 - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** The colours of so many methods. */
function colours(methods: number, on: "light" | "dark"): [number, number, number][] {
  return [...colorRules(methods).matchAll(new RegExp(`--on-${on}: ([^;]+);`, "g"))]
    .map(([, text]) => rgb(text));
}

/** The least distance of two colours, in levels. */
function leastDistance(all: [number, number, number][]): number {
  return Math.min(
    ...all.flatMap((a, i) =>
      all.slice(0, i).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]))
    ),
  );
}

Deno.test("colorRules() has a colour of its own for each of many methods", () => {
  for (const on of ["light", "dark"] as const) {
    assertEquals(colours(12, on).length, 12);
    assert(leastDistance(colours(12, on)) > 40, `${on}: ${leastDistance(colours(12, on))}`);
    assert(leastDistance(colours(30, on)) > 3, `${on}: ${leastDistance(colours(30, on))}`);
  }
});

Deno.test("mark() tells the first sixteen methods apart without colour", () => {
  const shapes = Array.from({ length: 16 }, (_, i) => mark(i, 3, 4, 5).replace(/ c\d+/, ""));
  assertEquals(new Set(shapes).size, 16);
});
