import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type Background,
  dropAlpha,
  type Frame,
  type FrameLike,
  isAccelerated,
  type MaskEstimator,
  type Matte,
  type MethodName,
  methods,
  Mog2Estimator,
  parseRefinement,
  pictureBackground,
  replaceBackground,
  replaceFrames,
  type ReplaceFramesOptions,
} from "../../../mod.ts";
import { grayOf, noiseFrame, row } from "../../helpers.ts";
import { person, room } from "../../methods/rooms.ts";
import { openBrightIsNear } from "../../networks/made_depth.ts";
import { bright, made } from "../../networks/made_segmenter.ts";

/** Somebody who walks through a room. */
const walk = Array.from({ length: 14 }, (_, i) => room([person(4 + 3 * i)]));
const beach = dropAlpha(noiseFrame(32, 20, 3));

/** A frame of two pixels, the first of which is its level. */
const pair = (level: number) => row([level, 50]);
const leftPixel = () => grayOf([[255, 0]]);

/** All that comes out, copied. */
async function all(
  frames: AsyncIterable<FrameLike> | Iterable<FrameLike>,
  options: ReplaceFramesOptions,
) {
  const found = [];
  for await (
    const { number, timestamp, frame, matte, composite } of replaceFrames(frames, options)
  ) {
    const rasters = { frame: [...frame.bitmap], matte: [...matte.data] };
    found.push({ number, timestamp, ...rasters, composite: [...composite.bitmap] });
  }
  return found;
}

const named: [MethodName, Partial<ReplaceFramesOptions>][] = [
  ["tutorial", {}],
  ["tutorial", { threshold: 30, edges: { feather: 3, lightWrap: 0.4, despill: true } }],
  ["difference", { settings: { framesApart: 2, align: false } }],
  ["clean-plate", { cleanPlate: room() }],
  ["median", { survey: walk, settings: { samples: 5 } }],
  ["median", { refine: "none" }],
  ["average", { refine: "open:1,smooth:1:2" }],
  ["mog2", {}],
  ["knn", {}],
  ["chroma", { settings: { key: "#e62828" } }],
  ["segment", { openSegmenter: made(bright).open }],
  ["depth", { openDepth: openBrightIsNear }],
];

Deno.test("replaceFrames() does not sharpen mattes of a network that gives such, unless told", async () => {
  const open = made(() => ({ width: 2, height: 1, data: Uint8Array.of(60, 190) })).open;
  const openSegmenter = Object.assign(() => open({ width: 2, height: 1 }), { givesMattes: true });
  const mattes = async (options: object) => {
    const settings = { plate: false };
    const [{ matte }] = await all([pair(9)], { method: "segment", settings, ...options });
    return matte;
  };
  assertEquals(await mattes({ openSegmenter }), [60, 190]);
  // On two pixels the guided filter gives the mean, of which 64 to 191 are stretched to 0 to 255.
  assertEquals(await mattes({ openSegmenter: open }), [122, 122]);
  // 51 to 204 are stretched.
  assertEquals(await mattes({ openSegmenter, refine: "levels:51:204" }), [15, 232]);
});

for (const [name, options] of named) {
  const said = Object.keys(options).join(", ") || "nothing";
  Deno.test(`replaceFrames() gives what replaceBackground() gives: ${name} with ${said}`, async () => {
    const { survey, edges = {}, refine = "auto", ...rest } = options;
    const method = methods[name];
    const steps = parseRefinement(refine === "auto" ? method.refine ?? "" : String(refine));
    using estimator = method.create(rest as never);
    const number = (frame: Frame, i: number) => ({ number: i + 1, ...frame });
    const stream = async function* () {
      yield* walk.map(number);
    };
    const composites: number[][] = [];
    const mattes: number[][] = [];
    await using background = pictureBackground(beach, { fit: "cover" });
    await replaceBackground(stream(), {
      estimator,
      background,
      edges,
      everyFrame: true,
      refine: { steps, linesScaled: refine === "auto" },
      ...(survey && { survey: stream() }),
      output: { write: ({ bitmap }) => Promise.resolve(void composites.push([...bitmap])) },
      mattes: { write: ({ data }) => Promise.resolve(void mattes.push([...data])) },
    });
    const found = await all(walk, { ...options, method: name, background: beach });
    assertEquals(found.map(({ number }) => number), walk.map((_, i) => i + 1));
    for (const [i, { matte, composite }] of found.entries()) {
      assertEquals(matte, mattes[i], `matte ${i + 1}`);
      assertEquals(composite, composites[i], `composite ${i + 1}`);
    }
  });
}

