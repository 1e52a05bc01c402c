/** Pictures in kernel memory, for tests of threads. */

import type { Frame, KernelMemory, Matte } from "../../../mod.ts";
import type { Layers } from "../../../lib/pixels/compose/layers.ts";
import { lcgBytes, noiseFrame } from "../../helpers.ts";

/** A frame of opaque noise. */
export function noiseIn(memory: KernelMemory, width: number, height: number, seed: number): Frame {
  const frame = memory.createFrame(width, height);
  frame.bitmap.set(noiseFrame(width, height, seed).bitmap);
  for (let p = 3; p < frame.bitmap.length; p += 4) frame.bitmap[p] = 255;
  return frame;
}

/** Lines of nothing, of all and of any values. */
export function matteIn(memory: KernelMemory, width: number, height: number, seed: number): Matte {
  const matte = memory.createGray(width, height);
  const noise = lcgBytes(width * height, seed);
  matte.data.forEach((_, i) => {
    const patch = (Math.floor(i / (3 * width)) + seed) % 3;
    matte.data[i] = patch === 0 ? noise[i] : patch === 1 ? 0 : 255;
  });
  return matte;
}

/** A foreground, a background and a matte. */
export function layersIn(
  memory: KernelMemory,
  width: number,
  height: number,
  seed: number,
): Layers {
  return {
    foreground: noiseIn(memory, width, height, seed),
    background: noiseIn(memory, width, height, seed + 100),
    matte: matteIn(memory, width, height, seed),
  };
}

/** Give a picture's memory back. */
export function freeLayers(memory: KernelMemory, layers: Layers): void {
  memory.free(layers.foreground);
  memory.free(layers.background);
  memory.free(layers.matte);
}
