import { assertEquals } from "@std/assert";
import {
  createEstimator,
  evaluateClip,
  type Frame,
  grayscale,
  KernelMemory,
  type MaskEstimator,
  methods,
  parseRefinement,
  replaceBackground,
  SegmentEstimator,
  type TimedFrame,
} from "../../mod.ts";
import { FrameStore, type LentFrame } from "../../lib/pixels/mod.ts";
import { noiseFrame } from "../helpers.ts";

const memory = (await KernelMemory.load())!;
const SIZE = { width: 96, height: 54 };

/** Some frames: in a store, as a decoder has them; or in one buffer that is not its. */
async function* clip(store: FrameStore | undefined): AsyncGenerator<TimedFrame & LentFrame> {
  for (let number = 1; number <= 9; number++) {
    const { width, height, bitmap } = noiseFrame(SIZE.width, SIZE.height, 1 + number);
    const timestamp = number / 25;
    // What the other eye sees, who asks for it.
    const right = noiseFrame(SIZE.width, SIZE.height, 50 + number);
    if (store === undefined) yield { number, timestamp, width, height, bitmap, right };
    else {
      using stored = store.takeFrame(SIZE);
      stored.bitmap.set(bitmap);
      yield { number, timestamp, width, height, bitmap: stored.bitmap, stored, right };
    }
    await Promise.resolve();
  }
}

/** A segmenter that takes what is bright for a person. */
const open = () =>
  Promise.resolve({
    segment: (frame: Frame) => Promise.resolve(grayscale(frame)),
    reset() {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });

const everyStep = "open:1,close:2,erode:1,dilate:1,median:1,remove:20,largest:2,fill:all:bottom," +
  "guided:6:0.001:2,hold:8,smooth,gaussian:0.8,blur:1,levels:20:235,threshold:128";

const cleanPlate = noiseFrame(SIZE.width, SIZE.height, 1);
const estimators: Record<string, () => MaskEstimator> = {
  segment: () => new SegmentEstimator(open),
  "segment, every second": () => new SegmentEstimator(open, { every: 2, roi: true }),
  "difference of three frames": () =>
    methods.difference.create({ settings: { threeFrames: true } }),
  "createEstimator()": () => createEstimator((frame) => grayscale(frame)),
};
for (const [name, { create }] of Object.entries(methods)) {
  const settings = name === "depth" ? { threshold: 3, matching: "bm", blockSize: 5 } : {};
  if (name !== "segment") estimators[name] = () => create({ cleanPlate, settings });
}

interface Run {
  readonly create: () => MaskEstimator;
  readonly refine: string;
  /** Whether frames come with owners. */
  readonly isStored: boolean;
  readonly isSurveyed: boolean;
}

async function run({ create, refine, isStored, isSurveyed }: Run, store: FrameStore) {
  const frames = () => clip(isStored ? store : undefined);
  {
    using estimator = create();
    await replaceBackground(frames(), {
      estimator,
      refine: { steps: parseRefinement(refine) },
      store,
      background: noiseFrame(20, 10, 3),
      edges: { feather: 2, lightWrap: 0.5, despill: true },
      output: { write: () => Promise.resolve() },
      ...isSurveyed && { survey: frames() },
    });
  }
  assertEquals(store.inUse, 0);
}

function runsOf(create: () => MaskEstimator): Run[] {
  const both = [true, false];
  return both.flatMap((isStored) =>
    both.flatMap((isSurveyed) =>
      ["", everyStep].map((refine) => ({ create, refine, isStored, isSurveyed }))
    )
  );
}

for (const [name, create] of Object.entries(estimators)) {
  Deno.test(`16 runs of ${name} end with the kernel memory that they began with, and nothing in use`, async () => {
    const all = async () => {
      for (const one of runsOf(create)) {
        using store = new FrameStore(memory);
        await run(one, store);
      }
    };
    // Plans of resizes stay, a few.
    await all();
    const before = memory.bytesInUse;
    await all();
    assertEquals(memory.bytesInUse, before);
  });

  Deno.test(`runs of ${name} in one store need no more of it each time`, async () => {
    using store = new FrameStore(memory);
    const all = async () => {
      for (const one of runsOf(create)) await run(one, store);
    };
    await all();
    const before = memory.bytesInUse;
    await all();
    assertEquals(memory.bytesInUse, before);
  });

  Deno.test(`an evaluation of ${name} ends with nothing in use`, async () => {
    using store = new FrameStore(undefined);
    const read = async function* () {
      for await (const frame of clip(store)) yield { frame, truth: { matte: grayscale(frame) } };
    };
    {
      using estimator = create();
      const refine = { steps: parseRefinement("hold:4,smooth:1") };
      await evaluateClip({ name: "noise", read }, estimator, { store, refine, edgesEvery: 0 });
    }
    assertEquals(store.inUse, 0);
  });
}
