import { readableWhile } from "../../memory/overlap.ts";
import {
  assertFrames,
  assertWhole,
  createFrame,
  type Frame,
  type OutOption,
} from "../../raster/frame.ts";
import { assertChoice } from "../../raster/option_checks.ts";
import { type Homography, invertHomography } from "./homography.ts";

/**
 * Options of {@linkcode warpPerspective}.
 *
 * @category Primitives: features
 */
export interface WarpPerspectiveOptions extends OutOption<Frame> {
  /**
   * What is shown from outside the picture: `replicate` repeats its edge, `transparent` is black
   * with alpha 0.
   *
   * @default {"replicate"}
   */
  border?: "replicate" | "transparent";
}

/** OpenCV works in blocks of so many pixels, and rounds anew at the start of each. */
const BLOCK = 32;

/** Fractions of a pixel are whole numbers of so many. */
const PARTS = 32;

/**
 * Show a picture as another camera would see it: turned, zoomed and in perspective.
 *
 * Between pixels it is interpolated bilinearly, in steps of 1/32 of a pixel. Alpha is
 * warped like a colour.
 *
 * @example A quarter turn
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bitmap = Uint8ClampedArray.of(9, 9, 9, 255, 70, 70, 70, 255);
 * const out = { width: 1, height: 2, bitmap: new Uint8ClampedArray(8) };
 * warpPerspective({ width: 2, height: 1, bitmap }, [0, -1, 0, 1, 0, 0, 0, 0, 1], { out });
 * assertEquals([...out.bitmap], [9, 9, 9, 255, 70, 70, 70, 255]);
 * ```
 *
 * @param frame The picture, H × W.
 * @param homography From its places to those of the result.
 * @param options `out` may be `frame`, and may have other sides.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If the homography cannot be inverted.
 * @see OpenCV `cv::warpPerspective`, `INTER_LINEAR`, `BORDER_REPLICATE` or `BORDER_CONSTANT`: equal
 * on every input.
 * @category Primitives: features
 */
export function warpPerspective(
  frame: Frame,
  homography: Homography,
  options: WarpPerspectiveOptions = {},
): Frame {
  assertFrames("warp a picture", { frame });
  const { out = createFrame(frame.width, frame.height), border = "replicate" } = options;
  assertWhole("warp a picture", "frame", frame);
  assertWhole("warp a picture", "out", out);
  assertChoice("warp a picture", "border", border, ["replicate", "transparent"]);
  const inverse = invertHomography(homography);

  const source = { ...frame, bitmap: readableWhile(frame.bitmap, out.bitmap) };
  const blockWidth = blockWidthOf(out);
  const places = new Int32Array(2 * blockWidth);
  const { width, height } = out;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += blockWidth) {
      const count = Math.min(blockWidth, width - x);
      locate(inverse, x, y, count, places);
      const p = 4 * (y * width + x);
      if (border === "replicate") readRepeating(source, places, count, out.bitmap, p);
      else readWithin(source, places, count, out.bitmap, p);
    }
  }
  return out;
}

function blockWidthOf({ width, height }: Frame): number {
  const blockHeight = Math.min(BLOCK / 2, height);
  return Math.min(Math.floor(BLOCK * BLOCK / blockHeight), width);
}

/** The places, in 32nds of a pixel, that a run of pixels comes from; 0 where there is none. */
function locate(
  [a, b, c, d, e, f, g, h, i]: Homography,
  x: number,
  y: number,
  count: number,
  places: Int32Array,
): void {
  const startX = a * x + b * y + c;
  const startY = d * x + e * y + f;
  const startW = g * x + h * y + i;
  for (let k = 0; k < count; k++) {
    const w = startW + g * k;
    const scale = w === 0 ? 0 : PARTS / w;
    places[2 * k] = wholePlace((startX + a * k) * scale);
    places[2 * k + 1] = wholePlace((startY + d * k) * scale);
  }
}

/** Rounded, halves to even, and within 32 bits. */
function wholePlace(place: number): number {
  if (!(place > -2147483648)) return -2147483648;
  if (place >= 2147483647) return 2147483647;
  const floor = Math.floor(place);
  const rest = place - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** The pixel of a place in 32nds: OpenCV keeps it in 16 bits. */
function pixelOf(place: number): number {
  const pixel = place >> 5;
  return pixel < -32768 ? -32768 : pixel > 32767 ? 32767 : pixel;
}

function readRepeating(
  { width, height, bitmap: source }: Frame,
  places: Int32Array,
  count: number,
  target: Uint8ClampedArray,
  start: number,
): void {
  const lastX = width - 1, lastY = height - 1;
  for (let k = 0, p = start; k < count; k++, p += 4) {
    const placeX = places[2 * k], placeY = places[2 * k + 1];
    const x = pixelOf(placeX), y = pixelOf(placeY);
    const right = placeX & 31, down = placeY & 31;
    const top = 4 * width * (y < 0 ? 0 : y > lastY ? lastY : y);
    const bottom = 4 * width * (y < -1 ? 0 : y >= lastY ? lastY : y + 1);
    const left = 4 * (x < 0 ? 0 : x > lastX ? lastX : x);
    const next = 4 * (x < -1 ? 0 : x >= lastX ? lastX : x + 1);
    const topLeft = (32 - right) * (32 - down), topRight = right * (32 - down);
    const bottomLeft = (32 - right) * down, bottomRight = right * down;
    const q = top + left, r = top + next, s = bottom + left, t = bottom + next;
    for (let channel = 0; channel < 4; channel++) {
      target[p + channel] = (topLeft * source[q + channel] + topRight * source[r + channel] +
        bottomLeft * source[s + channel] + bottomRight * source[t + channel] + 512) >> 10;
    }
  }
}

function readWithin(
  { width, height, bitmap: source }: Frame,
  places: Int32Array,
  count: number,
  target: Uint8ClampedArray,
  start: number,
): void {
  for (let k = 0, p = start; k < count; k++, p += 4) {
    const placeX = places[2 * k], placeY = places[2 * k + 1];
    const x = pixelOf(placeX), y = pixelOf(placeY);
    const right = placeX & 31, down = placeY & 31;
    // A neighbour outside has no weight: what it shows is 0.
    const hasLeft = x >= 0 && x < width, hasRight = x >= -1 && x < width - 1;
    const hasTop = y >= 0 && y < height, hasBottom = y >= -1 && y < height - 1;
    const topLeft = hasTop && hasLeft ? (32 - right) * (32 - down) : 0;
    const topRight = hasTop && hasRight ? right * (32 - down) : 0;
    const bottomLeft = hasBottom && hasLeft ? (32 - right) * down : 0;
    const bottomRight = hasBottom && hasRight ? right * down : 0;
    const at = 4 * (y * width + x);
    const q = topLeft > 0 ? at : 0, r = topRight > 0 ? at + 4 : 0;
    const s = bottomLeft > 0 ? at + 4 * width : 0;
    const t = bottomRight > 0 ? at + 4 * width + 4 : 0;
    for (let channel = 0; channel < 4; channel++) {
      target[p + channel] = (topLeft * source[q + channel] + topRight * source[r + channel] +
        bottomLeft * source[s + channel] + bottomRight * source[t + channel] + 512) >> 10;
    }
  }
}
