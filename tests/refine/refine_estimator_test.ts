import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  createEstimator,
  createMask,
  DifferenceEstimator,
  type Estimate,
  type Frame,
  grayscale,
  type MaskEstimator,
  parseRefinement,
  type Pixels,
  refineEstimator,
  SimdPixels,
} from "../../mod.ts";
import { grayOf, noiseFrame, numbered, row } from "../helpers.ts";

/** Every frame's estimates, in order, with those that are owed at the end; copies. */
async function estimatesOf(estimator: MaskEstimator, frames: readonly Frame[]) {
  const seen: { alphas: number[]; shown: number }[] = [];
  const add = (estimate: Estimate | undefined) => {
    if (estimate === undefined) return;
    const { matte, foreground } = estimate;
    seen.push({ alphas: [...matte.data], shown: foreground.bitmap[0] });
  };
  for (const [i, frame] of frames.entries()) add(await estimator.estimate(numbered(i + 1, frame)));
  for (let k = 0; k < (estimator.lookahead ?? 0); k++) add(await estimator.flush?.());
  return seen;
}

const levels = (...all: number[]) => all.map((level) => row([level, level, level]));
const bright = () => createEstimator(({ bitmap }) => grayOf([[0, 4, 8].map((p) => bitmap[p])]));

Deno.test("refineEstimator() without steps is the estimator itself", () => {
  const inner = bright();
  assertStrictEquals(refineEstimator(inner, []), inner);
});

Deno.test("refineEstimator() leaves the estimator's matte and the frame as they are", async () => {
  const mask = grayOf([[0, 255, 0]]);
  using refined = refineEstimator(createEstimator(() => mask), parseRefinement("open:1"));
  const frame = row([1, 2, 3]);
  const estimate = await refined.estimate(numbered(1, frame));
  assertEquals([...estimate!.matte.data], [0, 0, 0]);
  assertEquals([mask, frame], [grayOf([[0, 255, 0]]), row([1, 2, 3])]);
});

Deno.test("refineEstimator() that looks ahead gives each matte with its own frame", async () => {
  using refined = refineEstimator(bright(), parseRefinement("smooth:1:2"));
  assertEquals(refined.lookahead, 2);
  const seen = await estimatesOf(refined, levels(10, 90, 170, 250));
  assertEquals(seen.map(({ shown }) => shown), [10, 90, 170, 250]);
  // Nothing looks like its neighbours in time: nothing is mixed.
  assertEquals(seen.map(({ alphas }) => alphas[0]), [10, 90, 170, 250]);
});

Deno.test("refineEstimator() keeps frames and mattes together across a gap", async () => {
  const gappy = createEstimator(({ number }) =>
    number === 2 ? undefined : grayOf([[255, 255, 255]])
  );
  using refined = refineEstimator(gappy, parseRefinement("smooth:1"));
  const seen = await estimatesOf(refined, levels(10, 90, 170));
  assertEquals(seen.map(({ shown, alphas }) => [shown, alphas[0]]), [[10, 255], [90, 0], [
    170,
    255,
  ]]);
});

Deno.test("refineEstimator() adds its look-ahead to the estimator's own", async () => {
  const inner = new DifferenceEstimator({ framesApart: 1, threeFrames: true });
  using refined = refineEstimator(inner, parseRefinement("smooth:1:1"));
  assertEquals([refined.lookahead, refined.warmUp], [2, 1]);
  const seen = await estimatesOf(refined, levels(10, 90, 10, 90, 10));
  assertEquals(seen.map(({ shown }) => shown), [90, 10, 90, 10]);
});

Deno.test("refineEstimator() gives each frame of a clip shorter than its look-ahead", async () => {
  const steps = parseRefinement("threshold:30,smooth:0.5:1,smooth:0.5:1");
  for (const count of [1, 2, 3]) {
    using refined = refineEstimator(bright(), steps);
    const shown: number[] = [];
    for (let k = 1; k <= count; k++) {
      const estimate = await refined.estimate(numbered(k, row([40, 40, 40 + k])));
      if (estimate !== undefined) shown.push(estimate.foreground.bitmap[8]);
    }
    // As the pipeline asks: once for each frame that waits.
    while (shown.length < count) shown.push((await refined.flush!())!.foreground.bitmap[8]);
    assertEquals(shown, [41, 42, 43].slice(0, count));
  }
});

Deno.test("refineEstimator() of one that looks ahead gives a clip's only frame", async () => {
  const owing: MaskEstimator = {
    ...{ warmUp: 0, lookback: 0, lookahead: 1, reset() {}, [Symbol.dispose]() {} },
    estimate: () => Promise.resolve(undefined),
    flush: () => Promise.resolve({ matte: grayOf([[255]]), foreground: row([7]) }),
  };
  using refined = refineEstimator(owing, parseRefinement("smooth:0.5:1"));
  assertEquals(await refined.estimate(numbered(1, row([7]))), undefined);
  assertEquals((await refined.flush!())?.foreground.bitmap[0], 7);
});

