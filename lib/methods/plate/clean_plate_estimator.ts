import type { Moment } from "../../moments/moment.ts";
import type { Window } from "../../moments/window.ts";
import { countForeground } from "../../pixels/regions/mask_logic.ts";
import type { Frame, Mask } from "../../raster/frame.ts";
import type { Steps } from "../../turns.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../estimator.ts";
import { MedianEstimator } from "./median_estimator.ts";
import { PlateComparison, type PlateOptions } from "./plate_comparison.ts";
import { PoseSchedule } from "./pose_schedule.ts";

/**
 * Options of {@linkcode CleanPlateEstimator}.
 *
 * @category Methods
 */
export interface CleanPlateOptions extends PlateOptions {
  /** Told in one line if the plate shows another place than the video. */
  onNotice?: ((notice: string) => void) | undefined;
}

/** If so much of a frame looks like the plate, it fits, whatever is recognised. */
const ENOUGH = 0.5;

/** After so many tries in a scene a plate is one of another place: a hand before the lens is gone. */
const PATIENCE = 4;

/**
 * Whatever differs from a clean plate, a picture of the empty room, is foreground.
 *
 * The surest of the classical methods: it sees people who hold still, and it is
 * fooled only where somebody has the colour of what is behind. The camera must
 * stand where the plate was taken; a hand that has turned, zoomed or moved it a little, small
 * shakes, exposure and white balance that drift, and noise are made up for.
 *
 * Where the plate is of another place, which is told after 15 frames, the room is learned from the
 * video as {@linkcode MedianEstimator} learns it without a survey.
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
  readonly #options: CleanPlateOptions;
  readonly #comparison: PlateComparison;
  #schedule = new PoseSchedule();
  /** What is learned of the room, from when the plate may be of another place. */
  #room: MedianEstimator | undefined;
  #isElsewhere = false;
  #isTold = false;

  /**
   * An estimator that has seen nothing but the plate.
   *
   * @param plate The empty room, H × W; is used until `reset`, so it must not change.
   * @param options The threshold, what is made up for, and whom to tell that it does not fit.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(plate: Frame, options: CleanPlateOptions = {}) {
    this.#plate = plate;
    this.#options = options;
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
  estimate(window: Window, out: EstimateOut): Steps<Estimate> {
    const { now } = window;
    if (now.isCut) this.#startScene();
    if (this.#room !== undefined) return this.#estimateInDoubt(this.#room, window, out);
    return { matte: this.#compare(now, out.matte), foreground: now };
  }

  /** Learn the room, and go by it once the plate is known to be of another place. */
  *#estimateInDoubt(
    room: MedianEstimator,
    window: Window,
    out: EstimateOut,
  ): Generator<void, Estimate> {
    const { now } = window;
    if (!this.#isElsewhere) yield* room.estimate(window, out);
    const matte = this.#compare(now, out.matte);
    if (!this.#isElsewhere || this.#room === undefined) return { matte, foreground: now };
    return yield* room.estimate(window, out);
  }

  /** Compare, and look for the plate's place when it is time. */
  #compare(now: Moment, out: Mask): Mask {
    const matte = this.#comparison.compare(now, out);
    const share = () => 1 - countForeground(matte) / matte.data.length;
    if (this.#options.align === false || !this.#schedule.isDue(share())) return matte;
    const found = this.#comparison.findPose(now, matte);
    this.#schedule.tried(share(), found === "same" || found === "moved", found === "moved");
    if (found === "none" && share() < ENOUGH) this.#doubt(now.number);
    else this.#trust();
    return matte;
  }

  /** The plate may be of another place. */
  #doubt(number: number): void {
    if (this.#room === undefined) {
      const { noiseRate: _, onNotice: __, ...options } = this.#options;
      this.#room = new MedianEstimator(options);
    }
    if (this.#schedule.tries < PATIENCE) return;
    this.#isElsewhere = true;
    if (this.#isTold) return;
    this.#isTold = true;
    this.#options.onNotice?.(
      `the clean plate shows another place than frame ${number}: nothing in it can be found there; ` +
        "until it can, the room is learned from the video, which is less exact",
    );
  }

  #trust(): void {
    this.#room?.[Symbol.dispose]();
    this.#room = undefined;
    this.#isElsewhere = false;
  }

  #startScene(): void {
    this.#schedule.startScene();
    this.#trust();
  }

  /** Forget what was learned of noise; the plate stays. */
  reset(): void {
    this.#startScene();
    this.#isTold = false;
    this.#comparison.reset();
    this.#comparison.setPlate(this.#plate);
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.#trust();
    this.#comparison[Symbol.dispose]();
  }
}
