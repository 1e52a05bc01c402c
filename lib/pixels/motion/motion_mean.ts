import type { KernelHelper } from "../../memory/kernel_helper.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { type BlockMotion, blockMotion, motionAt } from "./block_motion.ts";
import { layOut, type MotionRoom, placeOther, rowsOf } from "./motion_room.ts";
import { wordsOf } from "../../raster/bytes.ts";
import type { Steps } from "../../turns.ts";
import { createMask, type Gray, type Mask, type Matte, type Size } from "../../raster/frame.ts";

/** A matte, and by what its frame is compared with others. */
export interface MotionFrame {
  readonly matte: Matte;
  /** The frame's brightness, slightly blurred. */
  readonly luma: Gray;
  /** The same, reduced to {@linkcode motionSize}. */
  readonly small: Gray;
}

/** Weights are whole numbers of so many; so are fractions of pixels. */
export const MOTION_ONE = 256;

/** Motion is told from a picture of about so many lines: there noise is hardly seen. */
const LINES = 90;

/** In that picture: blocks of 16 pixels at 360 lines, with half as much around each. */
export const BLOCKS = { side: 4, margin: 2, reach: 8 };

/** What is worked on at once, in pixels of the matte. A block is never smaller. */
const CELL = 8;

/**
 * The size at which motion is told in a picture.
 *
 * @param size The picture's.
 * @returns A whole part of it.
 */
