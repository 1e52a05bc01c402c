/** The kernels of the filters, which `Kernels` has beside others; addresses are bytes in the shared memory. */
export interface FilterKernels {
  /**
   * The brightest around each pixel by an element's rows, or the darkest; `out` may be `source`.
   *
   * @param element The widths that its rows have, as half-widths that grow; then for each distance
   * from its middle row, 0 to `radius`, which of these: 32 bits each.
   * @param flip 255 for the darkest, else 0.
   * @param scratch With rows = 2 · radius + 1 and stride = width rounded up to 64:
   * `stride · (widths · rows + 1) + 12 · rows + 256` bytes.
   */
  growRows(
    source: number,
    out: number,
    width: number,
    height: number,
    radius: number,
    element: number,
    widths: number,
    flip: number,
    scratch: number,
  ): void;
  /** Whether so many bytes are all 0 or 255. */
  isMask(bytes: number, length: number): number;
  /**
   * The brightest around each pixel of a mask of 0 and 255, or the darkest, in a time that does
   * not depend on the element; `out` may be `source`, or lie over it.
   *
   * @param radius Up to 254.
   * @param reaches By the distance from the element's middle row its half-width and one more,
   * then zeros: 256 bytes.
   * @param flip 255 for the darkest, else 0.
   * @param scratch With stride = width rounded up to 16: `stride · (height + 2) + 32` bytes.
   */
  growMask(
    source: number,
    out: number,
    width: number,
    height: number,
    radius: number,
    reaches: number,
    flip: number,
    scratch: number,
  ): void;
  /**
   * The brightest or darkest of rectangles; `out` may be `source`.
   *
   * @param right Their reach to the sides, less than `width`; `down` likewise.
   * @param scratch `(width + 2 · right) · (height + 2 · down) + 128` bytes.
   */
  growSquare(
    source: number,
    out: number,
    width: number,
    height: number,
    right: number,
    down: number,
    flip: number,
    scratch: number,
  ): void;
  /** How much scratch memory `guidedFilter` needs, with `radius` in the shrunken picture. */
  guidedFilterBytes(
    width: number,
    height: number,
    radius: number,
    channels: number,
    subsample: number,
  ): number;
  /**
   * Filter a matte by a guide of the same size; `out` must overlap neither. Of the memory behind
   * the guide up to 16 bytes are read, and not used.
   *
   * @param channels 1 for a guide of a byte a pixel, 3 for RGBA.
   * @param radius In the shrunken picture: 1–127.
   * @param subsample 1, 2 or 4.
   * @param epsilon In squares of levels.
   * @param scale The power of two by which coefficients become whole numbers.
   */
  guidedFilter(
    matte: number,
    guide: number,
    out: number,
    width: number,
    height: number,
    channels: number,
    radius: number,
    subsample: number,
    epsilon: number,
    scale: number,
    scratch: number,
  ): void;
  /**
   * Medians of squares; `out` may be `source`.
   *
   * @param radius 1–7.
   * @param scratch `(width + 2 · radius + 64) · (height + 2 · radius) + 64` bytes.
   */
  medianBlur(
    source: number,
    out: number,
    width: number,
    height: number,
    radius: number,
    scratch: number,
  ): void;
  /**
   * A Gaussian in whole 256ths; `out` may be `source`.
   *
   * @param weights By the distance from the middle, 32 bits each.
   * @param scratch With rows = 2 · radius + 1 and stride = width rounded up to 16:
   * `2 · stride · rows + 2 · stride + 18 · rows + 256` bytes.
   */
  gaussianBlur(
    source: number,
    out: number,
    width: number,
    height: number,
    radius: number,
    weights: number,
    scratch: number,
  ): void;
  /** How much scratch memory `frameOfYuvCubic` needs. */
  frameOfYuvCubicBytes(width: number): number;
  /**
   * YUV 4:2:0 → RGBA: see lib/pixels/color/frame_of_yuv_cubic.ts. Of the memory behind `yuv` up to 16 bytes are
   * read, and not used; up to 60 behind `out` are written.
   */
  frameOfYuvCubic(
    yuv: number,
    out: number,
    width: number,
    height: number,
    lumaOffset: number,
    luma: number,
    redV: number,
    greenU: number,
    greenV: number,
    blueU: number,
    scratch: number,
  ): void;
}
