import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  SegmentEstimator,
  type SegmentOptions,
} from "../../../lib/methods/segment/segment_estimator.ts";
import { createFrame, type Frame, KernelMemory, resizeArea } from "../../../mod.ts";
import { FrameStore } from "../../../lib/pixels/mod.ts";
import { frameOf, noiseFrame, numbered } from "../../helpers.ts";
import { bright, coarselyBright, made, type Sight } from "../../networks/made_segmenter.ts";
import { Feed } from "../feed.ts";
import { clip, clipIn, masksOf } from "../passing.ts";
import {
  type Block,
  haunted,
  iouOf,
  person,
  room,
  shareOf,
  shirts,
  SLEEVE,
  truthOf,
} from "../rooms.ts";
import { estimatorOf, flat } from "./made_estimator.ts";

/** All mattes of a video, with or without a survey of it. */
async function mattesOf(sight: Sight, frames: readonly Frame[], options: SegmentOptions & {
  isSurveyed?: boolean;
  store?: FrameStore;
} = {}): Promise<number[][]> {
  const { isSurveyed = false, store = new FrameStore(undefined), ...rest } = options;
  using estimator = estimatorOf(sight, rest).estimator;
  if (isSurveyed) await estimator.survey(clipIn(frames, store));
  return (await masksOf(estimator, frames, store)).map((matte) => matte!);
}

/** Check mattes without printing thousands of numbers. */
function assertSameMattes(actual: number[][], expected: number[][]): void {
  assertEquals(actual.map(({ length }) => length), expected.map(({ length }) => length));
  const others = actual.map((matte, i) =>
    matte.filter((alpha, p) => alpha !== expected[i][p]).length
  );
  assertEquals(others, others.map(() => 0), "pixels that differ in each frame");
}

Deno.test("SegmentEstimator gives each matte with its own frame, one frame late", async () => {
  const { estimator, sizes } = estimatorOf(bright, { plate: false });
  using _ = estimator;
  using feed = new Feed(estimator);
  assertEquals([estimator.warmUp, estimator.lookback], [0, Infinity]);
  assertEquals(estimator.window, { before: 0, after: 1 });
  const seen: (number[] | undefined)[] = [];
  for (const level of [10, 90, 200]) {
    const estimate = await feed.estimate(numbered(1, flat(level)));
    seen.push(estimate && [estimate.matte.data[8], estimate.foreground.bitmap[0]]);
  }
  assertEquals(seen, [undefined, [10, 10], [90, 90]]);
  const last = await feed.flush();
  assertEquals([last?.matte.data[8], last?.foreground.bitmap[0]], [200, 200]);
  assertEquals(await feed.flush(), undefined);
  assertEquals(sizes, [{ width: 9, height: 1 }]);
});

Deno.test("SegmentEstimator: no frame has no matte", async () => {
  const { estimator, sizes } = estimatorOf(bright);
  using _ = estimator;
  await estimator.survey(clip([]));
  assertEquals([await masksOf(estimator, []), sizes], [[], []]);
});

Deno.test("SegmentEstimator says once, at the end, that nobody was seen", async () => {
  const notices: string[] = [];
  const { estimator } = estimatorOf(bright, { onNotice: (notice) => notices.push(notice) });
  using _ = estimator;
  await masksOf(estimator, [flat(10), flat(20)]);
  assertEquals(notices.length, 1);
  assert(notices[0].startsWith("the network saw nobody in any frame"));
  estimator.reset();
  await masksOf(estimator, [flat(10), flat(200), flat(10)]);
  estimator.reset();
  await masksOf(estimator, []);
  assertEquals(notices.length, 1);
});

Deno.test("SegmentEstimator enlarges mattes, and draws their edges to where the frame has them", async () => {
  const frame = frameOf([[9, 9, 200, 200], [9, 9, 200, 200]]);
  const [matte] = await mattesOf(coarselyBright, [frame]);
  // Enlarged alone they would be 9, 57, 152, 200.
  assertEquals(matte, [33, 33, 176, 176, 33, 33, 176, 176]);
});

