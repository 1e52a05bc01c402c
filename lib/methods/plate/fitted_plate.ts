import { createFrameBeside, createGrayBeside, release } from "../../memory/beside.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { type Exposure, fitExposure } from "../../pixels/color/fit_exposure.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import { alignPictures } from "../../pixels/features/align_pictures.ts";
import { detectCorners } from "../../pixels/features/detect_corners.ts";
import { type Homography, IDENTITY, mapPoint } from "../../pixels/features/homography.ts";
import { warpPerspective } from "../../pixels/features/warp_perspective.ts";
import { estimateShift } from "../../pixels/motion/estimate_shift.ts";
import type { Shift } from "../../pixels/motion/shift_round.ts";
import { translate } from "../../pixels/motion/translate.ts";
import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { Frame, Gray, Mask, Size } from "../../raster/frame.ts";
import { PlateCoverage } from "./plate_coverage.ts";

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

/**
 * What was found of where a plate would have to be: `same` is where it is, and `moved` elsewhere; `none`
 * is a plate of another place, and `unknown` one that cannot be recognised, as a bare wall.
 */
export type FoundPose =
  | { readonly kind: "same" | "none" | "unknown" }
  | { readonly kind: "moved"; readonly pose: Homography };

/** A plate with a pose. */
interface Posed {
  readonly pose: Homography;
  /** The plate as it was taken. */
  readonly original: Frame;
  readonly coverage: PlateCoverage;
}

/** A pose that moves no corner farther, in pixels of the size in which shifts are found, is the same. */
const NEAR = 0.75;

/** Shifts beyond this share of the width are taken as a pose. */
const FAR = 1 / 64;

/** Shifts below this many pixels are noise. */
const LEAST_SHIFT = 1 / 16;

/** The exposure of a plate that is as bright as the frame. */
const SAME: Exposure = [
  { gain: 1, offset: 0 },
  { gain: 1, offset: 0 },
  { gain: 1, offset: 0 },
];

/** Pictures with fewer corners do not tell of which place they are. */
const TELLING = 40;

/**
 * A picture of the empty room that is made to fit each frame: moved where the
 * camera has shaken, and exposed as the frame is. It lies where the frames do.
 *
 * A pose turns, zooms and warps it before that; whoever has the plate fitted says when to look
 * for one.
 */
export class FittedPlate implements Disposable {
  readonly #options: FittedPlateOptions;
  #buffers: Buffers | undefined;
  #hasPlate = false;
  #posed: Posed | undefined;
  /** Where the plate was in the last frame, after its pose. */
  #shift: Shift = { dx: 0, dy: 0 };

  /** @param options What is made up for. */
  constructor(options: FittedPlateOptions) {
    this.#options = options;
  }

  /** Whether there is a plate. */
  get hasPlate(): boolean {
    return this.#hasPlate;
  }

  /** The plate, lent until the next call; `undefined` if there is none. */
  get plate(): Frame | undefined {
    return this.#hasPlate ? this.#posed?.original ?? this.#buffers?.plate : undefined;
  }

  /** How the plate is turned, zoomed and warped; `undefined` for not at all. */
  get pose(): Homography | undefined {
    return this.#posed?.pose;
  }

  /** What a plate with a pose shows of the frame; `undefined` for all of it. */
  get coverage(): PlateCoverage | undefined {
    return this.#posed?.coverage;
  }

