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
}