Deno.test("refineEstimator() takes frames of another size after reset()", async () => {
  for (const pixels of [undefined, await SimdPixels.load()]) {
    const bright = createEstimator((frame) => grayscale(frame));
    using refined = refineEstimator(bright, parseRefinement("median:0,smooth:1"), { pixels });
    for (const [width, height] of [[4, 3], [2, 9], [4, 3]]) {
      const frame = noiseFrame(width, height, 1);
      const [first] = await estimatesOf(refined, [frame, frame]);
      assertEquals(first.alphas, [...grayscale(frame).data]);
      refined.reset();
    }
  }
});

Deno.test("refineEstimator() gives the same again after reset()", async () => {
  using refined = refineEstimator(bright(), parseRefinement("hold:2,smooth:0.7,gaussian:0.8"));
  const frames = Array.from({ length: 6 }, (_, k) => noiseFrame(3, 1, k + 1));
  const first = await estimatesOf(refined, frames);
  refined.reset();
  assertEquals(await estimatesOf(refined, frames), first);
});

Deno.test("refineEstimator() scales radii to the picture's lines if asked", async () => {
  const square = createMask(9, 720);
  for (let y = 300; y < 303; y++) square.data.fill(255, 9 * y, 9 * y + 3);
  const left = async (linesScaled: boolean) => {
    using refined = refineEstimator(createEstimator(() => square), parseRefinement("open:1:rect"), {
      linesScaled,
    });
    const { matte } = (await refined.estimate(numbered(1, noiseFrame(9, 720, 1))))!;
    return matte.data.filter((alpha) => alpha > 0).length;
  };
  assertEquals([await left(false), await left(true)], [9, 0]);
});

const EVERY_STEP = [
  "erode:1",
  "dilate:2:cross",
  "open:1:rect",
  "close:2",
  "median:1",
  "blur:2",
  "gaussian:1",
  "threshold:100",
  "remove:9",
  "largest:2",
  "fill:50",
  "fill:all:bottom",
  "guided:3:0.01:2",
  "hold:3",
  "smooth:0.7:2",
];

Deno.test("refineEstimator() gives the same bytes by kernels and plainly, for every step", async () => {
  const kernels = await SimdPixels.load();
  const frames = Array.from({ length: 5 }, (_, k) => noiseFrame(37, 23, k + 1));
  const masks = frames.map((frame) => {
    const mask = createMask(37, 23);
    mask.data.forEach((_, i) => mask.data[i] = frame.bitmap[4 * i] > 140 ? 255 : 0);
    return mask;
  });
  for (const text of [...EVERY_STEP, EVERY_STEP.join()]) {
    const work = async (pixels?: Pixels) => {
      const inner = createEstimator(({ number }) => masks[number - 1]);
      using refined = refineEstimator(inner, parseRefinement(text), { pixels });
      return await estimatesOf(refined, frames);
    };
    assertEquals(await work(kernels), await work(), text);
  }
});

/** What `levels` makes of a matte, which lies so many bytes behind an even address. */
async function stretched(steps: string, alphas: readonly number[], shift: number) {
  const data = new Uint8Array(alphas.length + shift).subarray(shift);
  data.set(alphas);
  const matte = { width: alphas.length, height: 1, data };
  using refined = refineEstimator(createEstimator(() => matte), parseRefinement(steps));
  const frame = noiseFrame(alphas.length, 1, 1);
  return [...(await refined.estimate(numbered(1, frame)))!.matte.data];
}

Deno.test("levels puts a line between black and white, with ends that stay", async () => {
  const none = [0, 0, 0, 0], all = [255, 255, 255, 255];
  const mixed = [0, 255, 0, 255, 50, 51, 100, 149, 150, 1, 254, 75];
  for (
    const [steps, wanted] of [
      ["levels:50:150", [0, 255, 0, 255, 0, 3, 128, 252, 255, 0, 255, 64]],
      ["levels:0:255", mixed],
      ["levels:254:255", [0, 255, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0]],
    ] as const
  ) {
    for (const shift of [0, 1, 2, 4]) {
      for (const cut of [0, 1, 2, 3]) {
        const alphas = [...none, ...all, ...mixed, ...all, ...none, ...mixed];
        const expected = [...none, ...all, ...wanted, ...all, ...none, ...wanted];
        const found = await stretched(steps, alphas.slice(cut), shift);
        assertEquals(found, expected.slice(cut), `${steps}, ${shift}, ${cut}`);
      }
    }
  }
});

Deno.test("refineEstimator() gives timers and signals their turn in the middle of a large frame", async () => {
  // What flickers all over has to be averaged pixel by pixel.
  let isOn = false;
  using flicker = createEstimator((frame) => {
    const mask = createMask(frame.width, frame.height);
    isOn = !isOn;
    if (isOn) mask.data.fill(255);
    return mask;
  });
  using refined = refineEstimator(flicker, parseRefinement("smooth:1,guided:8:0.001"));
  const frame = noiseFrame(1920, 1080, 1);
  for (const number of [1, 2]) await refined.estimate(numbered(number, frame));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await refined.estimate(numbered(3, frame));
  clearInterval(timer);
  assert(turns > 0);
});
