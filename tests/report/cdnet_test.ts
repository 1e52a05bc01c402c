import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { ClipResult } from "../../mod.ts";
import { ClipMetrics, type MaskCounts } from "../../lib/metrics/mod.ts";
import { cdnetJson } from "../../lib/report/cdnet/cdnet_table.ts";
import { cdnetText } from "../../lib/report/cdnet/cdnet_text.ts";
import {
  cdnetScores,
  cdnetTables,
  type Evaluation,
  evaluationReport,
} from "../../lib/report/mod.ts";
import { maskOf } from "../helpers.ts";

const counts = (tp: number, fp: number, fn: number, tn: number): MaskCounts => (
  { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn }
);

Deno.test("cdnetScores() has CDnet's measures", () => {
  assertEquals(cdnetScores(counts(6, 2, 2, 30), counts(0, 1, 0, 3)), {
    recall: 0.75,
    specificity: 0.9375,
    falsePositiveRate: 0.0625,
    falseNegativeRate: 0.25,
    pwc: 10,
    f: 0.75,
    precision: 0.75,
    shadowFalsePositiveRate: 0.25,
  });
});

Deno.test("cdnetScores() says nothing of what a video does not have, 0 of what was not found", () => {
  const { recall, falseNegativeRate, f, precision, falsePositiveRate } = cdnetScores(
    counts(0, 1, 0, 9),
  );
  assertEquals([recall, falseNegativeRate, f, precision], [NaN, NaN, NaN, NaN]);
  assertEquals(falsePositiveRate, 0.1);
  const nothing = cdnetScores(counts(0, 0, 5, 5));
  assertEquals([nothing.recall, nothing.precision, nothing.f, nothing.pwc], [0, 0, 0, 50]);
  const everywhere = cdnetScores(counts(5, 0, 5, 0));
  assertEquals([everywhere.specificity, everywhere.shadowFalsePositiveRate], [NaN, NaN]);
});

/** A video of one frame of ten pixels, half of them foreground. */
function videoOf(mask: string, shadow?: MaskCounts): ClipResult {
  const metrics = new ClipMetrics();
  metrics.add(1, maskOf(mask), maskOf("#####....."));
  const { series } = metrics;
  return { summary: metrics.summary(), series, framesRead: 1, secondsPerFrame: 0.01, shadow };
}

const evaluation: Evaluation = {
  methods: ["<mine>", "other"],
  clips: ([
    ["a", "baseline", "#####....."],
    ["b", "baseline", "###......."],
    ["c", "shadow", "#........."],
  ] as const).map(([name, group, mask]) => ({
    name,
    group,
    strips: [],
    outcomes: [
      { method: "<mine>", result: videoOf(mask, counts(0, 1, 0, 3)) },
      name === "b"
        ? { method: "other", failure: "no" }
        : { method: "other", result: videoOf("##...#....") },
    ],
  })),
};

Deno.test("cdnetTables() takes means over videos, then over categories", () => {
  const tables = cdnetTables(evaluation);
  assertEquals(tables.map(({ name, videos }) => [name, videos]), [
    ["baseline", 2],
    ["shadow", 1],
    ["overall", 3],
  ]);
  assertEquals(tables.map(({ rows }) => rows[0].scores.recall), [0.8, 0.2, 0.5]);
  assertEquals(tables.map(({ rows }) => rows[1].videos), [1, 1, 2]);
  // Shadows of other categories do not count.
  const shadows = tables.map(({ rows }) => rows[0].scores.shadowFalsePositiveRate);
  assertEquals(shadows, [NaN, 0.25, 0.25]);
  assertEquals(cdnetJson(tables).baseline, {
    "<mine>": {
      videos: 2,
      recall: 0.8,
      specificity: 1,
      falsePositiveRate: 0,
      falseNegativeRate: 0.2,
      pwc: 10,
      f: 0.875,
      precision: 1,
      shadowFalsePositiveRate: null,
    },
    other: (cdnetJson(tables).baseline as Record<string, unknown>).other,
  });
});

Deno.test("cdnetText() has four digits, FPR-S for shadow alone, and marks the best of whole rows", () => {
  const text = cdnetText(cdnetTables(evaluation));
  assertMatch(text, /^baseline, 2 videos +Re +Sp +FPR +FNR +PWC +F +Pr$/m);
  assertMatch(text, /^<mine> +0\.8000 +1\.0000 +0\.0000 +0\.2000 +10\.0000 +0\.8750 +1\.0000$/m);
  assertMatch(text, /^other \(1 of 2\) +0\.4000 /m);
  assertMatch(text, /^shadow, 1 video .* FPR-S\n<mine> +0\.2000 +1\.0000\*.* 0\.2500$/m);
  assertMatch(text, /^overall, 2 categories /m);
  for (const line of text.split("\n")) assert(line.length <= 90, line);
});

Deno.test("evaluationReport() has CDnet's tables, overall first", () => {
  const html = evaluationReport(evaluation, { cdnet: cdnetTables(evaluation) });
  const section = html.slice(html.indexOf("<h2>CDnet 2014</h2>"));
  const titles = [...section.matchAll(/<h3>(\w+) <span/g)].slice(0, 3).map(([, name]) => name);
  assertEquals(titles, ["overall", "baseline", "shadow"]);
  assertStringIncludes(section, "&lt;mine&gt;");
});
