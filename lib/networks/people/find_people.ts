import type { Frame, Size } from "../../raster/frame.ts";
import { type PersonFound, type PoseDetector, squareAroundAll } from "./pose_detector.ts";
import { circleIn, type Region } from "./region.ts";

/** Frames that are so much longer one way than the other are also looked at in parts. */
const LONG = 1.2;

/** A part is sure of somebody from here on; with less it sees people in furniture. */
export const PART_SCORE = 0.5;

/**
 * Somebody in a part is all in it, and not tiny: their circle's radius in parts of its side. Of what it
 * cuts through, an arm or a chair, the detector makes somebody larger than the part.
 */
const PART_RADII = [0.08, 0.5] as const;

/** Whoever is smaller by this than the largest passes by behind them: they are no part of the scene. */
export const LEAST_SIZE = 0.5;

/** Findings whose faces are so near are of one person, in parts of the larger face's side. */
const SAME = 0.5;

/** The square around a frame, and those within it at both of its ends, in which people are larger. */
export function squaresOf(frame: Size): Region[] {
  const { width, height } = frame;
  const side = Math.min(width, height);
  const all = squareAroundAll(frame);
  if (Math.max(width, height) < LONG * side) return [all];
  const square = { top: 0, left: 0, width: side, height: side };
  return [all, square, { ...square, left: width - side, top: height - side }];
}

/**
 * Squares of half the frame's longer side, which overlap by half or more: people at a distance are twice
 * as large in them.
 */
export function partsOf({ width, height }: Size): Region[] {
  const side = Math.max(width, height) / 2;
  const starts = (length: number) => {
    const count = Math.ceil(2 * (length - side) / side) + 1;
    return count < 2
      ? [(length - side) / 2]
      : Array.from({ length: count }, (_, i) => i * (length - side) / (count - 1));
  };
  return starts(height).flatMap((top) =>
    starts(width).map((left) => ({ left, top, width: side, height: side }))
  );
}

/**
 * Find people in squares of a frame and in parts of it.
 *
 * @param detector What finds them.
 * @param frame The frame.
 * @param squares Where anybody is wanted.
 * @param parts Where only those are wanted who are all in one of them, and not far behind others.
 * @param largest The radius of the largest circle of those who are known, in the frame's pixels.
 * @returns Each of them once.
 */
export async function findPeople(
  detector: PoseDetector,
  frame: Frame,
  squares: readonly Region[],
  parts: readonly Region[],
  largest = 0,
): Promise<PersonFound[]> {
  const looks = [...squares, ...parts].map((square) => detector.find(frame, square));
  const found = await Promise.all(looks);
  const wanted = found.slice(0, squares.length).flat();
  const inParts = parts.flatMap((part, i) =>
    found[squares.length + i].filter((one) => isIn(part, one))
      .map((one) => ({ ...one, isInPart: true }))
  );
  const all = [...wanted, ...inParts];
  const radius = all.reduce((most, { circle }) => Math.max(most, circle.radius), largest);
  return all.filter((one, i) =>
    i < wanted.length ||
    one.circle.radius >= LEAST_SIZE * radius &&
      !all.slice(0, i).some((other) => isSame(one, other))
  );
}

function isIn({ left, top, width, height }: Region, { score, circle }: PersonFound): boolean {
  const { x, y, radius } = circle;
  return score >= PART_SCORE && radius >= PART_RADII[0] * width &&
    radius < PART_RADII[1] * width &&
    x >= left && x < left + width && y >= top && y < top + height;
}

/** Whether two findings are of one person: their faces are in one place, whatever is known of the bodies. */
function isSame({ face: a }: PersonFound, { face: b }: PersonFound): boolean {
  const [one, other] = [circleIn(a), circleIn(b)];
  const side = 2 * Math.max(one.radius, other.radius);
  return Math.hypot(one.x - other.x, one.y - other.y) < SAME * side;
}
