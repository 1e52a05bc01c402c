/**
 * Estimating a foreground in the kernels' memory: the plain twins are in estimate_foreground.ts and
 * foreground_levels.ts.
 *
 * @module
 */

import type { KernelMemory } from "../../memory/kernel_memory.ts";
import type { Frame, Matte, Size } from "../../raster/frame.ts";

/** Bytes of a slot's record, of its colours, and of a pixel of a smaller level. */
const RECORD = 48;
const COLOURS = 16;
const PIXEL = 8;

/** A level: where its pixels are, and how many and which are solved for. */
interface KernelLevel extends Size {
  readonly pixels: number;
  readonly bits: number;
  readonly count: number;
}

/** Where the unknowns of a level are. */
interface Slots {
  readonly starts: number;
  readonly records: number;
  readonly colours: number;
}

/**
 * Estimate the foreground in steps.
 *
 * @param memory Where frame and matte lie.
 * @param frame The picture, H × W.
 * @param matte How much of each pixel is foreground.
 * @param out Written to; may be `frame`.
 * @param sweeps How often each of the smaller levels is solved, and how often the picture itself.
 */
export function* foregroundByKernel(
  memory: KernelMemory,
  frame: Frame,
  matte: Matte,
  out: Frame,
  sweeps: { coarse: number; fine: number },
): Generator<void, void> {
  const { arena, kernels } = memory;
  const { width, height } = frame;
  const alpha = matte.data.byteOffset;
  const rgba = frame.bitmap.byteOffset;
  const taken = new Set<number>();
  const take = (bytes: number) => {
    const address = arena.allocate(bytes);
    taken.add(address);
    return address;
  };
  const giveBack = ({ starts, records, colours }: Slots) => {
    for (const address of [starts, records, colours]) {
      arena.free(address);
      taken.delete(address);
    }
  };
  try {
    const scratch = take(4 * (4 * width + 64));
    const mark = (size: Size, pixels: number): KernelLevel => {
      const bits = take(2 * Math.ceil(size.width / 16) * size.height);
      const isFrame = pixels === rgba;
      const source = isFrame ? alpha : pixels;
      const count = kernels.markUnknowns(source, isFrame, size.width, size.height, bits, scratch);
      return { ...size, pixels, bits, count };
    };
    const levels = [mark({ width, height }, rgba)];
    if (levels[0].count === 0) {
      if (out.bitmap !== frame.bitmap) out.bitmap.set(frame.bitmap);
      return;
    }
    while (levels[0].width > 1 || levels[0].height > 1) {
      const { width, height, pixels } = levels[0];
      const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
      const to = take(PIXEL * half.width * half.height);
      if (pixels === rgba) kernels.halveFrame(rgba, alpha, width, height, to);
      else kernels.halveLevel(pixels, width, height, to);
      levels.unshift(mark(half, to));
      yield;
    }
    let solved: Slots | undefined;
    for (const level of levels) {
      const isFrame = level.pixels === rgba;
      const slots = slotsOf(take, level);
      kernels.fillUnknowns(
        level.pixels,
        isFrame ? alpha : 0,
        level.bits,
        level.width,
        level.height,
        slots.starts,
        slots.records,
        slots.colours,
        solved?.starts ?? 0,
        solved?.records ?? 0,
        solved?.colours ?? 0,
        scratch,
      );
      if (solved !== undefined) giveBack(solved);
      solved = slots;
      yield;
      const { starts, records, colours } = slots;
      const count = isFrame ? sweeps.fine : sweeps.coarse;
      kernels.sweepForeground(starts, level.height, records, colours, count);
      yield;
    }
    const { starts, records, colours } = solved!;
    if (out.bitmap !== frame.bitmap) out.bitmap.set(frame.bitmap);
    memory.work([out.bitmap], out.bitmap, (to) => {
      kernels.writeForeground(starts, width, height, records, colours, alpha, to);
    });
  } finally {
    for (const address of taken) arena.free(address);
  }
}

/** Room for a level's unknowns: a power of 2, since what is given back serves only for the same length. */
function slotsOf(take: (bytes: number) => number, { height, count }: KernelLevel): Slots {
  const room = 2 ** Math.ceil(Math.log2(Math.max(count, 64)));
  return {
    starts: take(8 * height + 4),
    records: take(RECORD * room),
    colours: take(COLOURS * room),
  };
}