Deno.test("replaceFrames() puts the foreground over words, pictures and backgrounds", async () => {
  const method = leftPixel;
  const composite = async (background: ReplaceFramesOptions["background"]) => {
    const [found] = await all([pair(9)], { method, background });
    return found.composite;
  };
  const left = [9, 9, 9, 255];
  assertEquals(await composite(undefined), [...left, 0, 0, 0, 0]);
  assertEquals(await composite("transparent"), [...left, 0, 0, 0, 0]);
  assertEquals(await composite("color:teal"), [...left, 0, 128, 128, 255]);
  assertEquals(await composite("blur:1"), [...left, 50, 50, 50, 255]);
  const glass = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(1, 2, 3, 0) };
  assertEquals(await composite(glass), [...left, 1, 2, 3, 255]);
  const picture = new ImageData(Uint8ClampedArray.of(4, 5, 6, 255), 1, 1);
  assertEquals(await composite(picture), [...left, 4, 5, 6, 255]);
  let disposals = 0;
  const own: Background = {
    behind: ({ number, timestamp }) => row([number, 100 + timestamp]),
    [Symbol.asyncDispose]: () => Promise.resolve(void disposals++),
  };
  assertEquals(await composite(own), [...left, 100, 100, 100, 255]);
  assertEquals(disposals, 0);
});

Deno.test("replaceFrames() takes a method of one's own in any form, and leaves an estimator open", async () => {
  const calls: string[] = [];
  const estimator: MaskEstimator = {
    warmUp: 0,
    lookback: 0,
    estimate: ({ now }) => ({ matte: leftPixel(), foreground: now }),
    reset: () => calls.push("reset"),
    [Symbol.dispose]: () => calls.push("dispose"),
  };
  const create = () => leftPixel;
  for (const method of [leftPixel, { create }, { summary: "left", create: () => estimator }]) {
    const [{ matte }] = await all([pair(9)], { method });
    assertEquals(matte, [255, 0]);
  }
  assertEquals(calls.splice(0), ["dispose"]);
  for (const refine of ["none", "open:1:rect"]) {
    const [{ matte }] = await all([pair(9)], { method: estimator, refine });
    assertEquals(matte, refine === "none" ? [255, 0] : [0, 0]);
  }
  assertEquals(calls, ["reset", "reset"]);
});

Deno.test("replaceFrames() numbers and times frames that have neither, 25 a second", async () => {
  const places = async (frames: Iterable<FrameLike>) =>
    (await all(frames, { method: leftPixel })).map(({ number, timestamp }) => [number, timestamp]);
  const { width, height, bitmap } = pair(1);
  const frame = { width, height, bitmap };
  assertEquals(await places([frame, new ImageData(2, 1), frame]), [[1, 0], [2, 0.04], [3, 0.08]]);
  assertEquals(await places([{ number: 6, ...frame }, frame]), [[6, 0.2], [7, 0.24]]);
  assertEquals(await places([{ number: 2, timestamp: 9.5, ...frame }]), [[2, 9.5]]);
});

Deno.test("replaceFrames() closes a VideoFrame when it has read it, before the next one", async () => {
  const log: string[] = [];
  const video = (level: number, width = 2) => ({
    visibleRect: { width, height: 1 },
    displayWidth: width,
    displayHeight: 1,
    timestamp: 40_000 * level,
    duration: null,
    copyTo: (destination: Uint8ClampedArray) => Promise.resolve(destination.fill(level)),
    close: () => log.push(`close ${level}`),
  });
  const frames = function* () {
    for (const level of [1, 2]) {
      yield video(level);
      log.push(`after ${level}`);
    }
    yield video(3, 5);
  };
  const times: number[] = [];
  const run = async () => {
    for await (const { frame, timestamp } of replaceFrames(frames(), { method: leftPixel })) {
      log.push(`out ${frame.bitmap[0]}`);
      times.push(timestamp);
    }
  };
  await assertRejects(run, RangeError, "must be 2×1 as the first is, got 5×1");
  const expected = ["close 1", "out 1", "after 1", "close 2", "out 2", "after 2", "close 3"];
  assertEquals([log, times], [expected, [0.04, 0.08]]);
});

