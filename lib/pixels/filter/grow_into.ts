import { isMask } from "./median_blur.ts";
import { type ElementShape, halfWidths } from "./structuring_element.ts";

/** Masks are grown by smaller elements as pictures are: it is as fast. */
const SMALLEST_REACH = 2;

/** The largest reach of what grows a mask: it is counted in 16 bits. */
const LARGEST_REACH = 65534;

/**
 * The brightest around each pixel. With `flip` 255 all is done to the negative:
 * that gives the darkest.
 *
 * @param from May be `to`, or lie over it.
 */
export function growInto(
  from: Uint8Array,
  width: number,
  height: number,
  shape: ElementShape,
  radius: number,
  flip: 0 | 255,
  to: Uint8Array,
): void {
  if (radius === 0) to.set(from);
  else if (radius >= SMALLEST_REACH && radius <= LARGEST_REACH && isMask(from)) {
    growMask(from, width, height, halfWidths(shape, radius), flip, to);
  } else if (shape === "rect") growSquare(from, width, height, radius, flip, to);
  else growRows(from, width, height, halfWidths(shape, radius), flip, to);
}

/**
 * A mask of 0 and 255, in a time that does not depend on the element.
 *
 * An element's rows never grow with the distance from the middle one. So of a column what counts
 * is the nearest foreground, which has the reach of the element's row at that distance; and a row
 * is the union of what its pixels reach to the sides.
 */
function growMask(
  from: Uint8Array,
  width: number,
  height: number,
  halves: Int32Array,
  flip: number,
  to: Uint8Array,
): void {
  const far = halves.length;
  const bright = 255 ^ flip;
  // How far above the nearest foreground is; `far` if it is beyond the element.
  const distances = new Uint16Array(from.length);
  const column = new Uint16Array(width).fill(far);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const distance = from[i] === bright ? 0 : column[x] < far ? column[x] + 1 : far;
      distances[i] = column[x] = distance;
    }
  }
  column.fill(far);
  const reaches = Int32Array.from({ length: far + 1 }, (_, i) => i < far ? halves[i] + 1 : 0);
  for (let y = height - 1; y >= 0; y--) {
    const start = y * width;
    for (let x = 0, i = start; x < width; x++, i++) {
      const below = column[x] < far ? column[x] + 1 : far;
      column[x] = distances[i] < below ? distances[i] : below;
    }
    let reach = 0;
    for (let x = 0, i = start; x < width; x++, i++) {
      const own = reaches[column[x]];
      if (--reach < own) reach = own;
      to[i] = reach > 0 ? bright : flip;
    }
    reach = 0;
    for (let x = width - 1, i = start + x; x >= 0; x--, i--) {
      const own = reaches[column[x]];
      if (--reach < own) reach = own;
      if (reach > 0) to[i] = bright;
    }
  }
}

/** By the rows of an element: a row of the picture, widened in steps, is laid over those around it. */
function growRows(
  from: Uint8Array,
  width: number,
  height: number,
  halves: Int32Array,
  flip: number,
  to: Uint8Array,
): void {
  const radius = halves.length - 1;
  const grown = new Uint8Array(from.length);
  // With a margin of what never is the brightest.
  const line = new Uint8Array(width + 2 * radius);
  const run = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) line[radius + x] = from[i] ^ flip;
    for (let x = 0; x < width; x++) run[x] = line[radius + x];
    for (let dy = radius, half = 0; dy >= 0; dy--) {
      while (half < halves[dy]) {
        half++;
        raise(run, 0, line, radius - half, width);
        raise(run, 0, line, radius + half, width);
      }
      if (y >= dy) raise(grown, (y - dy) * width, run, 0, width);
      if (dy > 0 && y + dy < height) raise(grown, (y + dy) * width, run, 0, width);
    }
  }
  for (let i = 0; i < to.length; i++) to[i] = grown[i] ^ flip;
}

/** Some bytes become at least as large as others. */
function raise(to: Uint8Array, t: number, from: Uint8Array, f: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = from[f + i];
    if (value > to[t + i]) to[t + i] = value;
  }
}

/** Columns after rows. What reaches over the whole picture need not reach farther. */
function growSquare(
  from: Uint8Array,
  width: number,
  height: number,
  radius: number,
  flip: number,
  to: Uint8Array,
): void {
  const [right, down] = [Math.min(radius, width - 1), Math.min(radius, height - 1)];
  const stride = width + 2 * right;
  // With a margin of what never is the brightest.
  const padded = new Uint8Array(stride * (height + 2 * down));
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, p = (y + down) * stride + right; x < width; x++, i++, p++) {
      padded[p] = from[i] ^ flip;
    }
  }
  raiseToRuns(padded, 1, 2 * right + 1);
  raiseToRuns(padded, stride, 2 * down + 1);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, p = y * stride; x < width; x++, i++, p++) to[i] = padded[p] ^ flip;
  }
}

/** Each byte becomes the largest of so many that follow in steps, in runs that double. */
function raiseToRuns(bytes: Uint8Array, step: number, count: number): void {
  let run = 1;
  for (; 2 * run <= count; run *= 2) {
    raise(bytes, 0, bytes, run * step, bytes.length - run * step);
  }
  const rest = (count - run) * step;
  if (rest > 0) raise(bytes, 0, bytes, rest, bytes.length - rest);
}
