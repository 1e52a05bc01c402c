import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  createEstimator,
  createMask,
  DifferenceEstimator,
  type Frame,
  grayscale,
  type MaskEstimator,
  type Matte,
  type NumberedFrame,
  parseRefinement,
} from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { lookbackOf } from "../../lib/refine/refine_moments.ts";
import { grayOf, noiseFrame, numbered, row } from "../helpers.ts";
import { bothStores, clip } from "../methods/passing.ts";
import { refinedBy, refinedMoments } from "./refined.ts";

const levels = (...all: number[]) => all.map((level) => row([level, level, level]));
const bright = () => createEstimator(({ bitmap }) => grayOf([[0, 4, 8].map((p) => bitmap[p])]));

Deno.test("refineMoments() without steps passes on what it is given", async () => {
  const gappy = createEstimator(({ number }) => number === 2 ? undefined : grayOf([[9, 9, 9]]));
  const seen = await refinedBy(gappy, levels(1, 2, 3), "");
  assertEquals(seen.map(({ alphas }) => alphas?.[0]), [9, undefined, 9]);
});

Deno.test("refineMoments() leaves the estimator's matte and the frame as they are", async () => {
  const mask = grayOf([[0, 255, 0]]);
  const frame = row([1, 2, 3]);
  const [{ alphas }] = await refinedBy(createEstimator(() => mask), [frame], "open:1");
  assertEquals(alphas, [0, 0, 0]);
  assertEquals([mask, frame], [grayOf([[0, 255, 0]]), row([1, 2, 3])]);
});

Deno.test("refineMoments() that looks ahead gives each matte with its own frame, in order", async () => {
  const seen = await refinedBy(bright(), levels(10, 90, 170, 250), "smooth:1:2");
  assertEquals(seen.map(({ number }) => number), [1, 2, 3, 4]);
  assertEquals(seen.map(({ shown }) => shown), [10, 90, 170, 250]);
  // Nothing looks like its neighbours in time: nothing is mixed.
  assertEquals(seen.map(({ alphas }) => alphas?.[0]), [10, 90, 170, 250]);
});

Deno.test("refineMoments() has an empty matte in a gap, once there has been a matte", async () => {
  const mattes = [undefined, undefined, 255, undefined, 255, undefined];
  for (const steps of ["smooth:1", "open:0"]) {
    const gappy = createEstimator(({ number }) => {
      const level = mattes[number - 1];
      return level === undefined ? undefined : grayOf([[level, level, level]]);
    });
    const seen = await refinedBy(gappy, levels(10, 90, 170, 10, 90, 170), steps);
    assertEquals(seen.map(({ number }) => number), [1, 2, 3, 4, 5, 6]);
    assertEquals(seen.map(({ shown }) => shown), [10, 90, 170, 10, 90, 170]);
    const wanted = [undefined, undefined, 255, 0, 255, 0];
    assertEquals(seen.map(({ alphas }) => alphas?.[0]), wanted, steps);
  }
});

Deno.test("refineMoments() never mixes in frames before the first matte", async () => {
  const late = createEstimator(({ number }) => number < 3 ? undefined : grayOf([[90, 90, 90]]));
  const seen = await refinedBy(late, levels(50, 50, 50, 50), "smooth:1:1");
  assertEquals(seen.map(({ alphas }) => alphas?.[0]), [undefined, undefined, 90, 90]);
});

/** Frames that tell how many of them have been read. */
function counted(frames: readonly Frame[]) {
  const state = { read: 0, isClosed: false };
  const read = async function* () {
    try {
      for await (const frame of clip(frames)) {
        state.read++;
        yield frame;
      }
    } finally {
      state.isClosed = true;
    }
  };
  return { state, frames: read() };
}

