import type { Moment } from "../../moments/moment.ts";
import type { Window } from "../../moments/window.ts";
import type { Disparity } from "../../raster/disparity.ts";
import type { Frame } from "../../raster/frame.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../estimator.ts";
import { methodSettings, type StereoMatching } from "../settings/method_settings.ts";
import { settle } from "../settings/setting.ts";

/**
 * Tells how near all is in a frame: a neural network that was opened.
 *
 * @category Methods
 */
export interface DepthNetwork extends AsyncDisposable {
  /**
   * Look at a frame.
   *
   * @param frame The frame; must stay as it is until the promise has settled.
   * @returns How near all is, in the network's own resolution, from 0 to 1.
   * @throws {ModelError} If the network cannot be run.
   */
  look(frame: Frame): Promise<Disparity>;
}

/**
 * Options of {@linkcode DepthEstimator}.
 *
 * @category Methods
 */
export interface DepthOptions {
  /**
   * The last disparity, in pixels, or depth, 0–1, that is background; −1: the scene tells.
   *
   * @default {-1}
   */
  threshold?: number;
  /**
   * How two eyes' pictures are matched.
   *
   * @default {"3way"}
   */
  matching?: StereoMatching;
  /**
   * How many pixels what is near may be apart in both eyes, rounded up to a multiple of 16; 0 for a
   * tenth of the width.
   *
   * @default {0}
   */
  disparities?: number;
  /**
   * The side of what is compared, in pixels; 0 for 15 of "bm" and 5 of the others.
   *
   * @default {0}
   */
  blockSize?: number;
  /** Opens the network that tells depth where frames bring none along. */
  openDepth?: (() => Promise<DepthNetwork>) | undefined;
  /** Told in one line what a user should know of the masks. */
  onNotice?: ((notice: string) => void) | undefined;
}

/**
 * What is near is foreground: the second of the tutorial's better ways.
 *
 * How near a pixel is, is measured by two eyes (`right` of a frame), comes with the frame (`depth`), or is
 * told by a network.
 *
 * @category Methods
 */
export class DepthEstimator implements MaskEstimator {
  /** The first frame has a matte. */
  readonly warmUp = 0;
  /** A threshold that the scene tells follows it. */
  readonly lookback: number = Infinity;
  readonly #options: Required<Pick<DepthOptions, "threshold" | "matching" | "disparities">>;

  /**
   * An estimator that has seen nothing yet.
   *
   * @param options How near is near, and how it is measured.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: DepthOptions = {}) {
    this.#options = settle("tell by distance", methodSettings.depth, options);
  }

  /**
   * Tell what is near.
   *
   * @param window The frame.
   * @param out Where the matte is put.
   * @returns The matte and its frame.
   */
  estimate({ now }: Window, out: EstimateOut): Estimate {
    const { matte } = out;
    const { disparity } = this.#measure(now);
    for (let i = 0; i < matte.data.length; i++) {
      matte.data[i] = disparity[i] > this.#options.threshold ? 255 : 0;
    }
    return { matte, foreground: now };
  }

  #measure(now: Moment): Disparity {
    if (now.depth !== undefined) return now.depth;
    throw new TypeError("Cannot tell by distance: frames bring none along");
  }

  /** Forget the scene. */
  reset(): void {}

  /** Nothing is kept. */
  [Symbol.dispose](): void {}
}
