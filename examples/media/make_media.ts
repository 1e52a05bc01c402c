/**
 * Draws the two files the examples work on, next to itself: `wave.mp4`, somebody waving in front
 * of a wall, and `beach.jpg`, where to put them instead. Nothing is filmed or downloaded, so
 * nobody's rights are touched, and the same machine always makes the same bytes.
 *
 * Run it with `deno run --allow-run=ffmpeg examples/media/make_media.ts`; it needs ffmpeg with
 * libx264 and takes some ten seconds.
 */
import { paintBeach } from "./beach.ts";
import { place } from "./cutout.ts";
import { type Canvas, toRgba } from "./drawing.ts";
import { type Figure, makeFigure, pose } from "./figure.ts";
import { gaussianTable } from "./noise.ts";
import { paintWall } from "./wall.ts";

const width = 640;
const height = 360;
const frameRate = 30;
const frameCount = 90;

/** Exposures averaged into a frame, and the part of the frame's time the shutter is open. */
const exposures = 3;
const shutter = 0.3;

/**
 * Deviation of the sensor's noise, in gray levels: alive to the eye, yet after compression the
 * still wall changes by 3 levels at most nearly everywhere, which the tutorial calls still.
 */
const noiseLevel = 0.9;

/** Single-threaded and without version stamps, so that a second run writes the same bytes. */
const repeatable = ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact"];

async function main(): Promise<void> {
  await encode(waveFrames(), `${width}x${height}`, [
    ...["-c:v", "libx264", "-preset", "slow", "-crf", "19", "-g", String(frameCount)],
    ...["-pix_fmt", "yuv420p", "-movflags", "+faststart", ...repeatable, pathOf("wave.mp4")],
  ]);
  const beach = paintBeach();
  await encode([toRgba(beach)], `${beach.width}x${beach.height}`, [
    ...["-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-frames:v", "1", "-update", "1"],
    ...[...repeatable, pathOf("beach.jpg")],
  ]);
}

/** The clip, frame by frame, as RGBA bytes. */
function* waveFrames(): Generator<Uint8ClampedArray> {
  const wall = paintWall(width, height);
  const figure = makeFigure();
  const noise = gaussianTable(1 << 18, 99);
  for (let index = 0; index < frameCount; index++) {
    const frame = expose(wall, figure, index);
    addNoise(frame, noise, index);
    yield toRgba(frame);
  }
}

/** One frame: what the camera gathers while its shutter is open. */
function expose(wall: Canvas, figure: Figure, index: number): Canvas {
  const frame = { ...wall, colors: new Float32Array(wall.colors.length) };
  const instant = { ...wall, colors: new Float32Array(wall.colors.length) };
  for (let exposure = 0; exposure < exposures; exposure++) {
    instant.colors.set(wall.colors);
    const seconds = (index + (shutter * exposure) / exposures) / frameRate;
    for (const { cutout, placement } of pose(figure, seconds)) place(instant, cutout, placement);
    for (let i = 0; i < frame.colors.length; i++) frame.colors[i] += instant.colors[i] / exposures;
  }
  return frame;
}

/** Adds gray noise and a little colour noise; each frame reads the table from another place. */
function addNoise({ colors }: Canvas, noise: Float32Array, index: number): void {
  const last = noise.length - 1;
  for (let i = 0, n = index * 7919; i < colors.length; i += 3, n += 4) {
    const gray = noise[n & last] * noiseLevel;
    for (let c = 0; c < 3; c++) {
      colors[i + c] += gray + 0.5 * noiseLevel * noise[(n + c + 1) & last];
    }
  }
}

/** Pipes RGBA pictures into ffmpeg. */
async function encode(
  pictures: Iterable<Uint8ClampedArray>,
  size: string,
  output: string[],
): Promise<void> {
  const input = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", size, "-r", String(frameRate)];
  const ffmpeg = new Deno.Command("ffmpeg", {
    args: ["-v", "error", "-y", ...input, "-i", "pipe:0", ...output],
    stdin: "piped",
  }).spawn();
  const writer = ffmpeg.stdin.getWriter();
  for (const picture of pictures) await writer.write(new Uint8Array(picture));
  await writer.close();
  const { code } = await ffmpeg.status;
  if (code !== 0) throw new Error(`Cannot encode '${output.at(-1)}': ffmpeg ended with ${code}`);
}

function pathOf(name: string): string {
  return `${import.meta.dirname}/${name}`;
}

await main();