Deno.test("SegmentEstimator enlarges a matte of one pixel, too", async () => {
  const one: Sight = () => Promise.resolve({ width: 1, height: 1, data: Uint8Array.of(77) });
  const [matte] = await mattesOf(one, [createFrame(2000, 2)]);
  assertEquals(new Set(matte), new Set([77]));
});

/** Waves with a bright disc on them, both moved to the right; 160×90. */
function wavesAt(right: number): Frame {
  const frame = createFrame(160, 90);
  for (let i = 0; i < 160 * 90; i++) {
    const [x, y] = [i % 160 - right, Math.floor(i / 160)];
    const wave = 25 * Math.sin(x / 3 + Math.sin(y / 7)) + 25 * Math.sin(y / 3.5 + Math.sin(x / 9));
    const level = Math.hypot(x - 60, y - 45) < 20 ? 190 + wave : 60 + wave;
    frame.bitmap.set([level, level, level, 255], 4 * i);
  }
  return frame;
}

/** Somebody is wherever it is bright. */
const decided: Sight = async (frame, call) => {
  const matte = await bright(frame, call);
  return { ...matte, data: matte.data.map((level) => level > 125 ? 255 : 0) };
};

Deno.test("SegmentEstimator with every n carries the network's word along what moves", async () => {
  const frames = [0, 2, 4, 6, 8, 10].map(wavesAt);
  const truths = await mattesOf(decided, frames, { plate: false });
  const carried = await mattesOf(decided, frames, { plate: false, every: 3 });
  const wrong = (a: number[], b: number[]) =>
    a.filter((alpha, p) => (alpha > 127) !== (b[p] > 127));
  for (const k of [1, 2, 4, 5]) {
    const reused = wrong(truths[k - k % 3], truths[k]).length;
    const now = wrong(carried[k], truths[k]).length;
    assert(now < 0.3 * reused, `frame ${k}: ${now} pixels instead of ${reused}`);
  }
  const store = new FrameStore((await KernelMemory.load())!);
  assertSameMattes(await mattesOf(decided, frames, { plate: false, every: 3, store }), carried);
  assertEquals(store.inUse, 0);
});

/** Somebody who walks through the room. */
const walk = Array.from({ length: 24 }, (_, k) => [person(6 + 2 * k)]);
/** The same, with an arm that the network does not know. */
const armed = walk.map(([block]): Block[] => [
  block,
  { x: block.x - 5, y: 24, width: 5, height: 6, color: SLEEVE },
]);

Deno.test("SegmentEstimator.reset() in the middle starts anew with the same results", async () => {
  const frames = armed.map((blocks) => room(blocks));
  const again = await mattesOf(shirts, frames);
  using estimator = estimatorOf(shirts).estimator;
  await estimator.survey(clip(frames.toReversed()));
  {
    using feed = new Feed(estimator);
    for await (const frame of clip(frames.slice(7, 15))) await feed.estimate(frame);
    estimator.reset();
  }
  assertEquals(await masksOf(estimator, frames), again);
});

Deno.test("SegmentEstimator with a survey gives an arm back from the first frame on", async () => {
  const frames = armed.map((blocks) => room(blocks));
  const bare = await mattesOf(shirts, frames, { plate: false });
  const mattes = await mattesOf(shirts, frames, { isSurveyed: true });
  for (const [i, blocks] of armed.entries()) {
    const truth = truthOf(blocks).data;
    // Of 414 pixels 30 are an arm.
    assert(iouOf(bare[i], truth) < 0.94, `frame ${i}`);
    assert(iouOf(mattes[i], truth) > 0.97, `frame ${i}: ${iouOf(mattes[i], truth)}`);
  }
});

