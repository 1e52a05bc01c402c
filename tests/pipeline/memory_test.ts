import { assertEquals } from "@std/assert";
import {
  type Frame,
  grayscale,
  type MaskEstimator,
  methods,
  parseRefinement,
  refineEstimator,
  replaceBackground,
  SegmentEstimator,
  SimdPixels,
} from "../../mod.ts";
import { noiseFrame } from "../helpers.ts";

const pixels = await SimdPixels.load() as SimdPixels;
const { memory } = pixels;
const SIZE = { width: 96, height: 54 };

/** Some frames in the kernels' memory, or ordinary ones; those of another size begin another video. */
async function* clip(isInside: boolean) {
  const { width, height } = SIZE;
  const frame = isInside ? memory.createFrame(width, height) : noiseFrame(width, height, 9);
  for (let number = 1; number <= 9; number++) {
    frame.bitmap.set(noiseFrame(width, height, 1 + number).bitmap);
    yield { number, timestamp: number / 25, ...frame };
  }
  if (isInside) memory.free(frame);
}

/** A segmenter that takes what is bright for a person. */
const open = () =>
  Promise.resolve({
    segment: (frame: Frame) => Promise.resolve(grayscale(frame)),
    reset() {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });

const everyStep = "open:1,close:2,erode:1,dilate:1,median:1,remove:20,largest:2,fill:all:bottom," +
  "guided:6:0.001:2,hold:8,smooth,gaussian:0.8,blur:1,levels:20:235,threshold:128";

const cleanPlate = noiseFrame(SIZE.width, SIZE.height, 1);
const estimators: Record<string, () => MaskEstimator> = {
  segment: () => new SegmentEstimator(open, { pixels }),
  "segment, every second": () => new SegmentEstimator(open, { pixels, every: 2, roi: true }),
};
for (const [name, { create }] of Object.entries(methods)) {
  if (name !== "segment") estimators[name] = () => create({ pixels, cleanPlate });
}

async function run(create: () => MaskEstimator, refine: string, isInside: boolean) {
  using estimator = refineEstimator(create(), parseRefinement(refine), { pixels });
  await estimator.survey?.(clip(isInside));
  await replaceBackground(clip(isInside), {
    estimator,
    pixels,
    background: noiseFrame(20, 10, 3),
    output: { write: () => Promise.resolve() },
  });
}

for (const [name, create] of Object.entries(estimators)) {
  Deno.test(`40 runs of ${name} end with the kernel memory that they began with`, async () => {
    const runs = [true, false].flatMap((isInside) =>
      ["open:0", everyStep].map((refine) => () => run(create, refine, isInside))
    );
    // Plans of resizes stay, a few.
    for (const once of runs) await once();
    const before = memory.bytesInUse;
    for (let k = 0; k < 10; k++) for (const once of runs) await once();
    assertEquals(memory.bytesInUse, before);
  });
}
