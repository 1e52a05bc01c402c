import { estimateShift, type Shift } from "../pixels/align.ts";
import { type Exposure, fitExposure } from "../pixels/exposure.ts";
import { assertSameSize, type Frame, type Gray, type Mask, type Size } from "../raster.ts";
import { type Pixels, plainPixels, SimdPixels } from "../simd/pixels.ts";
import { comparePlate, type PlateRule } from "./plate_distance.ts";

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

/** Shifts below this many pixels are noise. */
const LEAST_SHIFT = 1 / 16;

/** Around what was foreground so many pixels are not used to fit the plate. */
const MARGIN = 5;

/** The exposure of a plate that is as bright as the frame. */
const SAME: Exposure = [
  { gain: 1, offset: 0 },
  { gain: 1, offset: 0 },
  { gain: 1, offset: 0 },
];

/**
 * Compares frames with a picture of the empty room that is made to fit each of
 * them: moved where the camera has shaken, and exposed as the frame is. What was
 * background in the frame before tells how.
 */
export class PlateComparison implements Disposable {
  readonly #pixels: Pixels;
  readonly #options: Required<Omit<PlateOptions, "pixels" | "threshold">> & { threshold: number };
  #buffers: Buffers | undefined;
  #hasPlate = false;
  #hasBackground = false;

  /**
   * A comparison without a plate yet.
   *
   * @param options The threshold, and what is made up for.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: PlateOptions = {}) {
    const { threshold = 20, distance = "rgb", align = true, exposure = true } = options;
    const { noiseRate = 0.05, pixels = plainPixels } = options;
    assertBetween("threshold", threshold, 0, 441);
    assertBetween("noiseRate", noiseRate, 0, 1);
    if (distance !== "rgb" && distance !== "chroma") {
      throw new RangeError(
        `Cannot compare with a plate: 'distance' must be rgb or chroma, got ${distance}`,
      );
    }
    this.#options = { threshold, distance, align, exposure, noiseRate };
    this.#pixels = pixels;
  }

  /**
   * Take a plate; what is known of noise and of the camera's place stays.
   *
   * @param plate The empty room, H × W; is copied.
   * @throws {RangeError} If it has another size than the one before.
   */
  setPlate(plate: Frame): void {
    const buffers = this.#buffersFor("take a plate", plate);
    buffers.plate.bitmap.set(plate.bitmap);
    this.#pixels.grayscale(buffers.plate, { out: buffers.plateLuma });
    this.#hasPlate = true;
  }

  /**
   * Compare a frame with the plate.
   *
   * @param frame The frame, H × W.
   * @returns 255 where it differs, else 0; valid until the next call.
   * @throws {RangeError} If it has another size than the plate.
   */
  compare(frame: Frame): Mask {
    const buffers = this.#buffersFor("compare with a plate", frame);
    if (!this.#hasPlate) throw new TypeError("Cannot compare with a plate: there is none yet");
    const { frame: seen, mask, background, noise } = buffers;
    seen.bitmap.set(frame.bitmap);
    const where = this.#hasBackground ? background : undefined;
    const plate = this.#plateAt(this.#shiftOf(buffers, where), buffers);
    const exposure = this.#options.exposure ? fitExposure(plate, seen, { mask: where }) : SAME;
    const bench = this.#pixels instanceof SimdPixels ? this.#pixels.bench : undefined;
    comparePlate(seen, plate, noise, this.#rule(exposure, where), mask, bench);
    this.#learnBackground(buffers);
    return mask;
  }

  #rule(exposure: Exposure, trusted: Mask | undefined): PlateRule {
    const { threshold, distance, noiseRate } = this.#options;
    const [dimmest, brightest] = distance === "rgb" ? [1, 1] : [0.5, 1.3];
    return { exposure, threshold, dimmest, brightest, noiseRate, trusted };
  }

  /** How far the camera is from where the plate was taken. */
  #shiftOf({ frame, luma, plateLuma }: Buffers, mask: Mask | undefined): Shift {
    if (!this.#options.align) return { dx: 0, dy: 0 };
    this.#pixels.grayscale(frame, { out: luma });
    return estimateShift(plateLuma, luma, { mask, step: 3 });
  }

  #plateAt(shift: Shift, { plate, moved }: Buffers): Frame {
    if (Math.max(Math.abs(shift.dx), Math.abs(shift.dy)) < LEAST_SHIFT) return plate;
    return this.#pixels.translate(plate, shift, { out: moved });
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

  #buffersFor(action: string, { width, height }: Size): Buffers {
    this.#buffers ??= createBuffers(this.#pixels, width, height);
    const { plate } = this.#buffers;
    if (plate.width !== width || plate.height !== height) {
      throw new RangeError(
        `Cannot ${action}: 'frame' must be ${plate.width}×${plate.height} as the plate is, ` +
          `got ${width}×${height}`,
      );
    }
    return this.#buffers;
  }

  /** Forget the plate and everything else. */
  reset(): void {
    this.#buffers?.free();
    this.#buffers = undefined;
    this.#hasPlate = this.#hasBackground = false;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

/** What a comparison keeps, where its pixels are worked on. */
interface Buffers {
  readonly frame: Frame;
  readonly plate: Frame;
  readonly moved: Frame;
  readonly luma: Gray;
  readonly plateLuma: Gray;
  readonly mask: Mask;
  readonly background: Mask;
  readonly noise: Float32Array;
  free(): void;
}

function createBuffers(pixels: Pixels, width: number, height: number): Buffers {
  const frames = [0, 1, 2].map(() => pixels.createFrame(width, height));
  const grays = [0, 1, 2, 3].map(() => pixels.createGray(width, height));
  // One number a pixel: as many bytes as a frame has.
  const variances = pixels.createFrame(width, height);
  const { buffer, byteOffset } = variances.bitmap;
  const [frame, plate, moved] = frames;
  const [luma, plateLuma, mask, background] = grays;
  assertSameSize("compare with a plate", { frame, plate });
  return {
    ...{ frame, plate, moved, luma, plateLuma, mask, background },
    noise: new Float32Array(buffer, byteOffset, width * height),
    free() {
      for (const raster of [...frames, ...grays, variances]) pixels.free(raster);
    },
  };
}

function assertBetween(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) {
    throw new RangeError(
      `Cannot compare with a plate: '${name}' must be from ${least} to ${most}, got ${value}`,
    );
  }
}
