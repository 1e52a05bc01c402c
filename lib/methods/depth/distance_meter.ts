import { createFrameBeside, createGrayBeside, release } from "../../memory/beside.ts";
import type { KernelHelper } from "../../memory/kernel_helper.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import type { Moment } from "../../moments/moment.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import { fillDisparity } from "../../pixels/stereo/fill_disparity.ts";
import { mirror } from "../../pixels/resize/mirror.ts";
import { stereoSemiGlobal } from "../../pixels/stereo/semi_global/semi_global.ts";
import type { Eyes } from "../../pixels/stereo/split_eyes.ts";
import {
  stereoBlockMatch,
  stereoBlockMatchAside,
  type StereoBlockMatchOptions,
} from "../../pixels/stereo/stereo_block_match.ts";
import { createDisparity } from "../../raster/disparity.ts";
import {
  createMask,
  type Disparity,
  type Frame,
  type Gray,
  type Mask,
} from "../../raster/frame.ts";
import type { StereoMatching } from "../settings/method_settings.ts";

/** How two eyes are matched. */
export interface DistanceMeterOptions {
  readonly matching: StereoMatching;
  /** 0 for a tenth of the width. */
  readonly disparities: number;
  /** 0 for what suits the matching. */
  readonly blockSize: number;
}

/** OpenCV takes disparities by so many. */
const STEP = 16;

/** What is near is apart by so many parts of the width, at most. */
const NEAREST = 1 / 10;

/** The sides of what is compared. */
const BLOCK = { blocks: 15, semiGlobal: 5 };

/** Smaller regions of one disparity are errors, in pixels of a picture of 360 lines. */
const SPECKLE = 100;
const LINES = 360;

/** How near all is in a frame. */
export interface Measured {
  /** Without holes but where nothing is known. */
  readonly map: Disparity;
  /** Where it was filled, by guess. */
  readonly unknown?: Mask;
}

/** So far, in pixels, both eyes' disparities of a point may differ. */
const AGREEMENT = 1.5;

/** Tells how near all is in a frame, by what came along with it. */
export class DistanceMeter implements Disposable {
  readonly #options: DistanceMeterOptions;
  /** What the right eyes of frames see that are not due yet. */
  readonly #begun = new Map<Frame, Promise<Disparity>>();
  #left: Gray | undefined;
  #right: Gray | undefined;

  /** @param options How two eyes are matched. */
  constructor(options: DistanceMeterOptions) {
    this.#options = options;
  }

  /**
   * Begin with a frame that has come and is not due yet: another thread, where one helps, matches the right
   * eye.
   *
   * @param now The frame.
   */
  begin(now: Moment): void {
    const helper = memoryOf(now.bitmap)?.helper;
    const isAsked = now.depth === undefined && now.right !== undefined;
    if (!isAsked || helper === undefined || this.#options.matching !== "bm") return;
    const seen = this.#matchMirrored(helper, now, now.right);
    // Whoever waits for it is told.
    seen.catch(() => {});
    this.#begun.set(now, seen);
  }

  /**
   * Measure a frame.
   *
   * @param now The frame, with `depth` or `right`.
   * @returns How near all is, without holes but where nothing is known; `undefined` if nothing came along.
   */
  async measure(now: Moment): Promise<Measured | undefined> {
    if (now.depth !== undefined) return { map: fillDisparity(now.depth) };
    if (now.right === undefined) return undefined;
    const [left, right] = await this.#matchEyes(now, now.right);
    forgetDisagreeing(left, right.disparity, -1);
    return filled(left);
  }

  /**
   * Measure what both eyes see, as each of them sees it.
   *
   * @param left What the left eye sees.
   * @param right What the right one sees.
   * @returns How near all is in each, without holes.
   */
  async measureBoth(left: Frame, right: Frame): Promise<Eyes<Measured>> {
    const both = await this.#matchEyes(left, right);
    const [toRight, toLeft] = both.map(({ disparity }) => disparity.slice());
    forgetDisagreeing(both[0], toLeft, -1);
    forgetDisagreeing(both[1], toRight, 1);
    return { left: filled(both[0]), right: filled(both[1]) };
  }

  /** What each eye's pixels have in the other one's: of the left one, then of the right one. */
  async #matchEyes(left: Frame, right: Frame): Promise<readonly [Disparity, Disparity]> {
    const begun = this.#begun.get(left);
    this.#begun.delete(left);
    const seenLeft = this.#match(left, right);
    if (begun !== undefined) return [seenLeft, await begun];
    // In a mirror the right eye is the left one.
    const [a, b] = [mirrored(right), mirrored(left)];
    const seenRight = mirrorMap(this.#match(a, b));
    release(a, b);
    return [seenLeft, seenRight];
  }

  async #matchMirrored(helper: KernelHelper, left: Frame, right: Frame): Promise<Disparity> {
    const [a, b] = [mirrored(right), mirrored(left)];
    try {
      return mirrorMap(await this.#matchAside(helper, a, b));
    } finally {
      release(a, b);
    }
  }

  /** How far each pixel of the left picture lies to the left in the right one. */
  #match(left: Frame, right: Frame): Disparity {
    // Of the columns on the left the right eye sees less, but not nothing.
    const count = this.#disparitiesOf(left.width);
    const size = { width: left.width + count, height: left.height };
    const a = this.#left ??= createGrayBeside(left, size);
    const b = this.#right ??= createGrayBeside(left, size);
    widen(left, count, a);
    widen(right, count, b);
    return withoutFirst(this.#matchWidened(a, b, count), count);
  }

  /** The same by another thread, of blocks. */
  async #matchAside(helper: KernelHelper, left: Frame, right: Frame): Promise<Disparity> {
    const count = this.#disparitiesOf(left.width);
    const size = { width: left.width + count, height: left.height };
    const [a, b] = [createGrayBeside(left, size), createGrayBeside(left, size)];
    try {
      widen(left, count, a);
      widen(right, count, b);
      const how = this.#blockOptions(left.height, count);
      return withoutFirst(await stereoBlockMatchAside(helper, a, b, how), count);
    } finally {
      release(a, b);
    }
  }