  /**
   * Take a plate, as it is: without a pose.
   *
   * @param plate The empty room, H × W; is copied.
   * @throws {RangeError} If it has another size than the one before.
   */
  setPlate(plate: Frame): void {
    release(this.#posed?.original, this.#posed?.coverage.covered);
    this.#posed = undefined;
    const buffers = this.#buffers ??= createBuffers(plate);
    assertPlateSize("take a plate", buffers.plate, plate);
    buffers.plate.bitmap.set(plate.bitmap);
    lookAt(buffers.plate, buffers, buffers.plateLuma);
    this.#hasPlate = true;
  }

  /**
   * Turn, zoom and warp the plate.
   *
   * @param pose From the plate that was taken to the frames; `undefined` for as it was taken.
   */
  setPose(pose: Homography | undefined): void {
    const buffers = this.#buffers;
    if (buffers === undefined || pose === this.pose) return;
    const original = this.#posed?.original ?? copyBeside(buffers.plate);
    release(this.#posed?.coverage.covered);
    this.#posed = undefined;
    if (pose === undefined) {
      this.setPlate(original);
      release(original);
      return;
    }
    warpPerspective(original, pose, { out: buffers.plate });
    lookAt(buffers.plate, buffers, buffers.plateLuma);
    this.#posed = { pose, original, coverage: new PlateCoverage(buffers.plate, pose) };
  }

  /**
   * Where the plate would have to be for a frame, by what can be recognised in both.
   *
   * @param frame The frame that was fitted last, H × W.
   * @returns What was found.
   */
  findPose(frame: Frame): FoundPose {
    const buffers = this.#buffers;
    if (buffers === undefined || !this.#options.align) return { kind: "unknown" };
    const plateGray = createGrayBeside(frame);
    grayscale(this.#posed?.original ?? buffers.plate, { out: plateGray });
    const frameGray = grayscale(frame, { out: buffers.gray });
    const pose = alignPictures(plateGray, frameGray);
    const tells = (gray: Gray) => detectCorners(gray).length >= TELLING;
    const isTelling = pose !== undefined || (tells(plateGray) && tells(frameGray));
    release(plateGray);
    if (pose === undefined) return { kind: isTelling ? "none" : "unknown" };
    const isSame = !this.#isFar(frame) && this.#isNear(pose, frame);
    return isSame ? { kind: "same" } : { kind: "moved", pose };
  }

  /** Whether the plate is shifted so far that what it does not show matters. */
  #isFar({ width }: Size): boolean {
    return Math.max(Math.abs(this.#shift.dx), Math.abs(this.#shift.dy)) > FAR * width;
  }

  /** Whether a pose is the one of now, but for what a shift makes up for. */
  #isNear(pose: Homography, frame: Size): boolean {
    const now = this.pose ?? IDENTITY;
    const right = frame.width - 1, down = frame.height - 1;
    return [[0, 0], [right, 0], [right, down], [0, down]].every(([x, y]) => {
      const is = mapPoint(now, { x, y }), would = mapPoint(pose, { x, y });
      const dx = would.x - is.x - this.#shift.dx, dy = would.y - is.y - this.#shift.dy;
      return Math.hypot(dx, dy) < NEAR * strideOf(frame);
    });
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
    const known = where ?? this.coverage?.covered;
    this.#shift = this.#shiftOf(frame, buffers, known);
    const plate = plateAt(this.#shift, buffers);
    const exposure = this.#options.exposure
      ? fitExposure(plate, frame, { mask: known, step: 9 * strideOf(frame) })
      : SAME;
    return { plate, exposure };
  }

  /** The buffers where a frame lies: the plate may have been taken before the first one came. */
  #buffersBeside(frame: Frame, buffers: Buffers): Buffers {
    if (memoryOf(frame.bitmap) === memoryOf(buffers.plate.bitmap)) return buffers;
    const { pose } = this;
    const original = this.#posed?.original;
    release(this.#posed?.coverage.covered);
    this.#posed = undefined;
    this.#buffers = createBuffers(frame);
    this.setPlate(original ?? buffers.plate);
    this.setPose(pose);
    release(original, ...Object.values(buffers));
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
    release(this.#posed?.original, this.#posed?.coverage.covered);
    this.#buffers = undefined;
    this.#posed = undefined;
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

function copyBeside(frame: Frame): Frame {
  const copy = createFrameBeside(frame);
  copy.bitmap.set(frame.bitmap);
  return copy;
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
