import { assertWhole, createFrame, type Frame } from "../raster.ts";

/** How a picture was held, as EXIF writes it: 1 is upright, 6 and 8 are quarter turns. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/**
 * Turn a picture upright, as its EXIF orientation asks.
 *
 * 2 mirrors, 3 turns by 180°, 4 flips, 5 transposes, 6 turns right, 7
 * transposes over the other diagonal, 8 turns left. 5 to 8 swap the sides.
 *
 * @example A quarter turn to the right
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const lying = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(1, 1, 1, 255, 2, 2, 2, 255) };
 * const upright = orient(lying, 6);
 * assertEquals([upright.width, upright.height], [1, 2]);
 * assertEquals([...upright.bitmap], [1, 1, 1, 255, 2, 2, 2, 255]);
 * ```
 *
 * @param frame The picture as stored, H × W.
 * @param orientation EXIF tag 0x0112.
 * @returns `frame` itself for 1, otherwise a new frame: H × W, or W × H from 5 on.
 * @throws {RangeError} If `orientation` is not a whole number from 1 to 8.
 * @see OpenCV `cv::imread`, which turns a JPEG in the same way.
 */
export function orient(frame: Frame, orientation: Orientation): Frame {
  if (!(Number.isInteger(orientation) && orientation >= 1 && orientation <= 8)) {
    throw new RangeError(
      `Cannot orient a picture: 'orientation' must be from 1 to 8, got ${orientation}`,
    );
  }
  assertWhole("orient a picture", "frame", frame);
  if (orientation === 1) return frame;

  const swapsSides = orientation >= 5;
  const out = swapsSides
    ? createFrame(frame.height, frame.width)
    : createFrame(frame.width, frame.height);
  // Where the source is read from the right, or from the bottom.
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const from = frame.bitmap;
  const to = out.bitmap;
  for (let y = 0, p = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++, p += 4) {
      const column = swapsSides ? y : x;
      const row = swapsSides ? x : y;
      const sourceX = fromRight ? frame.width - 1 - column : column;
      const sourceY = fromBottom ? frame.height - 1 - row : row;
      const s = 4 * (sourceY * frame.width + sourceX);
      to[p] = from[s];
      to[p + 1] = from[s + 1];
      to[p + 2] = from[s + 2];
      to[p + 3] = from[s + 3];
    }
  }
  return out;
}
