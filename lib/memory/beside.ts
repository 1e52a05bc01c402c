/**
 * Rasters made where others lie, so that kernels can work on all of them. Where a memory that cannot grow
 * has no room for them, they are ordinary arrays.
 *
 * @module
 */

import { createFrame, createGray, type Frame, type Gray, type Size } from "../raster/frame.ts";
import { type KernelMemory, memoryOf } from "./kernel_memory.ts";

/**
 * A new frame in a kernel memory, or an ordinary one.
 *
 * @param memory The memory; `undefined` for an ordinary array.
 * @param size The frame's sides.
 * @returns A transparent black frame, to be given back by {@linkcode release}.
 */
export function createFrameIn(memory: KernelMemory | undefined, { width, height }: Size): Frame {
  return memory?.hasRoomFor(4 * width * height)
    ? memory.createFrame(width, height)
    : createFrame(width, height);
}

/**
 * A new gray picture, mask or matte in a kernel memory, or an ordinary one.
 *
 * @param memory The memory; `undefined` for an ordinary array.
 * @param size The picture's sides.
 * @returns A black picture, to be given back by {@linkcode release}.
 */
export function createGrayIn(memory: KernelMemory | undefined, { width, height }: Size): Gray {
  return memory?.hasRoomFor(width * height)
    ? memory.createGray(width, height)
    : createGray(width, height);
}

/**
 * A new frame where a raster lies.
 *
 * @param near The raster.
 * @param size The new frame's sides; by default those of `near`.
 * @returns A transparent black frame: an ordinary one, or one in the same kernel memory, which is to
 * be given back by {@linkcode release}.
 */
export function createFrameBeside(near: Frame | Gray, size: Size = near): Frame {
  return createFrameIn(memoryOf("bitmap" in near ? near.bitmap : near.data), size);
}

/**
 * A new gray picture, mask or matte where a raster lies.
 *
 * @param near The raster.
 * @param size The new picture's sides; by default those of `near`.
 * @returns A black picture: an ordinary one, or one in the same kernel memory, which is to be given
 * back by {@linkcode release}.
 */
export function createGrayBeside(near: Frame | Gray, size: Size = near): Gray {
  return createGrayIn(memoryOf("bitmap" in near ? near.bitmap : near.data), size);
}

/**
 * New numbers where a raster lies.
 *
 * @param near The raster.
 * @param length How many, at least 1.
 * @returns So many zeros, to be given back by {@linkcode release}.
 */
export function createNumbersBeside(near: Frame | Gray, length: number): Float32Array {
  const memory = memoryOf("bitmap" in near ? near.bitmap : near.data);
  return memory?.hasRoomFor(4 * length) ? memory.createNumbers(length) : new Float32Array(length);
}

/**
 * Give back what the functions of this module have made: what lies in kernel memory; ordinary arrays
 * go by themselves.
 *
 * @param rasters Which; they must not be used any more. `undefined` is left out.
 */
export function release(...rasters: readonly (Frame | Gray | Float32Array | undefined)[]): void {
  for (const raster of rasters) {
    if (raster !== undefined) memoryOf(bytesOf(raster))?.free(raster);
  }
}

function bytesOf(raster: Frame | Gray | Float32Array): ArrayBufferView {
  if (raster instanceof Float32Array) return raster;
  return "bitmap" in raster ? raster.bitmap : raster.data;
}
