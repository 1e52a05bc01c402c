import { findPeople, partsOf, squaresOf } from "../find_people.ts";
import { PeopleSurroundings } from "../people_surroundings.ts";
import type { Person } from "../person.ts";
import type { PersonFound } from "../pose_detector.ts";
import type { Region } from "../region.ts";
import type { Seen } from "./seen.ts";

/** The finder looks at each n-th frame, and at each while nobody is there. */
export const FIND_EVERY = 8;

/**
 * Where something has changed beside people, it looks at each n-th frame; at each while somebody is there whom
 * it has not found: of who comes in an arm is seen first.
 */
const FIND_CHANGED = 3;

/** With each n-th of its looks it also looks at a part of the frame. */
const PART_EVERY = 6;

/** Whom one follows, from the first frame or a cut on. */
export class Scene {
  people: Person[] = [];
  sinceFound: number = Infinity;
  /** Counts finder's looks. */
  turns = 0;
  /** What was beside people when the finder last looked. */
  readonly surroundings: PeopleSurroundings = new PeopleSurroundings();
  /** Where there is furniture that looks like somebody, and for how many looks that has been known. */
  settled: { readonly region: Region; looks: number }[] = [];
  /** Ends when the last look has. */
  turn: Promise<unknown> = Promise.resolve();
}

/** Find people in a frame, if it is due. */
export function findIn(
  scene: Scene,
  { networks, frame, first, isGlance }: Seen,
): Promise<readonly PersonFound[]> | undefined {
  const { detector } = networks;
  const isAlone = scene.people.length === 0;
  const regions = () => scene.people.map((person) => person.regionIn(frame));
  const isUnsure = scene.people.some(({ isFound }) => !isFound);
  const isDue = isAlone || scene.sinceFound >= FIND_EVERY ||
    scene.sinceFound >= (isUnsure ? 1 : FIND_CHANGED) &&
      scene.surroundings.hasChanged(frame, regions());
  scene.sinceFound = isDue ? 1 : scene.sinceFound + 1;
  if (!isDue) return undefined;
  scene.surroundings.learn(frame);
  const [squares, parts] = [squaresOf(frame), partsOf(frame)];
  const turn = scene.turns++;
  const all = squares.slice(0, 1);
  const largest = scene.people.reduce((most, { circle }) => Math.max(most, circle.radius), 0);
  // A still picture is seen once; who is missed there is learned as room.
  const [where, within] = isGlance
    ? [squares, []]
    : turn === 0
    ? [all, parts]
    : isAlone
    ? [[squares[turn % squares.length]], [parts[turn % parts.length]]]
    : [all, turn % PART_EVERY === 0 ? [parts[turn / PART_EVERY % parts.length]] : []];
  const finding = findPeople(detector, frame, where, within, largest);
  finding.catch(() => {});
  // Beside somebody whom the finder knows nobody asks for it: only where nobody is known it is likely.
  if (isAlone && !isGlance) first().catch(() => {});
  return finding;
}
