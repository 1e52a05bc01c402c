import { assertEquals, assertStrictEquals } from "@std/assert";
import { createFrame, estimateFrames, type Frame, KnnEstimator, Mog2Estimator } from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import {
  KnnModel,
  type KnnModelOptions,
  Mog2Model,
  type Mog2ModelOptions,
} from "../../lib/methods/background_models/mod.ts";
import { lcgBytes, noiseFrame, numbered } from "../helpers.ts";
import { assertSameBytes } from "../opencv/oracle/layout.ts";
import { memory } from "./twins.ts";

/** What something makes of a frame's copy in the kernels' memory. */
function there<Result>({ width, height, bitmap }: Frame, look: (copy: Frame) => Result): Result {
  const copy = memory.createFrame(width, height);
  copy.bitmap.set(bitmap);
  const result = look(copy);
  memory.free(copy);
  return result;
}

/** Sides at which vectors just fit, do not fit, or are too long for the whole picture. */
const SIZES = [[1, 1], [3, 1], [1, 5], [7, 3], [15, 1], [16, 1], [17, 1], [31, 3], [65, 7]];

/** A room with noise, where some pixels change to other colours, or to darker ones, and back. */
function* clip(width: number, height: number, frames: number): Generator<Frame> {
  const room = noiseFrame(width, height, 5).bitmap;
  for (let k = 1; k <= frames; k++) {
    const noise = lcgBytes(room.length, k);
    const whims = lcgBytes(width * height, 100 + k >> 2);
    const bitmap = room.map((level, p) => {
      const whim = whims[p >> 2];
      if (whim < 40) return 90 * (whim % 3) + (noise[p] >> 5);
      return level * (whim < 80 ? 0.7 : 1) + (noise[p] >> 5);
    });
    yield { width, height, bitmap };
  }
}

const MOG2: Mog2ModelOptions[] = [
  {},
  { detectShadows: false, history: 8 },
  { nMixtures: 2, learningRate: 0.08 },
  { nMixtures: 9, complexityReductionThreshold: 0, varThresholdGen: 2.5 },
  { complexityReductionThreshold: 0.7, history: 12, shadowValue: 20 },
  { backgroundRatio: 1, shadowThreshold: 0.2, varThreshold: 3.3, varMin: 9.1 },
  { learningRate: 0 },
  { learningRate: 0.02, complexityReductionThreshold: 0.3 },
  { varThresholdGen: 30, nMixtures: 4 },
  { backgroundRatio: 0, history: 20 },
];
const KNN: KnnModelOptions[] = [
  {},
  { detectShadows: false, history: 8 },
  { nSamples: 2, learningRate: 0.08, seed: 9 },
  { nSamples: 13, kNNSamples: 6, dist2Threshold: 2000.5 },
  { nSamples: 85, kNNSamples: 200, history: 3, dist2Threshold: 65535 },
  { kNNSamples: 1, shadowThreshold: 0.2, shadowValue: 20, history: 20 },
  { learningRate: 0 },
  { learningRate: 0.0005, dist2Threshold: 70000 },
  { dist2Threshold: 30, shadowThreshold: 0, history: 10 },
  { dist2Threshold: 900.5, shadowThreshold: 1 },
  { dist2Threshold: 64800, shadowThreshold: 0.03 },
];

for (
  const { Model, Estimator, all } of [
    { Model: Mog2Model, Estimator: Mog2Estimator, all: MOG2 },
    { Model: KnnModel, Estimator: KnnEstimator, all: KNN },
  ]
) {
  for (const options of all) {
    const name = JSON.stringify(options);
    Deno.test(`${Model.name} on kernels gives the plain one's bytes, ${name}`, () => {
      for (const [width, height] of SIZES) {
        using plain = new Model(options);
        using simd = new Model(options);
        let k = 0;
        for (const frame of clip(width, height, 40)) {
          const what = { width, height, frame: ++k };
          assertSameBytes(
            there(frame, (copy) => simd.apply(copy)).data,
            plain.apply(frame).data,
            what,
          );
        }
        assertEquals(simd.backgroundImage(), plain.backgroundImage());
      }
    });
  }

  Deno.test(`${Model.name} on kernels works on rasters in their memory, and writes nothing beside them`, () => {
    const [width, height] = [19, 3];
    using plain = new Model();
    using simd = new Model();
    for (const shift of [0, 1, 3]) {
      const room = memory.createFrame(width, height + 1);
      const bitmap = room.bitmap.subarray(shift, shift + 4 * width * height);
      const around = memory.createGray(width, height + 1);
      around.data.fill(7);
      const data = around.data.subarray(shift, shift + width * height);
      for (const frame of clip(width, height, 12)) {
        bitmap.set(frame.bitmap);
        const out = { width, height, data };
        assertStrictEquals(simd.apply({ width, height, bitmap }, { out }), out);
        assertEquals([...data], [...plain.apply(frame).data]);
      }
      const beside = [
        ...around.data.subarray(0, shift),
        ...around.data.subarray(shift + data.length),
      ];
      assertEquals(beside.every((byte) => byte === 7), true);
      memory.free(room);
      memory.free(around);
    }
  });

  Deno.test(`${Model.name} on kernels shares them with other models`, () => {
    using a = new Model();
    using b = new Model({ history: 5, detectShadows: false });
    using plain = new Model();
    for (const frame of clip(9, 5, 20)) {
      const mask = there(frame, (copy) => a.apply(copy));
      there(frame, (copy) => b.apply(copy));
      assertEquals(mask, plain.apply(frame));
    }
  });

  Deno.test(`${Estimator.name} on kernels gives its memory back, and finds it clean again`, async () => {
    const before = memory.bytesInUse;
    using store = new FrameStore(memory);
    const masksOf = async (one: Mog2Estimator | KnnEstimator, frames: Iterable<Frame>) => {
      const masks: number[][] = [];
      const numberedFrames = [...frames].map((frame, i) => numbered(i + 1, frame));
      for await (const { matte } of estimateFrames(numberedFrames, one, { store })) {
        masks.push([...matte!.data]);
      }
      return masks;
    };
    using first = new Estimator({ history: 10, warmUp: 0 });
    const wanted = await masksOf(first, clip(17, 9, 15));
    first.reset();
    for (let i = 0; i < 100; i++) {
      using again = new Estimator({ history: 10, warmUp: 0 });
      if (i % 50 === 0) assertEquals(await masksOf(again, clip(17, 9, 15)), wanted);
      else await masksOf(again, [createFrame(17, 9)]);
    }
    store[Symbol.dispose]();
    assertEquals(memory.bytesInUse, before);
  });

  Deno.test(`${Model.name} on kernels keeps its state when their memory grows`, () => {
    using simd = new Model();
    using plain = new Model();
    const frames = [...clip(17, 5, 20)];
    for (const frame of frames.slice(0, 10)) {
      assertEquals(there(frame, (copy) => simd.apply(copy)), plain.apply(frame));
    }
    const large = Array.from({ length: 4 }, () => memory.createFrame(1500, 1500));
    for (const frame of frames.slice(10)) {
      assertEquals(there(frame, (copy) => simd.apply(copy)), plain.apply(frame));
    }
    for (const frame of large) memory.free(frame);
  });
}
