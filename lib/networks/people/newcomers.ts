/**
 * Who comes into a scene: found by the detector, or seen by the look at the whole frame alone.
 *
 * @module
 */

import { findRuns, joinRuns } from "../../pixels/regions/runs.ts";
import { createMatte, type Matte, type Size } from "../../raster/frame.ts";
import { LEAST_PERSON, SURE_PERSON } from "./own_parts.ts";
import { Person } from "./person.ts";
import type { PersonFound } from "./pose_detector.ts";
import {
  areaOf,
  clamped,
  intersection,
  overlap,
  type Region,
  squareAround,
  union,
  widened,
} from "./region.ts";

/** A finding is somebody known whose nose is in the face, or so far from it in parts of its sides. */
const NEAR_FACE = 0.1;

/** Of whom no nose is known, squares overlap so far. */
const SAME_PERSON = 0.4;

/** Two are one whose noses are so near, in parts of the radius around their bodies. */
const SAME_NOSE = 0.1;

/** Two of whom no nose is known are one if their regions overlap so far. */
const SAME_REGION = 0.7;

/** A doubt that overlaps so far with one that was settled is the same. */
const SAME_DOUBT = 0.4;

/** A part of the first look is somebody where so much of the frame is sure. */
const SIZEABLE = 0.01;

/** Of such a part at least so much is in the mattes of those who are followed already. */
const LEAST_SEEN = 0.3;

/** Around somebody new so many times their circle's radius is looked at, and so much around the face. */
const LARGER = 1.25;
const AROUND_FACE = 0.5;

/** A part of a first look, in the frame's pixels. */
export interface Part {
  readonly region: Region;
  readonly area: number;
}

/** Look for those whom a finder has found again where it has found them: what follows them drifts. */
export function anchorPeople(
  known: readonly Person[],
  found: readonly PersonFound[],
  frame: Size,
): void {
  for (const person of known) {
    const same = found.filter((one) => isSame(person, one, frame));
    if (same.length === 1 && person.wholeness === 0) person.circle = same[0].circle;
  }
}

/** Those found whom nobody follows yet. */
export function addedPeople(
  known: readonly Person[],
  found: readonly PersonFound[],
  frame: Size,
): Person[] {
  const isKnown = (one: PersonFound) => known.some((person) => isSame(person, one, frame));
  return found.filter((one) => !isKnown(one))
    .map(({ circle, face }) => {
      // Of somebody near, the circle is mostly below the picture.
      const region = union(squareAround(circle, LARGER), widened(face, AROUND_FACE));
      return new Person(circle, true, clamped(region, frame));
    })
    .filter(({ region }) => region !== undefined && areaOf(region) > 0);
}

function isSame(person: Person, { circle, face }: PersonFound, frame: Size): boolean {
  const { body } = person;
  if (body !== undefined && person.isSure) {
    const { left, top, width, height } = widened(face, NEAR_FACE);
    const { x, y } = body.nose;
    return x >= left && x <= left + width && y >= top && y <= top + height;
  }
  return overlap(squareAround(person.circle), squareAround(circle)) > SAME_PERSON &&
    areaOf(intersection(person.regionIn(frame), face)) > areaOf(face) / 2;
}

/**
 * Sizeable parts of a first look that nobody's matte has.
 *
 * @param look At the whole frame.
 * @param matte Of all who are followed.
 * @param frame The frame's size.
 */
export function missedParts(look: Matte, matte: Matte, frame: Size): Part[] {
  const across = frame.width / look.width, down = frame.height / look.height;
  return seenParts(look, matte)
    .filter(({ sure, seen, area }) => sure >= SIZEABLE * areaOf(look) && seen < LEAST_SEEN * area)
    .map(({ left, top, right, bottom, area }) => ({
      region: {
        left: left * across,
        top: top * down,
        width: (right - left) * across,
        height: (bottom - top) * down,
      },
      area: area * across * down,
    }));
}