Deno.test("SegmentEstimator leaves mattes as a network gives them that gives such, unless told", async () => {
  const frames = armed.map((blocks) => room(blocks));
  const withMattes = async (options: SegmentOptions) => {
    const { open, segmenter } = made(shirts);
    const opener = Object.assign(open, { givesMattes: true });
    using estimator = new SegmentEstimator(opener, options);
    const store = new FrameStore(undefined);
    await estimator.survey(clipIn(frames, store));
    const surveyed = segmenter.log.length;
    return { surveyed, mattes: (await masksOf(estimator, frames, store)).map((matte) => matte!) };
  };
  const left = await withMattes({});
  assertEquals(left.surveyed, 0);
  const given = await Promise.all(frames.map((frame) => shirts(frame, 1)));
  assertSameMattes(left.mattes, given.map(({ data }) => [...data]));
  const { mattes: corrected } = await withMattes({ plate: true });
  for (const [i, blocks] of armed.entries()) {
    const truth = truthOf(blocks).data;
    assert(iouOf(corrected[i], truth) > iouOf(left.mattes[i], truth), `frame ${i}`);
  }
});

Deno.test("SegmentEstimator without a survey learns as it goes", async () => {
  const thereAndBack = [...armed, ...armed.toReversed()];
  const frames = thereAndBack.map((blocks) => room(blocks));
  const bare = await mattesOf(shirts, frames, { plate: false });
  const mattes = await mattesOf(shirts, frames);
  assertSameMattes(mattes.slice(0, 1), bare.slice(0, 1));
  for (const i of [40, 43, 47]) {
    const iou = iouOf(mattes[i], truthOf(thereAndBack[i]).data);
    assert(iou > 0.97, `frame ${i}: ${iou}`);
  }
});

/** What is not there: near to the person of that frame, or far from everybody. */
const ghosts = {
  near: (call: number) => [{ ...person(4 + 2 * call + 12), width: 4 }],
  far: (call: number) => [{ ...person((9 + 30 * (call % 2) + 2 * call) % 58), y: 2, height: 6 }],
};

for (const [where, ghostsOf] of Object.entries(ghosts)) {
  Deno.test(`SegmentEstimator takes away a ghost ${where} whom the room shows through`, async () => {
    const frames = walk.map((blocks) => room(blocks));
    // In a survey the calls go on counting: there and in the video ghosts stand elsewhere.
    const sight = haunted(shirts, 200, ghostsOf);
    const bare = await mattesOf(sight, frames, { plate: false });
    const mattes = await mattesOf(sight, frames, { isSurveyed: true });
    for (const [i, blocks] of walk.entries()) {
      const truth = truthOf(blocks).data;
      assert(iouOf(mattes[i], truth) > 0.97, `frame ${i}: ${iouOf(mattes[i], truth)}`);
    }
    assert(bare.some((matte, i) => iouOf(matte, truthOf(walk[i]).data) < 0.9));
  });
}

Deno.test("SegmentEstimator leaves mattes alone while the camera pans", async () => {
  const frames = armed.map((blocks, k) => room(blocks, { pan: 37 * k, isBusy: true }));
  const bare = await mattesOf(shirts, frames, { plate: false });
  for (const isSurveyed of [false, true]) {
    assertSameMattes(await mattesOf(shirts, frames, { isSurveyed }), bare);
  }
});

Deno.test("SegmentEstimator keeps an empty room empty, though the network is haunted", async () => {
  const sight = haunted(shirts, 190, (call) => [{ ...person((17 * call) % 52), y: 7, height: 20 }]);
  const frames = walk.map(() => room());
  const bare = await mattesOf(sight, frames, { plate: false });
  assert(bare.every((matte) => shareOf(matte) > 0.05));
  const mattes = await mattesOf(sight, frames, { isSurveyed: true });
  assertEquals(mattes.map(shareOf).filter((share) => share > 0.01), []);
});