Deno.test("replaceFrames() shows frames without a mask as background alone, or leaves them out", async () => {
  const frames = [1, 2, 3].map(pair);
  const method = ({ number }: { number: number }) => number < 3 ? undefined : leftPixel();
  const found = await all(frames, { method, background: "color:#010203" });
  assertEquals(found.map(({ matte }) => matte), [[0, 0], [0, 0], [255, 0]]);
  assertEquals(found[0].composite, [1, 2, 3, 255, 1, 2, 3, 255]);
  assertEquals(found[1].frame, [...pair(2).bitmap]);
  const rest = await all(frames, { method, everyFrame: false });
  assertEquals(rest.map(({ number }) => number), [3]);
  assertEquals(await all([], { method }), []);
});

Deno.test("replaceFrames() reads no more than is asked for, and closes its source", async () => {
  const log: string[] = [];
  const frames = async function* () {
    try {
      for (let level = 1;; level++) {
        log.push(`read ${level}`);
        yield pair(level);
      }
    } finally {
      log.push("closed");
    }
  };
  for await (const { number } of replaceFrames(frames(), { method: leftPixel })) {
    log.push(`out ${number}`);
    if (number === 2) break;
  }
  assertEquals(log.splice(0), ["read 1", "out 1", "read 2", "out 2", "closed"]);
  // A step that looks one frame ahead has read one frame more.
  const options = { method: leftPixel, refine: "smooth:1:1" };
  for await (const { number } of replaceFrames(frames(), options)) {
    log.push(`out ${number}`);
    break;
  }
  assertEquals(log, ["read 1", "read 2", "out 1", "closed"]);
});

Deno.test("replaceFrames() copies each frame once, into memory of its own", async () => {
  const source = pair(9);
  for await (const { frame } of replaceFrames([source], { method: leftPixel })) {
    assertEquals(isAccelerated(frame), true);
    assertEquals(frame.bitmap, source.bitmap);
  }
});

Deno.test("replaceFrames() ends with the signal's reason, also while a method is waited for", async () => {
  const reason = new Error("enough");
  const aborted = { method: leftPixel, signal: AbortSignal.abort(reason) };
  assertStrictEquals(await assertRejects(() => all([pair(1)], aborted)), reason);
  const controller = new AbortController();
  const method = () => {
    controller.abort(reason);
    return new Promise<Matte>(() => {});
  };
  const waiting = { method, signal: controller.signal };
  assertStrictEquals(await assertRejects(() => all([pair(1)], waiting)), reason);
});

Deno.test("replaceFrames() throws what the frames and the method throw", async () => {
  const frames = function* () {
    yield pair(1);
    throw new Error("no more");
  };
  await assertRejects(() => all(frames(), { method: leftPixel }), Error, "no more");
  const method = () => {
    throw new Error("blind");
  };
  await assertRejects(() => all([pair(1)], { method }), Error, "blind");
  const wrong = [undefined, { width: 1, height: 1 }, grayOf([[1]])] as unknown as Frame[];
  for (const frame of wrong) {
    await assertRejects(
      () => all([frame], { method: leftPixel }),
      TypeError,
      "Cannot make a frame",
    );
  }
});

const refused: [string, object, new () => Error, string][] = [
  [
    "an unknown method",
    { method: "mediam" },
    RangeError,
    "no method 'mediam' (Did you mean median?)",
  ],
  ["no method", {}, TypeError, "must be a function from frame to mask"],
  ["an unknown option", { methd: "median" }, TypeError, "'methd' (Did you mean 'method'?)"],
  ["an option's kind", { method: "median", threshold: "9" }, TypeError, 'a number, got "9"'],
  [
    "an unknown edge",
    { method: "median", edges: { fether: 1 } },
    TypeError,
    "'edges.fether' (Did you mean 'edges.feather'?)",
  ],
  ["no plate", { method: "clean-plate" }, TypeError, "needs 'cleanPlate'"],
  ["no network", { method: "segment" }, TypeError, "needs 'openSegmenter'"],
  [
    "a setting",
    { method: "mog2", settings: { seed: 1 } },
    RangeError,
    "Cannot replace backgrounds: the method 'mog2' has no setting 'seed'",
  ],
  ["a value", { method: "knn", settings: { nSamples: 0 } }, RangeError, "from 1 to 85, got '0'"],
  ["a threshold", { method: "median", threshold: 300 }, RangeError, "from 0 to 255, got 300"],
  ["a step", { method: "median", refine: "opn:1" }, RangeError, "'opn' is no step"],
  ["a colour", { method: "median", background: "color:tael" }, RangeError, "tael"],
  ["a file", { method: "median", background: "beach.jpg" }, TypeError, "replaceBackground()"],
  ["no background", { method: "median", background: 3 }, TypeError, "Cannot make a frame"],
  ["a fit", { method: "median", background: beach, fit: "covr" }, RangeError, "covr"],
  ["an edge", { method: "median", edges: { feather: -1 } }, RangeError, "'feather' must be"],
  ["light", { method: "median", edges: { lightWrap: 2 } }, RangeError, "'lightWrap' must be"],
];

