/**
 * Draws the labelled clips that `evaluate` and its tests run on, into `examples/media/labelled/`:
 * `walk`, somebody who crosses the room, and `sway`, somebody who never leaves it; and into
 * `examples/media/screen/` a `walk` in front of a green screen. Of each frame the true matte is
 * known, since the same figure is drawn in white on black.
 *
 * Run it with `deno run -A examples/media/make/make_labelled.ts`; it needs ffmpeg with libx264 and
 * takes some ten seconds.
 */
import { resizeArea } from "../../../mod.ts";
import { encodeRgbaPng } from "../../../lib/files/mod.ts";
import { addNoise, encode, expose, repeatable } from "../drawing/camera.ts";
import type { Cutout, Placement } from "../drawing/cutout.ts";
import { type Canvas, toRgba } from "../drawing/drawing.ts";
import { type Figure, makeFigure, pose, whiteFigure } from "../drawing/figure.ts";
import { gaussianTable } from "../drawing/noise.ts";
import { paintScreen } from "../drawing/screen.ts";
import { paintWall } from "../drawing/wall.ts";

/** The figure is drawn at twice the size, then averaged: its edges are as soft as a camera's. */
const width = 640;
const height = 360;
const small = { width: 320, height: 180 };
const frameRate = 25;
const frameCount = 45;

/** Deviation of the sensor's noise, in gray levels: a webcam's, indoors. */
const noiseLevel = 2;

type Pieces = { cutout: Cutout; placement: Placement }[];

/** Where the figure is after so many seconds. */
type Motion = (figure: Figure, seconds: number) => Pieces;
const walk: Motion = (figure, seconds) => moved(pose(figure, seconds), -560 + 520 * seconds);
const sway: Motion = (figure, seconds) => pose(figure, 0.6 * seconds);

/** What is behind the figure in each clip, and how it moves. */
const clips: Record<string, readonly [paint: typeof paintWall, Motion]> = {
  "labelled/walk": [paintWall, walk],
  "labelled/sway": [paintWall, sway],
  "screen/walk": [paintScreen, walk],
};

async function main(): Promise<void> {
  const figure = makeFigure();
  const white = whiteFigure(figure);
  const h264 = ["-c:v", "libx264", "-preset", "slow", "-crf", "21", "-g", String(frameCount)];
  const mp4 = ["-pix_fmt", "yuv420p", "-movflags", "+faststart", ...repeatable];
  const ffv1 = ["-c:v", "ffv1", "-level", "3", "-pix_fmt", "gray", ...repeatable];
  for (const [name, [paint, piecesOf]] of Object.entries(clips)) {
    const wall = paint(width, height);
    const black = { ...wall, colors: new Float32Array(wall.colors.length) };
    const folder = `${import.meta.dirname}/../${name}`;
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeFile(`${folder}/plate.png`, encodeRgbaPng(shrunk(wall)));
    const size = `${small.width}x${small.height}`;
    const input = frames(wall, (seconds) => piecesOf(figure, seconds), noiseLevel);
    await encode(input, size, frameRate, [...h264, ...mp4, `${folder}/input.mp4`]);
    const truth = frames(black, (seconds) => piecesOf(white, seconds), 0);
    await encode(truth, size, frameRate, [...ffv1, `${folder}/truth.mkv`]);
  }
}

/** A clip, frame by frame, as RGBA bytes. */
function* frames(
  wall: Canvas,
  piecesAt: (seconds: number) => Pieces,
  level: number,
): Generator<Uint8ClampedArray> {
  const noise = gaussianTable(1 << 18, 7);
  for (let index = 0; index < frameCount; index++) {
    const frame = shrunk(expose(wall, piecesAt, index, frameRate));
    const colors = new Float32Array(3 * small.width * small.height);
    for (let i = 0; i < colors.length; i++) {
      colors[i] = frame.bitmap[4 * Math.floor(i / 3) + i % 3];
    }
    const canvas = { ...small, colors };
    addNoise(canvas, noise, index, level);
    yield toRgba(canvas);
  }
}

function shrunk(canvas: Canvas) {
  return resizeArea({ width, height, bitmap: toRgba(canvas) }, small);
}

function moved(pieces: Pieces, by: number): Pieces {
  return pieces.map(({ cutout, placement: { pivot: [x, y], angle } }) => (
    { cutout, placement: { pivot: [x + by, y], angle } }
  ));
}

await main();
