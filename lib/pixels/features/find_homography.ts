import { assertOption } from "../../raster/option_checks.ts";
import {
  composeHomographies,
  type Homography,
  invertHomography,
  mapPoint,
  type Point,
} from "./homography.ts";
import { seededRandom } from "./seeded_random.ts";
import { solveLinear } from "./solve_linear.ts";

/**
 * One place in two pictures.
 *
 * @category Primitives: features
 */
export interface PointPair {
  /** Where it is in the one. */
  readonly from: Point;
  /** Where it is in the other. */
  readonly to: Point;
}

/**
 * Options of {@linkcode findHomography}.
 *
 * @category Primitives: features
 */
export interface FindHomographyOptions {
  /**
   * How far from its place a point may come to and still agree, in pixels of `to`.
   *
   * @default {3}
   */
  tolerance?: number;
  /**
   * How many samples are tried at most.
   *
   * @default {2000}
   */
  rounds?: number;
  /**
   * Which random samples, 1 to 2147483646.
   *
   * @default {1}
   */
  seed?: number;
}

/**
 * A homography, and which pairs speak for it.
 *
 * @category Primitives: features
 */
export interface FoundHomography {
  /** From the one picture to the other. */
  readonly homography: Homography;
  /** The pairs that agree, by their numbers. */
  readonly inliers: readonly number[];
}

/** Sampling ends when a better homography would have been found with this probability. */
const CONFIDENCE = 0.999;

/**
 * The homography that most pairs of points agree on, though many may be wrong.
 *
 * RANSAC: of four random pairs each makes a homography, and the one that the points fit best is
 * fitted again to all that agree with it.
 *
 * @example A shift, and a pair that is wrong
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { mapPoint } from "./homography.ts";
 *
 * const places = [[0, 0], [90, 5], [80, 70], [10, 60], [40, 30]];
 * const pairs = places.map(([x, y], k) => ({
 *   from: { x, y },
 *   to: k === 4 ? { x: 7, y: 7 } : { x: x + 3, y: y - 2 },
 * }));
 * const { homography, inliers } = findHomography(pairs)!;
 * assertEquals(inliers, [0, 1, 2, 3]);
 * assertAlmostEquals(mapPoint(homography, { x: 50, y: 50 }).x, 53, 1e-6);
 * ```
 *
 * @param pairs Places in both pictures.
 * @param options How exact they are, and how many samples are drawn.
 * @returns The homography and the pairs that agree; `undefined` if no four do. The same pairs
 * always give the same.
 * @throws {RangeError} If an option is out of range.
 * @see Fischler and Bolles, "Random sample consensus", CACM 1981, DOI 10.1145/358669.358692; scored
 * as in Torr and Zisserman, "MLESAC", CVIU 2000, DOI 10.1006/cviu.1999.0832.
 * @category Primitives: features
 */
export function findHomography(
  pairs: readonly PointPair[],
  options: FindHomographyOptions = {},
): FoundHomography | undefined {
  const { tolerance = 3, rounds = 2000, seed = 1 } = options;
  const action = "find a homography";
  assertOption(action, "tolerance", tolerance, { least: 0, isAbove: true });
  assertOption(action, "rounds", rounds, { least: 1, isWhole: true });
  assertOption(action, "seed", seed, { least: 1, most: 2147483646, isWhole: true });
  if (pairs.length < 4) return undefined;

  const random = seededRandom(seed);
  let best: { homography: Homography; score: number } | undefined;
  let needed = rounds;
  for (let round = 0; round < needed; round++) {
    const sample = drawSample(pairs, random);
    if (!isSound(sample)) continue;
    const homography = fitHomography(sample);
    if (homography === undefined) continue;
    const { score, count } = agreementOf(homography, pairs, tolerance);
    if (best !== undefined && score <= best.score) continue;
    best = { homography, score };
    needed = Math.min(needed, roundsFor(count / pairs.length));
  }
  return best && polish(best.homography, pairs, tolerance);
}

/** Four pairs, none twice. */
function drawSample(pairs: readonly PointPair[], random: () => number): PointPair[] {
  const chosen: number[] = [];
  while (chosen.length < 4) {
    const k = Math.floor(random() * pairs.length);
    if (!chosen.includes(k)) chosen.push(k);
  }
  return chosen.map((k) => pairs[k]);
}

/** Whether no three points are on a line, and none has been turned over. */
function isSound(sample: readonly PointPair[]): boolean {
  for (const [a, b, c] of [[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]]) {
    const before = areaOf(sample[a].from, sample[b].from, sample[c].from);
    const after = areaOf(sample[a].to, sample[b].to, sample[c].to);
    if (Math.abs(before) < 1 || Math.abs(after) < 1 || before > 0 !== after > 0) return false;
  }
  return true;
}

