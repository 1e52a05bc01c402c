/**
 * Whether anything is slower than linear in pixels: each method with its refinement, each
 * step, background and treatment of edges, in milliseconds a megapixel at five sizes.
 * The whole of a frame's work, kernels on, without decoding and encoding.
 *
 *     deno run -A tests/bench/scaling.ts [what contains this, or: methods] [largest height]
 */
import { type Frame, methods, parseRefinement, refineEstimator } from "../../mod.ts";
import { blurBackground } from "../../lib/backgrounds/mod.ts";
import { Compositor } from "../../lib/pipeline/compositor.ts";
import { type Pixels, SimdPixels } from "../../lib/pixels/simd_pixels.ts";
import type { MaskEstimator } from "../../mod.ts";
import { scene, segmenterOfDisc } from "./large_scene.ts";

const [only = "", most = "4320"] = Deno.args;
const SIZES = [[640, 360], [1280, 720], [1920, 1080], [3840, 2160], [7680, 4320]]
  .filter(([, height]) => height <= Number(most));

type Make = (pixels: Pixels, plate: Frame) => MaskEstimator;

/** All methods as the command line runs them. */
const made: Record<string, Make> = {};
for (const [name, method] of Object.entries(methods)) {
  made[name] = (pixels, cleanPlate) => {
    const openSegmenter = () => Promise.resolve(segmenterOfDisc());
    const estimator = method.create({ pixels, cleanPlate, openSegmenter });
    return refineEstimator(estimator, parseRefinement(method.refine ?? ""), {
      pixels,
      linesScaled: true,
    });
  };
}
/** The same without their refinement: what is slow is one or the other. */
for (const name of Object.keys(methods) as (keyof typeof methods)[]) {
  if (methods[name].refine) {
    made[`${name} alone`] = (pixels, cleanPlate) => {
      const openSegmenter = () => Promise.resolve(segmenterOfDisc());
      return methods[name].create({ pixels, cleanPlate, openSegmenter });
    };
  }
}
/** Each step behind the cheapest method; radii grow with the picture as in `--refine auto`. */
for (
  const step of [
    ...["erode:8", "dilate:8:rect", "open:1", "close:8", "median:2", "blur:4", "gaussian:0.8"],
    ...["threshold", "levels:51:204", "remove:400", "largest:2", "fill:all:bottom"],
    ...["guided:8:0.001", "guided:8:0.001:4", "hold:4", "smooth:1", "gaussian:4,close:8"],
  ]
) {
  made[`difference ${step}`] = (pixels) =>
    refineEstimator(methods.difference.create({ pixels }), parseRefinement(step), {
      pixels,
      linesScaled: true,
    });
}

async function timeEstimator(make: Make, size: readonly number[], pixels: Pixels) {
  const [width, height] = size;
  const frames = [1, 2, 3].map((number) => scene(width, height, number));
  using estimator = make(pixels, scene(width, height, 0, true));
  const times: number[] = [];
  const isLarge = height > 1080;
  const warm = isLarge ? 5 : 15;
  for (let number = 1; number <= warm + (isLarge ? 2 : 10); number++) {
    const { bitmap } = frames[number % 3];
    const start = performance.now();
    await estimator.estimate({ number, width, height, bitmap });
    if (number > warm) times.push(performance.now() - start);
  }
  return Math.min(...times);
}

async function timeEdges(name: string, [width, height]: readonly number[], pixels: Pixels) {
  const frame = scene(width, height, 1);
  const matte = pixels.createMask(width, height);
  for (let i = 0; i < matte.data.length; i++) matte.data[i] = frame.bitmap[4 * i] > 140 ? 255 : 0;
  const compositor = new Compositor({
    feather: name === "feather" ? Math.round(height / 90) : 0,
    lightWrap: name === "light-wrap" ? 0.5 : 0,
    despill: name === "despill",
  }, pixels);
  await using blurred = blurBackground({ radius: Math.min(500, Math.round(height / 15)) });
  const plain = scene(width, height, 2);
  const times: number[] = [];
  for (let round = 0; round < (height > 1080 ? 2 : 8); round++) {
    const start = performance.now();
    const soft = compositor.soften(matte);
    const behind = name === "blur"
      ? await blurred.behind({ number: 1, timestamp: 0, ...frame }, soft)
      : plain;
    compositor.compose({ matte, foreground: frame }, soft, behind);
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
    const pixels = await SimdPixels.load();
    const megapixels = size[0] * size[1] / 1e6;
    let said: string;
    try {
      const time = name.startsWith("edges ")
        ? await timeEdges(name.slice(6), size, pixels)
        : await timeEstimator(made[name], size, pixels);
      said = (time / megapixels).toFixed(2);
    } catch (error) {
      said = error instanceof Error ? error.message.slice(0, 40) : "failed";
    }
    line += said.padStart(13);
  }
  console.log(line);
}
