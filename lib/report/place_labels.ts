/** A dot, and the size of the text that belongs to it. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle. */
export interface LabelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a label stands. */
export interface LabelPlace extends LabelBox {
  /** Whether it stands so far from its dot that a line must say which it is. */
  readonly isFar: boolean;
}

/** How far a dot reaches. */
const DOT = 7;
/** Between a dot and its label. */
const GAP = 3;
/** How far labels are moved away at most, step by step. */
const RINGS = [0, 10, 20, 32, 46, 62, 80];
/** Directions from a dot, the best first: right, left, above, below, and between them. */
const DIRECTIONS = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]] as const;

/**
 * Find a place for each label at its own dot, on no other label and no dot.
 *
 * Labels are placed in order, each in the first direction and at the smallest
 * distance at which it is free; if none is, on the right of its dot.
 *
 * @example Two dots above each other: both labels stand on the right
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const dots = [20, 60].map((y) => ({ x: 20, y, width: 30, height: 10 }));
 * const places = placeLabels(dots, { left: 0, top: 0, right: 100, bottom: 100 });
 * assertEquals(places.map(({ left, top }) => [left, top]), [[30, 15], [30, 55]]);
 * ```
 *
 * @param dots The dots.
 * @param within What labels must not leave.
 * @returns A place for each.
 */
export function placeLabels(dots: readonly Labelled[], within: LabelBox): LabelPlace[] {
  const taken: LabelBox[] = dots.map(({ x, y }) => around(x, y, DOT));
  return dots.map((dot) => {
    const place = freePlace(dot, taken, within) ?? placeAt(dot, DIRECTIONS[0], 0);
    taken.push(place);
    return place;
  });
}

function freePlace(
  dot: Labelled,
  taken: readonly LabelBox[],
  within: LabelBox,
): LabelPlace | undefined {
  for (const ring of RINGS) {
    for (const direction of DIRECTIONS) {
      const place = placeAt(dot, direction, ring);
      const isInside = place.left >= within.left && place.right <= within.right &&
        place.top >= within.top && place.bottom <= within.bottom;
      if (isInside && !taken.some((other) => overlap(place, other))) return place;
    }
  }
  return undefined;
}

/** The label's box in a direction, its near side `ring` pixels further than it need be. */
function placeAt(
  { x, y, width, height }: Labelled,
  [toX, toY]: readonly [number, number],
  ring: number,
): LabelPlace {
  const away = DOT + GAP + ring;
  const isDiagonal = toX !== 0 && toY !== 0;
  // Beside a corner of the dot it may stand nearer than beside its side.
  const [byX, byY] = isDiagonal ? [0.6 * away, 0.6 * away] : [away, away];
  const left = toX === 0 ? x - width / 2 : toX > 0 ? x + byX : x - byX - width;
  const top = toY === 0 ? y - height / 2 : toY > 0 ? y + byY : y - byY - height;
  return { left, top, right: left + width, bottom: top + height, isFar: ring > 0 };
}

function around(x: number, y: number, radius: number): LabelBox {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function overlap(a: LabelBox, b: LabelBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
