import { assert, assertEquals } from "@std/assert";
import {
  createEstimator,
  customMethod,
  type Disparity,
  type Frame,
  KernelMemory,
  type MaskEstimator,
  methods,
  type NumberedFrame,
  parseRefinement,
  type RefineOptions,
} from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { blockOf } from "../../lib/pipeline/resets/block.ts";
import { mattesOf } from "../../lib/pipeline/mattes.ts";
import { lookbackOf } from "../../lib/refine/refine_moments.ts";
import { grayOf } from "../helpers.ts";
import { openBrightIsNear } from "../networks/made_depth.ts";
import { made } from "../networks/made_segmenter.ts";
import { person, room, shirts } from "../methods/rooms.ts";

/** A clip with two cuts, in which somebody walks to and fro. */
const COUNT = 48;
const CUTS = [13, 37];
const frames: readonly NumberedFrame[] = Array.from({ length: COUNT }, (_, i) => {
  const scene = CUTS.filter((cut) => i + 1 >= cut).length;
  const x = 24 + 22 * Math.sin(i / 3);
  const size = { width: 48, height: 36 };
  const frame = room([person(Math.round(x))], { ...size, seed: 2 * (scene % 2) });
  return { number: i + 1, ...frame, depth: depthOf(frame) };
});

/** Who wears the shirt is near; the wall comes and goes a little. */
function depthOf({ width, height, bitmap }: Frame): Disparity {
  const disparity = new Float32Array(width * height);
  disparity.forEach((_, i) => {
    disparity[i] = bitmap[4 * i] > 200 && bitmap[4 * i + 1] < 100 ? 0.8 : bitmap[4 * i] / 1000;
  });
  return { width, height, disparity };
}

/** Estimators of all methods, some in several ways. */
const makers: Readonly<Record<string, (isPart?: boolean) => MaskEstimator>> = {
  ...Object.fromEntries(
    Object.entries(methods).map(([name, { needsPlate, needsNetwork, create }]) => [
      name,
      (isPart) =>
        create({
          isPart,
          ...needsPlate && { cleanPlate: room([], { width: 48, height: 36 }) },
          ...needsNetwork && { openSegmenter: made(shirts).open },
        }),
    ]),
  ),
  "chroma with a key": () => methods.chroma.create({ settings: { key: "#3c5a28" } }),
  "difference of three frames": () =>
    methods.difference.create({ settings: { threeFrames: true } }),
  "depth nearer than": () => methods.depth.create({ threshold: 0.5 }),
  "depth by a network": (isPart) =>
    methods.depth.create({ openDepth: openBrightIsNear, threshold: 0.5, isPart }),
  "createEstimator()": () =>
    createEstimator(
      ({ width, height }) => ({ width, height, data: new Uint8Array(width * height).fill(200) }),
    ),
  "a function of one's own": () =>
    customMethod(
      ({ width, height, number }: NumberedFrame) =>
        grayOf(Array.from({ length: height }, () => new Array(width).fill(number % 5))),
      "mine",
    ).create(),
};

const refinements = [
  "",
  "open:1",
  "smooth:1",
  "smooth:0.7:3,gaussian:0.5,smooth:1:0",
  "hold:3,fill",
];

/** What is asked of a video. */
interface Asked {
  readonly make: (isPart?: boolean) => MaskEstimator;
  readonly refine: RefineOptions;
  readonly store: FrameStore;
  readonly every?: number;
  readonly isSurveyed?: boolean;
}

/** The mattes of frames from one number on, to be read from another, up to a third, by their numbers. */
async function mattesFrom(
  { make, refine, store, every, isSurveyed = false }: Asked,
  { start = 1, first = 1, last = Infinity }: { start?: number; first?: number; last?: number } = {},
): Promise<Map<number, string>> {
  using estimator = make();
  if (isSurveyed) {
    await estimator.survey?.(async function* () {
      yield* frames;
    }());
  }
  const learned = estimator.saveSurvey?.();
  const renew = () => {
    const another = make(true);
    if (learned) another.loadSurvey!(learned);
    return another;
  };
  const resets = every === undefined ? undefined : { every, renew };
  const found = new Map<number, string>();
  const read = frames.slice(start - 1);
  for await (
    using item of mattesOf(read, { estimator, refine, store, resets, range: { first, last } })
  ) {
    const { moment: { number }, matte } = item;
    if (number >= first && number <= last) {
      found.set(number, matte ? matte.data.toHex() : "none");
    }
    if (number >= last) break;
  }
  return found;
}

function refineBy(text: string): RefineOptions {
  return { steps: parseRefinement(text) };
}

const firsts = [2, 12, 13, 14, 15, 30, 37, 38, 47];

for (const [name, make] of Object.entries(makers)) {
  Deno.test(`${name}: mattes of a part are the whole video's, if it begins as far before as they look`, async () => {
    using store = new FrameStore(await KernelMemory.load());
    for (const text of refinements) {
      const asked = { make, refine: refineBy(text), store };
      using estimator = make();
      const lookback = lookbackOf(estimator, asked.refine);
      const whole = await mattesFrom(asked);
      assertEquals(whole.size, COUNT);
      // Of one that remembers all, one range shows that it does not depend on what comes after.
      for (const first of lookback < Infinity ? firsts : [40]) {
        const range = {
          start: Math.max(1, first - lookback),
          first,
          last: Math.min(COUNT, first + 3),
        };
        for (const [number, matte] of await mattesFrom(asked, range)) {
          assert(matte === whole.get(number), `frame ${number} from ${first} on, by '${text}'`);
        }
      }
    }
    assertEquals(store.inUse, 0);
  });

  Deno.test(`${name}: mattes of a part are the whole video's, if both begin anew every n frames`, async () => {
    using store = new FrameStore(await KernelMemory.load());
    for (const every of [7, 33]) {
      for (const isSurveyed of make().survey ? [false, true] : [false]) {
        const asked = { make, refine: refineBy("smooth:1"), store, every, isSurveyed };
        using estimator = make();
        const lookback = lookbackOf(estimator, asked.refine);
        const { warmUp } = estimator;
        const whole = await mattesFrom(asked);
        assertEquals([...whole.keys()], frames.map(({ number }) => number));
        for (
          const first of [every + 1, every + 4, 2 * every, 2 * every + 1].filter((n) => n <= COUNT)
        ) {
          const start = lookback < Infinity
            ? Math.max(1, first - lookback)
            : blockOf(first, { every, warmUp }).start;
          const part = await mattesFrom(asked, { start, first });
          assertEquals(part.size, COUNT - first + 1);
          for (const [number, matte] of part) {
            assert(matte === whole.get(number), `frame ${number} from ${first} on, every ${every}`);
          }
        }
      }
    }
    assertEquals(store.inUse, 0);
  });
}
