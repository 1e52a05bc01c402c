import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { assertGrays, assertSameSize, type Gray, type Mask } from "../../raster/frame.ts";
import { assertOptions, COUNT } from "../../raster/option_checks.ts";

const RANGES = {
  side: { least: 1, isWhole: true },
  margin: COUNT,
  reach: COUNT,
  stillness: { least: 0 },
};

/**
 * Options of {@linkcode blockMotion}.
 *
 * @category Primitives: motion and time
 */
export interface BlockMotionOptions {
  /**
   * A block's side, in pixels; blocks at the right and lower border may be smaller.
   *
   * @default {8}
   */
  side?: number;
  /**
   * How many pixels around a block are compared too: blocks that overlap move alike.
   *
   * @default {2}
   */
  margin?: number;
  /**
   * How far a block may have moved along each axis, in pixels.
   *
   * @default {8}
   */
  reach?: number;
  /**
   * How much better another place must fit for each pixel that it is farther away, in levels of
   * the mean difference: noise must not look like motion.
   *
   * @default {0.25}
   */
  stillness?: number;
  /**
   * Which blocks to look at, one byte a block, rows × columns of them; those of 0 are left out.
   *
   * @default {all}
   */
  where?: Mask | undefined;
}

/**
 * How the blocks of a picture have moved.
 *
 * @category Primitives: motion and time
 */
export interface BlockMotion {
  /** Blocks in a row of them. */
  readonly columns: number;
  /** Rows of blocks. */
  readonly rows: number;
  /** A block's side, in pixels. */
  readonly side: number;
  /** How far each block has moved to the right, in pixels, row after row; NaN for those left out. */
  readonly dx: Float32Array;
  /** The same, down. */
  readonly dy: Float32Array;
}

/**
 * How each block of a picture has moved since another picture, to a fraction of a pixel.
 *
 * A block is compared with where it may have been by the sum of absolute differences:
 * first unmoved and moved as its neighbours above and to the left, then, unless one of these
 * fits, along a diamond around the best, then along a smaller one; at last a parabola
 * through the sums tells the fraction, to about a quarter of a pixel, rather too small than too
 * large. Only places inside the picture are asked.
 *
 * @example A picture that moved by two pixels to the right and half a one up
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 *
 * const waves = (right: number, down: number) => {
 *   const gray = createGray(48, 40);
 *   for (let i = 0; i < gray.data.length; i++) {
 *     const [x, y] = [i % 48 - right, Math.floor(i / 48) - down];
 *     gray.data[i] = 128 + 60 * Math.sin(x / 4) + 60 * Math.cos(y / 5);
 *   }
 *   return gray;
 * };
 * const { columns, dx, dy } = blockMotion(waves(0, 0), waves(2, -0.5));
 * const middle = 2 * columns + 3;
 * assertAlmostEquals(dx[middle], 2, 0.25);
 * assertAlmostEquals(dy[middle], -0.5, 0.25);
 * ```
 *
 * @param from The earlier picture, H × W; a blurred or reduced one, for noise is no pattern.
 * @param to The later one, H × W, whose blocks are looked at.
 * @param options The blocks, how far they may move, and which of them to look at.
 * @returns The motion of each block.
 * @throws {RangeError} If the sizes differ, or an option is out of range.
 * @see Zhu and Ma, "A new diamond search algorithm for fast block-matching motion
 * estimation", IEEE Transactions on Image Processing 2000, DOI 10.1109/83.821744.
 * @category Primitives: motion and time
 */
export function blockMotion(from: Gray, to: Gray, options: BlockMotionOptions = {}): BlockMotion {
  assertGrays("tell motion", { from, to });
  const { side = 8, margin = 2, reach = 8, stillness = 0.25, where } = options;
  assertSameSize("tell motion", { from, to });
  assertOptions("tell motion", { side, margin, reach, stillness }, RANGES);
  const columns = Math.ceil(to.width / side);
  const rows = Math.ceil(to.height / side);
  if (where !== undefined) assertBlocks(where, columns, rows);

  const dx = new Float32Array(columns * rows).fill(NaN);
  const dy = dx.slice();
  const motion = { columns, rows, side, dx, dy };
  const memory = memoryOf(from.data, to.data);
  if (memory) searchByKernel(memory, from, to, { margin, reach, stillness, where }, motion);
  else searchPlain(from, to, { margin, reach, stillness, where }, motion);
  return motion;
}

