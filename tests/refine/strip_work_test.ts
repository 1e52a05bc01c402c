import { assert } from "@std/assert";
import {
  boxBlur,
  close,
  dilate,
  erode,
  type Frame,
  gaussianBlur,
  type Gray,
  guidedFilter,
  KernelMemory,
  medianBlur,
  open,
  threshold,
} from "../../mod.ts";
import { createFrameIn, createGrayIn, release } from "../../lib/memory/beside.ts";
import type { MatteMoment } from "../../lib/moments/matte_moment.ts";
import { spatialStage } from "../../lib/refine/refine_stage.ts";
import { parseRefinement } from "../../lib/refine/refinement.ts";
import { lcgBytes } from "../helpers.ts";

/** So large that it is worked on in strips, and no multiple of 4 high. */
const SIZE = { width: 2048, height: 2051 };

function picture(memory: KernelMemory | undefined): { matte: Gray; frame: Frame } {
  const frame = createFrameIn(memory, SIZE);
  const matte = createGrayIn(memory, SIZE);
  const noise = lcgBytes(SIZE.width * SIZE.height, 5);
  for (let i = 0; i < noise.length; i++) frame.bitmap.fill(noise[i] & (i >> 14), 4 * i, 4 * i + 3);
  matte.data.set(noise);
  return { frame, matte };
}

/** Each step, and what it does to a whole matte. */
const works: Record<string, (matte: Gray, frame: Frame, out: Gray) => Gray> = {
  "erode:9": (matte, _, out) => erode(matte, 9, { out }),
  "dilate:20:rect": (matte, _, out) => dilate(matte, 20, { shape: "rect", out }),
  "open:12": (matte, _, out) => open(matte, 12, { out }),
  "close:7:cross": (matte, _, out) => close(matte, 7, { shape: "cross", out }),
  "median:2": (matte, _, out) => medianBlur(matte, 2, { out }),
  "median:9": (matte, _, out) => medianBlur(matte, 9, { out }),
  "blur:30": (matte, _, out) => boxBlur(matte, 30, { out }),
  "gaussian:6": (matte, _, out) => gaussianBlur(matte, { radius: 18, sigma: 6 }, { out }),
  "threshold:99": (matte, _, out) => threshold(matte, 99, { out }),
  "guided:9:0.001": (matte, frame, out) => guidedFilter(matte, frame, 9, 0.001, { out }),
  "guided:21:0.001:2": (matte, frame, out) =>
    guidedFilter(matte, frame, 21, 0.001, { subsample: 2, out }),
  "guided:22:0.0001:4": (matte, frame, out) =>
    guidedFilter(matte, frame, 22, 0.0001, { subsample: 4, out }),
};

const memory = (await KernelMemory.load())!;

for (const [text, work] of Object.entries(works)) {
  // What plain loops take long for is shown by kernels alone: strips do not depend on who works on them.
  const places = /^(erode|threshold|blur)/.test(text) ? [undefined, memory] : [memory];
  for (const place of places) {
    const by = place === undefined ? "plain" : "by kernels";
    Deno.test(`${text} gives turns within a large matte, and the same matte (${by})`, () => {
      const { matte, frame } = picture(place);
      const wanted = work(matte, frame, createGrayIn(place, SIZE));
      const now = { matte, foreground: frame } as unknown as MatteMoment;
      const stage = spatialStage(parseRefinement(text)[0]);
      const out = createGrayIn(place, SIZE);
      const steps = stage.refine({ now, at: () => undefined }, out) as Generator<void, void>;
      let turns = 0;
      while (!steps.next().done) turns++;
      assert(turns > 1);
      // Without assertEquals, which would print four million numbers.
      assert(out.data.every((alpha, i) => alpha === wanted.data[i]));
      release(matte, frame, wanted, out);
    });
  }
}

Deno.test("strips give all of the kernels' memory back", () => {
  const before = memory.bytesInUse;
  const { matte, frame } = picture(memory);
  const now = { matte, foreground: frame } as unknown as MatteMoment;
  const stage = spatialStage(parseRefinement("blur:3")[0]);
  const out = createGrayIn(memory, SIZE);
  const steps = stage.refine({ now, at: () => undefined }, out) as Generator<void, void>;
  steps.next();
  // Somebody who does not want the rest.
  steps.return();
  release(matte, frame, out);
  assert(memory.bytesInUse === before);
});
