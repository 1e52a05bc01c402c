/** Paper-puppet pieces: painted once in fine texels, then laid on every frame turned and moved. */
import { type Canvas, mix, type Point, type Rgb } from "./drawing.ts";

/** A colour being built up in layers; alpha 0–1. */
export class Paint {
  red = 0;
  green = 0;
  blue = 0;
  alpha = 0;

  /** Lays a colour over what is there. */
  over([red, green, blue]: Rgb, alpha: number): void {
    const total = alpha + this.alpha * (1 - alpha);
    if (total === 0) return;
    const share = alpha / total;
    this.red = mix(this.red, red, share);
    this.green = mix(this.green, green, share);
    this.blue = mix(this.blue, blue, share);
    this.alpha = total;
  }

  /** Tints what is there and leaves its alpha. */
  tint([red, green, blue]: Rgb, amount: number): void {
    this.red = mix(this.red, red, amount);
    this.green = mix(this.green, green, amount);
    this.blue = mix(this.blue, blue, amount);
  }
}

/** A painted piece; its pivot is the drawing's origin. Texels are premultiplied RGBA. */
export interface Cutout {
  left: number;
  top: number;
  right: number;
  bottom: number;
  stride: number;
  texels: Float32Array;
}

/** Where a piece's pivot goes, and how far the piece is turned (radians, clockwise). */
export interface Placement {
  pivot: Point;
  angle: number;
}

/** Texels a pixel: two, so that a turned piece stays sharp. */
const density = 2;

/** Paints the box [left, top, right, bottom] (pixels around the pivot) into a cutout. */
export function cutOut(
  [left, top, right, bottom]: readonly [number, number, number, number],
  paintAt: (paint: Paint, x: number, y: number) => void,
): Cutout {
  const stride = (right - left) * density;
  const rows = (bottom - top) * density;
  const texels = new Float32Array(stride * rows * 4);
  for (let row = 0, p = 0; row < rows; row++) {
    for (let column = 0; column < stride; column++, p += 4) {
      const paint = new Paint();
      paintAt(paint, left + (column + 0.5) / density, top + (row + 0.5) / density);
      texels[p] = paint.red * paint.alpha;
      texels[p + 1] = paint.green * paint.alpha;
      texels[p + 2] = paint.blue * paint.alpha;
      texels[p + 3] = paint.alpha;
    }
  }
  return { left, top, right, bottom, stride, texels };
}

/**
 * Lays a cutout on the canvas, mixing the four texels around each pixel's centre. A canvas with `alpha`
 * is told how much is covered.
 */
export function place(
  canvas: Canvas & { alpha?: Float32Array },
  cutout: Cutout,
  { pivot, angle }: Placement,
): void {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const [firstX, firstY, endX, endY] = placedBox(canvas, cutout, pivot, cos, sin);
  const { colors, width, alpha } = canvas;
  const { texels, stride } = cutout;
  const lastColumn = stride - 1;
  const lastRow = (cutout.bottom - cutout.top) * density - 1;
  for (let y = firstY; y < endY; y++) {
    for (let x = firstX; x < endX; x++) {
      const dx = x + 0.5 - pivot[0];
      const dy = y + 0.5 - pivot[1];
      const u = (dx * cos + dy * sin - cutout.left) * density - 0.5;
      const v = (dy * cos - dx * sin - cutout.top) * density - 0.5;
      if (u < 0 || v < 0 || u >= lastColumn || v >= lastRow) continue;
      const column = Math.floor(u);
      const row = Math.floor(v);
      const near = (row * stride + column) * 4;
      const below = near + stride * 4;
      const w11 = (u - column) * (v - row);
      const w01 = u - column - w11;
      const w10 = v - row - w11;
      const w00 = 1 - w01 - w10 - w11;
      const through = 1 - w00 * texels[near + 3] - w01 * texels[near + 7] -
        w10 * texels[below + 3] - w11 * texels[below + 7];
      const i = y * width + x;
      const p = 3 * i;
      if (alpha !== undefined) alpha[i] = alpha[i] * through + 1 - through;
      for (let c = 0; c < 3; c++) {
        colors[p + c] = colors[p + c] * through + w00 * texels[near + c] +
          w01 * texels[near + 4 + c] + w10 * texels[below + c] + w11 * texels[below + 4 + c];
      }
    }
  }
}

/** The canvas pixels a placed cutout may touch: first x, first y, end x, end y. */
function placedBox(canvas: Canvas, cutout: Cutout, pivot: Point, cos: number, sin: number) {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const x of [cutout.left, cutout.right]) {
    for (const y of [cutout.top, cutout.bottom]) {
      xs.push(pivot[0] + x * cos - y * sin);
      ys.push(pivot[1] + x * sin + y * cos);
    }
  }
  return [
    Math.max(0, Math.floor(Math.min(...xs))),
    Math.max(0, Math.floor(Math.min(...ys))),
    Math.min(canvas.width, Math.ceil(Math.max(...xs))),
    Math.min(canvas.height, Math.ceil(Math.max(...ys))),
  ];
}
