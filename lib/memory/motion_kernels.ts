/** The kernels for what moves, which `Kernels` has beside others; addresses are bytes in the shared memory. */
export interface MotionKernels {
  /**
   * Tell how blocks have moved: see lib/pixels/motion/block_motion.ts.
   *
   * @param where A byte a block; 0 for all of them.
   * @param dx Takes an f32 a block; so does `dy`.
   * @param scratch `4 · (2 · reach + 1)²` bytes.
   */
  blockMotion(
    from: number,
    to: number,
    width: number,
    height: number,
    side: number,
    margin: number,
    reach: number,
    stillness: number,
    where: number,
    dx: number,
    dy: number,
    scratch: number,
  ): void;
  /**
   * Mark the cells in which two mattes differ.
   *
   * @param side 4 or 8.
   * @param cells A byte each; those of equal ones stay as they are.
   * @returns Whether any cell differs: 0 or 1.
   */
  markChanges(
    a: number,
    b: number,
    width: number,
    height: number,
    side: number,
    cells: number,
  ): number;
  /**
   * Set what all rows of a mean have in common.
   *
   * @param side 4 or 8.
   * @param weights 256 numbers of 32 bits.
   * @param scratch 576 bytes.
   */
  setMotionMean(
    width: number,
    height: number,
    side: number,
    blockColumns: number,
    blockRows: number,
    blockSide: number,
    scaleX: number,
    scaleY: number,
    weights: number,
    scratch: number,
  ): void;
  /**
   * Take the means of a row of cells: see lib/pixels/motion/motion_mean.ts. Up to 7 bytes behind
   * mattes and 1 behind lumas are read.
   *
   * @param others Of each neighbour four addresses of 32 bits: matte, luma, dx and dy.
   * @param cells The row's.
   */
  motionMeanRow(
    matte: number,
    luma: number,
    others: number,
    count: number,
    cells: number,
    top: number,
    out: number,
  ): void;
  /**
   * Sum changes and gradients: see lib/pixels/motion/motion_speed.ts. Up to 15 bytes behind the
   * pictures are read.
   *
   * @param sums Takes seven numbers of 64 bits.
   */
  sumSpeed(
    before: number,
    after: number,
    region: number,
    width: number,
    height: number,
    sums: number,
  ): void;
  /**
   * Add to a mask what was foreground lately: see lib/pixels/motion/hold_foreground.ts.
   *
   * @param seen How far things had come when each pixel last was foreground, f32.
   */
  holdForeground(mask: number, seen: number, pixels: number, way: number, earliest: number): void;
}
