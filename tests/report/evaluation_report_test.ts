import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import {
  cellsOf,
  columns,
  groupRows,
  groupsOf,
  isGrouped,
  meanRows,
} from "../../lib/report/columns.ts";
import { Snapshots, stripsOf } from "../../lib/report/snapshots.ts";
import { textTable } from "../../lib/report/text_table.ts";
import type { ClipResult, LabelledClip, Matte } from "../../mod.ts";
import { ClipMetrics } from "../../lib/metrics/mod.ts";
import { type Evaluation, evaluationReport } from "../../lib/report/mod.ts";
import { maskOf, numbered, row } from "../helpers.ts";

const truth = maskOf("##......");

/** What a method reaches with these masks. */
function resultOf(masks: readonly string[], secondsPerFrame: number): ClipResult {
  const metrics = new ClipMetrics();
  masks.forEach((mask, i) => metrics.add(i + 1, maskOf(mask), truth));
  const { series } = metrics;
  return { summary: metrics.summary(), series, framesRead: masks.length, secondsPerFrame };
}

const good = resultOf(["##......", "##......", "##......"], 0.02);
const bad = resultOf(["##......", "#.......", ".......#"], 0.001);
const evaluation: Evaluation = {
  methods: ["good", '<bad> & "worse"', "broken"],
  clips: [{
    name: "clip <1>",
    outcomes: [
      { method: "good", result: good },
      { method: '<bad> & "worse"', result: bad },
      { method: "broken", failure: "it threw </script>" },
    ],
    strips: [{
      number: 2,
      reason: "middle",
      input: row([0, 0, 9, 9, 9, 9, 9, 9]),
      truth,
      mattes: new Map([["good", truth]]),
    }],
  }],
};

Deno.test("cellsOf() marks the best of each column, ties too, as they are written", () => {
  const cells = cellsOf(meanRows(evaluation));
  const best = cells.map((row) => row.filter(({ isBest }) => isBest).length);
  // Recall of "inside": neither has any. Lost: of three frames the bad one loses one.
  const at = (title: string) => columns.findIndex((column) => column.title === title);
  assertEquals(cells.map((row) => row[at("Lost")]), [
    { text: "0.0", isBest: true },
    { text: "33.3", isBest: false },
    { text: "–", isBest: false },
  ]);
  assertEquals(cells[0][at("Half")], { text: "–", isBest: false });
  assertEquals(best[2], 0);
  const milliseconds = columns.findIndex(({ key }) => key === "milliseconds");
  assertEquals(cells.map((row) => row[milliseconds]), [
    { text: "20.0", isBest: false },
    { text: "1.0", isBest: true },
    { text: "–", isBest: false },
  ]);
  assertEquals(cells[0][0], { text: "1.000", isBest: true });
  // A single method is not the best of anything, and of equal ones none is.
  const [row] = meanRows(evaluation);
  for (const rows of [[row], [row, row]]) {
    assertEquals(cellsOf(rows).flat().some(({ isBest }) => isBest), false);
  }
});

Deno.test("textTable() has a line a method, with a star at the best", () => {
  const lines = textTable(meanRows(evaluation), "clip").split("\n");
  assertEquals(lines.length, 5);
  assertMatch(lines[1], /^good +1\.000\* /);
  assertMatch(lines[3], /^broken +– +–/);
});

Deno.test("textTable() fits a terminal, whatever a method is called and however bad it is", () => {
  const [row] = meanRows(evaluation);
  const worst = Object.fromEntries(columns.map(({ key }) => [key, 1234.5678]));
  const table = (method: string, values: typeof row.values) =>
    textTable([{ method, values, clips: 1 }], "mean of 12 groups").split("\n");
  for (const line of table("clean-plate", row.values)) assert(line.length <= 90, line);
  const [head, bad] = table("/home/me/ideas/1/my_method.ts", worst as typeof row.values);
  assertMatch(head, /^mean of 12 groups +IoU +Worst +Lost +Half +Prec +Rec +MAD +Grad +dtSSD /);
  assertMatch(bad, /^…\/ideas\/1\/my_method\.ts +1234\.568 /);
});

/** A method that has found so many of ten pixels on each clip, by the clip's group. */
const grouped: Evaluation = {
  methods: ["m", "n"],
  clips: ([["a", 10], ["a", 8], ["a", 6], ["b", 2]] as const).map(([group, found], i) => ({
    name: `clip ${i}`,
    group,
    outcomes: [
      { method: "m", result: foundOfTen(found) },
      group === "a" ? { method: "n", result: foundOfTen(1) } : { method: "n", failure: "no" },
    ],
    strips: [],
  })),
};

function foundOfTen(found: number): ClipResult {
  const metrics = new ClipMetrics();
  metrics.add(1, maskOf("#".repeat(found).padEnd(10, ".")), maskOf("##########"));
  return {
    summary: metrics.summary(),
    series: metrics.series,
    framesRead: 1,
    secondsPerFrame: found / 1000,
  };
}

Deno.test("meanRows() is the mean over the groups of the means over their clips", () => {
  const [a, b] = groupsOf(grouped).map((group) => groupRows(group, grouped.methods)[0]);
  assertAlmostEquals(a.values!.iou, 0.8);
  assertAlmostEquals(b.values!.iou, 0.2);
  const [m, n] = meanRows(grouped);
  assertAlmostEquals(m.values!.iou, 0.5);
  assertAlmostEquals(m.values!.milliseconds, 5);
  assertEquals([a.clips, b.clips, m.clips], [3, 1, 4]);
  // Nothing of the group in which the method failed.
  assertAlmostEquals(n.values!.iou, 0.1);
  assertEquals(n.clips, 3);
});

