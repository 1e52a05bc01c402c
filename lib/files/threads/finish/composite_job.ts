import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import { assertSameSize, type Frame, type Size } from "../../../raster/frame.ts";
import type { Layers } from "../../../pixels/compose/layers.ts";
import { yuvBytes } from "../../../pixels/color/yuv_of_frame.ts";

/** A composite as data for another thread: where its layers lie in the memory. */
export interface CompositeJob extends Size {
  readonly foreground: number;
  readonly background: number;
  /** 0 if the foreground is the picture. */
  readonly matte: number;
  /** 0 if there is none. */
  readonly backgroundYuv: number;
}

/**
 * Where the layers of a composite lie.
 *
 * @param memory The memory that the threads share.
 * @param layers The layers, all in that memory.
 * @throws {RangeError} If the sizes differ.
 * @throws {TypeError} If a layer lies elsewhere.
 */
export function compositeJob(memory: KernelMemory, layers: Layers): CompositeJob {
  const { foreground, background, matte, backgroundYuv } = layers;
  assertSameSize("composite in a thread", { foreground, background, matte });
  const { width, height } = foreground;
  if (backgroundYuv !== undefined && backgroundYuv.length !== yuvBytes(foreground)) {
    throw new RangeError(
      `Cannot composite in a thread: 'backgroundYuv' must hold ${yuvBytes(foreground)} bytes, ` +
        `got ${backgroundYuv.length}`,
    );
  }
  return {
    width,
    height,
    foreground: addressIn(memory, "foreground", foreground.bitmap),
    background: addressIn(memory, "background", background.bitmap),
    matte: addressIn(memory, "matte", matte.data),
    // What lies elsewhere is not known there.
    backgroundYuv: (backgroundYuv && memory.arena.addressOf(backgroundYuv)) ?? 0,
  };
}

/**
 * Where a finished frame lies: a job without a matte.
 *
 * @param memory The memory that the threads share.
 * @param frame The frame.
 * @throws {TypeError} If it lies elsewhere.
 */
export function frameJob(memory: KernelMemory, { width, height, bitmap }: Frame): CompositeJob {
  const foreground = addressIn(memory, "frame", bitmap);
  return { width, height, foreground, background: 0, matte: 0, backgroundYuv: 0 };
}

/**
 * Where bytes lie.
 *
 * @param memory The memory that the threads share.
 * @param name What they are called in the message.
 * @param bytes The bytes.
 * @throws {TypeError} If they lie elsewhere.
 */
export function addressIn(memory: KernelMemory, name: string, bytes: ArrayBufferView): number {
  const address = memory.arena.addressOf(bytes);
  if (address === undefined) {
    throw new TypeError(
      `Cannot hand over to a thread: '${name}' must lie in the kernel memory that it shares`,
    );
  }
  return address;
}
