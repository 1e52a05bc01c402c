import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createFrame,
  createGray,
  type Frame,
  KernelMemory,
  type MaskEstimator,
} from "../../../mod.ts";
import { KnnEstimator, Mog2Estimator } from "../../../mod.ts";
import { KnnModel, Mog2Model } from "../../../lib/methods/background_models/mod.ts";
import { noiseFrame, numbered, row } from "../../helpers.ts";
import { Feed } from "../feed.ts";
import { bothStores, masksOf } from "../passing.ts";

// What both models must do, with what a first frame is to each.
for (
  const { Model, Estimator, first } of [
    { Model: Mog2Model, Estimator: Mog2Estimator, first: 127 },
    { Model: KnnModel, Estimator: KnnEstimator, first: 255 },
  ]
) {
  /** A model that has seen so many frames of the same levels. */
  const learned = (levels: readonly number[], frames = 20) => {
    const model = new Model();
    for (let i = 0; i < frames; i++) model.apply(row(levels));
    return model;
  };

  Deno.test(`${Model.name}.apply() writes 0 for what stays, 255 for what is new`, () => {
    using model = learned([100, 100, 100]);
    assertEquals([...model.apply(row([100, 103, 220])).data], [0, 0, 255]);
  });

  Deno.test(`${Model.name}.apply() writes 127 for what is darker, but no darker than half`, () => {
    using model = learned([100, 100, 100]);
    assertEquals([...model.apply(row([80, 51, 40])).data], [127, 127, 255]);
  });

  Deno.test(`${Model.name}.apply() writes the shadow's value it is told`, () => {
    using model = new Model({ shadowValue: 9 });
    for (let i = 0; i < 20; i++) model.apply(row([100]));
    assertEquals([...model.apply(row([70])).data], [9]);
  });

  Deno.test(`${Model.name}.apply() looks for no shadows if told so`, () => {
    using model = new Model({ detectShadows: false });
    for (let i = 0; i < 20; i++) model.apply(row([100]));
    assertEquals([...model.apply(row([70])).data], [255]);
  });

  Deno.test(`${Model.name}.apply() learns what is new in time`, () => {
    using model = learned([100]);
    let frames = 1;
    while (model.apply(row([200])).data[0] !== 0) frames++;
    assertEquals(frames > 1 && frames < 60, true, `${frames} frames`);
  });

  Deno.test(`${Model.name}.apply() takes another learning rate for one frame`, () => {
    using model = learned([100]);
    assertEquals([...model.apply(row([200]), { learningRate: 1 }).data], [first]);
    for (let i = 0; i < 5; i++) model.apply(row([200]));
    assertEquals([...model.apply(row([200])).data], [0]);
  });

  Deno.test(`${Model.name}.apply() writes into out, and keeps nothing of the frame`, () => {
    using model = learned([100, 100]);
    const out = createGray(2, 1);
    const frame = row([100, 200]);
    assertStrictEquals(model.apply(frame, { out }), out);
    frame.bitmap.fill(200);
    assertEquals([...model.apply(row([100, 100])).data], [0, 0]);
  });

  Deno.test(`${Model.name}.apply() does not look at alpha`, () => {
    using model = learned([100]);
    const clear = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(100, 100, 100, 0) };
    assertEquals([...model.apply(clear).data], [0]);
  });

  Deno.test(`${Model.name}.apply() starts anew with a frame of another size`, () => {
    using model = learned([100, 100]);
    using fresh = new Model();
    assertEquals(model.apply(row([50, 60, 70])), fresh.apply(row([50, 60, 70])));
  });

  Deno.test(`${Model.name}.apply() refuses an out of another size`, () => {
    using model = new Model();
    assertThrows(() => model.apply(row([1, 2]), { out: createGray(1, 1) }), RangeError, "2×1");
  });

  Deno.test(`${Model.name}.backgroundImage() is what was learned, without what passes`, () => {
    using model = learned([100, 30, 250]);
    model.apply(row([10, 30, 250]));
    const picture = model.backgroundImage();
    assertEquals(picture, row([100, 30, 250]));
    const out = createFrame(3, 1);
    assertStrictEquals(model.backgroundImage({ out }), out);
    assertEquals(out, picture);
  });

  Deno.test(`${Model.name}.backgroundImage() keeps red, green and blue apart`, () => {
    using model = new Model();
    const frame = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(200, 100, 30, 255) };
    for (let i = 0; i < 20; i++) model.apply(frame);
    assertEquals(model.backgroundImage(), frame);
  });

  Deno.test(`${Model.name}.backgroundImage() needs a frame, and an out of its size`, () => {
    using model = new Model();
    assertThrows(() => model.backgroundImage(), Error, "no frame has been learned");
    model.apply(row([1, 2]));
    assertThrows(() => model.backgroundImage({ out: createFrame(1, 1) }), RangeError, "2×1");
    model.reset();
    assertThrows(() => model.backgroundImage(), Error, "no frame has been learned");
  });

  for (const [width, height] of [[1, 1], [7, 5]]) {
    Deno.test(`${Model.name} gives the same again after reset(), ${width}×${height}`, () => {
      using model = new Model({ history: 10 });
      const masks = () =>
        Array.from({ length: 30 }, (_, i) => [
          ...model.apply(noiseFrame(width, height, 1 + (i % 4))).data,
        ]);
      const wanted = masks();
      model.reset();
      assertEquals(masks(), wanted);
    });
  }

  /** The last frame's mask. */
  const lastOf = async (estimator: MaskEstimator, frames: readonly Frame[]) =>
    (await masksOf(estimator, frames)).at(-1);
  const often = (levels: readonly number[], count = 20) =>
    Array.from({ length: count }, () => row(levels));

  Deno.test(`${Estimator.name} shows the frame just read, and shadows are background`, async () => {
    using estimator = new Estimator();
    using feed = new Feed(estimator);
    for (let k = 1; k <= 20; k++) await feed.estimate(numbered(k, row([100, 100, 100])));
    const frame = numbered(21, row([100, 70, 220]));
    const { matte, foreground } = (await feed.estimate(frame))!;
    assertEquals([...matte.data], [0, 0, 255]);
    assertEquals(foreground.bitmap, frame.bitmap);
  });

  Deno.test(`${Estimator.name} takes shadows for foreground if their value is 255`, async () => {
    using estimator = new Estimator({ shadowValue: 255 });
    assertEquals(await lastOf(estimator, [...often([100]), row([70])]), [255]);
  });

  Deno.test(`${Estimator.name} is ${Model.name}'s 255 and nothing else, plainly and by kernels`, async () => {
    const frames = Array.from({ length: 40 }, (_, k) => noiseFrame(9, 7, (k + 1) % 5));
    using model = new Model({ history: 20 });
    const wanted = frames.map((frame) =>
      [...model.apply(frame).data].map((value) => value === 255 ? 255 : 0)
    );
    for (const store of await bothStores()) {
      using estimator = new Estimator({ history: 20, warmUp: 0 });
      assertEquals(await masksOf(estimator, frames, store), wanted);
    }
  });

  Deno.test(`${Model.name} works by kernels where its first frame lies in their memory`, async () => {
    const memory = (await KernelMemory.load())!;
    const frames = Array.from({ length: 12 }, (_, k) => noiseFrame(21, 9, 1 + k % 4));
    const there = memory.createFrame(21, 9);
    using plain = new Model();
    const before = memory.bytesInUse;
    {
      using model = new Model();
      for (const frame of frames) {
        there.bitmap.set(frame.bitmap);
        assertEquals(model.apply(there), plain.apply(frame));
      }
      assertEquals(model.backgroundImage(), plain.backgroundImage());
      assert(memory.bytesInUse > before);
    }
    assertEquals(memory.bytesInUse, before);
  });

  Deno.test(`${Estimator.name} learns while it warms up, also again after reset()`, async () => {
    using estimator = new Estimator({ warmUp: 6 });
    assertEquals([estimator.warmUp, estimator.lookback], [6, Infinity]);
    for (let round = 0; round < 2; round++) {
      const masks = await masksOf(estimator, [...often([100], 6), row([200])]);
      assertEquals(masks, [...new Array(6).fill(undefined), [255]]);
      estimator.reset();
    }
  });

  Deno.test(`${Estimator.name} refuses a frame of another size, until reset()`, async () => {
    using estimator = new Estimator({ warmUp: 0 });
    await assertRejects(
      () => masksOf(estimator, [row([0]), row([0, 0])]),
      RangeError,
      "must be 1×1",
    );
    estimator.reset();
    assertEquals((await lastOf(estimator, [row([0, 0])]))!.length, 2);
  });
}
