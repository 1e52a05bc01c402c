import { assertEquals, assertRejects } from "@std/assert";
import { DepthEstimator } from "../../../lib/methods/depth/depth_estimator.ts";
import { estimateFrames } from "../../../lib/methods/estimate_frames.ts";
import type { DepthNetwork } from "../../../lib/networks/mod.ts";
import { createFrame, type Disparity, type Frame, ModelError } from "../../../mod.ts";
import { numbered } from "../../helpers.ts";
import { Feed } from "../feed.ts";
import { bothStores, masksOf } from "../passing.ts";

const [WIDTH, HEIGHT] = [64, 16];

/** A network that sees what a function sees. */
class Made implements DepthNetwork {
  /** What was asked, in order: "look 90" with the first byte of the frame, "reset", "dispose". */
  readonly log: string[] = [];
  /** The level of the frame whose look does not end by itself. */
  held = -1;
  readonly #sight: (frame: Frame) => Disparity;
  readonly #held: (() => void)[] = [];

  constructor(sight: (frame: Frame) => Disparity) {
    this.#sight = sight;
  }

  async look(frame: Frame): Promise<Disparity> {
    this.log.push(`look ${frame.bitmap[0]}`);
    if (this.held === frame.bitmap[0]) {
      await new Promise<void>((resolve) => this.#held.push(resolve));
    }
    return this.#sight(frame);
  }

  letGo(): void {
    for (const go of this.#held.splice(0)) go();
  }

  reset(): void {
    this.log.push("reset");
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.log.push("dispose");
    return Promise.resolve();
  }
}

/** What is bright is near, at half of the frame's resolution. */
function bright({ bitmap }: Frame): Disparity {
  const [width, height] = [WIDTH / 2, HEIGHT / 2];
  const disparity = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [2 * (i % width), 2 * Math.floor(i / width)];
    return bitmap[4 * (y * WIDTH + x) + 1] / 255;
  });
  return { width, height, disparity };
}

/** A room of a level, with somebody of another in the right half. */
function room(level: number, person: number): Frame {
  const frame = createFrame(WIDTH, HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    frame.bitmap.fill(i % WIDTH < WIDTH / 2 ? level : person, 4 * i, 4 * i + 3);
    frame.bitmap[4 * i + 3] = 255;
  }
  return frame;
}

function made(sight = bright, threshold?: number) {
  const network = new Made(sight);
  let opened = 0;
  const openDepth = () => {
    opened++;
    return Promise.resolve(network);
  };
  const estimator = new DepthEstimator({ openDepth, ...threshold !== undefined && { threshold } });
  return { estimator, network, openings: () => opened };
}

/** Whether a mask is of the right half. */
function assertRightHalf(mask: readonly number[] | undefined): void {
  for (const [x, wanted] of [[2, 0], [20, 0], [44, 255], [62, 255]]) {
    assertEquals(mask?.[HEIGHT / 2 * WIDTH + x], wanted, `at ${x}`);
  }
}

Deno.test("DepthEstimator takes what a network sees near, the same wherever frames lie", async () => {
  const masks: (number[] | undefined)[][] = [];
  for (const store of await bothStores()) {
    const { estimator, openings } = made();
    using _ = estimator;
    masks.push(await masksOf(estimator, [room(20, 220), room(20, 221), room(21, 220)], store));
    assertEquals([openings(), store.inUse], [1, 0]);
    masks.at(-1)!.forEach(assertRightHalf);
  }
  assertEquals(masks[1], masks[0]);
});

Deno.test("DepthEstimator lets a network look at the next frame while one is finished", async () => {
  const { estimator, network } = made();
  using _ = estimator;
  using feed = new Feed(estimator);
  network.held = 21;
  await feed.estimate(numbered(1, room(20, 220)));
  const first = await feed.estimate(numbered(2, room(21, 220)));
  assertRightHalf([...first!.matte.data]);
  assertEquals(network.log, ["look 20", "look 21"]);
  network.letGo();
  assertRightHalf([...(await feed.flush())!.matte.data]);
});

Deno.test("DepthEstimator resets the network at a cut, before the frame behind it", async () => {
  const { estimator, network } = made();
  using _ = estimator;
  await masksOf(estimator, [room(20, 220), room(21, 220), room(220, 20), room(221, 21)]);
  assertEquals(network.log, ["look 20", "look 21", "reset", "look 220", "look 221"]);
});

Deno.test("DepthEstimator.reset() in the middle starts anew with the same results", async () => {
  const { estimator, network, openings } = made();
  const frames = [room(20, 220), room(22, 220), room(24, 220)];
  const wanted = await masksOf(estimator, frames);
  estimator.reset();
  {
    using feed = new Feed(estimator);
    await feed.estimate(numbered(1, frames[1]));
    await feed.estimate(numbered(2, frames[2]));
    estimator.reset();
  }
  assertEquals(await masksOf(estimator, frames), wanted);
  estimator[Symbol.dispose]();
  assertEquals([openings(), network.log.at(-1)], [1, "dispose"]);
});

Deno.test("DepthEstimator tells that a look has failed, and that one cannot be opened", async () => {
  const failing = made(() => {
    throw new ModelError("Cannot run the model 'x': it broke");
  });
  using _ = failing.estimator;
  for (const store of await bothStores()) {
    await assertRejects(
      () => masksOf(failing.estimator, [room(20, 220), room(21, 220)], store),
      ModelError,
      "it broke",
    );
    failing.estimator.reset();
    assertEquals(store.inUse, 0);
  }
  const openDepth = () => Promise.reject(new ModelError("Cannot use the model 'x'"));
  using closed = new DepthEstimator({ openDepth });
  await assertRejects(() => masksOf(closed, [room(20, 220)]), ModelError, "Cannot use the model");
});

Deno.test("DepthEstimator asks no network where frames bring depth along, and takes a threshold", async () => {
  const { estimator, openings } = made(undefined, 0.9);
  using _ = estimator;
  const frame = room(20, 220);
  // 220 of 255 are 0.86.
  assertEquals(new Set((await masksOf(estimator, [frame]))[0]), new Set([0]));
  assertEquals(openings(), 1);
  const bringing = made();
  using other = bringing.estimator;
  const frames = [{ number: 1, ...room(20, 20), depth: bright(frame) }];
  for await (const { matte } of estimateFrames(frames, other)) assertRightHalf([...matte!.data]);
  assertEquals(bringing.openings(), 0);
});