Deno.test("SegmentEstimator keeps two people, also where they meet", async () => {
  const pairs = walk.map((_, k) => [person(2 * k), { ...person(50 - 2 * k), y: 20, height: 28 }]);
  const frames = pairs.map((blocks) => room(blocks));
  for (const isSurveyed of [false, true]) {
    const mattes = await mattesOf(shirts, frames, { isSurveyed });
    for (const [i, blocks] of pairs.entries()) {
      const iou = iouOf(mattes[i], truthOf(blocks).data);
      assert(iou > 0.97, `frame ${i}: ${iou}`);
    }
  }
});

Deno.test("SegmentEstimator: somebody leaves, and comes back, and no ghost of them stays", async () => {
  const visits = Array.from({ length: 40 }, (_, k) => k < 15 || k >= 30 ? [person(24)] : []);
  const frames = visits.map((blocks) => room(blocks));
  for (const isSurveyed of [false, true]) {
    const mattes = await mattesOf(shirts, frames, { isSurveyed });
    for (const [i, blocks] of visits.entries()) {
      if (blocks.length === 0) assert(shareOf(mattes[i]) < 0.01, `frame ${i}`);
      else assert(iouOf(mattes[i], truthOf(blocks).data) > 0.97, `frame ${i}`);
    }
  }
});

for (const [blind, missed] of [[[1], []], [[6], []], [[6, 7], []], [[5, 6, 7, 8], [7]]]) {
  Deno.test(`SegmentEstimator bridges frames ${blind} in which the network sees nobody`, async () => {
    const sight: Sight = async (frame, call) => {
      const matte = await shirts(frame, call);
      return blind.includes(call) ? { ...matte, data: new Uint8Array(matte.data.length) } : matte;
    };
    const steps = Array.from({ length: 11 }, (_, k) => [person(10 + k)]);
    const frames = steps.map((blocks) => room(blocks));
    const mattes = await mattesOf(sight, frames, { plate: false });
    steps.forEach((blocks, i) => {
      const iou = iouOf(mattes[i], truthOf(blocks).data);
      if (missed.includes(i + 1)) assertEquals(shareOf(mattes[i]), 0);
      else assert(iou > (blind.includes(i + 1) ? 0.85 : 0.95), `frame ${i}: ${iou}`);
    });
  });
}

Deno.test("SegmentEstimator forgets the room at a cut to another", async () => {
  const thereAndBack = [...armed, ...armed.toReversed()];
  const frames = [0, 2].flatMap((seed) => thereAndBack.map((blocks) => room(blocks, { seed })));
  const mattes = await mattesOf(shirts, frames);
  const second = await mattesOf(shirts, frames.slice(48), { plate: false });
  assertSameMattes([mattes[48]], second.slice(0, 1));
  for (const i of [46, 47, 94, 95]) {
    const iou = iouOf(mattes[i], truthOf(thereAndBack[i % 48]).data);
    assert(iou > 0.97, `frame ${i}: ${iou}`);
  }
});

for (const plate of [false, true]) {
  Deno.test(`SegmentEstimator${plate ? "" : " without a plate"} refuses frames of another size`, async () => {
    // One that is larger, one that is smaller, and one with as many pixels.
    for (const [width, height] of [[9, 8], [5, 4], [6, 8]]) {
      using estimator = estimatorOf(bright, { plate }).estimator;
      const [before, other] = [noiseFrame(8, 6, 1), createFrame(width, height)];
      await assertRejects(
        () => masksOf(estimator, [before, before, other]),
        RangeError,
        `must be 8×6 as those before are, got ${width}×${height}`,
      );
      estimator.reset();
      assertEquals((await masksOf(estimator, [other]))[0]?.length, width * height);
    }
  });
}

