import { createMatte, type Frame, type Matte, type Size } from "../../../raster/frame.ts";
import type { PeopleNetworks, PersonSegmenter } from "../people_networks.ts";
import type { Person } from "../person.ts";
import type { PersonFound } from "../pose_detector.ts";

/** The longer side of mattes. */
const LONGEST = 512;

/** A look at the whole frame, and how many frames ago it was. */
export interface WholeLook {
  readonly matte: Matte;
  age: number;
}

/** For so many frames it is remembered. */
const REMEMBERED = 12;

/** A frame that is looked at. */
export interface Seen {
  /** What looks. */
  readonly networks: PeopleNetworks;
  readonly frame: Frame;
  /** Whether less work will do. */
  readonly isGlance: boolean;
  /** Whether nobody waits for what takes long. */
  readonly isLive: boolean;
  /** Whom the finder last found. */
  readonly found: readonly PersonFound[];
  /** What is put together. */
  readonly matte: Matte;
  /** The look at the whole frame, taken if somebody asks. */
  readonly first: () => Promise<Matte>;
  /** The same, or live one of a frame shortly before, for what stands still. */
  readonly lately: () => Promise<Matte>;
  /** What look at its people. */
  readonly looks: readonly PersonSegmenter[];
  /** At whom it is the turn of those to look that do not look at everybody in each frame. */
  readonly turns: ReadonlyMap<PersonSegmenter, Person | undefined>;
}

/** What is known from earlier frames. */
interface Known {
  readonly people: readonly Person[];
  readonly found: readonly PersonFound[];
  /** The last look at the whole frame, live. */
  whole: WholeLook | undefined;
}

/** Begin to look at a frame. */
export function seenBy(
  networks: PeopleNetworks,
  frame: Frame,
  known: Known,
  isGlance: boolean,
): Seen {
  const { whole, looks } = networks;
  const { people, found } = known;
  const isLive = networks.pace === "live" && !isGlance;
  let taken: Promise<Matte> | undefined;
  const first = () => taken ??= whole.segment(frame);
  const lately = async () => {
    if (!isLive) return await first();
    known.whole ??= { matte: await first(), age: 0 };
    return known.whole.matte;
  };
  if (known.whole !== undefined && ++known.whole.age > REMEMBERED) known.whole = undefined;
  return {
    networks,
    frame,
    isGlance,
    isLive,
    found,
    matte: matteFor(frame),
    first,
    lately,
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