Deno.test("refineMoments() reads as far ahead as the estimator and all steps together", async () => {
  const inner = new DifferenceEstimator({ framesApart: 1, threeFrames: true });
  const { state, frames } = counted(levels(10, 90, 10, 90, 10, 90, 10));
  const read: number[] = [];
  const shown: number[] = [];
  for await (
    using item of refinedMoments(
      inner,
      frames,
      "smooth:1:1,hold:0,smooth:1:2",
      new FrameStore(undefined),
    )
  ) {
    read.push(state.read - item.moment.number);
    shown.push(item.foreground.bitmap[0]);
  }
  // One for three frames, one and two for the steps.
  assertEquals(read, [4, 4, 4, 3, 2, 1, 0]);
  assertEquals(shown, [10, 90, 10, 90, 10, 90, 10]);
});

Deno.test("refineMoments() gives each frame of a clip shorter than its look-ahead", async () => {
  for (const count of [0, 1, 2, 3]) {
    const frames = [41, 42, 43].slice(0, count).map((level) => row([level, 40, 40]));
    const seen = await refinedBy(bright(), frames, "threshold:30,smooth:0.5:1,smooth:0.5:1");
    assertEquals(seen.map(({ shown }) => shown), [41, 42, 43].slice(0, count));
    assertEquals(seen.map(({ alphas }) => alphas), frames.map(() => [255, 255, 255]));
  }
});

Deno.test("refineMoments() of an estimator that looks ahead gives a clip's only frame", async () => {
  const looking: MaskEstimator = {
    warmUp: 0,
    lookback: 0,
    window: { before: 0, after: 3 },
    reset() {},
    estimate: ({ now }) => ({ matte: grayOf([[255]]), foreground: now }),
    [Symbol.dispose]() {},
  };
  const seen = await refinedBy(looking, [row([7])], "smooth:0.5:1");
  assertEquals(seen, [{ number: 1, shown: 7, alphas: [255] }]);
});

Deno.test("refineMoments() takes videos of several sizes, one after the other", async () => {
  const inner = createEstimator((frame) => grayscale(frame));
  for (const store of await bothStores()) {
    for (const [width, height] of [[4, 3], [2, 9], [4, 3]]) {
      const frame = noiseFrame(width, height, 1);
      const [first] = await refinedBy(inner, [frame, frame], "median:0,smooth:1", store);
      assertEquals(first.alphas, [...grayscale(frame).data]);
    }
    assertEquals(store.inUse, 0);
  }
});

Deno.test("refineMoments() gives the same again: nothing is left of a video before", async () => {
  const frames = Array.from({ length: 6 }, (_, k) => noiseFrame(3, 1, k + 1));
  const run = () => refinedBy(bright(), frames, "hold:2,smooth:0.7,gaussian:0.8");
  assertEquals(await run(), await run());
});

