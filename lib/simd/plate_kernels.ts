/** The kernels for pictures of an empty room, which `Kernels` has beside others; addresses are bytes in the shared memory. */
export interface PlateKernels {
  /**
   * Which pixels differ from a plate: see `comparePlate` in lib/masks/plate_distance.ts.
   * Up to 12 bytes behind `out` and 48 behind the others are written or read.
   *
   * @param red Gain in 4096ths in the lower 16 bits, lift in the upper; so are the next two.
   */
  comparePlate(
    frame: number,
    plate: number,
    noise: number,
    trusted: number,
    out: number,
    pixels: number,
    red: number,
    green: number,
    blue: number,
    dimmest: number,
    brightest: number,
    least: number,
    factor: number,
    most: number,
    rate: number,
  ): void;
  /**
   * Move a picture; `source` and `out` must not overlap.
   *
   * @param topWeights Of the upper two neighbours, 16 bits each; then of the lower.
   */
  translate(
    source: number,
    out: number,
    width: number,
    height: number,
    wholeX: number,
    wholeY: number,
    topWeights: number,
    bottomWeights: number,
  ): void;
}