/** Twice a triangle's area, with its sense of rotation. */
function areaOf(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** How many pairs agree, and how well: one that hits counts 1, one at the tolerance's edge 0. */
function agreementOf(
  homography: Homography,
  pairs: readonly PointPair[],
  tolerance: number,
): { score: number; count: number } {
  let score = 0, count = 0;
  for (const pair of pairs) {
    const square = squareError(homography, pair) / (tolerance * tolerance);
    if (!(square < 1)) continue;
    score += 1 - square;
    count++;
  }
  return { score, count };
}

function squareError(homography: Homography, { from, to }: PointPair): number {
  const { x, y } = mapPoint(homography, from);
  return (x - to.x) * (x - to.x) + (y - to.y) * (y - to.y);
}

/** How many samples until one is free of wrong pairs, almost surely. */
function roundsFor(share: number): number {
  const clean = share ** 4;
  return clean >= 1 ? 1 : Math.ceil(Math.log(1 - CONFIDENCE) / Math.log(1 - clean));
}

/** Fit to all that agree, until no other do. */
function polish(
  start: Homography,
  pairs: readonly PointPair[],
  tolerance: number,
): FoundHomography | undefined {
  const square = tolerance * tolerance;
  const agreeing = (homography: Homography) =>
    pairs.flatMap((pair, k) => squareError(homography, pair) < square ? [k] : []);
  let found = { homography: start, inliers: agreeing(start) };
  for (let round = 0; round < 10; round++) {
    if (found.inliers.length < 4) return undefined;
    const homography = fitHomography(found.inliers.map((k) => pairs[k]));
    if (homography === undefined) break;
    const inliers = agreeing(homography);
    if (inliers.length < found.inliers.length) break;
    const isSame = inliers.length === found.inliers.length;
    found = { homography, inliers };
    if (isSame) break;
  }
  return found;
}

/**
 * The homography that fits pairs of points best, all of them: by the normalised direct linear
 * transform, with equations weighed until they measure pixels.
 *
 * @example Four corners
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { mapPoint } from "./homography.ts";
 *
 * const corners = [[0, 0, 1, 2], [10, 0, 12, 1], [10, 10, 13, 14], [0, 10, 0, 12]];
 * const pairs = corners.map(([x, y, u, v]) => ({ from: { x, y }, to: { x: u, y: v } }));
 * const homography = fitHomography(pairs)!;
 * assertAlmostEquals(mapPoint(homography, { x: 10, y: 10 }).x, 13, 1e-9);
 * ```
 *
 * @param pairs At least four, of which no three are on a line.
 * @returns The homography, its last number 1 if that can be; `undefined` if they do not tell.
 * @see Hartley and Zisserman, "Multiple view geometry", 2nd edition 2004, algorithm 4.2.
 * @category Primitives: features
 */
export function fitHomography(pairs: readonly PointPair[]): Homography | undefined {
  if (pairs.length < 4) return undefined;
  const before = normalise(pairs.map(({ from }) => from));
  const after = normalise(pairs.map(({ to }) => to));
  if (before === undefined || after === undefined) return undefined;
  let solved: Homography | undefined;
  // Four pairs are hit exactly, whatever they weigh.
  const rounds = pairs.length === 4 ? 1 : 4;
  for (let round = 0; round < rounds; round++) {
    solved = solveWeighed(before.points, after.points, solved);
    if (solved === undefined) return undefined;
  }
  if (solved === undefined) return undefined;
  const there = composeHomographies(before.map, solved);
  const whole = composeHomographies(there, invertHomography(after.map));
  const last = whole[8];
  return Math.abs(last) < 1e-12
    ? whole
    : whole.map((value) => value / last) as unknown as Homography;
}

/** Points around their centroid, √2 from it on average, and the map that brings them there. */
function normalise(points: readonly Point[]): { points: Point[]; map: Homography } | undefined {
  let x = 0, y = 0, distance = 0;
  for (const point of points) {
    x += point.x / points.length;
    y += point.y / points.length;
  }
  for (const point of points) distance += Math.hypot(point.x - x, point.y - y) / points.length;
  if (!(distance > 1e-9)) return undefined;
  const scale = Math.SQRT2 / distance;
  const map: Homography = [scale, 0, -scale * x, 0, scale, -scale * y, 0, 0, 1];
  return { points: points.map((point) => mapPoint(map, point)), map };
}

/** Least squares with the last number 1; each equation over the w that the last solution gave. */
function solveWeighed(
  from: readonly Point[],
  to: readonly Point[],
  last: Homography | undefined,
): Homography | undefined {
  const matrix = Array.from({ length: 8 }, () => new Float64Array(8));
  const right = new Float64Array(8);
  for (let k = 0; k < from.length; k++) {
    const { x, y } = from[k];
    const w = last === undefined ? 1 : last[6] * x + last[7] * y + 1;
    const weight = 1 / (w * w);
    addEquation(matrix, right, [x, y, 1, 0, 0, 0, -x * to[k].x, -y * to[k].x], to[k].x, weight);
    addEquation(matrix, right, [0, 0, 0, x, y, 1, -x * to[k].y, -y * to[k].y], to[k].y, weight);
  }
  const solution = solveLinear(matrix, right);
  if (solution === undefined || !solution.every(Number.isFinite)) return undefined;
  const [a, b, c, d, e, f, g, h] = solution;
  return [a, b, c, d, e, f, g, h, 1];
}

function addEquation(
  matrix: readonly Float64Array[],
  right: Float64Array,
  row: readonly number[],
  value: number,
  weight: number,
): void {
  for (let i = 0; i < 8; i++) {
    const weighed = weight * row[i];
    for (let j = 0; j < 8; j++) matrix[i][j] += weighed * row[j];
    right[i] += weighed * value;
  }
}
