import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  compareResults,
  comparisonText,
  type EvaluationConditions,
  evaluationReport,
  type EvaluationResults,
  parseResults,
} from "../../lib/report/mod.ts";

/** What methods reach on clips, by name: the IoU, with all else that is asked for. */
function resultsOf(
  ious: Readonly<Record<string, readonly number[]>>,
  conditions?: EvaluationConditions,
  groups: readonly string[] = [],
): EvaluationResults {
  const count = Math.max(...Object.values(ious).map((all) => all.length));
  const clips = Array.from({ length: count }, (_, i) => ({
    name: `clip ${i}`,
    ...(groups[i] && { group: groups[i] }),
    methods: Object.fromEntries(
      Object.entries(ious).map(([method, all]) => [
        method,
        Number.isNaN(all[i]) ? { error: "no" } : {
          framesRead: 9,
          framesMeasured: 9,
          iou: all[i],
          mad: 100 * (1 - all[i]),
          milliseconds: 9,
        },
      ]),
    ),
  }));
  return parseResults(JSON.stringify({ ...conditions, clips, mean: {} }), "made");
}

const FLAT = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
const UP = FLAT.map((iou, i) => iou + 0.01 * (i + 1));
const DOWN = FLAT.map((iou, i) => iou - 0.01 * (i + 1));
const MIXED = FLAT.map((iou, i) => iou + (i % 2 === 0 ? 0.1 : -0.1));

Deno.test("compareResults() tells better, worse and noise, whichever way a measure goes", () => {
  const before = resultsOf({ up: FLAT, down: FLAT, mixed: FLAT, same: FLAT });
  const now = resultsOf({ up: UP, down: DOWN, mixed: MIXED, same: FLAT });
  const { methods } = compareResults(now, before);
  const verdicts = methods.map(({ method, changes }) => [
    method,
    ...changes.map(({ key, verdict, betterOn }) => `${key} ${verdict} ${betterOn}`),
  ]);
  assertEquals(verdicts, [
    ["up", "iou better 7", "mad better 7", "milliseconds same 0"],
    ["down", "iou worse 0", "mad worse 0", "milliseconds same 0"],
    ["mixed", "iou noise 4", "mad noise 4", "milliseconds same 0"],
    ["same", "iou same 0", "mad same 0", "milliseconds same 0"],
  ]);
  const [{ before: from, now: to, change, interval }] = methods[0].changes;
  assertEquals([from, to, change].map((value) => value.toFixed(4)), ["0.5000", "0.5400", "0.0400"]);
  assert(interval![0] > 0.01 && interval![1] < 0.07);
});

Deno.test("compareResults() takes a bound for 0 that comparisonText() writes as 0", () => {
  const before = Array(8).fill(0);
  // One clip changes, the others by nothing that anybody sees; MAD's bounds are written with two digits.
  const now = [1, ...Array(7).fill(1e-9)];
  const comparison = compareResults(resultsOf({ mine: now }), resultsOf({ mine: before }));
  const [iou, mad] = comparison.methods[0].changes.map(({ key, verdict, betterOn, interval }) => {
    return [key, verdict, betterOn, interval?.includes(0)];
  });
  assertEquals([iou, mad], [["iou", "noise", 8, false], ["mad", "noise", 8, false]]);
  assertStringIncludes(comparisonText(comparison), " 0.0000 to +");
  // What is written as more than 0 is more.
  const seen = resultsOf({ mine: [1, ...Array(7).fill(2e-4)] });
  const [change] = compareResults(seen, resultsOf({ mine: before })).methods[0].changes;
  assertEquals([change.key, change.verdict], ["iou", "better"]);
});

Deno.test("compareResults() weighs clips as the mean over groups does, and pairs them by name", () => {
  const groups = ["a", "a", "a", "b"];
  const before = resultsOf({ mine: [0.1, 0.1, 0.1, 0.1, 0.9] });
  const now = resultsOf({ mine: [0.2, 0.2, 0.2, 0.5] }, undefined, groups);
  const { methods: [mine], differences } = compareResults(now, before);
  assertEquals(mine.clips, 4);
  assertEquals(mine.changes[0].change.toFixed(6), ((0.1 + 0.4) / 2).toFixed(6));
  assertEquals([mine.changes[0].interval, mine.changes[0].verdict], [undefined, "unknown"]);
  assert(differences.includes("only in the baseline: clip 4"));
});

