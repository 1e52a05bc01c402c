import type { Size } from "../../../raster/frame.ts";
import { addedPeople, anchorPeople, missedParts, type Part, putInto } from "../newcomers.ts";
import { countPerson } from "../own_parts.ts";
import { Person } from "../person.ts";
import type { PersonFound } from "../pose_detector.ts";
import { areaOf, circleIn, clamped, holds, type Region, widened } from "../region.ts";
import { type Bodies, bodiesOf, lookAgain, lookAtAll, type Placed } from "./look_at_person.ts";
import type { Seen } from "./seen.ts";

/** No more people get a look of their own. */
export const MOST_PEOPLE = 8;

/** A closer look at such a part must see at least so much of it. */
export const LEAST_KEPT = 0.5;

/** So much more than such a part is looked at, in parts of its width and height. */
const AROUND_PART = 0.25;

/** What is at the border of the frame may be a part of somebody: it is nearer to it, in parts of the width. */
const BORDER = 0.01;

/** Of whom the body network sees nothing fills at least so much of the frame. */
const SMALL = 0.05;

/** Somebody new is looked at again until the region fits, so often at most. */
const MOST_MORE = 3;

/** Look at those whom the finder has found, and at what it does not know. */
export async function meetAll(
  people: Person[],
  found: readonly PersonFound[],
  seen: Seen,
): Promise<void> {
  const { frame, matte } = seen;
  anchorPeople(people, found, frame);
  const added = addedPeople(people, found, frame)
    .slice(0, Math.max(0, MOST_PEOPLE - people.length));
  const looks = await meet(added, people, seen);
  for (const look of looks) putInto(matte, look, look);
  people.push(...added);
  // Where the finder knows somebody, what it does not know is furniture.
  if (people.some(({ isFound, isMissed }) => isFound && !isMissed)) return;
  for (const part of missedParts(await seen.first(), matte, frame)) {
    if (people.length >= MOST_PEOPLE) break;
    const [person, look] = await meetPart(part, people, seen);
    if (person.seemsAbsent && isSmallWithin(part, frame)) continue;
    putInto(matte, look, look);
    people.push(person);
  }
}

/** Whether a part is small and all of it is in the frame: of somebody there the body network would see more. */
function isSmallWithin({ region: { left, top, width, height }, area }: Part, frame: Size): boolean {
  const [right, bottom] = [frame.width - left - width, frame.height - top - height];
  const isWithin = Math.min(left, top, right, bottom) > BORDER * frame.width;
  return isWithin && area < SMALL * areaOf(frame);
}

/** Look at people for the first time. */
async function meet(
  added: readonly Person[],
  known: readonly Person[],
  seen: Seen,
): Promise<Placed[]> {
  const looks = await lookAtAll(added, known, seen);
  // Live the next frame shows the rest of whom the finder knows.
  const isEnough = seen.isLive && added.every(({ isFound }) => isFound);
  if (seen.isGlance || isEnough) return looks;
  const bodies = bodiesOf([...known, ...added]);
  return await Promise.all(
    added.map((person, i) => person.isMissed ? looks[i] : lookUntilHeld(person, bodies, seen)),
  );
}

/** Look at somebody again: now it is better known where exactly they are, or that there is more of them. */
async function lookUntilHeld(person: Person, bodies: Bodies, seen: Seen): Promise<Placed> {
  for (let k = 1;; k++) {
    const { region } = person;
    const look = await lookAgain(person, bodies, seen);
    if (k === MOST_MORE || region === undefined || person.region === undefined) return look;
    if (holds(region, person.region)) return look;
  }
}

/** Look for the first time at a part that the first look sees. */
async function meetPart(
  { region, area }: Part,
  known: readonly Person[],
  seen: Seen,
): Promise<[Person, Placed]> {
  const { frame, matte } = seen;
  const person = personAround(region, frame);
  const [look] = await meet([person], known, seen);
  const closer = countPerson(look) * areaOf(frame) / areaOf(matte);
  if (closer >= LEAST_KEPT * area) return [person, look];
  // Of who fills the picture there may be more in the first look than in a closer one.
  person.region = clamped(widened(region, AROUND_PART), frame);
  person.isSeenFirst = true;
  return [person, await lookAgain(person, bodiesOf(known), seen)];
}

/** Somebody whom no finder has found, in a region that is seen. */
export function personAround(region: Region, frame: Size): Person {
  return new Person(circleIn(region), false, clamped(widened(region, AROUND_PART), frame));
}
