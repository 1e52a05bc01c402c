import type { Size } from "../raster.ts";
import { WORKSPACE_BYTES } from "./loader.ts";

/** Kernels store whole vectors, so each part is followed by some room. */
const SLACK = 64;
const PAGE = 65536;

/** Addresses of what one worker writes. */
export interface WorkerLayout {
  readonly workspace: number;
  /** The bits of a JPEG before zeros are stuffed in. */
  readonly bits: number;
  /** A whole JPEG file. */
  readonly jpeg: number;
  /** One byte a pixel. */
  readonly mask: number;
}

/** Where everything lies in the shared memory, in bytes. */
export interface PictureLayout extends Size {
  readonly frameBytes: number;
  /** The ring of frames as decoded. */
  readonly frames: readonly number[];
  /** The background as RGBA, by MCU, as JPEG bits, and where in the bits each MCU is. */
  readonly reference: { rgba: number; planes: number; records: number; bits: number };
  readonly workers: readonly WorkerLayout[];
  readonly end: number;
}

/**
 * Lay out a run. Room for the worst picture is set aside; what is not touched
 * takes no memory.
 *
 * @param size The frames' sides in pixels.
 * @param frameBytes Length of a frame as decoded.
 * @param counts How many frames the ring has, and how many workers.
 */
export function layOut(
  { width, height }: Size,
  frameBytes: number,
  counts: { frames: number; workers: number },
): PictureLayout {
  let end = PAGE;
  const allocate = (length: number) => {
    const address = end;
    end += Math.ceil((length + SLACK) / SLACK) * SLACK;
    return address;
  };
  const mcus = Math.ceil(width / 16) * Math.ceil(height / 16);
  // Six blocks of 64 coefficients, none longer than 27 bits; stuffing may double them.
  const bitBytes = Math.ceil(mcus * 6 * 64 * 27 / 8) + SLACK;
  const reference = {
    rgba: allocate(4 * width * height),
    planes: allocate(768 * mcus),
    records: allocate(36 * mcus),
    bits: allocate(bitBytes),
  };
  const frames = Array.from({ length: counts.frames }, () => allocate(frameBytes));
  const workers = Array.from({ length: counts.workers }, () => ({
    workspace: allocate(WORKSPACE_BYTES),
    bits: allocate(bitBytes),
    jpeg: allocate(2 * bitBytes + 1024),
    mask: allocate(width * height),
  }));
  return { width, height, frameBytes, frames, reference, workers, end };
}

/** Make a memory large enough for a layout. */
export function growMemory(memory: WebAssembly.Memory, layout: PictureLayout): void {
  const pages = Math.ceil(layout.end / PAGE) - memory.buffer.byteLength / PAGE;
  if (pages > 0) memory.grow(pages);
}
