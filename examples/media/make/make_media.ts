/**
 * Draws the two files the examples work on, into examples/media: `wave.mp4`, somebody waving in front
 * of a wall, and `beach.jpg`, where to put them instead. Nothing is filmed or downloaded, so
 * nobody's rights are touched, and the same machine always makes the same bytes.
 *
 * Run it with `deno run --allow-run=ffmpeg examples/media/make/make_media.ts`; it needs ffmpeg with
 * libx264 and takes some ten seconds.
 */
import { paintBeach } from "../drawing/beach.ts";
import { addNoise, encode, expose, repeatable } from "../drawing/camera.ts";
import { toRgba } from "../drawing/drawing.ts";
import { makeFigure, pose } from "../drawing/figure.ts";
import { gaussianTable } from "../drawing/noise.ts";
import { paintWall } from "../drawing/wall.ts";

const width = 640;
const height = 360;
const frameRate = 30;
const frameCount = 90;

/**
 * Deviation of the sensor's noise, in gray levels: alive to the eye, yet after compression the
 * still wall changes by 3 levels at most nearly everywhere, which the tutorial calls still.
 */
const noiseLevel = 0.9;

async function main(): Promise<void> {
  const h264 = ["-c:v", "libx264", "-preset", "slow", "-crf", "19", "-g", String(frameCount)];
  const mp4 = ["-pix_fmt", "yuv420p", "-movflags", "+faststart", ...repeatable];
  const size = `${width}x${height}`;
  await encode(waveFrames(), size, frameRate, [...h264, ...mp4, pathOf("wave.mp4")]);
  const beach = paintBeach();
  const jpeg = ["-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"];
  const one = ["-frames:v", "1", "-update", "1", ...repeatable, pathOf("beach.jpg")];
  const beachSize = `${beach.width}x${beach.height}`;
  await encode([toRgba(beach)], beachSize, frameRate, [...jpeg, ...one]);
}

/** The clip, frame by frame, as RGBA bytes. */
function* waveFrames(): Generator<Uint8ClampedArray> {
  const wall = paintWall(width, height);
  const figure = makeFigure();
  const noise = gaussianTable(1 << 18, 99);
  for (let index = 0; index < frameCount; index++) {
    const frame = expose(wall, (seconds) => pose(figure, seconds), index, frameRate);
    addNoise(frame, noise, index, noiseLevel);
    yield toRgba(frame);
  }
}

function pathOf(name: string): string {
  return `${import.meta.dirname}/../${name}`;
}

await main();