/** How blocks are looked for. */
type Search = Required<Omit<BlockMotionOptions, "side" | "where">> & { where: Mask | undefined };

function searchByKernel(
  { arena, kernels }: KernelMemory,
  from: Gray,
  to: Gray,
  { margin, reach, stillness, where }: Search,
  { side, dx, dy }: BlockMotion,
): void {
  const blocks = dx.length;
  const block = arena.allocate(9 * blocks + 4 * (2 * reach + 1) ** 2);
  const right = block + 4 * (2 * reach + 1) ** 2;
  const down = right + 4 * blocks;
  const marks = down + 4 * blocks;
  try {
    if (where !== undefined) new Uint8Array(arena.buffer, marks, blocks).set(where.data);
    kernels.blockMotion(
      from.data.byteOffset,
      to.data.byteOffset,
      to.width,
      to.height,
      side,
      margin,
      reach,
      stillness,
      where === undefined ? 0 : marks,
      right,
      down,
      block,
    );
    dx.set(new Float32Array(arena.buffer, right, blocks));
    dy.set(new Float32Array(arena.buffer, down, blocks));
  } finally {
    arena.free(block);
  }
}

function searchPlain(
  from: Gray,
  to: Gray,
  { margin, reach, stillness, where }: Search,
  motion: BlockMotion,
): void {
  const { columns, rows, side, dx, dy } = motion;
  const search = new DiamondSearch(from, to, reach, stillness);
  for (let row = 0, b = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, b++) {
      if (where !== undefined && where.data[b] === 0) continue;
      search.begin(column * side, row * side, side, margin);
      tryNeighbours(search, motion, column, row);
      search.descend();
      dx[b] = search.dx;
      dy[b] = search.dy;
    }
  }
}

/** The blocks whose motion is known already. */
function tryNeighbours(
  search: DiamondSearch,
  { columns, dx, dy }: BlockMotion,
  column: number,
  row: number,
): void {
  const b = row * columns + column;
  if (column > 0) search.tryMotion(dx[b - 1], dy[b - 1]);
  if (row === 0) return;
  const above = b - columns;
  search.tryMotion(dx[above], dy[above]);
  if (column > 0) search.tryMotion(dx[above - 1], dy[above - 1]);
  if (column + 1 < columns) search.tryMotion(dx[above + 1], dy[above + 1]);
}

/** A mean difference up to so many levels is no more than noise: nobody looks further than next to it. */
const GOOD = 2;

/** The points of a large and a small diamond around the best so far. */
const LARGE = { x: [2, 1, 0, -1, -2, -1, 0, 1], y: [0, 1, 2, 1, 0, -1, -2, -1] } as const;
const SMALL = { x: [1, 0, -1, 0], y: [0, 1, 0, -1] } as const;

/** Where one block was, in whole pixels (u, v) from where it is now. */
class DiamondSearch {
  readonly #from: Uint8Array;
  readonly #to: Uint8Array;
  readonly #width: number;
  readonly #height: number;
  readonly #reach: number;
  readonly #stillness: number;
  /** Sums of differences by place, −1 where not yet known. */
  readonly #sums: Int32Array;
  /** What is compared: as much of the block and its margin as is in the picture. */
  #left = 0;
  #top = 0;
  #right = 0;
  #bottom = 0;
  #area = 0;
  /** The best place so far, and its sum with what its distance costs. */
  #u = 0;
  #v = 0;
  #cost = 0;

  constructor(from: Gray, to: Gray, reach: number, stillness: number) {
    this.#from = from.data;
    this.#to = to.data;
    this.#width = to.width;
    this.#height = to.height;
    this.#reach = reach;
    this.#stillness = stillness;
    this.#sums = new Int32Array((2 * reach + 1) ** 2);
  }

  /** A block: at first nothing has moved. */
  begin(x: number, y: number, side: number, margin: number): void {
    this.#left = Math.max(0, x - margin);
    this.#top = Math.max(0, y - margin);
    this.#right = Math.min(this.#width, x + side + margin);
    this.#bottom = Math.min(this.#height, y + side + margin);
    this.#area = (this.#right - this.#left) * (this.#bottom - this.#top);
    this.#sums.fill(-1);
    this.#u = this.#v = 0;
    this.#cost = this.#sumAt(0, 0);
  }

  /** Try whether it has moved as another one; NaN has not. */
  tryMotion(dx: number, dy: number): void {
    if (dx === dx) this.#try(-Math.round(dx), -Math.round(dy));
  }

