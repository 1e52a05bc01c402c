import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ClipMetrics, connectivityError, gradientError } from "../../lib/metrics/mod.ts";
import { grayOf, lcgBytes, maskOf } from "../helpers.ts";

const noise = (seed: number) => ({ width: 5, height: 3, data: lcgBytes(15, seed) });

Deno.test("ClipMetrics averages frames, and scores by the sums of counts", () => {
  const metrics = new ClipMetrics();
  metrics.add(1, maskOf("####"), maskOf("####"));
  metrics.add(2, maskOf("#..."), maskOf("##.."));
  metrics.add(3, maskOf("...."), maskOf("...."));
  const { frames, counts, iou, recall, precision, pwc, mad, mse } = metrics.summary();
  assertEquals(frames, 3);
  assertEquals(counts.truePositives, 5);
  assertAlmostEquals(iou, (1 + 0.5 + 1) / 3);
  assertAlmostEquals(recall, 5 / 6);
  assertEquals(precision, 1);
  assertAlmostEquals(pwc, 100 / 12);
  assertAlmostEquals(mad, 250 / 3);
  assertAlmostEquals(mse, 250 / 3);
});

Deno.test("ClipMetrics takes the first frame's dtSSD for 0, and has no flicker of it", () => {
  const metrics = new ClipMetrics();
  metrics.add(3, maskOf("...."), maskOf("...."));
  metrics.add(4, maskOf("#..."), maskOf("...."));
  const [first, second] = metrics.series;
  assertEquals([first.dtSSD, first.flicker], [0, undefined]);
  assertEquals([second.dtSSD, second.flicker], [50, 250]);
  const { dtSSD, flicker } = metrics.summary();
  assertEquals([dtSSD, flicker], [25, 250]);
});

Deno.test("ClipMetrics does not compare across a gap", () => {
  const metrics = new ClipMetrics();
  metrics.add(1, maskOf("...."), maskOf("...."));
  assertEquals(metrics.add(3, maskOf("####"), maskOf("....")).flicker, undefined);
});

Deno.test("ClipMetrics keeps copies of what it is lent", () => {
  const metrics = new ClipMetrics();
  const [matte, truth] = [maskOf("#.#."), maskOf("....")];
  metrics.add(1, matte, truth);
  matte.data.fill(0);
  assertEquals(metrics.add(2, matte, truth).flicker, 500);
});

Deno.test("ClipMetrics calculates Grad and Conn for one of so many frames", () => {
  const metrics = new ClipMetrics({ edgesEvery: 2 });
  for (const number of [1, 2, 3]) metrics.add(number, noise(number), noise(9));
  assertEquals(metrics.series.map(({ grad }) => grad), [
    gradientError(noise(1), noise(9)),
    undefined,
    gradientError(noise(3), noise(9)),
  ]);
  const conn = [1, 3].map((number) => connectivityError(noise(number), noise(9)));
  assertAlmostEquals(metrics.summary().conn, (conn[0] + conn[1]) / 2, 1e-12);
});

Deno.test("ClipMetrics: outside the region nothing counts, in any metric", () => {
  const metrics = new ClipMetrics();
  const truth = grayOf([[0, 0, 0, 255, 255, 0, 0, 0]]);
  const matte = grayOf([[9, 200, 77, 255, 255, 0, 0, 0]]);
  const region = maskOf("...#####");
  const { iou, mad, mse, grad, conn } = metrics.add(1, matte, truth, { region });
  assertEquals([iou, mad, mse, grad, conn], [1, 0, 0, 0, 0]);
});

Deno.test("ClipMetrics has the mean of the worst tenth, rounded up to whole frames", () => {
  const metrics = new ClipMetrics({ edgesEvery: 0 });
  const worst = (found: string) => {
    metrics.add(metrics.series.length + 1, maskOf(found), maskOf("####"));
    return metrics.summary().worstIou;
  };
  assertEquals(worst("##.."), 0.5);
  for (let i = 0; i < 8; i++) worst("####");
  assertEquals(worst("####"), 0.5);
  // Of eleven frames the worst two.
  assertEquals(worst("###."), 0.625);
});

Deno.test("ClipMetrics has the share of lost frames of those with somebody", () => {
  const metrics = new ClipMetrics({ edgesEvery: 0 });
  const truths = ["....", "##..", "##..", "##..", "##.."];
  for (const [i, found] of ["####", "....", "##..", "#...", "..##"].entries()) {
    metrics.add(i + 1, maskOf(found), maskOf(truths[i]));
  }
  assertEquals(metrics.series.map(({ isLost }) => isLost), [undefined, true, false, false, true]);
  assertEquals(metrics.summary().lost, 50);
});

Deno.test("ClipMetrics has the half transparent of all frames' inside together", () => {
  const metrics = new ClipMetrics({ edgesEvery: 0 });
  metrics.add(1, grayOf([[99, 0, 0, 255, 0]]), maskOf("#...."));
  metrics.add(2, grayOf([[99, 255, 0, 255, 99]]), maskOf("#####"));
  metrics.add(3, grayOf([[99, 99, 99, 99, 99]]), maskOf("####."));
  assertEquals(metrics.series.map(({ interior }) => interior), [
    { pixels: 0, translucent: 0 },
    { pixels: 5, translucent: 2 },
    { pixels: 1, translucent: 1 },
  ]);
  assertEquals(metrics.summary().translucent, 50);
});

Deno.test("ClipMetrics of empty scenes alone has lost nobody, and has no inside", () => {
  const metrics = new ClipMetrics({ edgesEvery: 0 });
  metrics.add(1, maskOf("##"), maskOf(".."));
  const { lost, translucent } = metrics.summary();
  assertEquals([lost, translucent], [NaN, NaN]);
});

Deno.test("ClipMetrics of nothing has no means", () => {
  const { iou, worstIou, lost } = new ClipMetrics().summary();
  assertEquals([iou, worstIou, lost], [NaN, NaN, NaN]);
  assertEquals(new ClipMetrics({ edgesEvery: 0 }).add(1, maskOf("#"), maskOf("#")).grad, undefined);
  assertThrows(() => new ClipMetrics({ edgesEvery: -1 }), RangeError, "'edgesEvery'");
});