  #matchWidened(left: Gray, right: Gray, numDisparities: number): Disparity {
    const { matching, blockSize } = this.#options;
    const speckleWindowSize = speckleSize(left.height);
    if (matching === "bm") {
      return stereoBlockMatch(left, right, this.#blockOptions(left.height, numDisparities));
    }
    const side = blockSize || BLOCK.semiGlobal;
    return stereoSemiGlobal(left, right, {
      mode: matching,
      numDisparities,
      blockSize: side,
      p1: 8 * side ** 2,
      p2: 32 * side ** 2,
      preFilterCap: 31,
      uniquenessRatio: 5,
      disp12MaxDiff: 1,
      speckleWindowSize,
      speckleRange: 2,
    });
  }

  #blockOptions(height: number, numDisparities: number): StereoBlockMatchOptions {
    return {
      numDisparities,
      blockSize: this.#options.blockSize || BLOCK.blocks,
      uniquenessRatio: 5,
      disp12MaxDiff: 1,
      speckleWindowSize: speckleSize(height),
      // In sixteenths.
      speckleRange: 32,
    };
  }

  #disparitiesOf(width: number): number {
    const { disparities } = this.#options;
    return STEP * Math.ceil((disparities || NEAREST * width) / STEP);
  }

  /** Forget what was begun. */
  reset(): void {
    this.#begun.clear();
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
    release(this.#left, this.#right);
    this.#left = this.#right = undefined;
  }
}

/** How many pixels an error has at most, in a picture of so many lines. */
function speckleSize(height: number): number {
  return Math.round(SPECKLE * (height / LINES) ** 2);
}

/** A map without its first columns. */
function withoutFirst({ width, height, disparity }: Disparity, count: number): Disparity {
  const out = createDisparity(width - count, height);
  for (let y = 0; y < height; y++) {
    out.disparity.set(disparity.subarray(y * width + count, (y + 1) * width), y * out.width);
  }
  return out;
}

/** The luma of a frame, with its first column repeated so often on the left. */
function widen(frame: Frame, count: number, out: Gray): void {
  const { width, height } = frame;
  const gray = createGrayBeside(frame);
  grayscale(frame, { out: gray });
  for (let y = 0; y < height; y++) {
    const row = y * out.width;
    out.data.fill(gray.data[y * width], row, row + count);
    out.data.set(gray.data.subarray(y * width, (y + 1) * width), row + count);
  }
  release(gray);
}

function mirrored(frame: Frame): Frame {
  return mirror(frame, { out: createFrameBeside(frame) });
}

function mirrorMap({ width, height, disparity }: Disparity): Disparity {
  for (let y = 0; y < height; y++) disparity.subarray(y * width, (y + 1) * width).reverse();
  return { width, height, disparity };
}

/**
 * Forget disparities that the other eye's pixel does not have as well: where it sees nothing of what one eye
 * sees, blocks match something else.
 */
function forgetDisagreeing(
  { width, height, disparity: mine }: Disparity,
  others: Float32Array,
  direction: 1 | -1,
): void {
  for (let y = 0, i = 0; y < height; y++) {
    const row = i;
    for (let x = 0; x < width; x++, i++) {
      const there = Math.round(x + direction * mine[i]);
      const isSeen = there >= 0 && there < width;
      // A comparison with NaN is false.
      const agrees = isSeen && Math.abs(others[row + there] - mine[i]) <= AGREEMENT;
      if (!agrees) mine[i] = NaN;
    }
  }
}

function filled(map: Disparity): Measured {
  const { width, height, disparity } = map;
  const unknown = createMask(width, height);
  for (let i = 0; i < disparity.length; i++) if (Number.isNaN(disparity[i])) unknown.data[i] = 255;
  return { map: fillDisparity(map), unknown };
}
