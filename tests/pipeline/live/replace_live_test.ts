import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createEstimator,
  type Frame,
  type LiveFrame,
  type LiveOptions,
  NewestFrames,
  type NumberedFrame,
  replaceFrames,
  replaceLive,
} from "../../../mod.ts";
import type { OpenSegmenter } from "../../../lib/networks/segmenter.ts";
import { FrameStore } from "../../../lib/memory/frame_store.ts";
import { KernelMemory } from "../../../mod.ts";
import { frameOf, grayOf, noiseFrame, numbered } from "../../helpers.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Of two pixels the left one. */
const left = ({ width, height }: Frame) => {
  const data = new Uint8Array(width * height);
  data[0] = 255;
  return { width, height, data };
};

const picture = (number: number) => numbered(number, frameOf([[number, 9]]));

/** What is shown of a frame: its number, and each pixel's level. */
const shownOf = ({ number, composite: { bitmap } }: LiveFrame) => [
  number,
  ...bitmap.filter((_, p) => p % 4 === 0),
];

/** A camera, and the next frame that comes out of it. */
function begin(options: Partial<LiveOptions> = {}) {
  const camera = new NewestFrames<NumberedFrame>();
  const live = replaceLive(camera, { method: left, background: "color:#303030", ...options });
  const frames = live[Symbol.asyncIterator]();
  const next = async () => (await frames.next()).value as LiveFrame;
  /** Push a frame and take what comes out. */
  const show = async (frame: NumberedFrame) => {
    camera.push(frame);
    return await next();
  };
  return { camera, live, next, show };
}

Deno.test("replaceLive() gives what replaceFrames() gives, if nobody is late", async () => {
  const options = { method: "difference", background: "blur:4", edges: { feather: 1 } } as const;
  const frames = [1, 2, 3, 4, 5].map((number) => numbered(number, noiseFrame(40, 30, number)));
  const refine = "smooth:1:0";
  const expected: Uint8ClampedArray[] = [];
  for await (const { composite } of replaceFrames(frames, { ...options, refine })) {
    expected.push(composite.bitmap.slice());
  }
  const { live, show } = begin({ ...options, refine, lowLatency: true });
  for (const [i, frame] of frames.entries()) {
    const { number, composite, dropped } = await show(frame);
    assertEquals([number, dropped], [i + 1, 0]);
    assertEquals(composite.bitmap, expected[i]);
  }
  await live[Symbol.asyncDispose]();
});

Deno.test("replaceLive() takes the newest frame, and counts the others", async () => {
  const { camera, show, live } = begin();
  assertEquals(shownOf(await show(picture(1))), [1, 1, 48]);
  for (const number of [2, 3, 4]) camera.push(picture(number));
  const shown = await show(picture(5));
  assertEquals([shownOf(shown), shown.dropped, live.dropped], [[5, 5, 48], 3, 3]);
  const { timings: { read, estimate, compose }, age } = shown;
  assertEquals([read, estimate, compose].every((time) => time >= 0 && time <= age + 1), true);
  await live[Symbol.asyncDispose]();
});

Deno.test("replaceLive() reads a source all the time, whoever is late", async () => {
  let read = 0;
  const source = async function* () {
    for (; read < 20; await wait(5)) yield picture(++read);
  };
  const seen: number[] = [];
  let dropped = 0;
  for await (
    const { number, composite, dropped: out } of replaceLive(source(), {
      method: left,
      background: "color:#303030",
    })
  ) {
    assertEquals(composite.bitmap[0], number);
    seen.push(number);
    dropped = out;
    await wait(25);
  }
  assertEquals([seen.at(-1), seen.length + dropped, seen.length < 12], [20, 20, true]);
});