export function motionSize({ width, height }: Size): Size {
  const factor = Math.max(1, Math.round(Math.min(width, height) / LINES));
  return { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
}

/**
 * Weighted means of alphas over time, along motion: each neighbour is looked at where
 * what is here was then. Where all mattes are the same, as nearly everywhere, no work.
 */
export class MotionMean {
  readonly #width: number;
  readonly #height: number;
  /** By the change of brightness, in parts of {@linkcode MOTION_ONE}. */
  readonly #weights: Int32Array;
  /** How many pixels of the matte are one of the small picture's. */
  readonly #scaleX: number;
  readonly #scaleY: number;
  readonly #side: number;
  readonly #columns: number;
  /** The cells in which mattes differ, and the blocks that these lie in. */
  readonly #cells: Uint8Array;
  readonly #blocks: Mask;
  /** Of the cell at work: the sums of weighted alphas, in parts of {@linkcode MOTION_ONE}, and of weights. */
  readonly #sums: Int32Array;
  readonly #counts: Int32Array;
  readonly #differing: Uint8Array;
  readonly #corners = new Float64Array(8);
  readonly #vector = new Float64Array(2);

  /**
   * @param size The mattes' size.
   * @param weights How much a neighbour counts by its change of brightness, 0 to 255.
   */
  constructor(size: Size, weights: Int32Array) {
    const { width, height } = size;
    const small = motionSize(size);
    this.#width = width;
    this.#height = height;
    this.#weights = weights;
    this.#scaleX = width / small.width;
    this.#scaleY = height / small.height;
    this.#side = Math.max(width, height) > Math.max(small.width, small.height) ? CELL : BLOCKS.side;
    this.#columns = Math.ceil(width / this.#side);
    this.#cells = new Uint8Array(this.#columns * Math.ceil(height / this.#side));
    const blocks = (side: number) => Math.ceil(side / BLOCKS.side);
    this.#blocks = createMask(blocks(small.width), blocks(small.height));
    this.#sums = new Int32Array(this.#side ** 2);
    this.#differing = new Uint8Array(this.#side ** 2);
    this.#counts = new Int32Array(this.#side ** 2);
  }

  /**
   * Take the mean of a frame's matte and its neighbours'.
   *
   * @param now The frame.
   * @param others Its neighbours in time.
   * @param out Receives the mean; another raster than their mattes, and nobody's until it is there.
   * @returns The work, in steps; or what waits for another thread, where one helps with the kernels.
   */
  mean(now: MotionFrame, others: readonly MotionFrame[], out: Matte): Steps<void> {
    out.data.set(now.matte.data);
    const moments = [now, ...others];
    const rasters = moments.flatMap(({ matte, luma }) => [matte.data, luma.data]);
    const memory = memoryOf(out.data, ...rasters);
    if (memory === undefined) return this.#meanPlainly(now, others, out);
    return memory.helper === undefined
      ? this.#meanByKernel(memory, now, others, out)
      : this.#meanAside(memory, memory.helper, now, others, out);
  }

  *#meanPlainly(
    now: MotionFrame,
    others: readonly MotionFrame[],
    out: Matte,
  ): Generator<void, void> {
    this.#cells.fill(0);
    for (const { matte } of others) this.#markChanges(now.matte, matte);
    if (!this.#cells.includes(1)) return;
    const motions = this.#motionsOf(now, others);
    for (let y = 0, cell = 0; y < this.#height; y += this.#side) {
      for (let x = 0; x < this.#width; x += this.#side, cell++) {
        if (this.#cells[cell] === 0) continue;
        this.#beginCell(now.matte.data, x, y);
        for (const { matte } of others) this.#markPixels(now.matte.data, matte.data, x, y);
        for (let k = 0; k < others.length; k++) this.#add(now, others[k], motions[k], x, y);
        this.#endCell(out.data, x, y);
      }
      yield;
    }
  }

  /** How marked cells have moved since or until each neighbour. */
  #motionsOf(now: MotionFrame, others: readonly MotionFrame[]): BlockMotion[] {
    this.#markBlocks();
    const options = { ...BLOCKS, where: this.#blocks };
    return others.map(({ small }) => blockMotion(small, now.small, options));
  }

  /** The same by kernels, row of cells by row; `out` has the frame's matte. */
  *#meanByKernel(
    memory: KernelMemory,
    now: MotionFrame,
    others: readonly MotionFrame[],
    out: Matte,
  ): Generator<void, void> {
    const { arena, kernels } = memory;
    const room = layOut(this.#cells.length, this.#blocks.data.length, others.length);
    const block = arena.allocate(room.end);
    try {
      if (!this.#placeByKernel(memory, now, others, block, room)) return;
      const sizes = this.#sizes(block, room);
      const rows = rowsOf(block, room, now, others.length, out);
      for (let y = 0; y < this.#height; y += this.#side) {
        // Others use the kernels between two steps.
        kernels.setMotionMean(...sizes);
        kernels.motionMeanRows(...rows, y, y + 1);
        yield;
      }
    } finally {
      arena.free(block);
    }
  }

  /** The same by kernels in another thread, all at once. */
  async #meanAside(
    memory: KernelMemory,
    helper: KernelHelper,
    now: MotionFrame,
    others: readonly MotionFrame[],
    out: Matte,
  ): Promise<void> {
    const { arena } = memory;
    const room = layOut(this.#cells.length, this.#blocks.data.length, others.length);
    const block = arena.allocate(room.end);
    try {
      if (!this.#placeByKernel(memory, now, others, block, room)) return;
      const rows = rowsOf(block, room, now, others.length, out);
      await helper.run([
        ["setMotionMean", ...this.#sizes(block, room)],
        ["motionMeanRows", ...rows, 0, this.#height],
      ]);
    } finally {
      arena.free(block);
    }
  }

  /**
   * Put all that the kernels need into a block of the memory.
   *
   * @returns Whether there is anything to do.
   */
  #placeByKernel(
    memory: KernelMemory,
    now: MotionFrame,
    others: readonly MotionFrame[],
    block: number,
    room: MotionRoom,
  ): boolean {
    if (!this.#markByKernel(memory, now, others, block + room.cells)) return false;
    const motions = this.#motionsOf(now, others);
    // Memory may have grown: no view from before is used.
    const view = new Int32Array(memory.arena.buffer, block, room.cells / 4);
    view.set(this.#weights, room.weights / 4);
    motions.forEach((motion, k) => placeOther(view, block, room, others[k], motion, k));
    return true;
  }

  /**
   * Mark the cells in which mattes differ, by kernels.
   *
   * @returns Whether there are any.
   */
  #markByKernel(
    { arena, kernels }: KernelMemory,
    now: MotionFrame,
    others: readonly MotionFrame[],
    address: number,
  ): boolean {
    const width = this.#width;
    const height = this.#height;
    const cells = new Uint8Array(arena.buffer, address, this.#cells.length).fill(0);
    const matte = now.matte.data.byteOffset;
    let isSame = 1;
    for (const other of others) {
      const at = other.matte.data.byteOffset;
      isSame &= 1 - kernels.markChanges(matte, at, width, height, this.#side, address);
    }
    if (isSame) return false;
    this.#cells.set(cells);
    return true;
  }

  /** What `setMotionMean` takes: the sizes, and where tables and scratch are. */
  #sizes(block: number, room: MotionRoom) {
    return [
      this.#width,
      this.#height,
      this.#side,
      this.#blocks.width,
      this.#blocks.height,
      BLOCKS.side,
      this.#scaleX,
      this.#scaleY,
      block + room.weights,
      block,
    ] as const;
  }

  /** Mark the cells in which two mattes differ. */
  #markChanges({ data: a }: Matte, { data: b }: Matte): void {
    // By four pixels at a time, if none of these is in two rows.
    const [mine, theirs] = this.#width % 4 === 0 ? [wordsOf(a), wordsOf(b)] : [];
    if (mine && theirs) this.#markUnequal(mine, theirs, 4);
    else this.#markUnequal(a, b, 1);
  }

  /** The same for parts of so many pixels. */
  #markUnequal(mine: Int32Array | Uint8Array, theirs: Int32Array | Uint8Array, part: number): void {
    const cells = this.#cells;
    const rowLength = this.#width / part;
    const partsPerCell = this.#side / part;
    for (let y = 0, i = 0; y < this.#height; y++) {
      let cell = Math.floor(y / this.#side) * this.#columns;
      for (const end = i + rowLength; i < end; cell++) {
        const cellEnd = Math.min(i + partsPerCell, end);
        let differing = 0;
        for (; i < cellEnd; i++) differing |= mine[i] ^ theirs[i];
        if (differing !== 0) cells[cell] = 1;
      }
    }
  }

  /** Mark the blocks that the corners of marked cells lie in. */
  #markBlocks(): void {
    const { width, data } = this.#blocks;
    const side = this.#side;
    const blockOf = (place: number, scale: number) => Math.floor(place / scale / BLOCKS.side);
    data.fill(0);
    for (let y = 0, cell = 0; y < this.#height; y += side) {
      const top = blockOf(y, this.#scaleY);
      const bottom = blockOf(Math.min(y + side, this.#height) - 1, this.#scaleY);
      for (let x = 0; x < this.#width; x += side, cell++) {
        if (this.#cells[cell] === 0) continue;
        const left = blockOf(x, this.#scaleX);
        const right = blockOf(Math.min(x + side, this.#width) - 1, this.#scaleX);
        data[top * width + left] = data[top * width + right] = 1;
        data[bottom * width + left] = data[bottom * width + right] = 1;
      }
    }
  }

  /** The frame itself counts whole. */
  #beginCell(alphas: Uint8Array, left: number, top: number): void {
    const right = Math.min(this.#width, left + this.#side);
    const bottom = Math.min(this.#height, top + this.#side);
    this.#counts.fill(MOTION_ONE);
    this.#differing.fill(0);
    for (let y = top, k = 0; y < bottom; y++) {
      for (let x = left; x < right; x++, k++) {
        this.#sums[k] = MOTION_ONE * MOTION_ONE * alphas[y * this.#width + x];
      }
    }
  }

  /** Mark the cell's pixels in which two mattes differ. */
  #markPixels(mine: Uint8Array, theirs: Uint8Array, left: number, top: number): void {
    const differing = this.#differing;
    const right = Math.min(this.#width, left + this.#side);
    const bottom = Math.min(this.#height, top + this.#side);
    for (let y = top, k = 0; y < bottom; y++) {
      const end = y * this.#width + right;
      for (let i = y * this.#width + left; i < end; i++, k++) differing[k] |= mine[i] ^ theirs[i];
    }
  }

  #endCell(out: Uint8Array, left: number, top: number): void {
    const right = Math.min(this.#width, left + this.#side);
    const bottom = Math.min(this.#height, top + this.#side);
    for (let y = top, k = 0; y < bottom; y++) {
      for (let x = left; x < right; x++, k++) {
        if (this.#differing[k] === 0) continue;
        const parts = MOTION_ONE * this.#counts[k];
        out[y * this.#width + x] = (this.#sums[k] + (parts >> 1)) / parts;
      }
    }
  }

  /** Add a neighbour's alphas, each from where its pixel was then. */
  #add(now: MotionFrame, other: MotionFrame, motion: BlockMotion, left: number, top: number): void {
    const width = this.#width;
    const height = this.#height;
    const right = Math.min(width, left + this.#side);
    const bottom = Math.min(height, top + this.#side);
    const alphas = other.matte.data;
    const luma = other.luma.data;
    const mine = now.luma.data;
    const sums = this.#sums;
    const counts = this.#counts;
    const weights = this.#weights;
    const differing = this.#differing;
    const corners = this.#cornersOf(motion, left, top);
    // The last pixels that have one to the right and below, which are one further in memory.
    const lastX = Math.max(0, width - 2), lastY = Math.max(0, height - 2);
    const next = width > 1 ? 1 : 0, below = height > 1 ? width : 0;
    const mostX = MOTION_ONE * (width - 1), mostY = MOTION_ONE * (height - 1);
    for (let y = top, k = 0; y < bottom; y++) {
      const down = (y - top + 0.5) / this.#side;
      let dx = corners[0] + down * (corners[4] - corners[0]);
      let dy = corners[1] + down * (corners[5] - corners[1]);
      const stepX = (corners[2] + down * (corners[6] - corners[2]) - dx) / this.#side;
      const stepY = (corners[3] + down * (corners[7] - corners[3]) - dy) / this.#side;
      dx += stepX / 2, dy += stepY / 2;
      for (let x = left; x < right; x++, k++, dx += stepX, dy += stepY) {
        if (differing[k] === 0) continue;
        let placeX = (MOTION_ONE * x - dx) | 0, placeY = (MOTION_ONE * y - dy) | 0;
        placeX = placeX < 0 ? 0 : placeX > mostX ? mostX : placeX;
        placeY = placeY < 0 ? 0 : placeY > mostY ? mostY : placeY;
        let column = placeX >> 8, row = placeY >> 8;
        if (column > lastX) column = lastX;
        if (row > lastY) row = lastY;
        const x1 = placeX - (column << 8), y1 = placeY - (row << 8);
        const x0 = MOTION_ONE - x1, y0 = MOTION_ONE - y1;
        const i = row * width + column, j = i + below;
        const above = (x0 * alphas[i] + x1 * alphas[i + next]) | 0;
        const beneath = (x0 * alphas[j] + x1 * alphas[j + next]) | 0;
        const alpha = (y0 * above + y1 * beneath) | 0;
        const levelAbove = (x0 * luma[i] + x1 * luma[i + next]) | 0;
        const levelBeneath = (x0 * luma[j] + x1 * luma[j + next]) | 0;
        const level = (y0 * levelAbove + y1 * levelBeneath + 32768) >> 16;
        const change = level - mine[y * width + x];
        const weight = weights[change < 0 ? -change : change];
        sums[k] += weight * (alpha >> 8);
        counts[k] += weight;
      }
    }
  }

  /** The motion at a cell's corners, row by row, in parts of {@linkcode MOTION_ONE} of the matte's pixels. */
  #cornersOf(motion: BlockMotion, left: number, top: number): Float64Array {
    const corners = this.#corners;
    for (let k = 0; k < 4; k++) {
      const x = left + (k & 1) * this.#side;
      const y = top + (k >> 1) * this.#side;
      motionAt(motion, x / this.#scaleX, y / this.#scaleY, this.#vector);
      corners[2 * k] = MOTION_ONE * this.#scaleX * this.#vector[0];
      corners[2 * k + 1] = MOTION_ONE * this.#scaleY * this.#vector[1];
    }
    return corners;
  }
}
