/**
 * The longest stretch in which nothing else has its turn, at 7680×4320: how long a signal may
 * wait. Of each method with its refinement and its survey, and of each treatment of edges.
 *
 *     deno run -A tests/bench/stretches.ts [what contains this] [height]
 */
import {
  createEstimator,
  createMatte,
  methods,
  type NumberedFrame,
  parseRefinement,
} from "../../mod.ts";
import { replaceBackground } from "../../mod.ts";
import { blurBackground, pictureBackground } from "../../lib/backgrounds/mod.ts";
import type { EdgeOptions } from "../../lib/pipeline/compositor.ts";
import { scene, segmenterOfDisc } from "./scenes/large_scene.ts";

const [only = "", lines = "4320"] = Deno.args;
const height = Number(lines), width = height * 16 / 9;
const plate = scene(width, height, 0, true);
const pictures = [1, 2, 3].map((number) => scene(width, height, number));

async function* clip(count: number): AsyncGenerator<NumberedFrame> {
  for (let number = 1; number <= count; number++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    yield { number, ...pictures[number % 3] };
  }
}

/** The longest time between two turns, and the whole. */
async function longest(work: () => Promise<unknown>): Promise<[number, number]> {
  const start = performance.now();
  let last = start, most = 0;
  const tick = () => {
    most = Math.max(most, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(tick, 1);
  await work();
  tick();
  clearInterval(timer);
  return [most, performance.now() - start];
}

/** A matte that is soft and noisy all over: what takes longest. */
async function soften(refine: string, edges: EdgeOptions = {}, noisy = true): Promise<void> {
  const matte = createMatte(width, height);
  let seed = 1;
  for (let i = 0; i < matte.data.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    matte.data[i] = noisy ? seed >>> 24 : pictures[0].bitmap[4 * i] > 140 ? 255 : 0;
  }
  using estimator = createEstimator(() => matte);
  await using background = pictureBackground(plate);
  const output = { write: () => Promise.resolve() };
  await replaceBackground(clip(1), {
    estimator,
    refine: { steps: parseRefinement(refine) },
    background,
    edges,
    output,
  });
}

async function run(
  name: keyof typeof methods,
  more: { refine?: string; edges?: EdgeOptions; blur?: boolean } = {},
): Promise<void> {
  const method = methods[name];
  const openSegmenter = () => Promise.resolve(segmenterOfDisc());
  using estimator = method.create({ cleanPlate: plate, openSegmenter });
  const steps = parseRefinement(more.refine ?? method.refine ?? "");
  await using background = more.blur ? blurBackground({ radius: 40 }) : pictureBackground(plate);
  await replaceBackground(clip(4), {
    estimator,
    refine: { steps, linesScaled: true },
    survey: clip(5),
    background,
    edges: more.edges ?? {},
    everyFrame: true,
    output: { write: () => Promise.resolve() },
  });
}

const works: Record<string, () => Promise<unknown>> = {};
for (const name of Object.keys(methods) as (keyof typeof methods)[]) works[name] = () => run(name);
for (
  const refine of [
    "guided:8:0.001",
    "gaussian:4,close:8",
    "gaussian:2,median:2",
    "gaussian:2,median:8",
    "gaussian:2,dilate:8",
    "gaussian:2,blur:8",
    "gaussian:2,smooth:1",
    "remove:400",
  ]
) works[`difference ${refine}`] = () => run("difference", { refine });
works["feather"] = () => run("difference", { edges: { feather: 48 } });
works["light-wrap"] = () => run("difference", { edges: { feather: 48, lightWrap: 0.5 } });
works["despill"] = () => run("difference", { edges: { feather: 48, despill: true } });
works["despill wide"] = () =>
  run("difference", { refine: "gaussian:20", edges: { feather: 200, despill: true } });
works["blur"] = () => run("difference", { blur: true });
for (
  const refine of [
    "median:2",
    "median:7",
    "median:200",
    "gaussian:50",
    "dilate:200",
    "close:30:rect",
    "blur:50",
    "blur:200",
    "guided:60:0.001",
    "smooth:1",
    "hold:4",
    "remove:400",
    "largest:2",
    "fill:all:bottom",
    "levels:51:204",
  ]
) works[`noise ${refine}`] = () => soften(refine);
works["noise feather"] = () => soften("", { feather: 48 });
works["noise feather 400"] = () => soften("", { feather: 400 });
works["noise light-wrap"] = () => soften("", { lightWrap: 0.5 });
works["noise despill"] = () => soften("", { despill: true });

for (const [name, work] of Object.entries(works)) {
  if (!name.includes(only)) continue;
  let said;
  try {
    said = (await longest(work)).map((ms) => `${(ms / 1000).toFixed(2)} s`.padStart(9)).join("");
  } catch (error) {
    said = error instanceof Error ? error.message : "failed";
  }
  console.log(name.padEnd(32), said);
}
