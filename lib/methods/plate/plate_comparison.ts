import type { Exposure } from "../../pixels/color/exposure.ts";
import type { Frame, Mask } from "../../raster/frame.ts";
import { type Pixels, plainPixels } from "../../pixels/simd_pixels.ts";
import { FittedPlate } from "./fitted_plate.ts";
import { comparePlate, type PlateRule } from "./plate_distance.ts";
import { methodSettings } from "../settings/method_settings.ts";
import { settle } from "../settings/setting.ts";

/** How frames are compared with a plate. */
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
   * Whether the plate is moved to follow a camera that shakes, to 1/32 of a pixel.
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
  /** Who does the work on pixels: kernels that have been loaded. */
  pixels?: Pixels | undefined;
}

/** Around what was foreground so many pixels are not used to fit the plate. */
const MARGIN = 5;

/**
 * Compares frames with a picture of the empty room that is made to fit each of
 * them: moved where the camera has shaken, and exposed as the frame is. What was
 * background in the frame before tells how.
 */
export class PlateComparison implements Disposable {
  readonly #pixels: Pixels;
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
    const { pixels = plainPixels } = options;
    this.#options = { threshold, distance, noiseRate };
    this.#fitted = new FittedPlate({ align, exposure, pixels });
    this.#pixels = pixels;
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

  /**
   * Compare a frame with the plate.
   *
   * @param frame The frame, H × W.
   * @returns 255 where it differs, else 0; valid until the next call.
   * @throws {RangeError} If it has another size than the plate.
   */
  compare(frame: Frame): Mask {
    const where = this.#hasBackground ? this.#buffers?.background : undefined;
    const { frame: seen, plate, exposure } = this.#fitted.fit(frame, where);
    const buffers = this.#buffers ??= createBuffers(this.#pixels, frame.width, frame.height);
    const { mask, noise } = buffers;
    comparePlate(seen, plate, noise, this.#rule(exposure, where), mask);
    this.#learnBackground(buffers);
    return mask;
  }

  #rule(exposure: Exposure, trusted: Mask | undefined): PlateRule {
    const { threshold, distance, noiseRate } = this.#options;
    const [dimmest, brightest] = distance === "rgb" ? [1, 1] : [0.5, 1.3];
    return { exposure, threshold, dimmest, brightest, noiseRate, trusted };
  }

  /** What is surely background: neither different nor near to what is. */
  #learnBackground({ mask, background }: Buffers): void {
    this.#pixels.open(mask, 1, { out: background });
    this.#pixels.dilate(background, MARGIN, { shape: "rect", out: background });
    const { data } = background;
    let count = 0;
    for (let i = 0; i < data.length; i++) {
      data[i] = 255 - data[i];
      count += data[i] & 1;
    }
    // If hardly anything looks like the plate, the fit itself is off: start anew.
    this.#hasBackground = 20 * count > data.length;
  }

  /** Forget the plate and everything else. */
  reset(): void {
    this.#buffers?.free();
    this.#buffers = undefined;
    this.#fitted.reset();
    this.#hasBackground = false;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

/** What a comparison keeps, where its pixels are worked on. */
interface Buffers {
  readonly mask: Mask;
  readonly background: Mask;
  readonly noise: Float32Array;
  free(): void;
}

function createBuffers(pixels: Pixels, width: number, height: number): Buffers {
  const mask = pixels.createGray(width, height);
  const background = pixels.createGray(width, height);
  // One number a pixel: as many bytes as a frame has.
  const variances = pixels.createFrame(width, height);
  const { buffer, byteOffset } = variances.bitmap;
  return {
    ...{ mask, background },
    noise: new Float32Array(buffer, byteOffset, width * height),
    free() {
      for (const raster of [mask, background, variances]) pixels.free(raster);
    },
  };
}
