/** The kernels for blurred backgrounds, which `Kernels` has beside others; addresses are bytes in the shared memory. */
export interface BlurKernels {
  /** Whether the alpha of so many RGBA pixels is 255 everywhere: 0 or 1. */
  isOpaque(bitmap: number, pixels: number): number;
  /**
   * Sum up each cell: see lib/pixels/background_blur/blur_sums.ts.
   *
   * @param matte 0 if all counts.
   * @param sums Takes four f64 a cell.
   */
  collectSums(
    bitmap: number,
    matte: number,
    width: number,
    height: number,
    cell: number,
    sums: number,
  ): void;
  /**
   * Sum up three boxes along each row, which is written as a column.
   *
   * @param scratch `64 · length` bytes.
   */
  boxRows(
    from: number,
    length: number,
    lines: number,
    first: number,
    second: number,
    third: number,
    to: number,
    scratch: number,
  ): void;
  /** Sums of cells twice as large. */
  halveSums(sums: number, columns: number, rows: number, halves: number): void;
  /**
   * Mean colours, four f32 a cell: see lib/pixels/background_blur/blur_colors.ts.
   *
   * @param across How much weight each column could have, f64; so has `down` of rows.
   * @returns Whether it is too little anywhere: 0 or 1.
   */
  meanColors(
    sums: number,
    across: number,
    down: number,
    columns: number,
    rows: number,
    colors: number,
  ): number;
  /** Mix colours of coarser cells into those of thin places. */
  mixColors(
    sums: number,
    across: number,
    down: number,
    columns: number,
    rows: number,
    coarse: number,
    colors: number,
  ): void;
  /**
   * Write each pixel's colour, opaque.
   *
   * @param line `16 · (columns + 1)` bytes of scratch.
   */
  spreadColors(
    colors: number,
    width: number,
    height: number,
    cell: number,
    columns: number,
    rows: number,
    bitmap: number,
    line: number,
  ): void;
}
