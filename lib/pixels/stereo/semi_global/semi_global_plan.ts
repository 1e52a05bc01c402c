import {
  assertChoice,
  assertOptionKinds,
  assertOptions,
  type NumberRange,
} from "../../../raster/option_checks.ts";
import type { Size } from "../../../raster/frame.ts";

/** Costs are 16-bit numbers, which end here instead of going on from the other end. */
export const MOST_COST = 32767;

/** Disparities are 16ths of a pixel while they are looked for. */
export const STEPS_PER_PIXEL = 16;

/** Room on both sides of a path's costs: a vector of 16-bit numbers. */
export const GUARD = 8;

/**
 * Along which paths {@linkcode stereoSemiGlobal} looks, by OpenCV's names.
 *
 * @category Primitives: stereo
 */
export type SemiGlobalMode = "sgbm" | "3way" | "hh" | "hh4";

/** The numbers, by OpenCV's names. */
export interface SemiGlobalSettings {
  minDisparity: number;
  numDisparities: number;
  blockSize: number;
  p1: number;
  p2: number;
  disp12MaxDiff: number;
  preFilterCap: number;
  uniquenessRatio: number;
  speckleWindowSize: number;
  speckleRange: number;
}

/** What may be given of it, and the mode. */
export type SemiGlobalOptions = Partial<SemiGlobalSettings> & { mode?: SemiGlobalMode };

const DEFAULTS: SemiGlobalSettings = {
  minDisparity: 0,
  numDisparities: 16,
  blockSize: 3,
  p1: 0,
  p2: 0,
  disp12MaxDiff: 0,
  preFilterCap: 0,
  uniquenessRatio: 0,
  speckleWindowSize: 0,
  speckleRange: 0,
};

const MODES: readonly string[] = ["sgbm", "3way", "hh", "hh4"];

/** 16ths of a pixel have to be 16-bit numbers. */
const FARTHEST = 2047;

const WHOLE: NumberRange = { least: -(2 ** 31), most: 2 ** 31 - 1, isWhole: true };
const RANGES: Record<keyof SemiGlobalSettings, NumberRange> = {
  minDisparity: { least: -FARTHEST, most: FARTHEST, isWhole: true },
  numDisparities: { least: 16, most: 2 * FARTHEST, isWhole: true },
  blockSize: { least: 0, most: 255, isWhole: true },
  p1: { least: 0, most: MOST_COST - 1, isWhole: true },
  p2: { least: 0, most: MOST_COST, isWhole: true },
  disp12MaxDiff: WHOLE,
  preFilterCap: { least: 0, most: 255, isWhole: true },
  uniquenessRatio: { least: -1, most: 99, isWhole: true },
  speckleWindowSize: { ...WHOLE, least: 0 },
  speckleRange: { ...WHOLE, least: 0 },
};

/** What all steps of a match know. */
export interface SemiGlobalPlan extends Size {
  readonly mode: SemiGlobalMode;
  /** Of a picture: 1 or 3. */
  readonly channels: number;
  /** The least disparity. */
  readonly least: number;
  /** How many disparities. */
  readonly depth: number;
  /** The first column that has all disparities, and how many have. */
  readonly first: number;
  readonly columns: number;
  /** Numbers of a row of costs: `columns · depth`. */
  readonly row: number;
  /** Half the block's side. */
  readonly radius: number;
  /** Rows above a stripe of the mode "3way", before a share of its height. */
  readonly reach: number;
  /** Steeper slopes are cut. */
  readonly cap: number;
  readonly p1: number;
  readonly p2: number;
  readonly uniqueness: number;
  readonly mostApart: number;
  /** What stands for unknown among 16ths. */
  readonly unknown: number;
  readonly speckleSize: number;
  readonly speckleRange: number;
}

/**
 * Check options, and settle them as OpenCV does.
 *
 * @param action What the caller is about to do, for the message.
 * @param options What was given.
 * @param size The pictures' size.
 * @param channels How many channels they have.
 * @throws {RangeError} If a number is out of its range.
 * @throws {TypeError} If there is no such option, or it is of another kind.
 */
export function planSemiGlobal(
  action: string,
  options: SemiGlobalOptions,
  { width, height }: Size,
  channels: number,
): SemiGlobalPlan {
  const { mode = "sgbm" } = options;
  const settings = settle(action, options, mode);
  const { minDisparity: least, numDisparities: depth, blockSize, uniquenessRatio } = settings;
  const first = Math.max(least + depth, 0);
  const columns = Math.max(width + Math.min(least, 0) - first, 0);
  const p1 = settings.p1 || 2;
  // OpenCV's default block is 5 wide where paths are many, and 3 in three of them.
  const side = blockSize || (mode === "3way" ? 3 : 5);
  return {
    width,
    height,
    mode,
    channels,
    least,
    depth,
    first,
    columns,
    row: columns * depth,
    radius: side >> 1,
    reach: (blockSize >> 1) + 1,
    cap: Math.max(settings.preFilterCap, 15) | 1,
    p1,
    p2: Math.max(settings.p2 || 5, p1 + 1),
    uniqueness: uniquenessRatio < 0 ? 10 : uniquenessRatio,
    mostApart: settings.disp12MaxDiff > 0 ? settings.disp12MaxDiff : 1,
    unknown: (least - 1) * STEPS_PER_PIXEL,
    speckleSize: settings.speckleWindowSize,
    speckleRange: settings.speckleRange,
  };
}

/** What was given, and the defaults. */
function settle(action: string, options: SemiGlobalOptions, mode: string): SemiGlobalSettings {
  const numbers = Object.keys(DEFAULTS).map((name) => [name, "number"] as const);
  const kinds = { ...Object.fromEntries(numbers), mode: "string", out: "object" } as const;
  assertOptionKinds(action, options, kinds);
  assertChoice(action, "mode", mode, MODES);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const settings: SemiGlobalSettings = { ...DEFAULTS, ...Object.fromEntries(given) };
  assertOptions(action, settings, RANGES);
  assertDepth(action, settings.minDisparity, settings.numDisparities);
  return settings;
}

function assertDepth(action: string, least: number, depth: number): void {
  if (depth % 16 !== 0) {
    throw new RangeError(
      `Cannot ${action}: 'numDisparities' must be a multiple of 16, got ${depth}`,
    );
  }
  if (least + depth > FARTHEST + 1) {
    throw new RangeError(
      `Cannot ${action}: 'minDisparity' + 'numDisparities' must be at most ${FARTHEST + 1}, ` +
        `got ${least + depth}`,
    );
  }
}
