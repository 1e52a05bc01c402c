import { createGrayBeside, createNumbersBeside, release } from "../../memory/beside.ts";
import type { Exposure } from "../../pixels/color/fit_exposure.ts";
import { dilate, open } from "../../pixels/filter/morphology.ts";
import { andMasks, countForeground, invertMask } from "../../pixels/regions/mask_logic.ts";
import type { Frame, Mask } from "../../raster/frame.ts";
import { FittedPlate, type FoundPose } from "./fitted_plate.ts";
import { comparePlate, type PlateRule } from "./plate_distance.ts";
import { resamplingNoise } from "./resampling_noise.ts";
import { methodSettings } from "../settings/method_settings.ts";
import { settle } from "../settings/setting.ts";

/**
 * How frames are compared with a plate.
 *
 * @category Methods
 */
export interface PlateOptions {
  /**
   * The last distance from the plate in levels, Euclidean in RGB, that still is
   * background where nothing is noisy, 0–441.
   *
   * @default {20}
   */
  threshold?: number | undefined;
  /**
   * What a distance is: `rgb` sees every change; `chroma` leaves out changes of
   * brightness from half to 1.3 times, so that shadows stay background.
   *
   * @default {"rgb"}
   */
  distance?: "rgb" | "chroma";
  /**
   * Whether the plate is moved to follow a camera that shakes, to 1/32 of a pixel. A clean plate is
   * also turned, zoomed and put into perspective, as it may have been shot by hand.
   *
   * @default {true}
   */
  align?: boolean;
  /**
   * Whether the plate's exposure and white balance are made to follow the frame's.
   *
   * @default {true}
   */
  exposure?: boolean;
  /**
   * How fast the noise of each pixel is learned where nobody is near, 0–1; 0 for one
   * threshold everywhere. Only with a clean plate is anything learned by default: a plate
   * that has people in it would take them for noise.
   *
   * @default {0.05 with a clean plate, else 0}
   */
  noiseRate?: number;
}

/**
 * Whether so much less differs that a plate takes another place: a tenth of what differed, or a 200th of
 * the frame.
 */
function isFarLess(now: number, before: number, all: number): boolean {
  return now < 0.9 * before || now < before - all / 200;
}

/** Around what was foreground so many pixels are not used to fit the plate. */
const MARGIN = 5;

/**
 * Compares frames with a picture of the empty room that is made to fit each of
 * them: moved where the camera has shaken, and exposed as the frame is. What was
 * background in the frame before tells how.
 */
export class PlateComparison implements Disposable {
  readonly #options: Pick<Required<PlateOptions>, "distance" | "noiseRate"> & { threshold: number };
  readonly #fitted: FittedPlate;
  #buffers: Buffers | undefined;
  #hasBackground = false;

  /**
   * A comparison without a plate yet.
   *
   * @param options The threshold, and what is made up for.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: PlateOptions = {}) {
    const settled = settle("compare with a plate", methodSettings["clean-plate"], options);
    const { threshold, distance, align, exposure, noiseRate } = settled;
    this.#options = { threshold, distance, noiseRate };
    this.#fitted = new FittedPlate({ align, exposure });
  }

  /**
   * Take a plate; what is known of noise and of the camera's place stays.
   *
   * @param plate The empty room, H × W; is copied.
   * @throws {RangeError} If it has another size than the one before.
   */
  setPlate(plate: Frame): void {
    this.#fitted.setPlate(plate);
  }

  /** The plate that was taken, lent until the next call; `undefined` if there is none. */
  get plate(): Frame | undefined {
    return this.#fitted.plate;
  }

  /**
   * Compare a frame with the plate.
   *
   * @param frame The frame, H × W.
   * @param out Receives 255 where it differs, else 0.
   * @returns `out`.
   * @throws {RangeError} If the frame has another size than the plate.
   */
  compare(frame: Frame, out: Mask): Mask {
    const where = this.#hasBackground ? this.#buffers?.background : undefined;
    const { plate, exposure } = this.#fitted.fit(frame, where);
    const buffers = this.#buffers ??= createBuffers(frame);
    comparePlate(frame, plate, buffers.noise, this.#rule(exposure, where), out);
    this.#fitted.coverage?.fillBeyond(out);
    this.#learnBackground(out, buffers.background);
    return out;
  }

  /**
   * Look for the plate's place by what can be recognised, and take it if far less differs then.
   *
   * @param frame The frame that was compared last, H × W.
   * @param out What the comparison has given; is written anew if the plate has another place.
   * @returns What was found.
   */
  findPose(frame: Frame, out: Mask): FoundPose["kind"] {
    const found = this.#fitted.findPose(frame);
    if (found.kind !== "moved" || this.#buffers === undefined) return found.kind;
    const { pose } = this.#fitted;
    const mask = createGrayBeside(frame);
    const noise = createNumbersBeside(frame, mask.data.length);
    this.#fitted.setPose(found.pose);
    this.#compareAnew(frame, noise, mask);
    const isBetter = isFarLess(countForeground(mask), countForeground(out), mask.data.length);
    if (isBetter) {
      resamplingNoise(this.#fitted.fit(frame, undefined).plate, noise);
      this.#compareAnew(frame, noise, out);
      this.#buffers.noise.set(noise);
      this.#learnBackground(out, this.#buffers.background);
    } else {
      this.#fitted.setPose(pose);
    }
    release(mask, noise);
    return isBetter ? "moved" : "same";
  }

  /** The same without anything known of what is background. */
  #compareAnew(frame: Frame, noise: Float32Array, out: Mask): void {
    const { plate, exposure } = this.#fitted.fit(frame, undefined);
    comparePlate(frame, plate, noise, this.#rule(exposure, undefined), out);
    this.#fitted.coverage?.fillBeyond(out);
  }

  #rule(exposure: Exposure, trusted: Mask | undefined): PlateRule {
    const { threshold, distance, noiseRate } = this.#options;
    const [dimmest, brightest] = distance === "rgb" ? [1, 1] : [0.5, 1.3];
    return { exposure, threshold, dimmest, brightest, noiseRate, trusted };
  }

  /** What is surely background: neither different nor near to what is. */
  #learnBackground(mask: Mask, background: Mask): void {
    open(mask, 1, { out: background });
    dilate(background, MARGIN, { shape: "rect", out: background });
    invertMask(background, { out: background });
    const covered = this.#fitted.coverage?.covered;
    if (covered !== undefined) andMasks(background, covered, { out: background });
    // If hardly anything looks like the plate, the fit itself is off: start anew.
    this.#hasBackground = 20 * countForeground(background) > background.data.length;
  }

  /** Forget the plate and everything else. */
  reset(): void {
    release(this.#buffers?.background, this.#buffers?.noise);
    this.#buffers = undefined;
    this.#fitted.reset();
    this.#hasBackground = false;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

/** What a comparison keeps, where the frames lie. */
interface Buffers {
  readonly background: Mask;
  /** One variance a pixel. */
  readonly noise: Float32Array;
}

function createBuffers(near: Frame): Buffers {
  const noise = createNumbersBeside(near, near.width * near.height);
  return { background: createGrayBeside(near), noise };
}
