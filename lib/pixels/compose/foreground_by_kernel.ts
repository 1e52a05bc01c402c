/**
 * Estimating a foreground in the kernels' memory: the plain twins are in estimate_foreground.ts and
 * foreground_levels.ts.
 *
 * @module
 */

import type { KernelMemory } from "../../memory/kernel_memory.ts";
import { TakenBlocks } from "../../memory/taken_blocks.ts";
import type { Frame, Matte, Size } from "../../raster/frame.ts";

/** Bytes of a slot's record, of its colours, and of a pixel of a smaller level. */
const RECORD = 48;
const COLOURS = 16;
const PIXEL = 8;

/** A level: where its pixels are, and how many and which are solved for. */
interface KernelLevel extends Size {
  /** Whether it is the picture itself, with its matte beside it. */
  readonly isFrame: boolean;
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
  using blocks = new TakenBlocks(memory.arena);
  const unknowns = new Unknowns(memory, frame, matte, blocks);
  const levels = [unknowns.ofFrame()];
  if (levels[0].count === 0) {
    if (out.bitmap !== frame.bitmap) out.bitmap.set(frame.bitmap);
    return;
  }
  while (levels[0].width > 1 || levels[0].height > 1) {
    levels.unshift(unknowns.ofHalf(levels[0]));
    yield;
  }
  let solved: Slots | undefined;
  for (const level of levels) {
    const slots = unknowns.fill(level, solved);
    if (solved !== undefined) blocks.giveBack(solved.starts, solved.records, solved.colours);
    solved = slots;
    yield;
    const { starts, records, colours } = slots;
    const count = level.isFrame ? sweeps.fine : sweeps.coarse;
    memory.kernels.sweepForeground(starts, level.height, records, colours, count);
    yield;
  }
  if (out.bitmap !== frame.bitmap) out.bitmap.set(frame.bitmap);
  unknowns.write(solved!, out);
}

/** The pixels whose foreground is unknown, on each level. */
class Unknowns {
  readonly #memory: KernelMemory;
  readonly #size: Size;
  readonly #rgba: number;
  readonly #alpha: number;
  readonly #blocks: TakenBlocks;
  readonly #scratch: number;

  constructor(memory: KernelMemory, frame: Frame, matte: Matte, blocks: TakenBlocks) {
    const { width, height, bitmap } = frame;
    this.#memory = memory;
    this.#size = { width, height };
    this.#rgba = bitmap.byteOffset;
    this.#alpha = matte.data.byteOffset;
    this.#blocks = blocks;
    this.#scratch = blocks.take(4 * (4 * width + 64));
  }

  /** The picture's own level. */
  ofFrame(): KernelLevel {
    return this.#mark({ ...this.#size, isFrame: true, pixels: this.#rgba });
  }

  /** A level of half the sides. */
  ofHalf({ width, height, isFrame, pixels }: KernelLevel): KernelLevel {
    const { kernels } = this.#memory;
    const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
    const to = this.#blocks.take(PIXEL * half.width * half.height);
    if (isFrame) kernels.halveFrame(pixels, this.#alpha, width, height, to);
    else kernels.halveLevel(pixels, width, height, to);
    return this.#mark({ ...half, isFrame: false, pixels: to });
  }

  #mark(level: Omit<KernelLevel, "bits" | "count">): KernelLevel {
    const { width, height, isFrame, pixels } = level;
    const bits = this.#blocks.take(2 * Math.ceil(width / 16) * height);
    const { kernels } = this.#memory;
    const source = isFrame ? this.#alpha : pixels;
    const count = kernels.markUnknowns(source, isFrame, width, height, bits, this.#scratch);
    return { ...level, bits, count };
  }

  /** Give a level's unknowns the colours that were found on the smaller level, if there is one. */
  fill(level: KernelLevel, smaller: Slots | undefined): Slots {
    const slots = slotsOf(this.#blocks, level);
    this.#memory.kernels.fillUnknowns(
      level.pixels,
      level.isFrame ? this.#alpha : 0,
      level.bits,
      level.width,
      level.height,
      slots.starts,
      slots.records,
      slots.colours,
      smaller?.starts ?? 0,
      smaller?.records ?? 0,
      smaller?.colours ?? 0,
      this.#scratch,
    );
    return slots;
  }

  /** Write the colours of the picture's own level. */
  write({ starts, records, colours }: Slots, { bitmap }: Frame): void {
    const { width, height } = this.#size;
    const { kernels } = this.#memory;
    this.#memory.work([bitmap], bitmap, (to) => {
      kernels.writeForeground(starts, width, height, records, colours, this.#alpha, to);
    });
  }
}

/** Room for a level's unknowns: a power of 2, since what is given back serves only for the same length. */
function slotsOf(blocks: TakenBlocks, { height, count }: KernelLevel): Slots {
  const room = 2 ** Math.ceil(Math.log2(Math.max(count, 64)));
  return {
    starts: blocks.take(8 * height + 4),
    records: blocks.take(RECORD * room),
    colours: blocks.take(COLOURS * room),
  };
}
