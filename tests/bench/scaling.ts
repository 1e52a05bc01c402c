/**
 * Whether anything is slower than linear in pixels: each method with its refinement, each
 * step, background and treatment of edges, in milliseconds a megapixel at five sizes.
 * The whole of a frame's work, kernels on, without decoding and encoding.
 *
 *     deno run -A tests/bench/scaling.ts [what contains this, or: methods] [largest height]
 */
import {
  type Frame,
  KernelMemory,
  type MaskEstimator,
  methods,
  type NumberedFrame,
  parseRefinement,
} from "../../mod.ts";
import { FrameStore, type LentFrame, type StoredFrame } from "../../lib/pixels/mod.ts";
import { blurBackground } from "../../lib/backgrounds/mod.ts";
import { Compositor } from "../../lib/pipeline/compositor.ts";
import { mattesOf } from "../../lib/pipeline/mattes.ts";
import { scene, segmenterOfDisc } from "./scenes/large_scene.ts";

const [only = "", most = "4320"] = Deno.args;
const SIZES = [[640, 360], [1280, 720], [1920, 1080], [3840, 2160], [7680, 4320]]
  .filter(([, height]) => height <= Number(most));

/** A method, and what is done to its mattes. */
interface Made {
  readonly make: (plate: Frame) => MaskEstimator;
  readonly refine: string;
}

/** All methods as the command line runs them. */
const made: Record<string, Made> = {};
const openSegmenter = () => Promise.resolve(segmenterOfDisc());
for (const [name, method] of Object.entries(methods)) {
  const make = (cleanPlate: Frame) => method.create({ cleanPlate, openSegmenter });
  made[name] = { make, refine: method.refine ?? "" };
}
/** The same without their refinement: what is slow is one or the other. */
for (const [name, { refine }] of Object.entries(methods)) {
  if (refine) made[`${name} alone`] = { ...made[name], refine: "" };
}
/** Each step behind the cheapest method; radii grow with the picture as in `--refine auto`. */
for (
  const step of [
    "erode:8",
    "dilate:8:rect",
    "open:1",
    "close:8",
    "median:2",
    "blur:4",
    "gaussian:0.8",
    "threshold",
    "levels:51:204",
    "remove:400",
    "largest:2",
    "fill:all:bottom",
    "guided:8:0.001",
    "guided:8:0.001:4",
    "hold:4",
    "smooth:1",
    "gaussian:4,close:8",
  ]
) {
  made[`difference ${step}`] = { make: () => methods.difference.create(), refine: step };
}

/** No method looks farther ahead with its refinement. */
const MOST_AHEAD = 10;

/** Frames as a decoder lends them, over and over. */
async function* clip(frames: readonly StoredFrame[], count: number) {
  for (let number = 1; number <= count; number++) {
    const stored = frames[number % frames.length];
    const { width, height, bitmap } = stored;
    const frame: NumberedFrame & LentFrame = { number, width, height, bitmap, stored };
    yield frame;
    await Promise.resolve();
  }
}

async function timeEstimator({ make, refine }: Made, size: readonly number[], store: FrameStore) {
  const [width, height] = size;
  const frames = [1, 2, 3].map((number) => {
    const stored = store.takeFrame({ width, height });
    stored.bitmap.set(scene(width, height, number).bitmap);
    return stored;
  });
  using estimator = make(scene(width, height, 0, true));
  const times: number[] = [];
  const isLarge = height > 1080;
  const warm = isLarge ? 5 : 15;
  const options = {
    estimator,
    refine: { steps: parseRefinement(refine), linesScaled: true },
    store,
  };
  const last = warm + (isLarge ? 2 : 10);
  let start = performance.now();
  // The last frames of a clip take less: nothing comes in any more.
  for await (using item of mattesOf(clip(frames, last + MOST_AHEAD), options)) {
    const { number } = item.moment;
    if (number > warm) times.push(performance.now() - start);
    if (number === last) break;
    start = performance.now();
  }
  return Math.min(...times);
}

async function timeEdges(name: string, [width, height]: readonly number[], store: FrameStore) {
  const [frame, plain] = [1, 2].map((number) => {
    const stored = store.takeFrame({ width, height });
    stored.bitmap.set(scene(width, height, number).bitmap);
    return stored;
  });
  const matte = store.takeGray({ width, height });
  for (let i = 0; i < matte.data.length; i++) matte.data[i] = frame.bitmap[4 * i] > 140 ? 255 : 0;
  using compositor = new Compositor({
    feather: name === "feather" ? Math.round(height / 90) : 0,
    lightWrap: name === "light-wrap" ? 0.5 : 0,
    despill: name === "despill",
  });
  await using blurred = blurBackground({ radius: Math.min(500, Math.round(height / 15)) });
  const times: number[] = [];
  for (let round = 0; round < (height > 1080 ? 2 : 8); round++) {
    const start = performance.now();
    const soft = compositor.soften(matte);
    const { bitmap } = frame;
    const behind = name === "blur"
      ? await blurred.behind({ number: 1, timestamp: 0, width, height, bitmap }, soft)
      : plain;
    compositor.compose(frame, soft, behind);
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

function isWanted(name: string): boolean {
  return only === "methods" ? name in methods : name.includes(only);
}

const edges = ["none", "feather", "light-wrap", "despill", "blur"].map((name) => `edges ${name}`);
console.log("ms a megapixel".padEnd(32), ...SIZES.map((size) => size.join("×").padStart(12)));
for (const name of [...Object.keys(made), ...edges].filter(isWanted)) {
  let line = name.padEnd(32);
  for (const size of SIZES) {
    const store = new FrameStore(await KernelMemory.load());
    const megapixels = size[0] * size[1] / 1e6;
    let said: string;
    try {
      const time = name.startsWith("edges ")
        ? await timeEdges(name.slice(6), size, store)
        : await timeEstimator(made[name], size, store);
      said = (time / megapixels).toFixed(2);
    } catch (error) {
      said = error instanceof Error ? error.message.slice(0, 40) : "failed";
    }
    line += said.padStart(13);
  }
  console.log(line);
}
