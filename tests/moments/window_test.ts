import { assertEquals, assertRejects } from "@std/assert";
import type { Moment, Window, WindowSpan } from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { momentsOf } from "../../lib/moments/moment.ts";
import { windowsOf } from "../../lib/moments/window.ts";
import { video } from "./lent_frames.ts";

const ONE_SCENE = [10, 20, 30, 40, 50];
/** Cuts before the third and the fifth. */
const SCENES = [10, 20, 200, 210, 30, 40];

/** The numbers that each window shows, a little beyond its ends, too. */
async function seen(levels: readonly number[], span: WindowSpan) {
  const store = new FrameStore(undefined);
  const windows: (number | undefined)[][] = [];
  for await (const window of windowsOf(momentsOf(video(levels).frames, store), span)) {
    const row: (number | undefined)[] = [];
    for (let offset = -span.before - 1; offset <= span.after + 1; offset++) {
      row.push(window.at(offset)?.number);
    }
    assertEquals(window.at(0), window.now);
    windows.push(row);
  }
  assertEquals(store.inUse, 0);
  return windows;
}

const _ = undefined;

Deno.test("windowsOf() shows each moment alone if asked for no more", async () => {
  assertEquals(await seen([1, 2, 3], { before: 0, after: 0 }), [[_, 1, _], [_, 2, _], [_, 3, _]]);
});

Deno.test("windowsOf() shows those before and after, as far as there are any, and no farther", async () => {
  assertEquals(await seen(ONE_SCENE, { before: 2, after: 1 }), [
    [_, _, _, 1, 2, _],
    [_, _, 1, 2, 3, _],
    [_, 1, 2, 3, 4, _],
    [_, 2, 3, 4, 5, _],
    [_, 3, 4, 5, _, _],
  ]);
});

Deno.test("windowsOf() shows all of a clip that is shorter than the window", async () => {
  const span = { before: 4, after: 3 };
  assertEquals(await seen([], span), []);
  assertEquals(await seen([1], span), [[_, _, _, _, _, 1, _, _, _, _]]);
  assertEquals(await seen([1, 2], span), [
    [_, _, _, _, _, 1, 2, _, _, _],
    [_, _, _, _, 1, 2, _, _, _, _],
  ]);
});

Deno.test("windowsOf() within a scene leaves out what is beyond a cut, on both sides", async () => {
  const span = { before: 1, after: 2 };
  assertEquals(await seen(SCENES, { ...span, isWithinScene: true }), [
    [_, _, 1, 2, _, _],
    [_, 1, 2, _, _, _],
    [_, _, 3, 4, _, _],
    [_, 3, 4, _, _, _],
    [_, _, 5, 6, _, _],
    [_, 5, 6, _, _, _],
  ]);
  // Otherwise a cut is nothing to it.
  assertEquals((await seen(SCENES, span))[2], [_, 2, 3, 4, 5, _]);
  assertEquals((await seen(SCENES, { ...span, isWithinScene: false }))[1], [_, 1, 2, 3, 4, _]);
});

Deno.test("windowsOf() within a scene sees past no scene of one frame", async () => {
  // A flash: the third frame looks like the first, but is another scene.
  const windows = await seen([10, 200, 10], { before: 2, after: 0, isWithinScene: true });
  assertEquals(windows, [[_, _, _, 1, _], [_, _, _, 2, _], [_, _, _, 3, _]]);
});

Deno.test("windowsOf() reads as far as the window goes, and releases what has left it", async () => {
  const store = new FrameStore(undefined);
  const { state, frames } = video([1, 2, 3, 4, 5, 6]);
  const steps: number[][] = [];
  for await (const { now } of windowsOf(momentsOf(frames, store), { before: 1, after: 2 })) {
    steps.push([now.number, state.read, store.inUse]);
  }
  // At most one before, itself, and two after.
  assertEquals(steps, [[1, 3, 3], [2, 4, 4], [3, 5, 4], [4, 6, 4], [5, 6, 3], [6, 6, 2]]);
  assertEquals(store.inUse, 0);
});

Deno.test("windowsOf() tells of each moment when it comes, before a window shows it, and waits", async () => {
  const store = new FrameStore(undefined);
  const log: string[] = [];
  const onArrival = async ({ number }: Moment) => {
    log.push(`begin ${number}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    log.push(`begun ${number}`);
  };
  const moments = momentsOf(video([1, 2, 3]).frames, store);
  for await (const { now } of windowsOf(moments, { before: 0, after: 1 }, onArrival)) {
    log.push(`due ${now.number}`);
  }
  assertEquals(log, [
    "begin 1",
    "begun 1",
    "begin 2",
    "begun 2",
    "due 1",
    "begin 3",
    "begun 3",
    "due 2",
    "due 3",
  ]);
});

Deno.test("windowsOf(): a moment that is retained stays when it has left the window", async () => {
  const store = new FrameStore(undefined);
  const kept: Moment[] = [];
  for await (
    const { now } of windowsOf(momentsOf(video([7, 8, 9]).frames, store), { before: 0, after: 0 })
  ) {
    if (now.number === 1) kept.push(now.retain());
  }
  assertEquals([kept[0].bitmap[0], store.inUse], [7, 1]);
  kept[0].release();
  assertEquals(store.inUse, 0);
});

const SPANS: WindowSpan[] = [
  { before: 0, after: 0 },
  { before: 2, after: 0 },
  { before: 0, after: 2 },
  { before: 1, after: 9, isWithinScene: true },
];

Deno.test("windowsOf() releases everything and closes the video when somebody has enough", async () => {
  for (const span of SPANS) {
    for (const wanted of [1, 3, 5]) {
      for (const how of ["break", "throw"]) {
        const store = new FrameStore(undefined);
        const { state, frames } = video(ONE_SCENE, store);
        const look = async () => {
          for await (const { now } of windowsOf(momentsOf(frames, store), span)) {
            if (now.number < wanted) continue;
            if (how === "throw") throw new Error("enough");
            break;
          }
        };
        if (how === "throw") await assertRejects(look, Error, "enough");
        else await look();
        assertEquals([store.inUse, state.isClosed], [0, true], `${how} at ${wanted}`);
      }
    }
  }
});

Deno.test("windowsOf() releases everything when the video or the arrival fails", async () => {
  const broken = async function* (store: FrameStore) {
    yield* video([1, 2, 3], store).frames;
    throw new Error("cut off");
  };
  for (const span of SPANS) {
    const store = new FrameStore(undefined);
    const drain = async (windows: AsyncIterable<Window>) => {
      for await (const _ of windows);
    };
    const moments = momentsOf(broken(store), store);
    await assertRejects(() => drain(windowsOf(moments, span)), Error, "cut off");
    assertEquals(store.inUse, 0);
    for (const at of [1, 3]) {
      const { state, frames } = video(ONE_SCENE, store);
      const refuse = ({ number }: Moment) => {
        if (number === at) throw new Error("not this one");
      };
      const refused = windowsOf(momentsOf(frames, store), span, refuse);
      await assertRejects(() => drain(refused), Error, "not this one");
      assertEquals([store.inUse, state.isClosed], [0, true]);
    }
  }
});
