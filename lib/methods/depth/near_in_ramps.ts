import { createGrayBeside, release } from "../../memory/beside.ts";
import { dilate, erode } from "../../pixels/filter/morphology.ts";
import type { Disparity, Matte } from "../../raster/frame.ts";

/** How far a ramp reaches to both sides of its middle, in parts of the map's width. */
const REACH = 1 / 32;
const LEAST_REACH = 2;

/** A ramp rises by so many levels at least, of 255. */
const LEAST_RISE = 64;

/** Within so much of a ramp's rise the matte goes from 0 to 255. */
const SOFT = 0.25;

/** And on what is no ramp, in levels. */
const SOFT_PLAIN = 5;

/**
 * What is nearer than a threshold, in a map whose edges are ramps.
 *
 * A network sees an edge as a slope of several pixels, from the wall's depth to the person's. A
 * threshold between the person and the furniture cuts that slope too high, so the person loses a rim.
 * Where the depths around a pixel lie on both sides of the threshold and at least a quarter of the range
 * apart, the middle between the least and the greatest of them takes the place of the threshold.
 *
 * @example The ramp from 0 to 1 is cut in its middle, not at 0.7
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 *
 * const map = { width: 1, height: 6, disparity: Float32Array.of(0, 0, 0.4, 0.6, 1, 1) };
 * assertEquals([...nearInRamps(map, 0.7, createGray(1, 6)).data], [0, 0, 26, 230, 255, 255]);
 * ```
 *
 * @param map How near all is, H × W, 0–1; NaN is far.
 * @param threshold What has more is near, but for ramps.
 * @param out A matte of the map's size.
 * @returns `out`: 255 is near.
 */
export function nearInRamps(map: Disparity, threshold: number, out: Matte): Matte {
  const { width, disparity } = map;
  const radius = Math.max(LEAST_REACH, Math.round(REACH * width));
  const least = createGrayBeside(out);
  const most = createGrayBeside(out);
  const { buffer, byteOffset, length } = least.data;
  // Storing rounds, and what is no number becomes 0.
  const levels = new Uint8ClampedArray(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) levels[i] = 255 * disparity[i];
  dilate(least, radius, { shape: "rect", out: most });
  erode(least, radius, { shape: "rect", out: least });
  cutRamps(disparity, 255 * threshold, { least: least.data, most: most.data }, out.data);
  release(least, most);
  return out;
}

function cutRamps(
  disparity: Float32Array,
  threshold: number,
  { least, most }: { least: Uint8Array; most: Uint8Array },
  out: Uint8Array,
): void {
  for (let i = 0; i < disparity.length; i++) {
    const low = least[i];
    const high = most[i];
    const isRamp = low < threshold && high > threshold && high - low >= LEAST_RISE;
    const middle = isRamp ? (low + high) / 2 : threshold;
    const soft = isRamp ? SOFT * (high - low) : SOFT_PLAIN;
    const level = 127.5 + 255 * (255 * disparity[i] - middle) / soft;
    // Comparisons with NaN are false.
    out[i] = level >= 255 ? 255 : level > 0 ? Math.round(level) : 0;
  }
}