/** A part of a look, in the look's pixels. */
interface SeenPart {
  left: number;
  top: number;
  right: number;
  bottom: number;
  readonly area: number;
  /** How many of its pixels the look is sure of. */
  sure: number;
  /** How many of them somebody's matte has. */
  seen: number;
}

/** All parts of a look. */
function seenParts(look: Matte, matte: Matte): SeenPart[] {
  const { rows, starts, ends } = findRuns(look, LEAST_PERSON, true);
  const { count, components, areas } = joinRuns({ rows, starts, ends }, true);
  const parts = Array.from(
    { length: count },
    (_, k) => ({
      left: Infinity,
      top: Infinity,
      right: 0,
      bottom: 0,
      area: areas[k],
      sure: 0,
      seen: 0,
    }),
  );
  for (let y = 0; y < look.height; y++) {
    const row = Math.floor((y + 0.5) * matte.height / look.height) * matte.width;
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      const part = parts[components[k]];
      part.left = Math.min(part.left, starts[k]);
      part.right = Math.max(part.right, ends[k]);
      part.top = Math.min(part.top, y);
      part.bottom = y + 1;
      for (let x = starts[k]; x < ends[k]; x++) {
        if (look.data[y * look.width + x] >= SURE_PERSON) part.sure++;
        if (matte.data[row + Math.floor((x + 0.5) * matte.width / look.width)] >= LEAST_PERSON) {
          part.seen++;
        }
      }
    }
  }
  return parts;
}

/**
 * Sizeable parts that were taken from people's mattes as not theirs, and that nobody else has.
 *
 * @param people Who are followed.
 * @param matte Of all of them.
 * @param frame The frame's size.
 * @param settled What was found to be nobody.
 */
export function doubtfulParts(
  people: readonly Person[],
  matte: Matte,
  frame: Size,
  settled: readonly Region[],
): Part[] {
  const taken = people.flatMap((person) => person.taken ?? []);
  if (taken.length === 0) return [];
  const all = createMatte(matte.width, matte.height);
  for (const { place, matte } of taken) putInto(all, place, matte);
  return missedParts(all, matte, frame)
    .filter(({ region }) => !settled.some((other) => overlap(other, region) > SAME_DOUBT));
}

/** The maximum of a matte and of one of a part of it. */
export function putInto(
  all: Matte,
  { left, top, width, height }: Region,
  { data }: Pick<Matte, "data">,
): void {
  for (let y = 0; y < height; y++) {
    let i = (top + y) * all.width + left;
    for (let x = 0, j = y * width; x < width; x++, i++, j++) {
      if (data[j] > all.data[i]) all.data[i] = data[j];
    }
  }
}

/** How many pixels of a part of a matte say person where the matte does not. */
export function countNew(
  all: Matte,
  { left, top, width, height, data }: Region & Pick<Matte, "data">,
): number {
  let count = 0;
  for (let y = 0; y < height; y++) {
    let i = (top + y) * all.width + left;
    for (let x = 0, j = y * width; x < width; x++, i++, j++) {
      if (data[j] >= LEAST_PERSON && all.data[i] < LEAST_PERSON) count++;
    }
  }
  return count;
}

/** Leave out people who are others. */
export function distinct(people: readonly Person[]): Person[] {
  const kept: Person[] = [];
  for (const person of people) {
    if (!kept.some((other) => isOther(other, person))) kept.push(person);
  }
  return kept;
}

function isOther(a: Person, b: Person): boolean {
  if (a.isSure && b.isSure) {
    const [one, other] = [a.body!.nose, b.body!.nose];
    return Math.hypot(one.x - other.x, one.y - other.y) <
      SAME_NOSE * Math.min(a.circle.radius, b.circle.radius);
  }
  return a.region !== undefined && b.region !== undefined &&
    overlap(a.region, b.region) > SAME_REGION;
}
