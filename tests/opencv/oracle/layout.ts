/**
 * OpenCV's arrays as our rasters, and back: it stores blue, green, red and
 * perhaps alpha.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { createFrame, type Frame, type Gray } from "../../../mod.ts";

/** Bytes a pixel: 1 is a gray picture, 3 and 4 are frames. */
export type Channels = 1 | 3 | 4;

/** An OpenCV array as a raster; opaque where it has no alpha. */
export function rasterOf(
  bytes: Uint8Array,
  width: number,
  height: number,
  channels: number,
): Frame | Gray {
  return channels === 1
    ? { width, height, data: bytes }
    : frameOf(bytes, width, height, channels as 3 | 4);
}

/** An OpenCV array of 3 or 4 channels as a frame. */
export function frameOf(
  bytes: Uint8Array,
  width: number,
  height: number,
  channels: 3 | 4 = 3,
): Frame {
  const frame = createFrame(width, height);
  const { bitmap } = frame;
  for (let p = 0, s = 0; p < bitmap.length; p += 4, s += channels) {
    bitmap[p] = bytes[s + 2];
    bitmap[p + 1] = bytes[s + 1];
    bitmap[p + 2] = bytes[s];
    bitmap[p + 3] = channels === 4 ? bytes[s + 3] : 255;
  }
  return frame;
}

/** A raster as OpenCV would store it in so many channels. */
export function bytesOf(raster: Frame | Gray, channels: number): Uint8Array<ArrayBuffer> {
  if (!("bitmap" in raster)) return raster.data as Uint8Array<ArrayBuffer>;
  const { bitmap } = raster;
  const bytes = new Uint8Array(raster.width * raster.height * channels);
  for (let p = 0, d = 0; p < bitmap.length; p += 4, d += channels) {
    bytes[d] = bitmap[p + 2];
    bytes[d + 1] = bitmap[p + 1];
    bytes[d + 2] = bitmap[p];
    if (channels === 4) bytes[d + 3] = bitmap[p + 3];
  }
  return bytes;
}

/** Every colour once, 0x000000 to 0xffffff with red in the upper bits: 4096×4096. */
export function allColours(): Frame {
  const colours = Uint32Array.from({ length: 2 ** 24 }, (_, colour) => colour);
  return frameOf(new Uint8Array(colours.buffer), 4096, 4096, 4);
}

/** A raster's buffer. */
type Bytes = Uint8Array | Uint8ClampedArray;

/** How two arrays differ. */
export interface Difference {
  /** How many bytes are not the same; those that one array has more count too. */
  bytes: number;
  /** The largest difference of two bytes. */
  largest: number;
}

/** Compare byte by byte: assertEquals would take minutes to print a picture's difference. */
export function difference(actual: Bytes, expected: Bytes): Difference {
  let bytes = Math.abs(actual.length - expected.length);
  let largest = 0;
  const common = Math.min(actual.length, expected.length);
  for (let i = 0; i < common; i++) {
    if (actual[i] === expected[i]) continue;
    bytes++;
    largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
  }
  return { bytes, largest };
}

/** Check that no byte differs; `what` names the case in the message. */
export function assertSameBytes(actual: Bytes, expected: Bytes, what: unknown): void {
  const { bytes, largest } = difference(actual, expected);
  if (bytes === 0) return;
  const text = `${JSON.stringify(what)}: ${bytes} of ${expected.length} bytes differ`;
  assertEquals(bytes, 0, `${text}, by ${largest} at most`);
}
