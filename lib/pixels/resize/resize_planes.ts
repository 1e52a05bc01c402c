import { shareMemory } from "../../memory/overlap.ts";
import {
  assertSides,
  assertSize,
  assertWhole,
  createFrame,
  createGray,
  type Frame,
  type Gray,
  type Size,
} from "../../raster/frame.ts";

/**
 * A raster's bytes with their layout: what the ways to resize read and write.
 *
 * Storing a float into a clamped array rounds halves to even and clamps to
 * 0–255: that is OpenCV's `saturate_cast<uchar>`, so no path rounds by itself.
 */
export interface Plane extends Size {
  readonly bytes: Uint8ClampedArray;
  /** Bytes a pixel: 4 for a frame, 1 for a gray picture or a mask. */
  readonly channels: 1 | 4;
}

/**
 * What a resize reads and writes, once it is known to be possible.
 *
 * @param source The picture.
 * @param size Width and height wanted.
 * @param out Where to write; a new picture if there is none.
 * @throws As `resizeArea`.
 */
export function resizePlanes(
  source: Frame | Gray,
  size: Size,
  out?: Frame | Gray,
): { out: Frame | Gray; from: Plane; to: Plane } {
  const { width, height } = size;
  assertSides("resize", size);
  assertWhole("resize", "source", source);
  out ??= ("bitmap" in source ? createFrame : createGray)(width, height);
  assertSize("resize", "out", out, size);

  const from = planeOf(source);
  const to = planeOf(out);
  if (from.channels !== to.channels) {
    throw new TypeError("Cannot resize: 'out' must be of the same kind as 'source'");
  }
  if (shareMemory(from.bytes, to.bytes) && from.bytes.byteOffset === to.bytes.byteOffset) {
    throw new TypeError("Cannot resize: 'out' must not be 'source'");
  }
  return { out, from, to };
}

function planeOf(raster: Frame | Gray): Plane {
  const { width, height } = raster;
  if ("bitmap" in raster) return { width, height, bytes: raster.bitmap, channels: 4 };
  const { buffer, byteOffset, length } = raster.data;
  return { width, height, bytes: new Uint8ClampedArray(buffer, byteOffset, length), channels: 1 };
}