Deno.test("replaceLive(): background, edges and mirror act with the next frame", async () => {
  const { live, show } = begin();
  assertEquals(shownOf(await show(picture(1))), [1, 1, 48]);
  await live.change({ background: "color:#606060" });
  assertEquals(shownOf(await show(picture(2))), [2, 2, 96]);
  await live.change({ background: "off" });
  assertEquals(shownOf(await show(picture(3))), [3, 3, 9]);
  await live.change({ background: "transparent", mirror: true });
  assertEquals(shownOf(await show(picture(4))), [4, 9, 0]);
  await live.change({ edges: { feather: 1 } });
  assertEquals(
    (await show(picture(5))).matte.data.every((level) => level > 0 && level < 255),
    true,
  );
  await live[Symbol.asyncDispose]();
});

Deno.test("replaceLive(): another method is opened while the one before goes on", async () => {
  const opened = Promise.withResolvers<void>();
  const disposed: string[] = [];
  const openSegmenter: OpenSegmenter = async () => {
    await opened.promise;
    return {
      segment: ({ width, height }) =>
        Promise.resolve({ width, height, data: new Uint8Array(width * height).fill(255) }),
      reset() {},
      [Symbol.asyncDispose]: () => Promise.resolve(void disposed.push("segmenter")),
    };
  };
  const { live, show } = begin({ lowLatency: true });
  assertEquals(shownOf(await show(picture(1))), [1, 1, 48]);
  const changing = live.change({ method: "segment", openSegmenter, refine: "none" });
  assertEquals(shownOf(await show(picture(2))), [2, 2, 48]);
  opened.resolve();
  await changing;
  assertEquals(shownOf(await show(picture(3))), [3, 3, 9]);
  await live.change({ method: left });
  assertEquals([shownOf(await show(picture(4))), disposed], [[4, 4, 48], ["segmenter"]]);
  await live[Symbol.asyncDispose]();
});

Deno.test("replaceLive(): a change that cannot be made leaves all as it was", async () => {
  const { live, show } = begin();
  await show(picture(1));
  const broken: OpenSegmenter = () => Promise.reject(new Error("no such network"));
  await assertRejects(
    () => live.change({ method: "segment", openSegmenter: broken }),
    Error,
    "no such network",
  );
  await assertRejects(() => live.change({ method: "mediam" }), RangeError, "median");
  await assertRejects(() => live.change({ background: "nothing.jpg" }), TypeError);
  await assertRejects(() => live.change({ signal: undefined, bogus: 1 } as never), TypeError);
  assertEquals(shownOf(await show(picture(2))), [2, 2, 48]);
  await live[Symbol.asyncDispose]();
});

Deno.test("replaceLive() never shows the room where the method fails, also what was held", async () => {
  const told: string[] = [];
  const create = () => ({ number, ...frame }: NumberedFrame) => {
    if (number === 3) throw new Error("blind");
    return left(frame);
  };
  const { live, show } = begin({
    method: { create },
    // Whoever held still would be kept.
    refine: "hold:200,smooth:1:0",
    onFailure: (line) => void told.push(line),
    onRecovery: () => void told.push("works"),
  });
  for (const number of [1, 2]) assertEquals((await show(picture(number))).isFailing, false);
  const failed = await show(picture(3));
  assertEquals([shownOf(failed), failed.isFailing, live.hasFailed], [[3, 48, 48], true, true]);
  assertEquals([...failed.matte.data], [0, 0]);
  assertEquals(shownOf(await show(picture(4))), [4, 48, 48]);
  // Other settings are tried at once.
  await live.change({ method: left });
  assertEquals(shownOf(await show(picture(5))), [5, 5, 48]);
  assertEquals(told.length, 1);
  assertEquals(told[0].includes("blind"), true);
  await live[Symbol.asyncDispose]();
});

Deno.test("replaceLive(): until the network is open the background alone is shown", async () => {
  const openSegmenter: OpenSegmenter = () => new Promise(() => {});
  const { live, show } = begin({ method: "segment", openSegmenter, lowLatency: true });
  const shown = await show(numbered(1, noiseFrame(8, 6, 1)));
  assertEquals([
    shown.isFailing,
    shown.composite.bitmap.every((v, p) => v === (p % 4 === 3 ? 255 : 48)),
  ], [
    true,
    true,
  ]);
  await live[Symbol.asyncDispose]();
});