  /** Go from diamond to diamond until the middle is the best. */
  descend(): void {
    if (this.#cost > GOOD * this.#area) { while (this.#tryAround(LARGE)); }
    while (this.#tryAround(SMALL));
  }

  /** How far the block has moved to the right. */
  get dx(): number {
    const [u, v] = [this.#u, this.#v];
    return -(u + vertexOf(this.#sumAt(u - 1, v), this.#sumAt(u, v), this.#sumAt(u + 1, v)));
  }

  /** How far it has moved down. */
  get dy(): number {
    const [u, v] = [this.#u, this.#v];
    return -(v + vertexOf(this.#sumAt(u, v - 1), this.#sumAt(u, v), this.#sumAt(u, v + 1)));
  }

  #tryAround({ x, y }: { x: readonly number[]; y: readonly number[] }): boolean {
    const [u, v] = [this.#u, this.#v];
    for (let k = 0; k < x.length; k++) this.#try(u + x[k], v + y[k]);
    return this.#u !== u || this.#v !== v;
  }

  #try(u: number, v: number): void {
    const cost = this.#sumAt(u, v) + this.#stillness * this.#area * Math.sqrt(u * u + v * v);
    if (cost >= this.#cost) return;
    this.#cost = cost;
    this.#u = u;
    this.#v = v;
  }

  /** The sum of differences at a place; infinite if that is too far away, or not all in the picture. */
  #sumAt(u: number, v: number): number {
    const reach = this.#reach;
    if (u < -reach || u > reach || v < -reach || v > reach) return Infinity;
    if (this.#left + u < 0 || this.#right + u > this.#width) return Infinity;
    if (this.#top + v < 0 || this.#bottom + v > this.#height) return Infinity;
    const k = (v + reach) * (2 * reach + 1) + u + reach;
    if (this.#sums[k] < 0) this.#sums[k] = this.#sumOfDifferences(u, v);
    return this.#sums[k];
  }

  #sumOfDifferences(u: number, v: number): number {
    const from = this.#from;
    const to = this.#to;
    const width = this.#width;
    const offset = v * width + u;
    let sum = 0;
    for (let y = this.#top; y < this.#bottom; y++) {
      const end = y * width + this.#right;
      for (let i = y * width + this.#left; i < end; i++) {
        const difference = to[i] - from[i + offset];
        sum += difference < 0 ? -difference : difference;
      }
    }
    return sum;
  }
}

/** Where a parabola through three neighbouring sums is least, from the middle one; within half a pixel. */
function vertexOf(before: number, here: number, after: number): number {
  const bend = before + after - 2 * here;
  // Beside the border a sum is infinite, on a plain wall all are the same, and none is better than nought.
  if (!(bend > 0 && bend < Infinity) || here === 0) return 0;
  return Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}

/**
 * How what is at a place has moved: between the middles of blocks in proportion, and beyond the
 * outermost as these. Blocks that are not known do not count.
 *
 * @param motion The motion of blocks.
 * @param x The place, in pixels from the left border.
 * @param y The same from the upper one.
 * @param vector Receives the motion to the right and down; 0 if no block around is known.
 */
export function motionAt(
  { columns, rows, side, dx, dy }: BlockMotion,
  x: number,
  y: number,
  vector: Float64Array,
): void {
  const u = Math.max(0, Math.min(columns - 1, x / side - 0.5));
  const v = Math.max(0, Math.min(rows - 1, y / side - 0.5));
  const column = Math.floor(u);
  const row = Math.floor(v);
  const [right, down] = [u - column, v - row];
  let sumX = 0, sumY = 0, sum = 0;
  for (let k = 0; k < 4; k++) {
    const weight = (k & 1 ? right : 1 - right) * (k & 2 ? down : 1 - down);
    if (weight === 0) continue;
    const b = (row + (k >> 1)) * columns + column + (k & 1);
    if (dx[b] !== dx[b]) continue;
    sumX += weight * dx[b];
    sumY += weight * dy[b];
    sum += weight;
  }
  vector[0] = sum > 0 ? sumX / sum : 0;
  vector[1] = sum > 0 ? sumY / sum : 0;
}

function assertBlocks({ width, height, data }: Mask, columns: number, rows: number): void {
  if (width === columns && height === rows && data.length === columns * rows) return;
  throw new RangeError(
    `Cannot tell motion: 'where' must have a byte for each of ${columns}×${rows} blocks, ` +
      `got ${width}×${height}`,
  );
}
