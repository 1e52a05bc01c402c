/** MOG2 and KNN against OpenCV itself: every pixel of every frame, and the background's picture. */

import { assertEquals } from "@std/assert";
import { type Frame, type Gray, KernelMemory } from "../../mod.ts";
import {
  KnnModel,
  type KnnModelOptions,
  Mog2Model,
  type Mog2ModelOptions,
} from "../../lib/methods/background_models/mod.ts";
import { assertSameBytes, bytesOf, frameOf } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  width: number;
  height: number;
  options: Record<string, number | boolean>;
}

/** What both models can do. */
interface Model extends Disposable {
  apply(frame: Frame): Gray;
  backgroundImage(): Frame;
}

const ignore = !hasOpenCv("the cross-check of the background subtractors");
const memory = (await KernelMemory.load())!;

async function check(
  question: string,
  create: (options: Mog2ModelOptions & KnnModelOptions) => Model,
): Promise<number> {
  let compared = 0;
  for await (const { header, parts: [frames, masks, picture] } of ask<Header>(question, SEED)) {
    const { width, height, options } = header;
    using plain = create(options);
    using simd = create(options);
    const there = memory.createFrame(width, height);
    const area = width * height;
    const count = masks.length / area;
    for (let i = 0; i < count; i++) {
      const frame = frameOf(frames.subarray(3 * area * i, 3 * area * (i + 1)), width, height);
      const expected = masks.subarray(area * i, area * (i + 1));
      const what = { ...header, frame: i + 1 };
      assertSameBytes(plain.apply(frame).data, expected, what);
      there.bitmap.set(frame.bitmap);
      assertSameBytes(simd.apply(there).data, expected, { simd: true, ...what });
      compared += area;
    }
    assertSameBytes(bytesOf(plain.backgroundImage(), 3), picture, { picture: true, ...header });
    assertSameBytes(bytesOf(simd.backgroundImage(), 3), picture, { picture: true, ...header });
    memory.free(there);
  }
  return compared;
}

// One clip of 96 × 64 × 260, two small ones, and fifteen of 37 × 23 × 90.
const COMPARED = 96 * 64 * 260 + 60 + 33 * 17 * 60 + 15 * 37 * 23 * 90;

Deno.test({
  name: "Mog2Model gives OpenCV's masks and background for generated clips",
  ignore,
  async fn() {
    assertEquals(await check("mog2", (options) => new Mog2Model(options)), COMPARED);
  },
});

Deno.test({
  name: "KnnModel gives OpenCV's masks and background for generated clips",
  ignore,
  async fn() {
    assertEquals(await check("knn", (options) => new KnnModel(options)), COMPARED);
  },
});
