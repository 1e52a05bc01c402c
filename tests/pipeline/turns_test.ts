import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AverageEstimator,
  ChromaEstimator,
  createFrame,
  createMatte,
  type Estimate,
  type Frame,
  KernelMemory,
  KnnEstimator,
  type MaskEstimator,
  MedianEstimator,
  Mog2Estimator,
  type Window,
} from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { momentsOf } from "../../lib/moments/moment.ts";
import { windowsOf } from "../../lib/moments/window.ts";
import { temporalMedian, temporalMedianInSteps } from "../../lib/pixels/motion/temporal_median.ts";
import { lcgBytes } from "../helpers.ts";
import { clip } from "../methods/passing.ts";

/** Somewhat more than three million pixels: so many steps there are at least. */
const [WIDTH, HEIGHT] = [2051, 1537];

function frames(): Frame[] {
  const noise = lcgBytes(WIDTH * HEIGHT + 5, 7);
  return [1, 2, 3].map((number) => {
    const frame = createFrame(WIDTH, HEIGHT);
    const { bitmap } = frame;
    for (let p = 0; p < bitmap.length; p++) bitmap[p] = p & 3 ? noise[(p >> 2) + number] >> 1 : 255;
    return frame;
  });
}

const estimators: Record<string, () => MaskEstimator> = {
  chroma: () => new ChromaEstimator({ key: "lime" }),
  knn: () => new KnnEstimator(),
  mog2: () => new Mog2Estimator({ warmUp: 0 }),
  median: () => new MedianEstimator({ every: 1 }),
  average: () => new AverageEstimator(),
};

/** The steps of one frame's estimate, with a turn for others between any two. */
async function mattesOf(estimator: MaskEstimator, store: FrameStore) {
  const mattes: Uint8Array[] = [];
  let turns = 0;
  for await (const window of windowsOf(momentsOf(clip(frames()), store), { before: 0, after: 0 })) {
    using matte = store.takeGray(window.now);
    using foreground = store.takeFrame(window.now);
    const steps = estimator.estimate(window, { matte, foreground }) as Generator<void, Estimate>;
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      turns++;
      // Others use the same memory meanwhile.
      using other = store.takeGray({ width: 1 + turns, height: 7 });
      other.data.fill(turns);
    }
    mattes.push(step.value.matte.data.slice());
  }
  return { mattes, turns };
}

for (const [name, create] of Object.entries(estimators)) {
  Deno.test(`${name} gives turns within a large frame, and the same masks plainly and by kernels`, async () => {
    using plain = create();
    using kernels = create();
    const wanted = await mattesOf(plain, new FrameStore(undefined));
    const found = await mattesOf(kernels, new FrameStore((await KernelMemory.load())!));
    assert(found.turns >= 5, `${found.turns} turns`);
    for (const [k, matte] of found.mattes.entries()) {
      assert(matte.every((value, i) => value === wanted.mattes[k][i]), `frame ${k + 1}`);
    }
    assertEquals(found.mattes.length, 3);
  });
}

Deno.test("temporalMedianInSteps() gives turns, and temporalMedian()'s picture", () => {
  const pictures = frames();
  const steps = temporalMedianInSteps(pictures, temporalMedian);
  let turns = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) turns++;
  assertEquals(turns, Math.ceil(HEIGHT / Math.floor(2 ** 20 / WIDTH)));
  const { bitmap } = temporalMedian(pictures);
  const made = step.value.bitmap;
  assert(bitmap.every((value, p) => value === made[p]));
});

Deno.test("knn ends its steps when it is let go meanwhile", async () => {
  const memory = (await KernelMemory.load())!;
  const knn = new KnnEstimator();
  const now = memory.createFrame(WIDTH, HEIGHT);
  now.bitmap.set(frames()[0].bitmap);
  const out = { matte: createMatte(WIDTH, HEIGHT), foreground: createFrame(1, 1) };
  const steps = knn.estimate({ now, at: () => undefined } as unknown as Window, out);
  steps.next();
  knn[Symbol.dispose]();
  assertThrows(() => steps.next(), Error, "gone");
});
