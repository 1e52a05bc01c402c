import { createFrame, type Frame, type Size } from "./frame.ts";

/** How a picture must be turned before it is shown. */
export interface UprightOptions {
  /**
   * Degrees clockwise: 0, 90, 180 or 270.
   *
   * @default {0}
   */
  readonly rotation?: number | undefined;
  /**
   * Whether it is mirrored, left to right, after it was turned.
   *
   * @default {false}
   */
  readonly flip?: boolean | undefined;
}

/**
 * A picture as it is to be shown: turned clockwise, then mirrored.
 *
 * @example A quarter turn
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bitmap = Uint8ClampedArray.of(1, 1, 1, 255, 2, 2, 2, 255);
 * const lying = { width: 2, height: 1, bitmap };
 * const standing = upright(lying, { rotation: 90 });
 * assertEquals([standing.width, standing.height], [1, 2]);
 * assertEquals(standing.bitmap, bitmap);
 * assertEquals(upright(lying, { rotation: 180 }).bitmap.subarray(0, 4), bitmap.subarray(4));
 * ```
 *
 * @param frame The picture as it is stored, H × W.
 * @param orientation How it is to be turned.
 * @returns A new frame, H × W, or W × H after a quarter turn; `frame` itself where nothing is to be done.
 * @throws {RangeError} If `rotation` is none of these.
 */
export function upright(frame: Frame, { rotation = 0, flip = false }: UprightOptions): Frame {
  if (rotation === 0 && !flip) return frame;
  const { width, height } = frame;
  const shown = uprightSize(frame, { rotation });
  const turned = createFrame(shown.width, shown.height);
  const [columns, rows] = [turned.width - 1, turned.height - 1];
  // Where the first pixel goes, and where one step to the right and one down lead from there.
  const start: Record<number, readonly [number, number, number, number]> = {
    0: [0, 0, 1, 0],
    90: [columns, 0, 0, 1],
    180: [columns, rows, -1, 0],
    270: [0, rows, 0, -1],
  };
  if (start[rotation] === undefined) {
    throw new RangeError(
      `Cannot turn a frame: 'rotation' must be 0, 90, 180 or 270 degrees, got ${rotation}`,
    );
  }
  const [x, y, rightX, rightY] = start[rotation];
  const mirror = flip ? -1 : 1;
  const right = mirror * rightX + turned.width * rightY;
  const down = -mirror * rightY + turned.width * rightX;
  const first = (flip ? columns - x : x) + turned.width * y;

  const from = new Int32Array(frame.bitmap.buffer, frame.bitmap.byteOffset, width * height);
  const to = new Int32Array(turned.bitmap.buffer);
  for (let row = 0, i = 0; row < height; row++) {
    for (let target = first + row * down, end = i + width; i < end; i++, target += right) {
      to[target] = from[i];
    }
  }
  return turned;
}

/**
 * The sides of a picture as it is to be shown.
 *
 * @param size Its sides as it is stored.
 * @param orientation How it is to be turned.
 * @returns The same sides, exchanged after a quarter turn.
 */
export function uprightSize({ width, height }: Size, { rotation = 0 }: UprightOptions): Size {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}