Deno.test("SegmentEstimator.survey() refuses frames of several sizes", async () => {
  using estimator = estimatorOf(bright).estimator;
  const frames = [1, 2, 3].map((seed) => noiseFrame(8, 6, seed));
  await assertRejects(
    () => estimator.survey(clip([...frames, createFrame(5, 4)])),
    RangeError,
  );
  using other = estimatorOf(bright).estimator;
  await other.survey(clip(frames));
  await assertRejects(() => masksOf(other, [createFrame(5, 4)]), RangeError, "8×6");
});

for (const [width, height] of [[1, 1], [1, 9], [9, 1], [2, 2], [7, 5], [33, 17]]) {
  Deno.test(`SegmentEstimator takes frames of ${width}×${height}`, async () => {
    const frames = Array.from({ length: 30 }, (_, k) => noiseFrame(width, height, 1 + k % 3));
    for (const isSurveyed of [false, true]) {
      for (const sight of [bright, coarselyBright]) {
        const mattes = await mattesOf(sight, frames, { isSurveyed });
        assertEquals(mattes.map(({ length }) => length), frames.map(() => width * height));
      }
    }
  });
}

for (const [width, height] of [[64, 48], [71, 41], [1, 1]]) {
  Deno.test(`SegmentEstimator gives the same mattes by kernels and plainly, ${width}×${height}`, async () => {
    const view = { width, height };
    const frames = armed.map((blocks) => room(blocks, view));
    const coarse: Sight = async (frame, call) => {
      const matte = await haunted(shirts, 150, ghosts.near)(frame, call);
      // As networks are: of another resolution, and of other proportions.
      return resizeArea(matte, { width: 17, height: 13 });
    };
    const store = new FrameStore((await KernelMemory.load())!);
    for (const isSurveyed of [false, true]) {
      const plain = await mattesOf(coarse, frames, { isSurveyed });
      assertSameMattes(await mattesOf(coarse, frames, { isSurveyed, store }), plain);
      assertEquals(store.inUse, 0);
    }
  });
}

Deno.test("SegmentEstimator gives all of the kernels' memory back", async () => {
  const memory = (await KernelMemory.load())!;
  const frames = armed.map((blocks) => room(blocks));
  const run = async (isSurveyed: boolean) => {
    using store = new FrameStore(memory);
    await mattesOf(shirts, frames, { store, isSurveyed, every: 3 });
    assertEquals(store.inUse, 0);
  };
  const kept = async (isSurveyed: boolean) => {
    await run(isSurveyed);
    return memory.bytesInUse;
  };
  // The plans of two resizes are kept for the next of the same size, once.
  const before = await kept(false);
  assertEquals([await kept(true), await kept(false)], [before, before]);
  assert(before <= 8192, `${before} bytes are kept`);
  // Freed, not only forgotten, and the moment that the last look was at is released.
  using store = new FrameStore(memory);
  using estimator = estimatorOf(shirts).estimator;
  await masksOf(estimator, frames, store);
  assertEquals(store.inUse, 1);
  estimator.reset();
  assertEquals(store.inUse, 0);
  store[Symbol.dispose]();
  assertEquals(memory.bytesInUse, before);
});

Deno.test("SegmentEstimator keeps the room where the survey's frames lie, and gives all of it back", async () => {
  const memory = (await KernelMemory.load())!;
  const frames = [0, 1, 2, 3].map((i) => room([person(4 + 3 * i)]));
  const { width, height } = frames[0];
  const left: number[] = [];
  for (let round = 0; round < 3; round++) {
    const before = memory.bytesInUse;
    using store = new FrameStore(memory);
    using estimator = estimatorOf(bright).estimator;
    await estimator.survey(clipIn(frames, store));
    // Two frames and seven gray pictures at least; elsewhere, plain loops would do the work.
    const taken = memory.bytesInUse - before;
    assert(taken >= 15 * width * height, `${taken} bytes`);
    estimator.reset();
    store[Symbol.dispose]();
    left.push(memory.bytesInUse);
  }
  // Kernels keep tables of theirs from the first round on.
  assertEquals(left, left.map(() => left[0]));
});
