import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertGrays,
  assertSameSize,
  createGray,
  type Gray,
  type OutOption,
} from "../../raster/frame.ts";
import { boxBlur } from "./box_blur.ts";
import { LARGEST_COUNTED, medianByHistograms } from "./median_by_histograms.ts";
import { readableInPlace, readableWhile } from "../../memory/overlap.ts";
import { threshold } from "../color/threshold.ts";
import { wordsOf } from "../../raster/bytes.ts";
import { assertOption, COUNT } from "../../raster/option_checks.ts";

/** Of smaller squares the pixels are counted anew as they come and go: it is as fast. */
const SMALLEST_COUNTED = 4;

/**
 * Replace each pixel by the median of the square around it.
 *
 * Specks and thin lines vanish, edges stay where they are and as sharp as they
 * are. Beyond the border the outermost pixels repeat. For a mask it is what the
 * majority says. The time does not depend on the radius.
 *
 * @example A speck goes, an edge stays
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = { width: 7, height: 1, data: Uint8Array.of(0, 90, 0, 0, 200, 200, 200) };
 * assertEquals([...medianBlur(row, 1).data], [0, 0, 0, 0, 200, 200, 200]);
 * ```
 *
 * @param gray The picture, matte or mask, H × W.
 * @param radius Half the square's side in pixels: the side is `2 · radius + 1`; 0 copies.
 * @param options `out` may be `gray`.
 * @returns `out`, or a new H × W gray picture.
 * @throws {RangeError} If the radius is not a whole number of at least 0, or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::medianBlur` of 8-bit pictures: equal on every input.
 * @category Primitives: filters
 */
export function medianBlur(gray: Gray, radius: number, options: OutOption<Gray> = {}): Gray {
  assertGrays("blur", { gray });
  const { out = createGray(gray.width, gray.height) } = options;
  assertOption("blur", "radius", radius, COUNT);
  assertSameSize("blur", { gray, out });
  if (radius === 0) {
    out.data.set(gray.data);
    return out;
  }
  const memory = radius > LARGEST_BY_BITS ? undefined : memoryOf(gray.data);
  // Of radius 1 the kernel's sorts are as fast.
  if ((memory === undefined || radius > 1) && isMask(gray.data)) {
    // The area is odd: the mean is above 127.5 just where the majority is 255.
    return threshold(boxBlur(gray, radius, { out }), 127, { out });
  }
  if (memory !== undefined) {
    medianByKernel(memory, gray, radius, out);
    return out;
  }
  const from = readableWhile(gray.data, out.data);
  const { width, height } = gray;
  if (radius >= SMALLEST_COUNTED && radius <= LARGEST_COUNTED) {
    medianByHistograms(from, width, height, radius, out.data);
    return out;
  }
  // The square's rows, side by side, with the outermost pixels repeated.
  const side = 2 * radius + 1;
  const columns = new Uint8Array((width + 2 * radius) * side);
  for (let y = 0; y < height; y++) {
    for (let dy = -radius; dy <= radius; dy++) {
      const rowStart = Math.min(Math.max(y + dy, 0), height - 1) * width;
      for (let x = -radius; x < width + radius; x++) {
        const at = rowStart + Math.min(Math.max(x, 0), width - 1);
        columns[(x + radius) * side + dy + radius] = from[at];
      }
    }
    medianRow(columns, side, out.data, y * width, width);
  }
  return out;
}

/** The largest radius whose medians are faster to find bit by bit than by histograms. */
const LARGEST_BY_BITS = 5;

function medianByKernel(
  memory: KernelMemory,
  { width, height, data }: Gray,
  radius: number,
  out: Gray,
): void {
  memory.withRoom((width + 2 * radius + 64) * (height + 2 * radius) + 64, (scratch) => {
    memory.work([readableInPlace(data, out.data)], out.data, (to, from) => {
      memory.kernels.medianBlur(from, to, width, height, radius, scratch);
    });
  });
}

/** Whether all bytes are 0 or 255. */
export function isMask(data: Uint8Array): boolean {
  const words = wordsOf(data);
  const count = words?.length ?? 0;
  for (let w = 0; w < count; w++) {
    // Each byte's lowest bit in all its bits: what a mask's bytes are.
    const word = words![w];
    if (word !== Math.imul(word & 0x01010101, 255)) return false;
  }
  for (let i = 4 * count; i < data.length; i++) if (((data[i] + 1) & 255) > 1) return false;
  return true;
}

/** Slide a histogram along a row; how many pixels are below the median is kept, too. */
function medianRow(
  columns: Uint8Array,
  side: number,
  to: Uint8Array,
  rowStart: number,
  width: number,
): void {
  const area = side * side;
  const half = area >> 1;
  const histogram = new Int32Array(256);
  for (let p = 0; p < area; p++) histogram[columns[p]]++;
  let median = 0;
  let below = 0;
  for (let x = 0; x < width; x++) {
    while (below > half) below -= histogram[--median];
    while (below + histogram[median] <= half) below += histogram[median++];
    to[rowStart + x] = median;
    if (x + 1 === width) break;
    const goes = x * side;
    const comes = goes + area;
    for (let k = 0; k < side; k++) {
      const old = columns[goes + k];
      const fresh = columns[comes + k];
      histogram[old]--;
      histogram[fresh]++;
      below += (fresh < median ? 1 : 0) - (old < median ? 1 : 0);
    }
  }
}
