import { assertEquals, assertStrictEquals } from "@std/assert";
import { createFrame, createGray, type Frame, SimdPixels } from "../../mod.ts";
import { KnnEstimator, KnnModel, type KnnModelOptions } from "../../mod.ts";
import { Mog2Estimator, Mog2Model, type Mog2ModelOptions } from "../../mod.ts";
import { plainPixels } from "../../lib/pixels/simd_pixels.ts";
import { lcgBytes, noiseFrame, numbered, row } from "../helpers.ts";
import { assertSameBytes } from "../opencv/layout.ts";

const pixels = await SimdPixels.load();

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
        using simd = new Model({ ...options, pixels });
        let k = 0;
        for (const frame of clip(width, height, 40)) {
          const what = { width, height, frame: ++k };
          assertSameBytes(simd.apply(frame).data, plain.apply(frame).data, what);
        }
        assertEquals(simd.backgroundImage(), plain.backgroundImage());
      }
    });
  }

  Deno.test(`${Model.name} on kernels works on rasters in their memory, and writes nothing beside them`, () => {
    const [width, height] = [19, 3];
    using plain = new Model();
    using simd = new Model({ pixels });
    for (const shift of [0, 1, 3]) {
      const room = pixels.createFrame(width, height + 1);
      const bitmap = room.bitmap.subarray(shift, shift + 4 * width * height);
      const around = pixels.createGray(width, height + 1);
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
      pixels.free(room);
      pixels.free(around);
    }
  });

  Deno.test(`${Model.name} on kernels shares them with other models`, () => {
    using a = new Model({ pixels });
    using b = new Model({ pixels, history: 5, detectShadows: false });
    using plain = new Model();
    for (const frame of clip(9, 5, 20)) {
      const mask = a.apply(frame);
      b.apply(frame);
      assertEquals(mask, plain.apply(frame));
    }
  });

  Deno.test(`${Estimator.name} on kernels gives its memory back, and finds it clean again`, () => {
    const estimator = () => new Estimator({ pixels, history: 10 });
    const masks = (one: Mog2Estimator | KnnEstimator) =>
      [...clip(17, 9, 15)].map((frame, i) => [...one.estimate(numbered(i + 1, frame))!.matte.data]);
    const memory = () => (pixels as SimdPixels).memory.memory.buffer.byteLength;
    using first = estimator();
    const wanted = masks(first);
    first.reset();
    const before = memory();
    for (let i = 0; i < 200; i++) {
      using again = estimator();
      if (i % 50 === 0) assertEquals(masks(again), wanted);
      else again.estimate(numbered(1, createFrame(17, 9)));
    }
    assertEquals(memory(), before);
  });

  Deno.test(`${Model.name} on kernels keeps its state when their memory grows`, () => {
    using simd = new Model({ pixels });
    using plain = new Model();
    const frames = [...clip(17, 5, 20)];
    for (const frame of frames.slice(0, 10)) assertEquals(simd.apply(frame), plain.apply(frame));
    const large = Array.from({ length: 4 }, () => pixels.createFrame(1500, 1500));
    for (const frame of frames.slice(10)) assertEquals(simd.apply(frame), plain.apply(frame));
    for (const frame of large) pixels.free(frame);
  });

  Deno.test(`${Model.name} without kernels takes any other Pixels`, () => {
    using model = new Model({ pixels: plainPixels });
    assertEquals(model.apply(row([1]), { out: createGray(1, 1) }).width, 1);
  });
}
