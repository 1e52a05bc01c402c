/**
 * Scenes for two eyes: layers, each with its disparity, seen from the left and from the right.
 *
 * A layer is drawn as the left eye sees it. For the right eye each of its points moves to the left by its
 * disparity, by fractions of a pixel too; nearer layers cover farther ones. What is right of the left
 * eye's picture is drawn as well, since the right eye sees it.
 *
 * @module
 */

import { type Canvas, type Rgb, toRgba } from "./drawing.ts";

/** Colours and how much they cover; colours are premultiplied. */
export interface Layer extends Canvas {
  /** 0–1, one a pixel. */
  alpha: Float32Array;
}

/** How many pixels a point of a layer lies farther to the left for the right eye. */
export type DisparityAt = (x: number, y: number) => number;

/** A layer without anything on it. */
export function emptyLayer(width: number, height: number): Layer {
  const pixels = width * height;
  return { width, height, colors: new Float32Array(3 * pixels), alpha: new Float32Array(pixels) };
}

/** A layer whose colour and coverage are known at each pixel's centre. */
export function paintLayer(
  width: number,
  height: number,
  paintAt: (x: number, y: number) => readonly [Rgb, number],
): Layer {
  const layer = emptyLayer(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [color, alpha] = paintAt(x + 0.5, y + 0.5);
      if (alpha === 0) continue;
      layer.alpha[i] = alpha;
      for (let c = 0; c < 3; c++) layer.colors[3 * i + c] = alpha * color[c];
    }
  }
  return layer;
}

/** Add a part of a layer to another one. */
export function addLayer(sum: Layer, { colors, alpha }: Layer, share: number): void {
  for (let i = 0, p = 0; i < alpha.length; i++, p += 3) {
    if (alpha[i] === 0) continue;
    sum.alpha[i] += share * alpha[i];
    for (let c = 0; c < 3; c++) sum.colors[p + c] += share * colors[p + c];
  }
}

/** A layer that covers all. */
export function opaqueLayer({ width, height, colors }: Canvas): Layer {
  return { width, height, colors, alpha: new Float32Array(width * height).fill(1) };
}

/** The left part of a layer: what the left eye sees of it. */
export function leftView(layer: Layer, width: number): Layer {
  const view = emptyLayer(width, layer.height);
  for (let y = 0; y < layer.height; y++) {
    const from = y * layer.width;
    view.alpha.set(layer.alpha.subarray(from, from + width), y * width);
    view.colors.set(layer.colors.subarray(3 * from, 3 * (from + width)), 3 * y * width);
  }
  return view;
}

/** Rounds of looking where a point of the right picture lies in the left one; each is 10 times nearer. */
const ROUNDS = 4;

/** What the right eye sees of a layer: cubic between pixels, along the row. */
export function rightView(layer: Layer, width: number, disparityAt: DisparityAt): Layer {
  const view = emptyLayer(width, layer.height);
  const weights = new Float64Array(4);
  for (let y = 0, i = 0; y < layer.height; y++) {
    if (isRowEmpty(layer, y)) {
      i += width;
      continue;
    }
    for (let x = 0; x < width; x++, i++) {
      let there = x + 0.5;
      for (let round = 0; round < ROUNDS; round++) there = x + 0.5 + disparityAt(there, y + 0.5);
      const left = Math.floor(there - 0.5);
      cubicWeights(there - 0.5 - left, weights);
      for (let tap = 0; tap < 4; tap++) {
        const column = Math.min(layer.width - 1, Math.max(0, left - 1 + tap));
        const from = y * layer.width + column;
        view.alpha[i] += weights[tap] * layer.alpha[from];
        for (let c = 0; c < 3; c++) {
          view.colors[3 * i + c] += weights[tap] * layer.colors[3 * from + c];
        }
      }
      // Cubic weights overshoot.
      view.alpha[i] = Math.min(1, Math.max(0, view.alpha[i]));
    }
  }
  return view;
}

function isRowEmpty({ width, alpha }: Layer, y: number): boolean {
  return alpha.subarray(y * width, (y + 1) * width).every((value) => value === 0);
}

/** Catmull and Rom's. */
function cubicWeights(t: number, weights: Float64Array): void {
  weights[0] = ((-0.5 * t + 1) * t - 0.5) * t;
  weights[1] = (1.5 * t - 2.5) * t * t + 1;
  weights[2] = ((-1.5 * t + 2) * t + 0.5) * t;
  weights[3] = (0.5 * t - 0.5) * t * t;
}

/** Lay a layer over a canvas of its size. */
export function layOver({ colors }: Canvas, layer: Layer): void {
  for (let i = 0, p = 0; i < layer.alpha.length; i++, p += 3) {
    const alpha = layer.alpha[i];
    if (alpha === 0) continue;
    for (let c = 0; c < 3; c++) colors[p + c] = colors[p + c] * (1 - alpha) + layer.colors[p + c];
  }
}

/** Write a layer's disparities where it covers more than half. */
export function layDisparity(
  map: Float32Array,
  { width, alpha }: Layer,
  disparityAt: DisparityAt,
): void {
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] >= 0.5) map[i] = disparityAt(i % width + 0.5, Math.floor(i / width) + 0.5);
  }
}

/** A layer's coverage, as gray bytes. */
export function matteOf({ alpha }: Layer): Uint8ClampedArray {
  const matte = new Uint8ClampedArray(alpha.length);
  for (let i = 0; i < alpha.length; i++) matte[i] = 255 * alpha[i];
  return matte;
}

/** A picture moved down; its first row is repeated. */
export function movedDown({ width, height, colors }: Canvas, rows: number): Canvas {
  const moved = colors.slice();
  moved.copyWithin(3 * rows * width, 0);
  for (let y = 0; y < rows; y++) moved.set(colors.subarray(0, 3 * width), 3 * y * width);
  return { width, height, colors: moved };
}

/** A canvas as RGBA, in another exposure. */
export function exposedRgba({ width, height, colors }: Canvas, gain: number): Uint8ClampedArray {
  return toRgba({ width, height, colors: colors.map((level) => gain * level) });
}
