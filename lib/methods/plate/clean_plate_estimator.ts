import type { Window } from "../../moments/window.ts";
import type { Frame } from "../../raster/frame.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../estimator.ts";
import { PlateComparison, type PlateOptions } from "./plate_comparison.ts";

/**
 * Whatever differs from a clean plate, a picture of the empty room, is foreground.
 *
 * The surest of the classical methods: it sees people who hold still, and it is
 * fooled only where somebody has the colour of what is behind. The camera must
 * stand where the plate was taken; small shakes, exposure and white balance that
 * drift, and noise are made up for.
 *
 * @example What is not in the plate
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { estimateFrames } from "../estimate_frames.ts";
 *
 * const gray = (...levels: number[]) => ({
 *   width: 2,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
 * });
 * using estimator = new CleanPlateEstimator(gray(100, 50));
 * for await (const { matte } of estimateFrames([{ number: 1, ...gray(103, 90) }], estimator)) {
 *   assertEquals([...matte!.data], [0, 255]);
 * }
 * ```
 *
 * @see Horprasert, Harwood and Davis, ICCV FRAME-RATE workshop 1999; for the
 * alignment Lucas and Kanade, IJCAI 1981.
 * @category Methods
 */
export class CleanPlateEstimator implements MaskEstimator {
  /** The first frame has a mask. */
  readonly warmUp = 0;
  /** How noisy a pixel is, is learned from all frames. */
  readonly lookback: number = Infinity;
  readonly #plate: Frame;
  readonly #comparison: PlateComparison;

  /**
   * An estimator that has seen nothing but the plate.
   *
   * @param plate The empty room, H × W; is used until `reset`, so it must not change.
   * @param options The threshold, and what is made up for.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(plate: Frame, options: PlateOptions = {}) {
    this.#plate = plate;
    this.#comparison = new PlateComparison(options);
    this.#comparison.setPlate(plate);
  }

  /**
   * Compare a frame with the plate.
   *
   * @param window The frame, of the plate's size.
   * @param out Where the mask is put.
   * @returns The mask and the frame itself.
   * @throws {RangeError} If the frame has another size than the plate.
   */
  estimate({ now }: Window, out: EstimateOut): Estimate {
    return { matte: this.#comparison.compare(now, out.matte), foreground: now };
  }

  /** Forget what was learned of noise; the plate stays. */
  reset(): void {
    this.#comparison.reset();
    this.#comparison.setPlate(this.#plate);
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.#comparison[Symbol.dispose]();
  }
}
