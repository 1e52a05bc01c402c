/**
 * What tests of SIMD twins share: sizes and places that vectors do not like, and
 * the comparison with the plain twin.
 *
 * @module
 */

import { assertEquals, assertStrictEquals } from "@std/assert";
import * as everything from "../../lib/pixels/mod.ts";
import { type Frame, type Gray, KernelMemory, type OutOption } from "../../mod.ts";
import { memories } from "../../lib/memory/overlap.ts";
import { lcgBytes } from "../helpers.ts";

/** The public functions: what lies in {@linkcode memory} is worked on by kernels. */
export const primitives = everything;

/** The functions, by the kernels or by the plain loops. */
export type Primitives = typeof primitives;

/** The kernels' memory, which all tests of a file share. */
export const memory: KernelMemory = await loadMemory();

async function loadMemory(): Promise<KernelMemory> {
  const memory = await KernelMemory.load();
  if (memory === undefined) {
    throw new Error("Cannot test the kernels: there is no WebAssembly SIMD");
  }
  return memory;
}

/**
 * Do something as if no raster lay in the kernels' memory: by the plain loops, on the very same arrays.
 *
 * @param work What to do.
 */
export function plainly<Result>(work: () => Result): Result {
  memories.get = () => undefined;
  try {
    return work();
  } finally {
    Reflect.deleteProperty(memories, "get");
  }
}

/** The primitives, done by the plain loops, wherever their rasters lie. */
export const plain = Object.fromEntries(
  Object.entries(primitives).map(([name, value]) => [
    name,
    typeof value === "function" && /^[a-z]/.test(name)
      // deno-lint-ignore no-explicit-any
      ? (...args: any[]) => plainly(() => (value as any)(...args))
      : value,
  ]),
) as Primitives;

/** Sides at which vectors just fit, do not fit, or are too long for the whole picture. */
// deno-fmt-ignore
export const SIZES: readonly [number, number][] = [
  [1, 1], [3, 1], [1, 5], [7, 3], [15, 1], [16, 1], [17, 1], [15, 4], [16, 4],
  [17, 4], [31, 3], [64, 1], [63, 5], [65, 7], [257, 3],
] as [number, number][];

/** The last is in the kernels' memory at addresses that no vector likes. */
export const PLACES = ["elsewhere", "inside", "inside, unaligned"] as const;

/** One of them. */
export type Place = typeof PLACES[number];

/** A frame with the same bytes at another place. */
export function frameAt(place: Place, frame: Frame): Frame {
  const { width, height, bitmap } = frame;
  if (place === "elsewhere") return { width, height, bitmap: bitmap.slice() };
  const shift = place === "inside" ? 0 : 3;
  const room = memory.createFrame(width, height + 1).bitmap;
  const view = room.subarray(shift, shift + bitmap.length);
  view.set(bitmap);
  return { width, height, bitmap: view };
}

/** A gray picture with the same bytes at another place. */
export function grayAt(place: Place, gray: Gray): Gray {
  const { width, height, data } = gray;
  if (place === "elsewhere") return { width, height, data: data.slice() };
  const shift = place === "inside" ? 0 : 1;
  const view = memory.createGray(width, height + 1).data.subarray(shift, shift + data.length);
  view.set(data);
  return { width, height, data: view };
}

/** A gray picture of seeded noise. */
export const noiseGray = (width: number, height: number, seed: number): Gray => ({
  width,
  height,
  data: lcgBytes(width * height, seed),
});

/** A mask with parts that are all background, all foreground, and mixed. */
export function noiseMask(width: number, height: number): Gray {
  const mask = noiseGray(width, height, 3);
  mask.data.forEach((value, i) => {
    const part = (i >> 4) % 3;
    mask.data[i] = part === 0 ? 0 : part === 1 ? 1 + (value >> 1) : value < 128 ? 0 : value;
  });
  return mask;
}

/** The bytes that a raster has, and the bytes around it. */
export function bytesOf(raster: Frame | Gray): { own: number[]; around: number[] } {
  const { buffer, byteOffset, length } = "bitmap" in raster ? raster.bitmap : raster.data;
  const bytes = new Uint8Array(buffer);
  const end = byteOffset + length;
  return {
    own: [...bytes.subarray(byteOffset, end)],
    around: [
      ...bytes.subarray(Math.max(0, byteOffset - 8), byteOffset),
      ...bytes.subarray(end, end + 8),
    ],
  };
}

/** Check that a twin writes the plain result into `out`, and nothing beside it. */
export function assertTwin<Raster extends Frame | Gray>(
  work: (by: Primitives, options: OutOption<Raster>) => Raster,
  out: Raster,
  what: unknown,
): void {
  const copy = "bitmap" in out
    ? { ...out, bitmap: out.bitmap.slice() }
    : { ...out, data: (out as Gray).data.slice() };
  const wanted = bytesOf(work(plain, { out: copy as Raster })).own;
  const { around } = bytesOf(out);
  assertStrictEquals(work(primitives, { out }), out);
  assertEquals(bytesOf(out), { own: wanted, around }, JSON.stringify(what));
}
