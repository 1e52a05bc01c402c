import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertGrays,
  assertSameSize,
  createGray,
  createMatte,
  type Gray,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { readableWhile } from "../../memory/overlap.ts";
import { assertOption, COUNT } from "../../raster/option_checks.ts";

/**
 * Blur a gray picture: each pixel becomes the mean of the square around it.
 *
 * Beyond the border the outermost pixels repeat. The mean is rounded to the
 * nearest; the area is odd, so there are no halves. Equal pixels stay as they
 * are. The time does not depend on the radius.
 *
 * @example A dot is spread over nine pixels
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const dot = { width: 5, height: 1, data: Uint8Array.of(0, 0, 90, 0, 0) };
 * assertEquals([...boxBlur(dot, 1).data], [0, 30, 30, 30, 0]);
 * ```
 *
 * @param gray The picture, H × W.
 * @param radius Half the square's side in pixels: the side is `2 · radius + 1`; 0 copies.
 * @param options `out` may be `gray`.
 * @returns `out`, or a new H × W gray picture.
 * @throws {RangeError} If the radius is not a whole number of at least 0, or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::blur` with `BORDER_REPLICATE`: equal up to radius 81; beyond that OpenCV's
 * single precision may give the neighbour for a sum near a half.
 * @category Primitives: filters
 */
export function boxBlur(gray: Gray, radius: number, options: OutOption<Gray> = {}): Gray {
  assertGrays("blur", { gray });
  const { out = createGray(gray.width, gray.height) } = options;
  assertOption("blur", "radius", radius, COUNT);
  assertSameSize("blur", { gray, out });
  const memory = radius === 0 || radius > LARGEST_EXACT ? undefined : memoryOf(gray.data);
  if (memory !== undefined) boxBlurByKernel(memory, gray, [radius], out);
  else blurInto(gray.data, gray.width, gray.height, radius, out.data);
  return out;
}

/**
 * Soften a matte's edges, up to `radius` pixels to either side.
 *
 * An edge between 0 and 255 becomes an S-shaped ramp, 2 · `radius` pixels wide,
 * with half of 255 where the edge was. What is farther than `radius` from any pixel of
 * another value stays as it is, so that whole parts stay whole. It is two
 * {@linkcode boxBlur}s, of half the radius each (the first of the larger half if
 * the radius is odd): together a tent instead of a box.
 *
 * @example An edge over two pixels to either side
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const edge = { width: 8, height: 1, data: Uint8Array.of(0, 0, 0, 0, 255, 255, 255, 255) };
 * assertEquals([...feather(edge, 2).data], [0, 0, 28, 85, 170, 227, 255, 255]);
 * ```
 *
 * @param matte The matte or mask, H × W, 0–255.
 * @param radius How far the edge is softened, in pixels; 0 copies.
 * @param options `out` may be `matte`.
 * @returns `out`, or a new H × W matte.
 * @throws {RangeError} If the radius is not a whole number of at least 0, or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::blur` with `BORDER_REPLICATE`, twice: equal up to radius 162.
 * @category Primitives: filters
 */
export function feather(matte: Matte, radius: number, options: OutOption<Matte> = {}): Matte {
  assertGrays("feather", { matte });
  const { out = createMatte(matte.width, matte.height) } = options;
  assertOption("feather", "radius", radius, COUNT);
  assertSameSize("feather", { matte, out });
  const { width, height, data } = matte;
  const [first, second] = featherRadii(radius);
  const memory = first === 0 || first > LARGEST_EXACT ? undefined : memoryOf(data);
  if (memory !== undefined) {
    boxBlurByKernel(memory, matte, second === 0 ? [first] : [first, second], out);
    return out;
  }
  if (second === 0) {
    blurInto(data, width, height, first, out.data);
    return out;
  }
  const once = new Uint8Array(data.length);
  blurInto(data, width, height, first, once);
  blurInto(once, width, height, second, out.data);
  return out;
}

/** The radii of the two blurs of {@linkcode feather}: halves, the larger first. */
function featherRadii(radius: number): [number, number] {
  return [Math.ceil(radius / 2), Math.floor(radius / 2)];
}

/** The largest radius for which the kernel's single precision is enough. */
const LARGEST_EXACT = 81;

/** One box blur or two, the first to a place of its own: a kernel's rasters must not overlap. */
function boxBlurByKernel(
  memory: KernelMemory,
  { width, height, data }: Gray,
  [radius, second]: readonly number[],
  out: Gray,
): void {
  const { kernels } = memory;
  memory.withRoom(data.length, (once) => {
    memory.withRoom(6 * (width + 2 * radius) + 256, (scratch) => {
      memory.work([data], out.data, (to, from) => {
        kernels.boxBlur(from, once, width, height, radius, scratch);
        if (second === undefined) {
          new Uint8Array(memory.arena.buffer).copyWithin(to, once, once + data.length);
        } else kernels.boxBlur(once, to, width, height, second, scratch);
      });
    });
  });
}

/** Means of squares, from sums of columns that go down and a sum of those that goes right. */
function blurInto(
  source: Uint8Array,
  width: number,
  height: number,
  radius: number,
  to: Uint8Array,
): void {
  if (radius === 0) {
    to.set(source);
    return;
  }
  const from = readableWhile(source, to);
  // The area is odd: no mean is nearer to a half than 1 / (2 · area), far beyond a double's error.
  const scale = 1 / (2 * radius + 1) ** 2;
  // Column x is at radius + x; before and after, the outermost repeat.
  const columns = firstColumnSums(from, width, height, radius);
  const last = radius + width - 1;
  for (let y = 0, i = 0; y < height; y++) {
    columns.fill(columns[radius], 0, radius);
    columns.fill(columns[last], last + 1);
    let sum = 0;
    for (let x = 0; x < 2 * radius; x++) sum += columns[x];
    for (let x = 0; x < width; x++, i++) {
      sum += columns[x + 2 * radius];
      to[i] = sum * scale + 0.5;
      sum -= columns[x];
    }
    const comes = Math.min(y + radius + 1, height - 1) * width;
    const goes = Math.max(y - radius, 0) * width;
    for (let x = 0; x < width; x++) columns[radius + x] += from[comes + x] - from[goes + x];
  }
}

/** The column sums of the first row, whose upper half is that row again and again. */
function firstColumnSums(
  from: Uint8Array,
  width: number,
  height: number,
  radius: number,
): Int32Array {
  const columns = new Int32Array(width + 2 * radius);
  const below = Math.max(0, radius - (height - 1));
  for (let x = 0; x < width; x++) {
    columns[radius + x] = (radius + 1) * from[x] + below * from[(height - 1) * width + x];
  }
  for (let y = 1; y <= radius && y < height; y++) {
    for (let x = 0; x < width; x++) columns[radius + x] += from[y * width + x];
  }
  return columns;
}