Deno.test("a mean over fewer clips says so, and is not the best", () => {
  const rows = meanRows(grouped);
  assertMatch(textTable(rows, "mean", 4), /^m +0\.500 .*\nn \(3 of 4\) +0\.100 /m);
  // It is the faster one: of the clips that it has done.
  assert(rows[1].values!.milliseconds < rows[0].values!.milliseconds);
  assertEquals(cellsOf(rows).flat().some(({ isBest }) => isBest), false);
});

Deno.test("isGrouped() says whether groups change the mean", () => {
  assertEquals(isGrouped(grouped), true);
  const clips = grouped.clips.slice(2);
  assertEquals(isGrouped({ ...grouped, clips }), false);
  assertEquals(isGrouped({ ...grouped, clips: grouped.clips.slice(0, 3) }), false);
  assertEquals(isGrouped({ ...grouped, clips: clips.map(({ group: _, ...clip }) => clip) }), false);
});

Deno.test("evaluationReport() has a table for each group, if groups change the mean", () => {
  const html = evaluationReport(grouped);
  assertMatch(html, /<h1>2 methods on 4 clips in 2 groups<\/h1>/);
  assertEquals([...html.matchAll(/<h3>(.*?) <span/g)].map(([, name]) => name), ["a", "b"]);
  assertEquals(html.match(/<table>/g)?.length, 1 + 2 + 4);
  assertEquals(evaluationReport(evaluation).match(/<table>/g)?.length, 1);
});

Deno.test("evaluationReport() is one file, well formed, with names escaped", () => {
  const html = evaluationReport(evaluation);
  assertEquals(/<script|<bad>|<link|@import|url\(|(src|href)="(?!data:)/.test(html), false);
  assertStringIncludes(html, "&lt;bad&gt; &amp; &quot;worse&quot;");
  assertStringIncludes(html, "clip &lt;1&gt;");
  assertStringIncludes(html, "it threw &lt;/script&gt;");
  assertMatch(html, /<td class="best">1\.000<\/td>/);
  for (const [, url] of html.matchAll(/src="([^"]*)"/g)) {
    assertMatch(url, /^data:image\/jpeg;base64,/);
  }
  assertEquals(html.match(/<img /g)?.length, 4);
  assertEquals(html.match(/<img [^>]*alt="[^"]+"/g)?.length, 4);
  assertEquals(/NaN|Infinity|undefined/.test(html), false);
  const stack: string[] = [];
  for (const [, close, tag, rest] of html.matchAll(/<(\/?)([a-z0-9]+)([^>]*)>/g)) {
    if (/^(meta|img)$/.test(tag) || rest.endsWith("/")) continue;
    if (close === "") stack.push(tag);
    else assertEquals(stack.pop(), tag);
  }
  assertEquals(stack, []);
});

Deno.test("evaluationReport() hides nothing from paper and from screenshots", () => {
  const html = evaluationReport(evaluation);
  assertEquals(/loading=|<details|<script/.test(html), false);
  const paper = html.slice(html.indexOf("@media print"), html.indexOf("</style>"));
  assertMatch(paper, /print-color-adjust: exact/);
  assertMatch(paper, /overflow: visible/);
});

Deno.test("evaluationReport() draws no line through a single frame", () => {
  const single = (masks: string[]) =>
    evaluationReport({
      methods: ["one"],
      clips: [{
        name: "c",
        outcomes: [{ method: "one", result: resultOf(masks, 0.1) }],
        strips: [{ ...evaluation.clips[0].strips[0], number: 1, mattes: new Map() }],
      }],
    });
  assertEquals(single(["##......"]).includes("polyline"), false);
  assertEquals(single(["##......"]).includes("dotted"), false);
  assertEquals(single(["##......", "#......."]).includes("polyline"), true);
});

Deno.test("evaluationReport() of one frame, and of nothing, has no holes", () => {
  const one: Evaluation = {
    methods: ["one"],
    clips: [{
      name: "c",
      outcomes: [{ method: "one", result: resultOf(["##......"], 0) }],
      strips: [],
    }],
  };
  for (const each of [one, { methods: [], clips: [] }]) {
    assertEquals(/NaN|Infinity|undefined/.test(evaluationReport(each)), false);
  }
});

Deno.test("Snapshots keeps at most 24, the same numbers for all", () => {
  for (const last of [1, 24, 25, 100, 777]) {
    const [all, late] = [new Snapshots(), new Snapshots()];
    for (let number = 1; number <= last; number++) {
      all.keep(number, truth);
      if (number > 2) late.keep(number, truth);
    }
    assert(all.mattes.size <= 24);
    assert(last < 3 || [...late.mattes.keys()].some((number) => all.mattes.has(number)));
  }
});

Deno.test("stripsOf() chooses the frame at which methods differ most", async () => {
  const clip: LabelledClip = {
    name: "clip",
    async *read() {
      for (const number of [1, 2, 3]) {
        yield {
          frame: numbered(number, row([0, 0, 0, 0, 0, 0, 0, number])),
          truth: { matte: truth },
        };
        await Promise.resolve();
      }
    },
  };
  const kept = (matte: Matte) => {
    const snapshots = new Snapshots();
    for (const number of [1, 2, 3]) snapshots.keep(number, matte);
    return snapshots;
  };
  const outcomes = [{ method: "good", result: good }, { method: "bad", result: bad }];
  const snapshots = new Map([["good", kept(truth)], ["bad", kept(maskOf("#......."))]]);
  const strips = await stripsOf(clip, outcomes, snapshots);
  assertEquals(strips.map(({ number, reason }) => [number, reason]), [
    [1, "early"],
    [2, "middle"],
    [3, "methods differ most"],
  ]);
  assertEquals(strips[2].input.bitmap[4 * 7], 3);
  assertEquals(strips[2].mattes.get("bad")?.data[1], 0);
});