Deno.test("replaceLive(): frames of another size begin a new video", async () => {
  const { live, show } = begin({ method: "difference", edges: { feather: 2 }, lowLatency: true });
  for (const number of [1, 2, 3, 4, 5]) {
    await show(numbered(number, noiseFrame(16, 9, number)));
  }
  for (const number of [6, 7, 8, 9, 10]) {
    const { composite, number: shown } = await show(numbered(number, noiseFrame(9, 16, number)));
    assertEquals([composite.width, composite.height, shown], [9, 16, number]);
  }
  await live[Symbol.asyncDispose]();
});

Deno.test("replaceLive(): paused, frames are let go, and what is on its way comes out", async () => {
  const { camera, live, next } = begin({ refine: "smooth:1:1" });
  camera.push(picture(1));
  const first = next();
  await wait(60);
  live.pause();
  assertEquals((await first).number, 1);
  const second = next();
  camera.push(picture(2));
  await wait(20);
  assertEquals([live.isPaused, live.dropped], [true, 0]);
  live.resume();
  camera.push(picture(3));
  await wait(20);
  camera.end();
  assertEquals((await second).number, 3);
  await live[Symbol.asyncDispose]();
});

const openSegmenter: OpenSegmenter = () =>
  Promise.resolve({
    segment: (frame) => Promise.resolve(left(frame)),
    reset() {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });

for (const method of [left, "segment"]) {
  const name = typeof method === "string" ? method : "a function";
  Deno.test(`replaceLive() gives all memory back, and lets pushed frames of its store go: ${name}`, async () => {
    using store = new FrameStore(await KernelMemory.load());
    const options = { store, method, openSegmenter, refine: "smooth:1:1", lowLatency: true };
    const { live, camera, show } = begin(options);
    const push = (number: number) => {
      const stored = store.takeFrame({ width: 2, height: 1 });
      stored.bitmap.set(picture(number).bitmap);
      const { width, height, bitmap } = stored;
      return { number, width, height, bitmap, stored };
    };
    for (const number of [1, 2]) assertEquals((await show(push(number))).number, number);
    for (const number of [3, 4]) camera.push(push(number));
    await live[Symbol.asyncDispose]();
    camera.push(push(5));
    // The pass ends with the frame that it has taken ahead.
    await wait(0);
    assertEquals(store.inUse, 0);
  });
}

Deno.test("replaceLive(): who waits for a frame when it is disposed of gets none, and a signal throws", async () => {
  const { live, next } = begin();
  const waiting = next();
  await wait(20);
  await live[Symbol.asyncDispose]();
  assertEquals(await waiting, undefined);
  const controller = new AbortController();
  const reason = new Error("enough");
  const other = begin({ signal: controller.signal });
  const late = other.next();
  await wait(20);
  controller.abort(reason);
  assertStrictEquals(await assertRejects(() => late), reason);
});

Deno.test("replaceLive(): what the source throws comes out", async () => {
  const source = new ReadableStream<NumberedFrame>({
    pull: (controller) => controller.error(new Error("unplugged")),
  });
  const live = replaceLive(source, { method: left });
  await assertRejects(() => live[Symbol.asyncIterator]().next(), Error, "unplugged");
});

Deno.test("replaceLive() refuses at once what cannot be done live", () => {
  const camera = new NewestFrames<NumberedFrame>();
  const far = { method: "difference", settings: { threeFrames: true } };
  assertThrows(() => replaceLive(camera, far), RangeError, "looks 3 frames ahead");
  assertThrows(() => replaceLive(camera, { method: left, survey: [] } as never), TypeError);
  assertThrows(() => replaceLive(camera, { method: left, timeLimit: 0 }), RangeError);
  const ahead = Object.assign(createEstimator(() => grayOf([[0]])), {
    window: { before: 0, after: 1 },
  });
  assertThrows(() => replaceLive(camera, { method: ahead, lowLatency: true }), RangeError);
});