for (const [what, options, kind, message] of refused) {
  Deno.test(`replaceFrames() refuses at once: ${what}`, () => {
    assertThrows(() => replaceFrames([], options as ReplaceFramesOptions), kind, message);
  });
}

Deno.test("replaceFrames() passes on what tells distances, the other eye's frame and a depth map", async () => {
  const [width, height, shift] = [96, 32, 12];
  const wall = noiseFrame(width + shift, height, 1);
  const post = noiseFrame(width + shift, height, 2);
  // The post is at 40 to 63 as the left eye sees it, the wall very far.
  const eye = (moved: number) => {
    const frame = noiseFrame(width, height, 3);
    for (let y = 0, p = 0; y < height; y++) {
      for (let x = 0; x < width; x++, p += 4) {
        const isPost = x + moved >= 40 && x + moved < 64;
        const from = 4 * (y * (width + shift) + (isPost ? x + moved : x));
        frame.bitmap.set((isPost ? post : wall).bitmap.subarray(from, from + 3), p);
        frame.bitmap[p + 3] = 255;
      }
    }
    return frame;
  };
  const disparity = Float32Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    return x >= 40 && x < 64 ? 0.9 : 0.1;
  });
  const left = { number: 1, ...eye(0) };
  const options = { method: "depth" as const, refine: "none" };
  for (
    const frame of [{ ...left, right: eye(shift) }, {
      ...left,
      depth: { width, height, disparity },
    }]
  ) {
    const [{ matte }] = await all([frame], options);
    const middle = matte.slice(16 * width, 17 * width);
    assertEquals([middle[30], middle[52], middle[76]], [0, 255, 0]);
  }
  await assertRejects(() => all([left], options), TypeError, "nor 'depth'");
});

Deno.test("replaceFrames() begins anew every so many frames, and hands on what a survey has learned", async () => {
  const long = Array.from(
    { length: 60 },
    (_, i) => room([person(Math.round(24 + 20 * Math.sin(i)))]),
  );
  for (
    const [method, isSame] of [["average", false], ["mog2", false], ["tutorial", true]] as const
  ) {
    const [plain, reset] = [
      await all(long, { method }),
      await all(long, { method, resetEvery: 45 }),
    ];
    assertEquals(reset.slice(0, 45), plain.slice(0, 45));
    assertEquals(JSON.stringify(reset) === JSON.stringify(plain), isSame, method);
  }
  // The whole room is known in each block.
  const surveyed = { method: "median", survey: long, refine: "none" } as const;
  const [plain, reset] = [
    await all(long, surveyed),
    await all(long, { ...surveyed, resetEvery: 45 }),
  ];
  const differing = reset.filter(({ matte }, i) => `${matte}` !== `${plain[i].matte}`).length;
  assertEquals(differing <= 3, true, `${differing} mattes differ`);
});

Deno.test("replaceFrames() refuses to begin anew what it cannot make anew", async () => {
  const begun = (options: ReplaceFramesOptions) => () => replaceFrames(walk, options);
  assertThrows(begun({ method: "mog2", resetEvery: 0 }), RangeError, "'resetEvery'");
  assertThrows(begun({ method: "mog2", resetEvery: 1.5 }), RangeError, "'resetEvery'");
  using estimator = methods.mog2.create();
  assertThrows(begun({ method: estimator, resetEvery: 9 }), TypeError, "not an estimator");
  class Own extends Mog2Estimator {
    constructor() {
      super();
    }
    survey = () => Promise.resolve();
  }
  await assertRejects(
    () => all(walk, { method: Own, resetEvery: 9 }),
    TypeError,
    "it has a survey, but no saveSurvey()",
  );
});