Deno.test("compareResults() leaves out what one of both could not measure", () => {
  const before = resultsOf({ "/old/mine.ts": [NaN, ...FLAT.slice(1)], gone: FLAT });
  const now = resultsOf({ "./mine.ts": UP, added: UP });
  const { methods } = compareResults(now, before);
  assertEquals(methods.map(({ method, against, clips }) => [method, against, clips]), [
    ["./mine.ts", "/old/mine.ts", 6],
    ["added", undefined, 0],
  ]);
});

Deno.test("compareResults() compares the methods of one run with one of them, speed too", () => {
  const run = resultsOf({ median: FLAT, mine: UP });
  const comparison = compareResults(run, run, { name: "median", method: "median" });
  assertEquals(comparison.methods.map(({ method }) => method), ["mine"]);
  assertEquals(comparison.methods[0].changes[0].verdict, "better");
  const text = comparisonText(comparison);
  assertStringIncludes(text, "against median, mean changes, 95 % intervals");
  assert(/^mine, 7 clips +median +this +change/m.test(text), text);
});

const conditions: EvaluationConditions = {
  version: "1.0.0",
  date: "2026-01-01T00:00:00.000Z",
  machine: { cpu: "A <fast> one", cores: 2, os: "linux", arch: "x86_64", deno: "2", ffmpeg: "5" },
  settings: {
    edgesEvery: 1,
    methods: {
      mine: { settings: { threshold: 16 }, refine: "none", refineScales: true },
    },
  },
};

Deno.test("compareResults() says in a line each what else was not the same", () => {
  const other: EvaluationConditions = {
    ...conditions,
    version: "1.1.0",
    machine: { ...conditions.machine, cores: 8, ffmpeg: "6" },
    settings: {
      edgesEvery: 5,
      methods: {
        mine: { settings: { threshold: 20 }, refine: "open:1", refineScales: true },
      },
    },
  };
  const now = resultsOf({ mine: UP }, other);
  assertEquals(compareResults(now, resultsOf({ mine: FLAT }, conditions)).differences, [
    "version: 1.0.0, now 1.1.0",
    "another machine: cores: 2, now 8; ffmpeg: 5, now 6",
    "--edges-every: 1, now 5",
    "mine: threshold: 16, now 20; refine: none, now open:1 (scaled)",
  ]);
  assertEquals(compareResults(now, resultsOf({ mine: FLAT }, other)).differences, []);
  assertEquals(compareResults(now, resultsOf({ mine: FLAT })).differences, [
    "the baseline says nothing of version, machine and settings",
  ]);
});

Deno.test("comparisonText() has the measures that changed, and the methods that did not", () => {
  const before = resultsOf({ up: FLAT, same: FLAT });
  const text = comparisonText(compareResults(resultsOf({ up: UP, same: FLAT, added: UP }), before));
  assert(
    /^ {2}IoU +0\.500 +0\.540 +\+0\.0400 +\+0\.\d+ to \+0\.\d+ +7 of 7 {2}\* better$/m.test(text),
  );
  assertStringIncludes(text, "  the same: ms\n");
  assertStringIncludes(text, "added: no such method in baseline\n");
  assertStringIncludes(text, "the same in all: same\n");
  const few = comparisonText(
    compareResults(resultsOf({ up: UP.slice(3) }), resultsOf({ up: FLAT.slice(3) })),
  );
  assertStringIncludes(few, "no interval from fewer than 6 clips");
});

Deno.test("evaluationReport() shows what has changed, and how it was measured", () => {
  const comparison = compareResults(
    resultsOf({ up: UP, "<x>": FLAT }),
    resultsOf({ up: FLAT }, conditions),
    { name: "<old>.json" },
  );
  const html = evaluationReport({ methods: ["up"], clips: [] }, { conditions, comparison });
  assertStringIncludes(html, "<h2>Against &lt;old&gt;.json</h2>");
  assertStringIncludes(html, '<td class="better">+0.0400 ');
  assertStringIncludes(html, "no such method in &lt;old&gt;.json");
  assertStringIncludes(
    html,
    "<dt>Machine</dt><dd>A &lt;fast&gt; one, 2 threads, linux x86_64</dd>",
  );
});

Deno.test("parseResults() refuses other files", () => {
  const wrong = [
    "",
    "{",
    "[]",
    "{}",
    '{"clips":[{}]}',
    '{"clips":[{"name":"a","methods":{"m":3}}]}',
  ];
  for (const text of [...wrong, '{"clips":[{"name":"a","methods":{"m":{"iou":"x"}}}]}']) {
    assertThrows(() => parseResults(text, "x.json"), TypeError, "Cannot compare with 'x.json'");
  }
});
