import { findPeople, partsOf, squaresOf } from "../find_people.ts";
import { PeopleSurroundings } from "../people_surroundings.ts";
import type { Person } from "../person.ts";
import type { PersonFound } from "../pose_detector.ts";
import { circleIn, type Region } from "../region.ts";
import { Later } from "./later.ts";
import type { Seen, WholeLook } from "./seen.ts";

/** The finder looks at each n-th frame, and at each while nobody is there. */
const FIND_EVERY = 8;

/**
 * Where something has changed beside people, it looks at each n-th frame; at each while somebody is there whom
 * it has not found: of who comes in an arm is seen first.
 */
const FIND_CHANGED = 3;

/** The same where nobody waits for it; it looks more often while it knows none of those who are there. */
const LIVE_FIND_EVERY = 12;
const LIVE_FIND_UNKNOWN = 4;
const LIVE_FIND_CHANGED = 6;

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
  /** What the finder last found. */
  found: readonly PersonFound[] = [];
  /** The look of the finder that nobody waits for. */
  readonly finding: Later<readonly PersonFound[]> = new Later();
  /** The last look at the whole frame, for what stands still. */
  whole: WholeLook | undefined;
  /** Ends when the last look has. */
  turn: Promise<unknown> = Promise.resolve();
}

/** Find people in a frame, if it is due. */
export function findIn(scene: Scene, seen: Seen): Promise<readonly PersonFound[]> | undefined {
  const { networks, frame, first, isGlance, isLive } = seen;
  if (isLive && scene.finding.isAsked) return scene.finding.take();
  const isDue = isFindingDue(scene, seen);
  scene.sinceFound = isDue ? 1 : scene.sinceFound + 1;
  if (!isDue) return undefined;
  scene.surroundings.learn(frame);
  const isAlone = scene.people.length === 0;
  const turn = scene.turns++;
  const largest = scene.people.reduce((most, { circle }) => Math.max(most, circle.radius), 0);
  const [where, within] = squaresToFind(turn, scene.people, seen);
  const finding = findPeople(networks.detector, frame, where, within, largest);
  finding.catch(() => {});
  // Before the first frame nobody is known.
  if (isLive && turn > 0) {
    scene.finding.ask(finding);
    return undefined;
  }
  // Beside somebody whom the finder knows nobody asks for it: only where nobody is known it is likely.
  if (isAlone && !isGlance && !isLive) first().catch(() => {});
  return finding;
}

/** Whether it is time to look for people again, or something has changed beside those who are known. */
function isFindingDue({ people, sinceFound, surroundings }: Scene, seen: Seen): boolean {
  const { frame, isLive } = seen;
  const isKnown = people.some(({ isFound }) => isFound);
  const isUnsure = people.some(({ isFound }) => !isFound);
  const [every, changed] = isLive
    ? [isKnown ? LIVE_FIND_EVERY : LIVE_FIND_UNKNOWN, LIVE_FIND_CHANGED]
    : [FIND_EVERY, isUnsure ? 1 : FIND_CHANGED];
  if (people.length === 0 || sinceFound >= every) return true;
  if (sinceFound < changed) return false;
  return surroundings.hasChanged(frame, people.map((person) => person.regionIn(frame)));
}

/** Where the finder looks for whole people, and where for those at a distance. */
type Squares = readonly [squares: readonly Region[], parts: readonly Region[]];

/** Where the finder looks in its n-th turn. */
function squaresToFind(
  turn: number,
  people: readonly Person[],
  { frame, isGlance, isLive }: Seen,
): Squares {
  const [squares, parts] = [squaresOf(frame), partsOf(frame)];
  // A still picture is seen once; who is missed there is learned as room.
  if (isGlance) return [squares, []];
  if (isLive) return liveSquares(turn, people, squares, parts);
  const all = squares.slice(0, 1);
  if (turn === 0) return [all, parts];
  if (people.length === 0) {
    return [[squares[turn % squares.length]], [parts[turn % parts.length]]];
  }
  return [all, turn % PART_EVERY === 0 ? [parts[turn / PART_EVERY % parts.length]] : []];
}

/** Where the finder looks live: at one square of the frame, or at one part. */
function liveSquares(
  turn: number,
  people: readonly Person[],
  squares: readonly Region[],
  parts: readonly Region[],
): Squares {
  const isKnown = people.some(({ isFound }) => isFound);
  const every = isKnown ? PART_EVERY : 2;
  if (turn % every !== every - 1) return [squares.slice(0, 1), []];
  // Whom the finder does not know is seen somewhere.
  const seen = isKnown ? undefined : people[0]?.region;
  if (seen !== undefined) return [[], [nearest(parts, seen)]];
  const others = [...squares.slice(1), ...parts];
  const one = others[Math.floor(turn / every) % others.length];
  return parts.includes(one) ? [[], [one]] : [[one], []];
}

/** The region whose middle is nearest to another one's. */
function nearest(regions: readonly Region[], wanted: Region): Region {
  const middle = circleIn(wanted);
  const distance = (region: Region) => {
    const { x, y } = circleIn(region);
    return Math.hypot(x - middle.x, y - middle.y);
  };
  return regions.reduce((best, one) => distance(one) < distance(best) ? one : best);
}
