/**
 * An idea of your own in the pipeline: a function from frame to mask. This one
 * keeps a slow average of the picture, which a swaying person blurs out of, and
 * takes for foreground what is far from it.
 *
 *     deno run -A examples/custom_mask.ts [video] [background] [folder]
 */
import { createEstimator, createMask, grayscale, replaceBackground } from "../mod.ts";
import type { Frame, MaskFunction } from "../mod.ts";
import {
  FilePattern,
  findFfmpeg,
  numberedFiles,
  openJpegCodec,
  openVideo,
  readImage,
} from "../lib/files/mod.ts";

const media = `${import.meta.dirname}/media/`;
const [video = `${media}wave.mp4`, picture = `${media}beach.jpg`, folder = "out"] = Deno.args;

/** How much of each new frame goes into the average. */
const LEARNING_RATE = 0.05;
/** How far from the average, in gray levels, foreground is. */
const DISTANCE = 12;

function farFromAverage(): MaskFunction {
  let average: Float32Array | undefined;
  return (frame) => {
    const luma = grayscale(frame).data;
    const mask = createMask(frame.width, frame.height);
    average ??= Float32Array.from(luma);
    for (let i = 0; i < luma.length; i++) {
      const distance = luma[i] - average[i];
      mask.data[i] = Math.abs(distance) > DISTANCE ? 255 : 0;
      average[i] += LEARNING_RATE * distance;
    }
    return mask;
  };
}

using jpeg = await openJpegCodec();
await using source = await openVideo(video, { ffmpeg: await findFfmpeg() });
using estimator = createEstimator(farFromAverage(), { lookback: Infinity });
const { framesWritten } = await replaceBackground(source, {
  estimator,
  background: await readImage(picture, { jpeg, ffmpeg: findFfmpeg }),
  output: numberedFiles<Frame>(
    new FilePattern(`${folder}/custom%d.jpg`),
    (frame) => jpeg.encode(frame, 95),
  ),
});
console.log(`${framesWritten} pictures in ${folder}/`);
