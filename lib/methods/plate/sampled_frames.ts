import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { createFrame, type Frame } from "../../raster/frame.ts";

/** Samples take so many bytes at most. */
const MOST_BYTES = 256 * 2 ** 20;

/**
 * Some frames of a video of unknown length, evenly spaced: when there are too
 * many, every second one is dropped and from then on half as many are taken.
 */
export class SampledFrames {
  readonly #most: number;
  #every = 1;
  #seen = 0;
  #frames: Frame[] = [];
  #memory: KernelMemory | undefined;

  /** @param most How many at most, if memory allows. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Look at a frame; it is copied if it is one of the sample. */
  add({ width, height, bitmap }: Frame): void {
    this.#memory = memoryOf(bitmap);
    if (this.#seen++ % this.#every !== 0) return;
    const most = Math.max(3, Math.min(this.#most, Math.floor(MOST_BYTES / bitmap.length)));
    if (this.#frames.length >= most) {
      this.#frames = this.#frames.filter((_, i) => i % 2 === 0);
      this.#every *= 2;
      if ((this.#seen - 1) % this.#every !== 0) return;
    }
    const copy = createFrame(width, height);
    copy.bitmap.set(bitmap);
    this.#frames.push(copy);
  }

  /** The kernels' memory that the frames came from, if they did. */
  get memory(): KernelMemory | undefined {
    return this.#memory;
  }

  /** The sample, in order: ordinary arrays, for there may be more than kernel memory has room for. */
  get frames(): readonly Frame[] {
    return this.#frames;
  }
}
