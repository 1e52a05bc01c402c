import { jpegBitBytes, jpegFileBytes } from "../../pixels/jpeg/kernel_jpeg.ts";
import type { Size } from "../../raster/frame.ts";

/** Kernels store whole vectors, so each part is followed by some room. */
const SLACK = 64;
const PAGE = 65536;

/** Addresses of what one worker writes, which is two pictures at a time. */
export interface WorkerLayout {
  readonly workspace: number;
  /** The bits of JPEGs before zeros are stuffed in. */
  readonly bits: readonly [number, number];
  /** A whole JPEG file. */
  readonly jpeg: number;
  /** One byte a pixel. */
  readonly masks: readonly [number, number];
}

/** Where everything lies in the shared memory, in bytes. */
export interface PictureLayout extends Size {
  readonly frameBytes: number;
  /** The ring of frames as decoded. */
  readonly frames: readonly number[];
  /** The background as RGBA, as luma and chroma by MCU, as JPEG bits, and where in the bits each MCU is. */
  readonly reference: { rgba: number; samples: number; records: number; bits: number };
  readonly workers: readonly WorkerLayout[];
  readonly end: number;
}

/**
 * Lay out a run. Room for the worst picture is set aside; what is not touched
 * takes no memory.
 *
 * @param size The frames' sides in pixels.
 * @param frameBytes Length of a frame as decoded.
 * @param workspaceBytes Length of a workspace of the kernels for this size.
 * @param counts How many frames the ring has, and how many workers.
 */
export function layOut(
  { width, height }: Size,
  frameBytes: number,
  workspaceBytes: number,
  counts: { frames: number; workers: number },
): PictureLayout {
  let end = PAGE;
  const allocate = (length: number) => {
    const address = end;
    end += Math.ceil((length + SLACK) / SLACK) * SLACK;
    return address;
  };
  const mcus = Math.ceil(width / 16) * Math.ceil(height / 16);
  const bitBytes = jpegBitBytes({ width, height });
  const reference = {
    rgba: allocate(4 * width * height),
    samples: allocate(768 * mcus),
    records: allocate(36 * mcus),
    bits: allocate(bitBytes),
  };
  const frames = Array.from({ length: counts.frames }, () => allocate(frameBytes));
  const workers = Array.from({ length: counts.workers }, () => ({
    workspace: allocate(workspaceBytes),
    bits: [allocate(bitBytes), allocate(bitBytes)] as const,
    jpeg: allocate(jpegFileBytes({ width, height })),
    masks: [allocate(width * height), allocate(width * height)] as const,
  }));
  return { width, height, frameBytes, frames, reference, workers, end };
}

/** Make a memory large enough for a layout. */
export function growMemory(memory: WebAssembly.Memory, layout: PictureLayout): void {
  const pages = Math.ceil(layout.end / PAGE) - memory.buffer.byteLength / PAGE;
  if (pages > 0) memory.grow(pages);
}
