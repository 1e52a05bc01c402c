/** The kernels for pictures of an empty room, which `Kernels` has beside others; addresses are bytes in the shared memory. */
export interface PlateKernels {
  /**
   * Which pixels differ from a plate: see `comparePlate` in lib/methods/plate/plate_distance.ts.
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
   * How far pixels are from a plate's: see `plateDistance` in lib/methods/plate/plate_distance.ts. Up to
   * 15 bytes behind `out` are written, and 60 behind the others read.
   *
   * @param red Gain in 4096ths in the lower 16 bits, lift in the upper; so are the next two.
   */
  plateDistance(
    frame: number,
    plate: number,
    out: number,
    pixels: number,
    red: number,
    green: number,
    blue: number,
  ): void;
  /**
   * Give so many RGBA pixels another exposure; `out` may be `source`.
   *
   * @param red Gain in 4096ths in the lower 16 bits, lift in the upper; so are the next two.
   */
  expose(
    source: number,
    out: number,
    pixels: number,
    red: number,
    green: number,
    blue: number,
  ): void;
  /**
   * Learn a plate from a frame: see `learnPlate` in lib/methods/segment/learned_plate.ts. Up to 15 bytes
   * behind `counts` and 60 behind `plate` are written, and as many behind the others read.
   *
   * @param nearest 0–255; so is `surelyBackground`.
   * @param most 1–31.
   * @param reciprocals 64 bytes.
   */
  learnPlate(
    plate: number,
    counts: number,
    frame: number,
    matte: number,
    pixels: number,
    nearest: number,
    surelyBackground: number,
    most: number,
    reciprocals: number,
  ): void;
  /**
   * Mark what is empty: see `findEmpty` in lib/methods/segment/empty_pixels.ts.
   *
   * @param background 0–255.
   * @returns How many pixels are.
   */
  findEmpty(
    matte: number,
    known: number,
    near: number,
    empty: number,
    pixels: number,
    background: number,
  ): number;
  /**
   * Correct a matte: see `addEvidence` in lib/methods/segment/plate_evidence.ts. Up to 15 bytes behind the
   * rasters are read.
   *
   * @param table 65,536 bytes.
   * @param endOfNone Below this distance the table keeps 0.
   * @param endOfAll Below this distance it keeps 255,
   * @param lastOfMost and above this one. All three are 0–255.
   */
  addEvidence(
    matte: number,
    exact: number,
    mean: number,
    near: number,
    pixels: number,
    table: number,
    endOfNone: number,
    endOfAll: number,
    lastOfMost: number,
  ): void;
  /**
   * Sums of one round of `estimateShift`: see lib/pixels/motion/estimate_shift.ts. Up to 2 bytes behind `from`
   * are read.
   *
   * @param mask 0 for everywhere.
   * @param sums Takes 15 numbers of 64 bits, at an address that 8 divides.
   */
  sumShift(
    from: number,
    to: number,
    mask: number,
    width: number,
    step: number,
    firstX: number,
    lastX: number,
    firstY: number,
    lastY: number,
    at: number,
    right: number,
    down: number,
    tolerance: number,
    sums: number,
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
  /**
   * Medians of so many blocks, byte by byte; up to 15 bytes behind each are read or written.
   *
   * @param sources Where their addresses lie, 32 bits each.
   * @param count 1 to 255.
   */
  temporalMedian(sources: number, count: number, out: number, length: number): void;
}
