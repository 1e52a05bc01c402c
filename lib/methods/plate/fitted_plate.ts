import { createFrameBeside, createGrayBeside, release } from "../../memory/beside.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { type Exposure, fitExposure } from "../../pixels/color/fit_exposure.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import { estimateShift } from "../../pixels/motion/estimate_shift.ts";
import type { Shift } from "../../pixels/motion/shift_round.ts";
import { translate } from "../../pixels/motion/translate.ts";
import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { Frame, Gray, Mask, Size } from "../../raster/frame.ts";

/** What a {@linkcode FittedPlate} makes up for. */
export interface FittedPlateOptions {
  /** Whether the plate is moved to follow a camera that shakes. */
  readonly align: boolean;
  /** Whether its exposure and white balance follow the frame's. */
  readonly exposure: boolean;
}

/** A plate as it would have looked when a frame was taken. The raster is lent until the next call. */
export interface PlateFit {
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
 * camera has shaken, and exposed as the frame is. It lies where the frames do.
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
    const buffers = this.#buffers ??= createBuffers(plate);
    assertPlateSize("take a plate", buffers.plate, plate);
    buffers.plate.bitmap.set(plate.bitmap);
    lookAt(buffers.plate, buffers, buffers.plateLuma);
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
    if (this.#buffers === undefined || !this.#hasPlate) {
      throw new TypeError("Cannot compare with a plate: there is none yet");
    }
    assertPlateSize("compare with a plate", this.#buffers.plate, frame);
    const buffers = this.#buffersBeside(frame, this.#buffers);
    const plate = plateAt(this.#shiftOf(frame, buffers, where), buffers);
    const exposure = this.#options.exposure
      ? fitExposure(plate, frame, { mask: where, step: 9 * strideOf(frame) })
      : SAME;
    return { plate, exposure };
  }

  /** The buffers where a frame lies: the plate may have been taken before the first one came. */
  #buffersBeside(frame: Frame, buffers: Buffers): Buffers {
    if (memoryOf(frame.bitmap) === memoryOf(buffers.plate.bitmap)) return buffers;
    this.#buffers = createBuffers(frame);
    this.setPlate(buffers.plate);
    release(...Object.values(buffers));
    return this.#buffers;
  }

  /** How far the camera is from where the plate was taken. */
  #shiftOf(frame: Frame, buffers: Buffers, where: Mask | undefined): Shift {
    if (!this.#options.align) return { dx: 0, dy: 0 };
    const { luma, plateLuma, mask } = buffers;
    lookAt(frame, buffers, luma);
    const isSmall = luma.width < frame.width;
    if (where && isSmall) resizeArea(where, mask, { out: mask });
    const shift = estimateShift(plateLuma, luma, {
      mask: where && isSmall ? mask : where,
      step: 4,
    });
    return { dx: shift.dx * frame.width / luma.width, dy: shift.dy * frame.height / luma.height };
  }

  /** Forget the plate. */
  reset(): void {
    if (this.#buffers !== undefined) release(...Object.values(this.#buffers));
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

/** What is kept, where the frames lie. */
interface Buffers {
  readonly plate: Frame;
  readonly moved: Frame;
  /** A frame's brightness in full size, on its way to a smaller one. */
  readonly gray: Gray;
  /** What is small: the brightness of frame and plate, and where they may be compared. */
  readonly luma: Gray;
  readonly plateLuma: Gray;
  readonly mask: Mask;
}

function createBuffers(near: Frame): Buffers {
  const stride = strideOf(near);
  const small = {
    width: Math.ceil(near.width / stride),
    height: Math.ceil(near.height / stride),
  };
  return {
    plate: createFrameBeside(near),
    moved: createFrameBeside(near),
    gray: createGrayBeside(near),
    luma: createGrayBeside(near, small),
    plateLuma: createGrayBeside(near, small),
    mask: createGrayBeside(near, small),
  };
}

/** A frame's brightness, in a size in which shifts are found quickly. */
function lookAt(frame: Frame, { gray }: Buffers, out: Gray): void {
  if (out.width === frame.width) grayscale(frame, { out });
  else resizeArea(grayscale(frame, { out: gray }), out, { out });
}

function plateAt(shift: Shift, { plate, moved }: Buffers): Frame {
  if (Math.max(Math.abs(shift.dx), Math.abs(shift.dy)) < LEAST_SHIFT) return plate;
  return translate(plate, shift, { out: moved });
}

function assertPlateSize(action: string, plate: Size, { width, height }: Size): void {
  if (plate.width === width && plate.height === height) return;
  throw new RangeError(
    `Cannot ${action}: 'frame' must be ${plate.width}×${plate.height} as the plate is, ` +
      `got ${width}×${height}`,
  );
}
