import { assert, assertEquals } from "@std/assert";
import { progressLine } from "../../../lib/cli/reporting/progress_bar.ts";

Deno.test("progressLine() counts, draws, and tells speed and time left", () => {
  assertEquals(
    progressLine({ done: 9, total: 90, seconds: 3 }, 70),
    "  9/90 frames [███░░░░░░░░░░░░░░░░░░░░░░░░░░] 3.0 frames/s, 0:27 left",
  );
});

Deno.test("progressLine() draws no bar longer than 40 signs", () => {
  const line = progressLine({ done: 1, total: 1, seconds: 1 }, 1000);
  assertEquals(line, ` 1/1 frames [${"█".repeat(40)}] 1.0 frames/s, 0:00 left`);
});

Deno.test("progressLine() without a total tells frames and speed", () => {
  const state = { done: 30, total: undefined, seconds: 1.5 };
  assertEquals(progressLine(state, 80), "30 frames, 20.0 frames/s");
});

Deno.test("progressLine() grows a total that was too small", () => {
  const line = progressLine({ done: 12, total: 10, seconds: 1 }, 60);
  assert(line.startsWith(" 12/12 frames [█"), line);
  assert(line.endsWith("█] 12.0 frames/s, 0:00 left"), line);
});

const clocks: [total: number, left: string][] = [
  [2, "0:01 left"],
  [61, "1:00 left"],
  [755, "12:34 left"],
  [3601, "1:00:00 left"],
  [36_000, "9:59:59 left"],
];

for (const [total, left] of clocks) {
  Deno.test(`progressLine() of ${total - 1} seconds says ${left}`, () => {
    const line = progressLine({ done: 1, total, seconds: 1 }, 80);
    assert(line.endsWith(`, ${left}`), line);
  });
}

Deno.test("progressLine() leaves the time out until there is a speed", () => {
  const line = progressLine({ done: 0, total: 10, seconds: 0 }, 80);
  assert(/^ {2}0\/10 frames \[░+\] 0\.0 frames\/s$/.test(line), line);
});

Deno.test("progressLine() never fills a terminal's last column, so no line wraps", () => {
  for (let columns = 1; columns <= 120; columns++) {
    for (const total of [undefined, 0, 7, 90, 123_456]) {
      for (const done of [0, 1, 6, 150]) {
        const line = progressLine({ done, total, seconds: 1.25 }, columns);
        assert(line.length < columns, `${columns}: ${line}`);
        assert(!/[\r\n]/.test(line));
      }
    }
  }
});
