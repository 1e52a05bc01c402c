import { assertGrays, assertWhole, type Gray } from "../../raster/frame.ts";
import { gaussianBlur } from "../filter/gaussian_blur.ts";
import type { Point } from "./homography.ts";
import { seededRandom } from "./seeded_random.ts";

/**
 * What corners look like: 256 bits each, which stay the same when the picture is turned or its
 * light changes.
 *
 * @category Primitives: features
 */
export interface Descriptors {
  /** How many corners are described. */
  readonly count: number;
  /** Eight words a corner. */
  readonly words: Int32Array;
}

/** Words of a descriptor. */
export const WORDS = 8;

/** Corners nearer to the edge of the picture than this cannot be described, in pixels. */
export const DESCRIPTION_MARGIN = 19;

/** The half side of what a descriptor looks at. */
const RADIUS = 15;

/** Angles are rounded to 30ths of a turn, for each of which the pattern is turned once. */
const TURNS = 30;

/**
 * Describe corners by comparisons of brightness around them.
 *
 * A corner's direction is from itself to the centroid of brightness in a disk around it. A bit says
 * which of two places is brighter; the 256 pairs of places are drawn once from a normal
 * distribution, and turned with the direction.
 *
 * @example A picture that is turned upside down
 * ```ts
 * import { assert } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 * import { descriptorDistance } from "./match_descriptors.ts";
 *
 * const [gray, turned] = [createGray(64, 64), createGray(64, 64)];
 * gray.data.forEach((_, i) => gray.data[i] = (i * i + 31 * (i >> 7)) % 251);
 * turned.data.set(gray.data.toReversed());
 * const { words } = describeCorners(gray, [{ x: 30, y: 28 }]);
 * const other = describeCorners(turned, [{ x: 33, y: 35 }]).words;
 * assert(descriptorDistance(words, 0, other, 0) < 20);
 * ```
 *
 * @param gray The picture, H × W.
 * @param corners The corners, at least 19 pixels from each edge.
 * @returns Their descriptors, in the same order.
 * @throws {RangeError} If a corner is too near to an edge.
 * @see Rublee, Rabaud, Konolige and Bradski, "ORB: an efficient alternative to SIFT or SURF", ICCV
 * 2011, DOI 10.1109/ICCV.2011.6126544; Calonder et al., "BRIEF", ECCV 2010, DOI
 * 10.1007/978-3-642-15561-1_56. The pairs are not those of OpenCV's `cv::ORB`, which were learned.
 * @category Primitives: features
 */
export function describeCorners(gray: Gray, corners: readonly Point[]): Descriptors {
  assertGrays("describe corners", { gray });
  assertWhole("describe corners", "gray", gray);
  for (const corner of corners) assertInside(gray, corner);

  const { width } = gray;
  const smooth = gaussianBlur(gray, 3).data;
  const patterns = turnedPatterns(width);
  const words = new Int32Array(WORDS * corners.length);
  for (const [k, { x, y }] of corners.entries()) {
    const at = y * width + x;
    const pattern = patterns[directionOf(gray, at)];
    for (let word = 0, pair = 0; word < WORDS; word++) {
      let bits = 0;
      for (let bit = 0; bit < 32; bit++, pair += 2) {
        const isBrighter = smooth[at + pattern[pair]] < smooth[at + pattern[pair + 1]];
        bits = (bits << 1) | (isBrighter ? 1 : 0);
      }
      words[WORDS * k + word] = bits;
    }
  }
  return { count: corners.length, words };
}

function assertInside({ width, height }: Gray, { x, y }: Point): void {
  const last = { x: width - 1 - DESCRIPTION_MARGIN, y: height - 1 - DESCRIPTION_MARGIN };
  const isWhole = Number.isInteger(x) && Number.isInteger(y);
  if (isWhole && Math.min(x, y) >= DESCRIPTION_MARGIN && x <= last.x && y <= last.y) return;
  throw new RangeError(
    `Cannot describe corners: 'corners' must be whole pixels, at least ${DESCRIPTION_MARGIN} pixels ` +
      `from each edge of ${width}×${height}, got (${x}, ${y})`,
  );
}

/** How far the disk reaches to both sides, row by row from its middle. */
const HALF_WIDTHS = Int32Array.from(
  { length: RADIUS + 1 },
  (_, y) => Math.floor(Math.sqrt(RADIUS * RADIUS - y * y)),
);

/** Which 30th of a turn points to the centroid of brightness. */
function directionOf({ width, data }: Gray, at: number): number {
  let right = 0, down = 0;
  for (let y = -RADIUS; y <= RADIUS; y++) {
    const reach = HALF_WIDTHS[Math.abs(y)];
    let sum = 0;
    for (let x = -reach, i = at + y * width - reach; x <= reach; x++, i++) {
      right += x * data[i];
      sum += data[i];
    }
    down += y * sum;
  }
  const turn = Math.round(Math.atan2(down, right) * TURNS / (2 * Math.PI));
  return (turn + TURNS) % TURNS;
}

/** Pairs of places, right and down, of the pattern before it is turned. */
const PATTERN: Float64Array = drawPattern();

/** Places from a normal distribution of a fifth of the side, within the disk. */
function drawPattern(): Float64Array {
  const places = new Float64Array(4 * 32 * WORDS);
  const random = seededRandom(1);
  const draw = () => {
    // The sum of twelve even draws is near enough to normal.
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += random();
    return sum * (2 * RADIUS + 1) / 5;
  };
  for (let k = 0; k < places.length; k += 2) {
    let right = draw(), down = draw();
    while (right * right + down * down > RADIUS * RADIUS) {
      right = draw();
      down = draw();
    }
    places[k] = right;
    places[k + 1] = down;
  }
  return places;
}

/** For each direction the pairs of places, as offsets in a picture so wide. */
function turnedPatterns(width: number): Int32Array[] {
  return Array.from({ length: TURNS }, (_, turn) => {
    const angle = turn * 2 * Math.PI / TURNS;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    return Int32Array.from({ length: PATTERN.length / 2 }, (_, k) => {
      const [right, down] = [PATTERN[2 * k], PATTERN[2 * k + 1]];
      const x = Math.round(cosine * right - sine * down);
      return x + width * Math.round(sine * right + cosine * down);
    });
  });
}
