/**
 * A clip out of one photo: the astronaut leans left and right before a room that stands still.
 *
 * The photo is NASA's portrait of Eileen Collins (see NOTICE). Her outline was drawn by hand, a
 * little outside of what is hers, so that no hair is cut; the part of the photo inside is turned
 * about a point below the picture. What she uncovers was never photographed: it is filled with the
 * colours around. Then a shutter and a sensor's noise, as in the other clips.
 *
 * @module
 */

import { blurFrame, createMatte, type Frame } from "../../../mod.ts";
import { addNoise, expose } from "./camera.ts";
import { type Cutout, cutOut, type Placement } from "./cutout.ts";
import { type Canvas, coverage, paintCanvas, type Point, type Rgb, toRgba } from "./drawing.ts";
import { gaussianTable } from "./noise.ts";

/** The part of the photo that the camera sees: its upper part, as wide as it is. */
export const view = { width: 512, height: 288 };
export const frameRate = 25;
export const frameCount = 60;

/** Down to here her cutout goes, below the view, so that leaning shows no end of it. */
const cutoutBottom = 330;

/** She leans about this point, so many radians to each side, in so many seconds to and fro. */
const hip: Point = [205, 470];
const lean = 0.065;
const period = 2.4;

/** Deviation of the sensor's noise, in gray levels. */
const noiseLevel = 1.5;

/** How far outside the outline she ends, softly, and where the room is taken for empty. */
const margin = 1.5;
const softness = 1.5;
const roomFrom = 6;
const fillRadius = 6;

/** Around her, clockwise from the left sleeve, in the photo's pixels. */
// deno-fmt-ignore
const outline: readonly Point[] = [
  [22, 345], [35, 299], [41, 281], [53, 264], [69, 243], [84, 227], [105, 211], [112, 204],
  [111, 188], [117, 184], [123, 178], [131, 163], [147, 152], [168, 147], [183, 147], [182, 134],
  [175, 132], [170, 119], [161, 113], [153, 97], [151, 78], [154, 64], [165, 49], [186, 35],
  [191, 28], [207, 19], [228, 14], [250, 15], [271, 25], [288, 42], [299, 59], [303, 79],
  [300, 102], [291, 121], [281, 129], [278, 137], [269, 139], [262, 159], [257, 172], [274, 185],
  [292, 206], [303, 226], [306, 237], [324, 244], [338, 256], [347, 270], [353, 288], [360, 310],
  [362, 345],
];

/** The frames, as RGBA bytes. */
export function* astronautFrames(photo: Frame): Generator<Uint8ClampedArray> {
  const room = paintRoom(photo);
  const cutout = cutOutPerson(photo);
  const piecesAt = (seconds: number): { cutout: Cutout; placement: Placement }[] => {
    const angle = lean * Math.sin((2 * Math.PI * seconds) / period);
    return [{ cutout, placement: { pivot: hip, angle } }];
  };
  const noise = gaussianTable(1 << 18, 3);
  for (let index = 0; index < frameCount; index++) {
    const frame = expose(room, piecesAt, index, frameRate);
    addNoise(frame, noise, index, noiseLevel);
    yield toRgba(frame);
  }
}

/** The room without her: under her the colours around are spread. */
function paintRoom(photo: Frame): Canvas {
  const weight = createMatte(photo.width, photo.height);
  const covered = weight.data;
  for (let y = 0, i = 0; y < photo.height; y++) {
    for (let x = 0; x < photo.width; x++, i++) {
      covered[i] = 255 * coverage(distanceToHer(x + 0.5, y + 0.5) - roomFrom, softness);
    }
  }
  const filled = blurFrame(photo, fillRadius, { weight });
  return paintCanvas(view.width, view.height, (x, y) => {
    const i = Math.floor(y) * photo.width + Math.floor(x);
    const share = covered[i] / 255;
    const [empty, spread] = [photo, filled].map(({ bitmap }) => bitmap.subarray(4 * i, 4 * i + 3));
    return [0, 1, 2].map((c) => empty[c] + share * (spread[c] - empty[c])) as unknown as Rgb;
  });
}

/** Her part of the photo, around the point that she leans about. */
function cutOutPerson(photo: Frame): Cutout {
  const [hipX, hipY] = hip;
  const box = [-hipX, -hipY, photo.width - hipX, cutoutBottom - hipY] as const;
  return cutOut(box, (paint, x, y) => {
    const alpha = coverage(distanceToHer(x + hipX, y + hipY) - margin, softness);
    if (alpha > 0) paint.over(colorAt(photo, x + hipX, y + hipY), alpha);
  });
}

/** The photo's colour between four pixels. */
function colorAt({ width, height, bitmap }: Frame, x: number, y: number): Rgb {
  const left = Math.min(width - 2, Math.max(0, Math.floor(x - 0.5)));
  const top = Math.min(height - 2, Math.max(0, Math.floor(y - 0.5)));
  const across = Math.min(1, Math.max(0, x - 0.5 - left));
  const down = Math.min(1, Math.max(0, y - 0.5 - top));
  const p = 4 * (top * width + left);
  const row = 4 * width;
  return [0, 1, 2].map((c) =>
    (bitmap[p + c] * (1 - across) + bitmap[p + 4 + c] * across) * (1 - down) +
    (bitmap[p + row + c] * (1 - across) + bitmap[p + row + 4 + c] * across) * down
  ) as unknown as Rgb;
}

/** Signed distance to the outline, negative inside. */
function distanceToHer(x: number, y: number): number {
  let nearest = Infinity;
  let isInside = false;
  let [fromX, fromY] = outline[outline.length - 1];
  for (const [toX, toY] of outline) {
    const dx = toX - fromX;
    const dy = toY - fromY;
    const along = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy);
    const t = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(x - fromX - t * dx, y - fromY - t * dy));
    if (fromY > y !== toY > y && x < fromX + ((y - fromY) * dx) / dy) isInside = !isInside;
    [fromX, fromY] = [toX, toY];
  }
  return isInside ? -nearest : nearest;
}
