import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { assertGrays, assertSameSize, type Gray, type Mask } from "../../raster/frame.ts";

/**
 * How fast what is in a region moves, in pixels from one picture to the next,
 * told from brightness alone: how much changes, by how steep the picture is there.
 *
 * An average over the region, along the gradients (normal flow); it is right to
 * about a third for motions up to a few pixels, and larger ones come out too small. What
 * changes outside the region is taken for noise and for a change of exposure.
 *
 * @example Waves that move one pixel
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { createGray, createMask } from "../../raster/frame.ts";
 *
 * const wave = (shift: number) => {
 *   const gray = createGray(64, 64);
 *   for (let i = 0; i < 64 * 64; i++) {
 *     const [x, y] = [i % 64 - shift, Math.floor(i / 64)];
 *     gray.data[i] = 128 + 60 * Math.sin(x / 5) + 60 * Math.sin(y / 5);
 *   }
 *   return gray;
 * };
 * const region = createMask(64, 64);
 * region.data.fill(255);
 * assertAlmostEquals(motionSpeed(wave(0), wave(1), region), 1, 0.05);
 * ```
 *
 * @param before A picture, H × W; a blurred one, for noise is steep.
 * @param after The next one, H × W.
 * @param region Where to look, H × W; any non-zero byte.
 * @returns Pixels a picture, at least 0; 0 for an empty region.
 * @throws {RangeError} If the sizes differ.
 * @see Horn and Schunck, "Determining optical flow", Artificial Intelligence 1981,
 * DOI 10.1016/0004-3702(81)90024-2: the constraint between change and gradient.
 * @category Primitives: motion and time
 */
export function motionSpeed(before: Gray, after: Gray, region: Mask): number {
  assertGrays("measure motion", { before, after, region });
  assertSameSize("measure motion", { before, after, region });
  const memory = memoryOf(before.data, after.data, region.data);
  const sums = memory
    ? sumByKernel(memory, before, after, region)
    : sumPlain(before, after, region);
  const [n, change, square, steepness, m, noise, noiseSquare] = sums;
  if (n === 0) return 0;
  const mean = m > 0 ? noise / m : 0;
  const variance = m > 0 ? noiseSquare / m - mean * mean : 0;
  const moved = square / n - 2 * mean * change / n + mean * mean - variance;
  // In the direction of the motion there is half of the gradient's square, on average; at
  // least 1 keeps blank walls from looking fast.
  return Math.sqrt(Math.max(0, moved) / Math.max(steepness / n / 2, 1));
}

/**
 * Of what is inside: its number, changes, their squares, and squares of gradients; of what is
 * outside its number, changes, and their squares.
 */
function sumPlain(before: Gray, after: Gray, region: Mask): number[] {
  const { width, height } = after;
  const [old, now, inside] = [before.data, after.data, region.data];
  let n = 0, change = 0, square = 0, steepness = 0;
  let m = 0, noise = 0, noiseSquare = 0;
  for (let y = 1; y < height - 1; y += 2) {
    for (let x = 1, i = y * width + 1; x < width - 1; x += 2, i += 2) {
      const t = now[i] - old[i];
      if (inside[i] === 0) {
        m++, noise += t, noiseSquare += t * t;
        continue;
      }
      const gx = now[i + 1] - now[i - 1];
      const gy = now[i + width] - now[i - width];
      n++, change += t, square += t * t, steepness += gx * gx + gy * gy;
    }
  }
  return [n, change, square, steepness / 4, m, noise, noiseSquare];
}

function sumByKernel(
  { arena, kernels }: KernelMemory,
  before: Gray,
  after: Gray,
  region: Mask,
): number[] {
  const { width, height } = after;
  const [old, now, inside] = [
    before.data.byteOffset,
    after.data.byteOffset,
    region.data.byteOffset,
  ];
  const address = arena.allocate(8 * 7);
  try {
    kernels.sumSpeed(old, now, inside, width, height, address);
    const sums = [...new Float64Array(arena.buffer, address, 7)];
    sums[3] /= 4;
    return sums;
  } finally {
    arena.free(address);
  }
}
