/**
 * Who comes into a scene: found by the detector, or seen by the look at the whole frame alone.
 *
 * @module
 */

import { findRuns, joinRuns } from "../../pixels/regions/runs.ts";
import type { Matte, Size } from "../../raster/frame.ts";
import { LEAST_PERSON, Person } from "./person.ts";
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

/** A finding is somebody known if their squares overlap so far. */
const SAME_PERSON = 0.4;

/** Two whose regions overlap so far are one. */
const SAME_REGION = 0.7;

/** A part of the first look is somebody from this level on, and from this share of the frame on. */
const SURE = 200;
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

/** Those found whom nobody follows yet. */
export function addedPeople(
  known: readonly Person[],
  found: readonly PersonFound[],
  frame: Size,
): Person[] {
  const regions = known.map((person) => person.regionIn(frame));
  const isKnown = ({ circle, face }: PersonFound) =>
    known.some((person, i) =>
      overlap(squareAround(person.circle), squareAround(circle)) > SAME_PERSON &&
      areaOf(intersection(regions[i], face)) > areaOf(face) / 2
    );
  return found.filter((one) => !isKnown(one))
    .map(({ circle, face }) => {
      // Of somebody near, the circle is mostly below the picture.
      const region = union(squareAround(circle, LARGER), widened(face, AROUND_FACE));
      return new Person(circle, true, clamped(region, frame));
    })
    .filter(({ region }) => region !== undefined && areaOf(region) > 0);
}

/**
 * Sizeable parts of a first look that nobody's matte has.
 *
 * @param look At the whole frame.
 * @param matte Of all who are followed.
 * @param frame The frame's size.
 */
export function missedParts(look: Matte, matte: Matte, frame: Size): Part[] {
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
        if (look.data[y * look.width + x] >= SURE) part.sure++;
        if (matte.data[row + Math.floor((x + 0.5) * matte.width / look.width)] >= LEAST_PERSON) {
          part.seen++;
        }
      }
    }
  }
  const across = frame.width / look.width, down = frame.height / look.height;
  return parts
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

/** Leave out people who are others. */
export function distinct(people: readonly Person[]): Person[] {
  const kept: Person[] = [];
  for (const person of people) {
    const { region } = person;
    const isOther = region !== undefined &&
      kept.some((other) => other.region && overlap(other.region, region) > SAME_REGION);
    if (!isOther) kept.push(person);
  }
  return kept;
}
