import { assertEquals } from "@std/assert";
import {
  CleanPlateEstimator,
  createFrame,
  type Frame,
  KernelMemory,
  resizeLinear,
} from "../../../mod.ts";
import { FrameStore, warpPerspective } from "../../../lib/pixels/mod.ts";
import { PoseSchedule } from "../../../lib/methods/plate/pose_schedule.ts";
import { handHeld, roomOf } from "../../pixels/features/room.ts";
import { bothStores, masksOf } from "../passing.ts";

const WIDTH = 320, HEIGHT = 200;
/** A room with edges as soft as a camera's. */
function softRoom(seed: number): Frame {
  return resizeLinear(roomOf(WIDTH / 2, HEIGHT / 2, seed), { width: WIDTH, height: HEIGHT });
}

const room = softRoom(1);
const handShot = warpPerspective(room, handHeld(room, { turn: 2, zoom: 1.03, right: 6 }));

/** The room with somebody in it: a bright block that goes to the right. */
function withSomebody(from: Frame, k: number): Frame {
  const frame = { ...createFrame(WIDTH, HEIGHT), bitmap: from.bitmap.slice() };
  for (let y = 90; y < 160; y++) {
    frame.bitmap.fill(255, 4 * (WIDTH * y + 100 + k), 4 * (WIDTH * y + 140 + k));
  }
  return frame;
}

const frames = Array.from({ length: 20 }, (_, k) => withSomebody(room, k));

/** Which part of the pixels is wrong. */
function errorOf(mask: number[] | undefined, k: number): number {
  let wrong = 0;
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const x = i % WIDTH - 100 - k, y = Math.floor(i / WIDTH);
    const isBody = x >= 0 && x < 40 && y >= 90 && y < 160;
    if ((mask?.[i] === 255) !== isBody) wrong++;
  }
  return wrong / (WIDTH * HEIGHT);
}

Deno.test("CleanPlateEstimator follows a plate that was shot by hand, the same by kernels", async () => {
  const results: unknown[] = [];
  for (const store of await bothStores()) {
    const notices: string[] = [];
    using estimator = new CleanPlateEstimator(handShot, { onNotice: (text) => notices.push(text) });
    const masks = await masksOf(estimator, frames.slice(0, 3), store);
    for (const [k, mask] of masks.entries()) {
      // Edges of the room that were resampled twice; without a pose it is above 0.2.
      assertEquals(errorOf(mask, k) < 0.03, true, `frame ${k + 1}: ${errorOf(mask, k)}`);
    }
    assertEquals(notices, []);
    results.push(masks);
    estimator.reset();
    assertEquals(await masksOf(estimator, frames.slice(0, 3), store), masks);
  }
  assertEquals(results[1], results[0]);
});

Deno.test("CleanPlateEstimator gives its memory back, of a plate shot by hand and of one of another room", async () => {
  const memory = (await KernelMemory.load())!;
  // What resizing plans is kept with the memory.
  using store = new FrameStore(memory);
  using first = new CleanPlateEstimator(room);
  await masksOf(first, frames.slice(0, 1), store);
  first.reset();
  const before = memory.bytesInUse;
  const clips = [frames.slice(0, 3), [frames[0], handShot, frames[1], handShot, frames[2]], frames];
  for (const plate of [handShot, softRoom(2)]) {
    for (const clip of clips) {
      using estimator = new CleanPlateEstimator(plate);
      await masksOf(estimator, clip, store);
      estimator.reset();
      assertEquals(memory.bytesInUse, before);
    }
  }
});

Deno.test("CleanPlateEstimator leaves a plate that was shot by hand as it is if told not to align", async () => {
  using estimator = new CleanPlateEstimator(handShot, { align: false });
  const [mask] = await masksOf(estimator, frames.slice(0, 1));
  assertEquals(errorOf(mask, 0) > 0.2, true);
});

Deno.test("CleanPlateEstimator follows a camera that is turned in between", async () => {
  const turned = warpPerspective(room, handHeld(room, { turn: -3 }));
  using estimator = new CleanPlateEstimator(room);
  const clip = [...frames.slice(0, 4), ...[4, 5, 6, 7].map((k) => withSomebody(turned, k))];
  const masks = await masksOf(estimator, clip);
  assertEquals(errorOf(masks[0], 0), 0);
  assertEquals(errorOf(masks[7], 7) < 0.01, true, `${errorOf(masks[7], 7)}`);
});

Deno.test("CleanPlateEstimator says once that a plate is of another room, and goes by what it learns", async () => {
  const other = softRoom(2);
  for (const store of await bothStores()) {
    const notices: string[] = [];
    using estimator = new CleanPlateEstimator(other, { onNotice: (text) => notices.push(text) });
    const masks = await masksOf(estimator, frames, store);
    assertEquals(notices.length, 1);
    assertEquals(/another place than frame 15/.test(notices[0]), true, notices[0]);
    assertEquals(errorOf(masks[13], 13) > 0.3, true);
    assertEquals(errorOf(masks[19], 19) < 0.1, true, `${errorOf(masks[19], 19)}`);
  }
});

Deno.test("CleanPlateEstimator gives no notice while somebody hides all of the room", async () => {
  const notices: string[] = [];
  using estimator = new CleanPlateEstimator(room, { onNotice: (text) => notices.push(text) });
  const hidden = Array.from({ length: 10 }, () => softRoom(3));
  const masks = await masksOf(estimator, [...hidden, ...frames.slice(0, 6)]);
  assertEquals(notices, []);
  assertEquals(errorOf(masks[15], 5), 0);
});

Deno.test("PoseSchedule tries at once, at ever longer intervals, and when less fits", () => {
  const schedule = new PoseSchedule();
  const tries: number[] = [];
  for (let frame = 1; frame <= 40; frame++) {
    if (!schedule.isDue(0.1)) continue;
    tries.push(frame);
    schedule.tried(0.1, false, false);
  }
  assertEquals(tries, [1, 3, 7, 15, 31]);
  schedule.startScene();
  assertEquals(schedule.isDue(0.9), true);
  schedule.tried(0.9, true, true);
  assertEquals([0.9, 0.8, 0.73].map((share) => schedule.isDue(share)), [false, false, false]);
  assertEquals([0.73, 0.71].map((share) => schedule.isDue(share)), [false, true]);
});