Deno.test("refineMoments() scales radii to the picture's lines if asked", async () => {
  const square = createMask(9, 720);
  for (let y = 300; y < 303; y++) square.data.fill(255, 9 * y, 9 * y + 3);
  const left = async (linesScaled?: boolean) => {
    const refine = { steps: parseRefinement("open:1:rect"), linesScaled };
    const estimator = createEstimator(() => square);
    const [{ alphas }] = await refinedBy(estimator, [noiseFrame(9, 720, 1)], refine);
    return alphas!.filter((alpha) => alpha > 0).length;
  };
  assertEquals([await left(), await left(false), await left(true)], [9, 9, 0]);
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

Deno.test("refineMoments() gives the same bytes by kernels and plainly, for every step", async () => {
  const frames = Array.from({ length: 5 }, (_, k) => noiseFrame(37, 23, k + 1));
  const masks = frames.map((frame) => {
    const mask = createMask(37, 23);
    mask.data.forEach((_, i) => mask.data[i] = frame.bitmap[4 * i] > 140 ? 255 : 0);
    return mask;
  });
  const [plain, kernels] = await bothStores();
  for (const text of [...EVERY_STEP, EVERY_STEP.join()]) {
    const work = (store: FrameStore) =>
      refinedBy(createEstimator(({ number }) => masks[number - 1]), frames, text, store);
    assertEquals(await work(kernels), await work(plain), text);
    assertEquals([plain.inUse, kernels.inUse], [0, 0], text);
  }
  const { memory } = kernels;
  kernels[Symbol.dispose]();
  // The plans of resizes stay, a few.
  assert(memory!.bytesInUse < 2 ** 14, `${memory!.bytesInUse} bytes`);
});

/** What becomes of a matte, which lies so many bytes behind an even address. */
async function stretched(steps: string, alphas: readonly number[], shift: number) {
  const data = new Uint8Array(alphas.length + shift).subarray(shift);
  data.set(alphas);
  const matte: Matte = { width: alphas.length, height: 1, data };
  const frame = noiseFrame(alphas.length, 1, 1);
  const [refined] = await refinedBy(createEstimator(() => matte), [frame], steps);
  return refined.alphas!;
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

Deno.test("refineMoments() gives timers and signals their turn in the middle of a large frame", async () => {
  // What flickers all over has to be averaged pixel by pixel.
  let isOn = false;
  using flicker = createEstimator((frame) => {
    const mask = createMask(frame.width, frame.height);
    isOn = !isOn;
    if (isOn) mask.data.fill(255);
    return mask;
  });
  const frame = noiseFrame(1920, 1080, 1);
  const store = new FrameStore(undefined);
  const frames = clip([frame, frame, frame]);
  const items = refinedMoments(flicker, frames, "smooth:1,guided:8:0.001", store);
  (await items.next()).value!.release();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  (await items.next()).value!.release();
  clearInterval(timer);
  await items.return();
  assert(turns > 0);
  assertEquals(store.inUse, 0);
});

const STEPS = ["", "open:1", "smooth:1:2", "hold:4,smooth:1,gaussian:0.8,smooth:1"];

Deno.test("refineMoments(): who has enough releases everything, and closes the source", async () => {
  for (const steps of STEPS) {
    for (const wanted of [1, 2, 4]) {
      const { state, frames } = counted(levels(1, 2, 3, 4, 5, 6));
      const store = new FrameStore(undefined);
      let seen = 0;
      for await (using _ of refinedMoments(bright(), frames, steps, store)) {
        if (++seen === wanted) break;
      }
      const title = `'${steps}' after ${wanted}`;
      assertEquals([store.inUse, state.isClosed], [0, true], title);
    }
  }
});

Deno.test("refineMoments(): an error before, within or behind it releases everything", async () => {
  const failing = async function* (frames: readonly Frame[], at: number) {
    for (const [i, frame] of frames.entries()) {
      await Promise.resolve();
      if (i + 1 === at) throw new Error("the source fails");
      yield numbered(i + 1, frame) satisfies NumberedFrame;
    }
  };
  const frames = levels(1, 2, 3, 4, 5, 6);
  const use = async (
    estimator: MaskEstimator,
    steps: string,
    source: AsyncIterable<NumberedFrame>,
  ) => {
    const store = new FrameStore(undefined);
    const end = async () => {
      for await (using item of refinedMoments(estimator, source, steps, store)) {
        if (item.moment.number === 3) throw new Error("the consumer fails");
      }
    };
    const { message } = await assertRejects(end, Error);
    assertEquals(store.inUse, 0, `'${steps}': ${message}`);
    return message;
  };
  for (const steps of STEPS) {
    for (const at of [1, 2, 3]) {
      assertEquals(await use(bright(), steps, failing(frames, at)), "the source fails");
      const wrong = createEstimator(({ number }) => {
        if (number === at) throw new Error("the estimator fails");
        return grayOf([[1, 2, 3]]);
      });
      assertEquals(await use(wrong, steps, clip(frames)), "the estimator fails");
    }
    assertEquals(await use(bright(), steps, clip(frames)), "the consumer fails");
  }
});

Deno.test("lookbackOf() adds how far each step looks back; of all frames where one remembers", () => {
  using estimator = createEstimator(() => undefined, { lookback: 3 });
  const of = (text: string) => lookbackOf(estimator, { steps: parseRefinement(text) });
  assertEquals([lookbackOf(estimator, undefined), of(""), of("open:1,blur:2")], [3, 3, 3]);
  assertEquals([of("smooth:1:0"), of("open:1,smooth:1"), of("smooth:0.5:4,smooth:1:2")], [4, 4, 9]);
  assertEquals([of("hold:4"), of("smooth:1,hold:4")], [Infinity, Infinity]);
});
