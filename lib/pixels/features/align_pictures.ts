import {
  assertGrays,
  assertSameSize,
  createGray,
  type Gray,
  type Mask,
  type Size,
} from "../../raster/frame.ts";
import { resizeArea } from "../resize/resize_area.ts";
import { describeCorners, DESCRIPTION_MARGIN, type Descriptors } from "./describe_corners.ts";
import { type Corner, detectCorners } from "./detect_corners.ts";
import { findHomography, type PointPair } from "./find_homography.ts";
import { composeHomographies, type Homography, mapPoint, type Point } from "./homography.ts";
import { matchDescriptors } from "./match_descriptors.ts";
import { refineHomography } from "./refine_homography.ts";

/**
 * Options of {@linkcode alignPictures}.
 *
 * @category Primitives: features
 */
export interface AlignPicturesOptions {
  /**
   * Where to look: pixels of `to` whose byte is 0 are left out.
   *
   * @default {everywhere}
   */
  mask?: Mask | undefined;
}

/** Corners are looked for in pictures whose longer side is so many pixels at most. */
const LONGEST = 640;

/** In how many sizes, each so much smaller than the one before. */
const SIZES = 3;
const SHRINK = 1.2;

/** So many corners of each size are kept, as evenly over the picture as there are some. */
const MOST_CORNERS = 450;
const CELLS = 8;

/** So many pairs have to agree, or they may do so by chance. */
const LEAST_INLIERS = 12;

/**
 * How a camera has been turned, zoomed and moved between two pictures of a place: the homography
 * from the one to the other, though people may hide a part.
 *
 * Corners of both pictures are matched, the homography that most agree on is found, and then made
 * exact by brightness. It is plausible: no corner of the picture is turned over, and no side becomes
 * more than twice or less than half as long.
 *
 * @example A picture of itself
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 * import { mapPoint } from "./homography.ts";
 *
 * const gray = createGray(96, 96);
 * gray.data.forEach((_, i) => {
 *   const cell = Math.floor(i / 96 / 6) * 16 + Math.floor(i % 96 / 6);
 *   gray.data[i] = (cell * 7919 + (cell * cell) % 101 * 31) % 256;
 * });
 * const homography = alignPictures(gray, gray)!;
 * assertAlmostEquals(mapPoint(homography, { x: 80, y: 20 }).x, 80, 0.05);
 * ```
 *
 * @param from The one picture, H × W.
 * @param to The other, H × W.
 * @param options Where to look.
 * @returns The homography; `undefined` if too few corners agree.
 * @throws {RangeError} If the sizes differ.
 * @category Primitives: features
 */
export function alignPictures(
  from: Gray,
  to: Gray,
  options: AlignPicturesOptions = {},
): Homography | undefined {
  assertGrays("align pictures", { from, to });
  const { mask } = options;
  assertSameSize("align pictures", { from, to, ...(mask && { mask }) });
  const size = sizeWithin(from, LONGEST);
  const [one, other] = [from, to].map((gray) => shrunk(gray, size));
  const where = mask && shrunk(mask, size);
  const pairs = pairsOf(featuresOf(one), featuresOf(other, where));
  const found = findHomography(pairs);
  if (found === undefined || found.inliers.length < LEAST_INLIERS) return undefined;
  if (!isPlausible(found.homography, size)) return undefined;
  const refined = refineHomography(one, other, found.homography, { mask: where });
  const best = refined !== undefined && isPlausible(refined, size) ? refined : found.homography;
  return enlarged(best, size, from);
}

/** The sides of a picture that is shrunk until neither is longer. */
function sizeWithin({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(width), height: side(height) };
}

function shrunk(gray: Gray, size: Size): Gray {
  if (gray.width === size.width && gray.height === size.height) return gray;
  return resizeArea(gray, size, { out: createGray(size.width, size.height) });
}

/** Corners, where they are in full size, and what they look like. */
interface Features {
  readonly points: readonly Point[];
  readonly descriptors: Descriptors;
}

function featuresOf(gray: Gray, mask?: Mask): Features {
  const points: Point[] = [];
  const words: Int32Array[] = [];
  for (let k = 0; k < SIZES; k++) {
    const size = sizeWithin(gray, Math.max(gray.width, gray.height) / SHRINK ** k);
    const picture = shrunk(gray, size);
    const toX = gray.width / size.width, toY = gray.height / size.height;
    const place = ({ x, y }: Point) => ({ x: (x + 0.5) * toX - 0.5, y: (y + 0.5) * toY - 0.5 });
    const corners = spread(detectCorners(picture, { threshold: 10 }), picture)
      .filter((corner) => mask === undefined || isInMask(mask, place(corner)));
    points.push(...corners.map(place));
    words.push(describeCorners(picture, corners).words);
  }
  const all = new Int32Array(words.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const some of words) {
    all.set(some, at);
    at += some.length;
  }
  return { points, descriptors: { count: points.length, words: all } };
}

function isInMask({ width, data }: Mask, { x, y }: Point): boolean {
  return data[Math.round(y) * width + Math.round(x)] !== 0;
}

/** The best corners of each cell of a grid: else a bookshelf would have all of them. */
function spread(corners: readonly Corner[], { width, height }: Size): Corner[] {
  const cells: Corner[][] = Array.from({ length: CELLS * CELLS }, () => []);
  for (const corner of corners) {
    const { x, y } = corner;
    const reach = DESCRIPTION_MARGIN;
    if (x < reach || y < reach || x >= width - reach || y >= height - reach) continue;
    const column = Math.floor(x * CELLS / width), row = Math.floor(y * CELLS / height);
    cells[row * CELLS + column].push(corner);
  }
  const most = Math.ceil(MOST_CORNERS / cells.length);
  return cells.flatMap((cell) => cell.sort((a, b) => b.score - a.score).slice(0, most));
}

function pairsOf(from: Features, to: Features): PointPair[] {
  return matchDescriptors(from.descriptors, to.descriptors)
    .map((match) => ({ from: from.points[match.from], to: to.points[match.to] }));
}

/** Whether a hand could have held the camera so. */
function isPlausible(homography: Homography, { width, height }: Size): boolean {
  const right = width - 1, down = height - 1;
  const corners = [[0, 0], [right, 0], [right, down], [0, down]]
    .map(([x, y]) => mapPoint(homography, { x, y }));
  for (let k = 0; k < 4; k++) {
    const [a, b, c] = [corners[k], corners[(k + 1) % 4], corners[(k + 2) % 4]];
    const turn = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
    const ratio = Math.hypot(b.x - a.x, b.y - a.y) / (k % 2 === 0 ? right : down);
    if (!(turn > 0 && ratio > 0.5 && ratio < 2)) return false;
  }
  return true;
}

/** A homography of shrunk pictures as one of the pictures themselves. */
function enlarged(homography: Homography, small: Size, { width, height }: Size): Homography {
  const x = width / small.width, y = height / small.height;
  const shrink: Homography = [1 / x, 0, 0.5 / x - 0.5, 0, 1 / y, 0.5 / y - 0.5, 0, 0, 1];
  const enlarge: Homography = [x, 0, x / 2 - 0.5, 0, y, y / 2 - 0.5, 0, 0, 1];
  return composeHomographies(composeHomographies(shrink, homography), enlarge);
}
