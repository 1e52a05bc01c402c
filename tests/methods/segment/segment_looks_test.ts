import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { SegmentEstimator } from "../../../lib/methods/segment/segment_estimator.ts";
import { momentsOf } from "../../../lib/moments/moment.ts";
import { windowsOf } from "../../../lib/moments/window.ts";
import { createFrame, createMatte, ModelError } from "../../../mod.ts";
import { FrameStore } from "../../../lib/pixels/mod.ts";
import { frameOf, numbered } from "../../helpers.ts";
import { bright, made, type Sight } from "../../networks/made_segmenter.ts";
import { Feed } from "../feed.ts";
import { clip, masksOf } from "../passing.ts";
import { estimatorOf, flat } from "./made_estimator.ts";

/** What an estimator says of each frame: which it shows by its first byte, `undefined`, or an error's message. */
async function toldOf(estimator: SegmentEstimator, levels: readonly number[]) {
  const told: (number | string | undefined)[] = [];
  const moments = momentsOf(clip(levels.map(flat)), new FrameStore(undefined));
  const begin = (moment: Parameters<SegmentEstimator["begin"]>[0]) => estimator.begin(moment);
  for await (const window of windowsOf(moments, estimator.window, begin)) {
    const out = { matte: createMatte(9, 1), foreground: createFrame(9, 1) };
    told.push(
      await estimator.estimate(window, out)
        .then((estimate) => estimate?.foreground.bitmap[0], ({ message }) => message),
    );
  }
  return told;
}

Deno.test("SegmentEstimator shows the network the next frame before the last one's matte is there", async () => {
  const resolvers = [1, 2].map(() => Promise.withResolvers<void>());
  const slow: Sight = async (frame, call) => {
    const matte = await bright(frame, call);
    await resolvers[call - 1].promise;
    return matte;
  };
  const { estimator, segmenter } = estimatorOf(slow, { plate: false });
  using _ = estimator;
  using feed = new Feed(estimator);
  await feed.estimate(numbered(1, flat(10)));
  const first = feed.estimate(numbered(2, flat(20)));
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(segmenter.log, ["segment 10", "segment 20"]);
  // The second one's comes first, and takes nobody else's place.
  resolvers[1].resolve();
  resolvers[0].resolve();
  assertEquals((await first)!.matte.data[0], 10);
  assertEquals((await feed.flush())!.matte.data[0], 20);
});

Deno.test("SegmentEstimator with every n asks for each n-th frame, and at once after a cut", async () => {
  const levels = [10, 11, 12, 13, 14, 200, 201, 202, 203, 204];
  const { estimator, segmenter } = estimatorOf(bright, { every: 3, plate: false });
  using _ = estimator;
  const mattes = await masksOf(estimator, levels.map(flat));
  const asked = [10, 13, 200, 203];
  assertEquals(mattes.map((matte) => matte?.[0]), [10, 10, 10, 13, 13, 200, 200, 200, 203, 203]);
  const calls = asked.map((level) => `segment ${level}`);
  assertEquals(segmenter.log, [...calls.slice(0, 2), "reset", ...calls.slice(2)]);
});

Deno.test("SegmentEstimator resets the segmenter at a cut, before the frame behind it", async () => {
  const { estimator, segmenter } = estimatorOf(bright);
  using _ = estimator;
  await masksOf(estimator, [10, 15, 12, 210, 205, 20].map(flat));
  assertEquals(
    segmenter.log.join(),
    [
      "segment 10",
      "segment 15",
      "segment 12",
      "reset",
      "segment 210",
      "segment 205",
      "reset",
      "segment 20",
    ].join(),
  );
});

/** A segmenter that remembers: 1 at its first frame, then 2, 3, …: until it is reset. */
function counting() {
  let count = 0;
  const { open, segmenter } = made(({ width, height }) => {
    return { width, height, data: new Uint8Array(width * height).fill(++count) };
  });
  const reset = segmenter.reset.bind(segmenter);
  segmenter.reset = () => {
    count = 0;
    reset();
  };
  return open;
}

Deno.test("SegmentEstimator: the segmenter's memory begins with the video, and anew after reset()", async () => {
  const frames = [10, 11, 12, 13, 14, 15, 16].map(flat);
  using estimator = new SegmentEstimator(counting());
  const wanted = frames.map((_, i) => new Array(9).fill(i + 1));
  await estimator.survey(clip(frames));
  assertEquals(await masksOf(estimator, frames), wanted, "after a survey");
  estimator.reset();
  assertEquals(await masksOf(estimator, frames), wanted, "after reset()");
});

Deno.test("SegmentEstimator: another video after reset() begins with no cut", async () => {
  const { estimator, segmenter } = estimatorOf(bright);
  using _ = estimator;
  await masksOf(estimator, [10, 11].map(flat));
  estimator.reset();
  segmenter.log.length = 0;
  await masksOf(estimator, [200, 201].map(flat));
  assertEquals(segmenter.log, ["segment 200", "segment 201"]);
});

