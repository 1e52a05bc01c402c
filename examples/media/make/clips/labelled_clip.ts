/** A labelled clip: a figure before a wall, and the true matte, drawn in white on black. */
import { resizeArea } from "../../../../mod.ts";
import { encodeRgbaPng } from "../../../../lib/files/mod.ts";
import { addNoise, encode, expose, repeatable } from "../../drawing/camera.ts";
import type { Cutout, Placement } from "../../drawing/cutout.ts";
import { type Canvas, toRgba } from "../../drawing/drawing.ts";
import { type Figure, whiteFigure } from "../../drawing/figure.ts";
import { gaussianTable } from "../../drawing/noise.ts";

/** The pieces of a figure, and where each is. */
export type Pieces = { cutout: Cutout; placement: Placement }[];

/** What is drawn. */
export interface LabelledDrawing {
  /** The empty room, 640×360: twice the size, so that the figure's edges are as soft as a camera's. */
  readonly wall: Canvas;
  readonly figure: Figure;
  /** Where the figure is after so many seconds. */
  readonly piecesOf: (figure: Figure, seconds: number) => Pieces;
  readonly frameCount: number;
  /** Deviation of the sensor's noise, in gray levels. */
  readonly noiseLevel: number;
  /** How bright the light is in a frame; 1 everywhere if left out. */
  readonly gainOf?: (index: number) => number;
}

const small = { width: 320, height: 180 };
const frameRate = 25;

/** Draws a clip into a folder: `input.mp4`, `truth.mkv` and `plate.png`. */
export async function writeLabelledClip(folder: string, drawing: LabelledDrawing): Promise<void> {
  const { wall, figure, frameCount, gainOf } = drawing;
  const black = { ...wall, colors: new Float32Array(wall.colors.length) };
  const white = whiteFigure(figure);
  const h264 = ["-c:v", "libx264", "-preset", "slow", "-crf", "21", "-g", String(frameCount)];
  const mp4 = ["-pix_fmt", "yuv420p", "-movflags", "+faststart", ...repeatable];
  const ffv1 = ["-c:v", "ffv1", "-level", "3", "-pix_fmt", "gray", ...repeatable];
  await Deno.mkdir(folder, { recursive: true });
  const plate = exposed(shrunk(wall), gainOf?.(0) ?? 1);
  await Deno.writeFile(`${folder}/plate.png`, encodeRgbaPng({ ...small, bitmap: toRgba(plate) }));
  const size = `${small.width}x${small.height}`;
  await encode(frames(drawing), size, frameRate, [...h264, ...mp4, `${folder}/input.mp4`]);
  const { gainOf: _, ...lit } = drawing;
  const truth = frames({ ...lit, wall: black, figure: white, noiseLevel: 0 });
  await encode(truth, size, frameRate, [...ffv1, `${folder}/truth.mkv`]);
}

/** A clip, frame by frame, as RGBA bytes. */
function* frames(
  { wall, figure, piecesOf, frameCount, noiseLevel, gainOf }: LabelledDrawing,
): Generator<Uint8ClampedArray> {
  const noise = gaussianTable(1 << 18, 7);
  for (let index = 0; index < frameCount; index++) {
    const seen = expose(wall, (seconds) => piecesOf(figure, seconds), index, frameRate);
    const canvas = exposed(shrunk(seen), gainOf?.(index) ?? 1);
    addNoise(canvas, noise, index, noiseLevel);
    yield toRgba(canvas);
  }
}

/** Half the size, as bytes would have it. */
function shrunk(canvas: Canvas): Canvas {
  const { width, height } = canvas;
  const { bitmap } = resizeArea({ width, height, bitmap: toRgba(canvas) }, small);
  const colors = new Float32Array(3 * small.width * small.height);
  for (let i = 0; i < colors.length; i++) colors[i] = bitmap[4 * Math.floor(i / 3) + i % 3];
  return { ...small, colors };
}

function exposed(canvas: Canvas, gain: number): Canvas {
  return gain === 1 ? canvas : { ...canvas, colors: canvas.colors.map((value) => gain * value) };
}

/** The same pieces, so many pixels further to the right. */
export function moved(pieces: Pieces, by: number): Pieces {
  return pieces.map(({ cutout, placement: { pivot: [x, y], angle } }) => (
    { cutout, placement: { pivot: [x + by, y], angle } }
  ));
}
