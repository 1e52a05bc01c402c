import { createMatte, type Frame, type Matte, type Size } from "../../../raster/frame.ts";
import type { PeopleNetworks, PersonSegmenter } from "../people_networks.ts";
import type { Person } from "../person.ts";
import type { Region } from "../region.ts";

/** The longer side of mattes. */
const LONGEST = 512;

/** A frame that is looked at. */
export interface Seen {
  /** What looks. */
  readonly networks: PeopleNetworks;
  readonly frame: Frame;
  /** Whether less work will do. */
  readonly isGlance: boolean;
  /** What is put together. */
  readonly matte: Matte;
  /** The look at the whole frame, taken if somebody asks. */
  readonly first: () => Promise<Matte>;
  /** The same, or live one of the frames before, for what stands still. */
  readonly lately: () => Promise<Matte>;
  /** What was seen in the last frames. */
  readonly remembered: Remembered;
  /** What look at its people. */
  readonly looks: readonly PersonSegmenter[];
  /** What may be looked at beside the close looks. */
  readonly spare: Spare;
  /** At whom it is the turn of those to look that do not look at everybody in each frame. */
  readonly turns: ReadonlyMap<PersonSegmenter, Person | undefined>;
}

/** What was seen in the last frames: live it is not asked for again. */
export interface Remembered {
  /** The last look at the whole frame, and how many frames ago it was. */
  whole: { readonly matte: Matte; age: number } | undefined;
  /** The faces that the finder was sure of when it last looked at the whole frame. */
  faces: readonly Region[];
}

/** For so many frames a look at the whole frame is remembered. */
const REMEMBERED = 12;

/** Looks that may still be taken at a frame beside the close ones: live only one, or frames are late. */
export class Spare {
  #left: number;

  /** @param count How many. */
  constructor(count: number) {
    this.#left = count;
  }

  /** Whether frames come live. */
  get isScarce(): boolean {
    return this.#left !== Infinity;
  }

  /** Whether one more may be taken. */
  get isThere(): boolean {
    return this.#left > 0;
  }

  /** Take one, if it is there. */
  take(): boolean {
    if (!this.isThere) return false;
    this.#left--;
    return true;
  }
}

/** Begin to look at a frame. */
export function seenBy(
  networks: PeopleNetworks,
  frame: Frame,
  people: readonly Person[],
  isGlance: boolean,
  remembered: Remembered,
): Seen {
  const { whole, looks } = networks;
  let taken: Promise<Matte> | undefined;
  const spare = new Spare(networks.isLive === true && !isGlance ? 1 : Infinity);
  const first = () => taken ??= whole.segment(frame);
  const lately = async () => {
    if (!spare.isScarce) return await first();
    remembered.whole ??= { matte: await first(), age: 0 };
    return remembered.whole.matte;
  };
  if (remembered.whole !== undefined && ++remembered.whole.age > REMEMBERED) {
    remembered.whole = undefined;
  }
  return {
    networks,
    frame,
    isGlance,
    matte: matteFor(frame),
    first,
    lately,
    remembered,
    spare,
    looks: isGlance ? looks.filter(({ every }) => every === 1) : looks,
    turns: new Map(looks.map((one) => [one, longestCarried(one, people)])),
  };
}

/** The person at whom a network has not looked for longest, if it is time. */
function longestCarried(one: PersonSegmenter, people: readonly Person[]): Person | undefined {
  let longest: Person | undefined;
  let most = one.every - 1;
  for (const person of people) {
    const age = person.squares.get(one)?.age ?? 0;
    if (age < most) continue;
    longest = person;
    most = age + 1;
  }
  return longest;
}

function matteFor({ width, height }: Size): Matte {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return createMatte(
    Math.max(1, Math.round(scale * width)),
    Math.max(1, Math.round(scale * height)),
  );
}
