/**
 * Rasters made where another one lies, so that kernels can work on both.
 *
 * @module
 */

import { createFrame, createGray, type Frame, type Gray, type Size } from "../raster/frame.ts";
import { memoryOf } from "./kernel_memory.ts";

/**
 * A new frame where a raster lies.
 *
 * @param near The raster.
 * @param size The new frame's sides; by default those of `near`.
 * @returns A transparent black frame: an ordinary one, or one in the same kernel memory, which is to
 * be given back by {@linkcode release}.
 */
export function createFrameBeside(near: Frame | Gray, { width, height }: Size = near): Frame {
  const memory = memoryOf("bitmap" in near ? near.bitmap : near.data);
  return memory === undefined ? createFrame(width, height) : memory.createFrame(width, height);
}

/**
 * A new gray picture, mask or matte where a raster lies.
 *
 * @param near The raster.
 * @param size The new picture's sides; by default those of `near`.
 * @returns A black picture: an ordinary one, or one in the same kernel memory, which is to be given
 * back by {@linkcode release}.
 */
export function createGrayBeside(near: Frame | Gray, { width, height }: Size = near): Gray {
  const memory = memoryOf("bitmap" in near ? near.bitmap : near.data);
  return memory === undefined ? createGray(width, height) : memory.createGray(width, height);
}

/**
 * Give rasters back that {@linkcode createFrameBeside} and {@linkcode createGrayBeside} have made:
 * those in kernel memory; ordinary ones go by themselves.
 *
 * @param rasters Which; they must not be used any more. `undefined` is left out.
 */
export function release(...rasters: readonly (Frame | Gray | undefined)[]): void {
  for (const raster of rasters) {
    if (raster === undefined) continue;
    memoryOf("bitmap" in raster ? raster.bitmap : raster.data)?.free(raster);
  }
}
