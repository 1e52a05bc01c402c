import { memoryOf } from "../../memory/kernel_memory.ts";
import type { Shift } from "../../pixels/motion/shift_round.ts";
import { type Exposure, fitExposure } from "../../pixels/color/exposure.ts";
import type { Frame, Gray, Mask, Size } from "../../raster/frame.ts";
import type { Pixels } from "../../pixels/simd_pixels.ts";

/** What a {@linkcode FittedPlate} makes up for. */
export interface FittedPlateOptions {
  /** Whether the plate is moved to follow a camera that shakes. */
  readonly align: boolean;
  /** Whether its exposure and white balance follow the frame's. */
  readonly exposure: boolean;
  /** Who does the work on pixels. */
  readonly pixels: Pixels;
}

/** A plate as it would have looked when a frame was taken. Rasters are lent until the next call. */
export interface PlateFit {
  /** The frame, where pixels are worked on. */
  readonly frame: Frame;
  /** The plate, moved to where the frame is. */
  readonly plate: Frame;
  /** How its exposure has to change. */
  readonly exposure: Exposure;
}

/** Shifts below this many pixels are noise. */
const LEAST_SHIFT = 1 / 16;

/** The exposure of a plate that is as bright as the frame. */
const SAME: Exposure = [
  { gain: 1, offset: 0 },
  { gain: 1, offset: 0 },
  { gain: 1, offset: 0 },
];

/**
 * A picture of the empty room that is made to fit each frame: moved where the
 * camera has shaken, and exposed as the frame is.
 */
export class FittedPlate implements Disposable {
  readonly #options: FittedPlateOptions;
  #buffers: Buffers | undefined;
  #hasPlate = false;

  /** @param options What is made up for. */
  constructor(options: FittedPlateOptions) {
    this.#options = options;
  }

  /** Whether there is a plate. */
  get hasPlate(): boolean {
    return this.#hasPlate;
  }

  /**
   * Take a plate.
   *
   * @param plate The empty room, H × W; is copied.
   * @throws {RangeError} If it has another size than the one before.
   */
  setPlate(plate: Frame): void {
    const buffers = this.#buffersFor("take a plate", plate);
    buffers.plate.bitmap.set(plate.bitmap);
    this.#lookAt(buffers.plate, buffers, buffers.plateLuma);
    this.#hasPlate = true;
  }

  /**
   * Make the plate fit a frame.
   *
   * @param frame The frame, H × W.
   * @param where The pixels that are background in both, as far as is known.
   * @returns The plate where the frame is, and its exposure.
   * @throws {RangeError} If the frame has another size than the plate.
   * @throws {TypeError} If there is no plate yet.
   */
  fit(frame: Frame, where: Mask | undefined): PlateFit {
    const buffers = this.#buffersFor("compare with a plate", frame);
    if (!this.#hasPlate) throw new TypeError("Cannot compare with a plate: there is none yet");
    // A frame that lies where pixels are worked on need not be copied.
    const isThere = memoryOf(frame.bitmap) === memoryOf(buffers.plate.bitmap);
    const seen = isThere ? frame : buffers.frame;
    if (!isThere) seen.bitmap.set(frame.bitmap);
    const plate = this.#plateAt(this.#shiftOf(seen, buffers, where), buffers);
    const exposure = this.#options.exposure
      ? fitExposure(plate, seen, { mask: where, step: 9 * strideOf(frame) })
      : SAME;
    return { frame: seen, plate, exposure };
  }

  /** How far the camera is from where the plate was taken. */
  #shiftOf(frame: Frame, buffers: Buffers, where: Mask | undefined): Shift {
    const { align, pixels } = this.#options;
    if (!align) return { dx: 0, dy: 0 };
    const { luma, plateLuma, mask } = buffers;
    this.#lookAt(frame, buffers, luma);
    const isSmall = luma.width < frame.width;
    if (where && isSmall) pixels.resizeArea(where, mask, { out: mask });
    const shift = pixels.estimateShift(plateLuma, luma, {
      mask: where && isSmall ? mask : where,
      step: 4,
    });
    return { dx: shift.dx * frame.width / luma.width, dy: shift.dy * frame.height / luma.height };
  }

  /** A frame's brightness, in a size in which shifts are found quickly. */
  #lookAt(frame: Frame, { gray }: Buffers, out: Gray): void {
    const { pixels } = this.#options;
    if (out.width === frame.width) pixels.grayscale(frame, { out });
    else pixels.resizeArea(pixels.grayscale(frame, { out: gray }), out, { out });
  }

  #plateAt(shift: Shift, { plate, moved }: Buffers): Frame {
    if (Math.max(Math.abs(shift.dx), Math.abs(shift.dy)) < LEAST_SHIFT) return plate;
    return this.#options.pixels.translate(plate, shift, { out: moved });
  }

  #buffersFor(action: string, { width, height }: Size): Buffers {
    this.#buffers ??= createBuffers(this.#options.pixels, width, height);
    const { plate } = this.#buffers;
    if (plate.width !== width || plate.height !== height) {
      throw new RangeError(
        `Cannot ${action}: 'frame' must be ${plate.width}×${plate.height} as the plate is, ` +
          `got ${width}×${height}`,
      );
    }
    return this.#buffers;
  }

  /** Forget the plate. */
  reset(): void {
    this.#buffers?.free();
    this.#buffers = undefined;
    this.#hasPlate = false;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

/** Shift and exposure of larger frames are told from no more places than of one so wide. */
const WIDTH = 640;

/** How many pixels of a frame, along a side, stand for one where shift and exposure are told. */
export function strideOf({ width }: Size): number {
  return Math.max(1, Math.round(width / WIDTH));
}

/** What is kept, where its pixels are worked on. */
interface Buffers {
  readonly frame: Frame;
  readonly plate: Frame;
  readonly moved: Frame;
  /** A frame's brightness in full size, on its way to a smaller one. */
  readonly gray: Gray;
  /** What is small: the brightness of frame and plate, and where they may be compared. */
  readonly luma: Gray;
  readonly plateLuma: Gray;
  readonly mask: Mask;
  free(): void;
}

function createBuffers(pixels: Pixels, width: number, height: number): Buffers {
  const frames = [0, 1, 2].map(() => pixels.createFrame(width, height));
  const stride = strideOf({ width, height });
  const small = [0, 1, 2].map(() =>
    pixels.createGray(Math.ceil(width / stride), Math.ceil(height / stride))
  );
  const grays = [pixels.createGray(width, height), ...small];
  const [frame, plate, moved] = frames;
  const [gray, luma, plateLuma, mask] = grays;
  return {
    ...{ frame, plate, moved, gray, luma, plateLuma, mask },
    free() {
      for (const raster of [...frames, ...grays]) pixels.free(raster);
    },
  };
}