for (const roi of [false, true]) {
  const title = roi ? " with roi" : "";
  Deno.test(`SegmentEstimator${title} opens another segmenter for frames of another size`, async () => {
    const { open, segmenter, sizes } = made(bright);
    using estimator = new SegmentEstimator(open, { roi });
    const [wide, high] = [frameOf([[9, 9, 9, 9]]), frameOf([[9], [9], [9], [9]])];
    for (const frame of [wide, wide, high, wide]) {
      await estimator.survey(clip([frame]));
      await masksOf(estimator, [frame, frame]);
      estimator.reset();
    }
    const [across, down] = [{ width: 4, height: 1 }, { width: 1, height: 4 }];
    assertEquals(sizes, [across, down, across]);
    // Each before the next is opened.
    assertEquals(segmenter.log.filter((word) => word === "dispose").length, 2);
  });
}

Deno.test("SegmentEstimator tells that the last video's segmenter cannot be closed, and goes on", async () => {
  const { open, segmenter } = made(bright);
  using estimator = new SegmentEstimator(open);
  await masksOf(estimator, [flat(1)]);
  estimator.reset();
  const close = segmenter[Symbol.asyncDispose];
  segmenter[Symbol.asyncDispose] = () => Promise.reject(new Error("cannot be closed"));
  const frame = createFrame(2, 2);
  await assertRejects(() => masksOf(estimator, [frame]), Error, "cannot be closed");
  segmenter[Symbol.asyncDispose] = close;
  assertEquals((await masksOf(estimator, [frame]))[0]?.length, 4);
});

Deno.test("SegmentEstimator tells what the network cannot do, once and with its own words", async () => {
  const sight: Sight = (frame, call) => {
    if (call === 2) throw new ModelError("it does not fit");
    return bright(frame, call);
  };
  for (const plate of [false, true]) {
    using estimator = estimatorOf(sight, { plate }).estimator;
    assertEquals(await toldOf(estimator, [1, 2, 3, 4]), [1, "it does not fit", 3, 4]);
    estimator.reset();
  }
  using estimator = estimatorOf(sight).estimator;
  const store = new FrameStore(undefined);
  const frames = [1, 2, 3].map(flat);
  await assertRejects(() => masksOf(estimator, frames, store), ModelError, "it does not fit");
  using surveying = estimatorOf((frame, call) => sight(frame, call + 1)).estimator;
  const error = await assertRejects(() => surveying.survey(clip([flat(1)])), ModelError);
  assertEquals(error.message, "it does not fit");
});

Deno.test("SegmentEstimator with every n tells once what the frames share that it could not do", async () => {
  const sight: Sight = (frame, call) => {
    if (call === 1 || call === 3) throw new ModelError(`look ${call} failed`);
    return bright(frame, call);
  };
  const { estimator, segmenter } = estimatorOf(sight, { every: 4 });
  using _ = estimator;
  const told = await toldOf(estimator, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  // The second frame shared the first look, and the third is looked at anew.
  const first = ["look 1 failed", undefined, 12, 13, 14, 15];
  assertEquals(told, [...first, "look 3 failed", undefined, 18, 19]);
  assertEquals(segmenter.log, [10, 12, 16, 18].map((level) => `segment ${level}`));
});

Deno.test("SegmentEstimator: nobody need wait for an error when all is over", async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  const { estimator, segmenter } = estimatorOf(() => promise);
  for await (const moment of momentsOf(clip([flat(1)]), new FrameStore(undefined))) {
    await estimator.begin(moment);
  }
  segmenter[Symbol.asyncDispose] = () => Promise.reject(new Error("cannot be closed"));
  estimator[Symbol.dispose]();
  reject(new ModelError("it was closed"));
  // Unhandled rejections, which fail the test, are told in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 5));
});

Deno.test("SegmentEstimator tells that no network can be opened, and tries again", async () => {
  let tries = 0;
  const { open } = made(bright);
  using estimator = new SegmentEstimator((size) => {
    if (++tries < 3) return Promise.reject(new ModelError("there is no network"));
    return open(size);
  });
  const frame = flat(7);
  await assertRejects(() => estimator.survey(clip([frame])), ModelError, "there is no network");
  await assertRejects(() => masksOf(estimator, [frame]), ModelError, "there is no network");
  assertEquals((await masksOf(estimator, [frame]))[0]?.[0], 7);
});

Deno.test("SegmentEstimator disposes of the segmenter, once", async () => {
  const { estimator, segmenter } = estimatorOf(bright);
  await masksOf(estimator, [flat(1)]);
  estimator[Symbol.dispose]();
  estimator[Symbol.dispose]();
  assertEquals(segmenter.log.filter((word) => word === "dispose"), ["dispose"]);
  estimatorOf(bright).estimator[Symbol.dispose]();
});

Deno.test("SegmentEstimator refuses half a frame", () => {
  for (const every of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => new SegmentEstimator(made(bright).open, { every }),
      RangeError,
      `'every' must be a whole number of at least 1, got ${every}`,
    );
  }
});
