/**
 * A room full of things, for the tests of features: boxes of seeded sizes and colours.
 *
 * @module
 */

import { createFrame, type Frame } from "../../../mod.ts";
import type { Homography } from "../../../lib/pixels/mod.ts";
import { lcgBytes } from "../../helpers.ts";

/** A picture of boxes before boxes; another seed is another room. */
export function roomOf(width: number, height: number, seed: number): Frame {
  const room = createFrame(width, height);
  room.bitmap.fill(120);
  const draws = lcgBytes(7 * 160, seed);
  for (let k = 0; k < draws.length; k += 7) {
    const [atX, atY, wide, high, ...color] = draws.subarray(k, k + 7);
    const left = Math.floor(atX * width / 256), top = Math.floor(atY * height / 256);
    const right = Math.min(width, left + 6 + wide % 30);
    const bottom = Math.min(height, top + 6 + high % 30);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) room.bitmap.set(color, 4 * (y * width + x));
    }
  }
  for (let p = 3; p < room.bitmap.length; p += 4) room.bitmap[p] = 255;
  return room;
}

/** Turned around the middle by degrees, zoomed, and moved to the right by pixels. */
export function handHeld(
  { width, height }: Frame,
  { turn = 0, zoom = 1, right = 0, tilt = 0 },
): Homography {
  const angle = turn * Math.PI / 180;
  const c = zoom * Math.cos(angle), s = zoom * Math.sin(angle);
  const x = width / 2, y = height / 2;
  const [g, h] = [tilt / width, -tilt / height];
  // From the middle, turned and tilted, and back: written out.
  const w = 1 - g * x - h * y;
  const [a, b, e] = [c, -s, -c * x + s * y];
  const [d, f, i] = [s, c, -s * x - c * y];
  const moved = x + right;
  return [
    a + moved * g,
    b + moved * h,
    e + moved * w,
    d + y * g,
    f + y * h,
    i + y * w,
    g,
    h,
    w,
  ];
}
