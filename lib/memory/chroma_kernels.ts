/** The kernels for chroma keys, which `Kernels` has beside others; addresses are bytes in the shared memory. */
export interface ChromaKernels {
  /**
   * The matte of a key in the plane of Cb and Cr: see `chromaMatte` in
   * lib/pixels/key/chroma_matte.ts. Up to 12 bytes behind `rgba` are read.
   *
   * @param cbRedBlue Weights of red and, in the upper 16 bits, blue; in 4096ths.
   * @param cbGreen Of green; its upper 16 bits are 0.
   * @param cbRest What is added, in 4096ths.
   * @param from In 16ths of a level: what is not farther is background.
   * @param slope Alpha for each 16th beyond.
   */
  chromaMatte(
    rgba: number,
    out: number,
    pixels: number,
    cbRedBlue: number,
    cbGreen: number,
    cbRest: number,
    crRedBlue: number,
    crGreen: number,
    crRest: number,
    from: number,
    slope: number,
  ): void;
  /**
   * See `suppressSpill` in lib/pixels/key/suppress_spill.ts. `out` may be `rgba`.
   *
   * @param leftRedBlue Weights of red and, in the upper 16 bits, blue; in 4096ths.
   * @param red How much of the spill red loses, in 4096ths.
   */
  suppressSpill(
    rgba: number,
    out: number,
    pixels: number,
    leftRedBlue: number,
    leftGreen: number,
    rightRedBlue: number,
    rightGreen: number,
    red: number,
    green: number,
    blue: number,
  ): void;
}
