import { hasLevel } from "../../pixels/regions/mask_logic.ts";
import { createMatte, type Frame, type Matte, type Size } from "../../raster/frame.ts";
import type { Segmenter } from "../segmenter.ts";
import type { BodyLook, BodyNetwork } from "./body_network.ts";
import { segmentPart } from "./cut_out.ts";
import { joinLooks, LOGITS, type RegionLook, SUREST } from "./join_looks.ts";
import { findPeople, partsOf, squaresOf } from "./find_people.ts";
import {
  addedPeople,
  anchorPeople,
  countNew,
  distinct,
  doubtfulParts,
  missedParts,
  type Part,
  putInto,
} from "./newcomers.ts";
import { countPerson, LEAST_PERSON } from "./own_parts.ts";
import { Person, type WholeBodies } from "./person.ts";
import type { PersonFound, PoseDetector } from "./pose_detector.ts";
import {
  areaOf,
  circleIn,
  clamped,
  holds,
  intersection,
  type Region,
  regionOf,
  squareWithin,
  widened,
} from "./region.ts";
import { SquareLook } from "./square_look.ts";
import { PeopleSurroundings } from "./people_surroundings.ts";

/**
 * A segmenter that looks at people, and how much it counts.
 *
 * @category Networks
 */
export interface PersonSegmenter {
  /** What looks. */
  readonly segmenter: Segmenter;
  /** Whether it looks at a square around each person rather than at their region stretched to one. */
  readonly isSquare: boolean;
  /**
   * If it looks at squares, it does so at each person in each n-th frame, and in none at two who are known
   * already; in between what it saw is carried along what moves. Above 1 a glance goes without it.
   */
  readonly every: number;
  /** How sure it is of a person, as logits, is moved by this, then multiplied by that. */
  readonly surer: readonly [by: number, times: number];
  /** How much it counts beside the others where heads and shoulders are seen. */
  readonly ofHeads: number;
  /** The same where whole bodies are. */
  readonly ofBodies: number;
}

/**
 * What {@linkcode PeopleSegmenter} looks with; all of it is disposed of with the segmenter.
 *
 * @category Networks
 */
export interface PeopleNetworks {
  /** Finds people in the whole frame. */
  readonly detector: PoseDetector;
  /** Sees whole bodies. */
  readonly body: BodyNetwork;
  /** How much that counts beside the close looks, of whole bodies. */
  readonly ofBodies: number;
  /** When it takes a body for whole. */
  readonly wholeBodies: WholeBodies;
  /** Sees the whole frame: who is not found, but fills a part of the picture; may be one of the others. */
  readonly whole: Segmenter;
  /** Look at each person. */
  readonly looks: readonly PersonSegmenter[];
}

/** The finder looks at each n-th frame, and at each while nobody is there. */
const FIND_EVERY = 8;

/** Where something has changed beside people, it looks at each n-th frame. */
const FIND_CHANGED = 3;

/** With each n-th of its looks it also looks at a part of the frame. */
const PART_EVERY = 6;

/** No more people get a look of their own. */
const MOST_PEOPLE = 8;

/** A closer look at such a part must see at least so much of it. */
const LEAST_KEPT = 0.5;

/** What is so large beside the mean person is rather somebody whom no network has found than furniture. */
const LARGE = 0.5;

/** For so many looks furniture is known to be furniture. */
const SETTLED = 8;

/** So much more than such a part is looked at, in parts of its width and height. */
const AROUND_PART = 0.25;

/** Somebody new is looked at again until the region fits, so often at most. */
const MOST_MORE = 3;

/** The longer side of mattes. */
const LONGEST = 512;

/** Whom one follows, from the first frame or a cut on. */
class Scene {
  people: Person[] = [];
  sinceFound = Infinity;
  /** Counts finder's looks. */
  turns = 0;
  /** What was beside people when the finder last looked. */
  readonly surroundings = new PeopleSurroundings();
  /** Where there is furniture that looks like somebody, and for how many looks that has been known. */
  settled: { readonly region: Region; looks: number }[] = [];
  /** Ends when the last look has. */
  turn: Promise<unknown> = Promise.resolve();
}

/**
 * Finds people, then looks closer at each: who is small in the picture gets a network's whole resolution.
 *
 * A finder tells where people are, now and then; from frame to frame they are followed. What networks say of each
 * person is joined: one that sees heads and shoulders, one that sees whole bodies.
 *
 * @example Networks that see nobody
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../../raster/frame.ts";
 * import { BodyNetwork } from "./body_network.ts";
 * import { PoseDetector } from "./pose_detector.ts";
 *
 * const session = (...all: number[][]) => {
 *   const outputs = all.map((dims) => ({ name: dims.join("×"), dims }));
 *   const run = () =>
 *     Promise.resolve(Object.fromEntries(outputs.map(({ name, dims }) => {
 *       const length = dims.reduce((product, dim) => product * dim);
 *       return [name, { dims, data: new Float32Array(length).fill(-9) }];
 *     })));
 *   const end = () => Promise.resolve();
 *   return { inputs: [{ name: "x", dims: [1, 9, 9, 3] }], outputs, run, [Symbol.asyncDispose]: end };
 * };
 * const nobody = {
 *   segment: () => Promise.resolve({ width: 1, height: 1, data: Uint8Array.of(0) }),
 *   reset() {},
 *   [Symbol.asyncDispose]: () => Promise.resolve(),
 * };
 * await using people = new PeopleSegmenter({
 *   detector: new PoseDetector(session([1, 2254, 12], [1, 2254, 1])),
 *   body: new BodyNetwork(session([1, 256, 256, 1], [1, 1], [1, 195])),
 *   ofBodies: 0.5,
 *   wholeBodies: { knees: [0.2, 0.6] },
 *   whole: nobody,
 *   looks: [{ segmenter: nobody, isSquare: false, every: 1, surer: [0, 1], ofHeads: 1, ofBodies: 0.5 }],
 * });
 * const { width, height, data } = await people.segment(createFrame(1280, 720));
 * assertEquals([width, height, data.includes(255)], [512, 288, false]);
 * ```
 *
 * @category Networks
 */
export class PeopleSegmenter implements Segmenter {
  /** At each person. */
  readonly looksCloser = true;
  readonly #networks: PeopleNetworks;
  #scene = new Scene();

  /**
   * A segmenter that has seen nobody yet.
   *
   * @param networks What it looks with.
   */
  constructor(networks: PeopleNetworks) {
    this.#networks = networks;
  }

  /**
   * Segment the next frame: see {@linkcode Segmenter.segment}.
   *
   * @param frame The frame, of any size; must stay as it is until the promise has settled.
   * @returns How sure each pixel is of a person; the longer side has 512 pixels, or the frame's where it has fewer.
   * @throws {ModelError} If a network cannot be run.
   */
  segment(frame: Frame): Promise<Matte> {
    const scene = this.#scene;
    // Where to look is known when the last frame has been seen.
    const matte = scene.turn.then(() => this.#look(frame, scene));
    scene.turn = matte.catch(() => {});
    return matte;
  }

  async #look(frame: Frame, scene: Scene, isGlance = false): Promise<Matte> {
    const seen = seenBy(this.#networks, frame, scene.people, isGlance);
    const finding = this.#find(scene, seen);
    const known = Promise.all(scene.people.map((person) => this.#lookAt(person, seen)));
    known.catch(() => {});
    const people = [...scene.people];
    let found = await finding;
    for (const look of await known) putInto(seen.matte, look, look);
    const doubts = () =>
      doubtfulParts(people, seen.matte, frame, scene.settled.map(({ region }) => region));
    if (found === undefined && doubts().length > 0) {
      found = await this.#networks.detector.find(frame);
    }
    if (found !== undefined) {
      await this.#meetAll(people, found.filter(({ isInPart }) => isInPart !== true), seen);
      // Whose face is where others are, is one of them: of a group parts show one by one.
      const apart = found.filter((one) => one.isInPart && !people.some(hasFaceOf(one)));
      if (apart.length > 0) await this.#meetAll(people, apart, seen);
    }
    await this.#settle(people, doubts(), scene, seen);
    if (people.some(({ isMissed }) => isMissed)) scene.sinceFound = FIND_EVERY;
    scene.people = distinct(people.filter(({ isGone }) => !isGone));
    return seen.matte;
  }

  /** Look at those whom the finder has found, and at what it does not know. */
  async #meetAll(people: Person[], found: readonly PersonFound[], seen: Seen): Promise<void> {
    const { frame, matte } = seen;
    anchorPeople(people, found, frame);
    const added = addedPeople(people, found, frame)
      .slice(0, Math.max(0, MOST_PEOPLE - people.length));
    const looks = await Promise.all(added.map((person) => this.#meet(person, seen)));
    for (const look of looks) putInto(matte, look, look);
    people.push(...added);
    // Where the finder knows somebody, what it does not know is furniture.
    if (people.some(({ isFound, isMissed }) => isFound && !isMissed)) return;
    for (const part of missedParts(await seen.first(), matte, frame)) {
      if (people.length >= MOST_PEOPLE) break;
      const [person, look] = await this.#meetPart(part, seen);
      putInto(matte, look, look);
      people.push(person);
    }
  }

  /** What was taken from people's mattes: somebody of whom the body network is sure, or furniture. */
  async #settle(
    people: Person[],
    doubts: readonly Part[],
    scene: Scene,
    seen: Seen,
  ): Promise<void> {
    scene.settled = scene.settled.filter((one) => one.looks++ < SETTLED);
    for (const { region, area } of doubts) {
      if (people.length >= MOST_PEOPLE) break;
      const person = personAround(region, seen.frame);
      const look = await this.#lookAt(person, seen);
      const perPixel = areaOf(seen.frame) / areaOf(seen.matte);
      const isSomebody = person.hasHeadIn(region) &&
        countNew(seen.matte, look) * perPixel >= LEAST_KEPT * area &&
        distinct([...people, person]).includes(person);
      if (!isSomebody) {
        if (area >= LARGE * perPixel * countPerson(seen.matte) / people.length) {
          giveBack(people, region, seen);
        } else scene.settled.push({ region, looks: 0 });
        continue;
      }
      putInto(seen.matte, look, look);
      people.push(person);
    }
  }

  /** Find people in a frame, if it is due. */
  #find(
    scene: Scene,
    { frame, first, isGlance }: Seen,
  ): Promise<readonly PersonFound[]> | undefined {
    const { detector } = this.#networks;
    const isAlone = scene.people.length === 0;
    const regions = () => scene.people.map((person) => person.regionIn(frame));
    const isDue = isAlone || scene.sinceFound >= FIND_EVERY ||
      scene.sinceFound >= FIND_CHANGED && scene.surroundings.hasChanged(frame, regions());
    scene.sinceFound = isDue ? 1 : scene.sinceFound + 1;
    if (!isDue) return undefined;
    scene.surroundings.learn(frame);
    const [squares, parts] = [squaresOf(frame), partsOf(frame)];
    const turn = scene.turns++;
    const all = squares.slice(0, 1);
    const largest = scene.people.reduce((most, { circle }) => Math.max(most, circle.radius), 0);
    // A still picture is seen once.
    const [where, within] = isGlance
      ? [all, []]
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

  /** Look at somebody for the first time. */
  async #meet(person: Person, seen: Seen): Promise<Placed> {
    let look = await this.#lookAt(person, seen);
    if (person.isMissed || seen.isGlance) return look;
    // Now it is better known where exactly they are, or that there is more of them.
    for (let k = 0; k < MOST_MORE; k++) {
      const { region } = person;
      look = await this.#lookAt(person, seen, false);
      if (region === undefined || person.region === undefined) break;
      if (holds(region, person.region)) break;
    }
    return look;
  }

  /** Look for the first time at a part that the first look sees. */
  async #meetPart({ region, area }: Part, seen: Seen): Promise<[Person, Placed]> {
    const { frame, matte } = seen;
    const person = personAround(region, frame);
    const look = await this.#meet(person, seen);
    const closer = countPerson(look) * areaOf(frame) / areaOf(matte);
    if (closer >= LEAST_KEPT * area) return [person, look];
    // Of who fills the picture there may be more in the first look than in a closer one.
    person.region = clamped(widened(region, AROUND_PART), frame);
    person.isSeenFirst = true;
    return [person, await this.#lookAt(person, seen, false)];
  }

  /** Look closer at somebody, and follow them. */
  async #lookAt(person: Person, seen: Seen, withBody = true): Promise<Placed> {
    const { frame, matte: whole } = seen;
    const region = person.regionIn(frame);
    const looks = person.isSeenFirst
      ? [closeLook(await seen.first(), regionOf(frame), 1)]
      : await this.#closeLooks(person, region, seen, withBody);
    const perPixel = { width: frame.width / whole.width, height: frame.height / whole.height };
    const place = clamped({
      left: region.left / perPixel.width,
      top: region.top / perPixel.height,
      width: region.width / perPixel.width,
      height: region.height / perPixel.height,
    }, whole);
    const matte = createMatte(place.width, place.height);
    joinLooks(looks, place, perPixel, matte.data);
    let sees: Matte | undefined;
    for (
      let lacking;
      (lacking = person.keepOwn(matte, place, perPixel, frame, sees)) !== undefined;
    ) {
      if (lacking === "whole") sees = await seen.first();
      else {
        const { body, wholeBodies } = this.#networks;
        person.takeBody(await body.look(frame, person.circle), frame, wholeBodies);
      }
    }
    person.follow(matte, place, perPixel, frame);
    return { ...place, data: matte.data };
  }

  async #closeLooks(
    person: Person,
    region: Region,
    seen: Seen,
    withBody: boolean,
  ): Promise<RegionLook[]> {
    const { body, ofBodies } = this.#networks;
    const { frame, looks: segmenters } = seen;
    const looked = withBody && person.needsBody ? body.look(frame, person.circle) : undefined;
    looked?.catch(() => {});
    const asked = segmenters.map((one) =>
      one.isSquare
        ? lookAtSquare(one, person, region, seen)
        : segmentPart(one.segmenter, frame, region).then((matte) => ({ matte, region }))
    );
    const mattes = await Promise.all(asked);
    if (withBody) person.takeBody(await looked, frame, this.#networks.wholeBodies);
    const { wholeness } = person;
    const sees = mattes.map(({ matte }) => hasLevel(matte, LEAST_PERSON));
    const looks = mattes.flatMap(({ matte, region }, i) => {
      const { isSquare, surer, ofHeads, ofBodies } = segmenters[i];
      // Of half of somebody behind a door one network may see nothing.
      if (isSquare && !sees[i] && sees.includes(true)) return [];
      return [closeLook(matte, region, ofHeads + wholeness * (ofBodies - ofHeads), surer)];
    });
    if (wholeness > 0) looks.push(bodyLook(person.body!, wholeness * ofBodies));
    return looks;
  }

  /** The same of a frame that stands alone. */
  glance(frame: Frame): Promise<Matte> {
    return this.#look(frame, new Scene(), true);
  }

  /** Forget whom one follows. */
  reset(): void {
    this.#scene = new Scene();
    this.#networks.whole.reset();
    for (const { segmenter } of this.#networks.looks) segmenter.reset();
  }

  /** Dispose of all networks. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { detector, body, whole, looks } = this.#networks;
    const all = new Set([detector, body, whole, ...looks.map(({ segmenter }) => segmenter)]);
    // All of them, even if one fails.
    const ends = await Promise.allSettled([...all].map((one) => one[Symbol.asyncDispose]()));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }
}

/** A frame that is looked at. */
interface Seen {
  readonly frame: Frame;
  /** Whether less work will do. */
  readonly isGlance: boolean;
  /** What is put together. */
  readonly matte: Matte;
  /** The look at the whole frame, taken if somebody asks. */
  readonly first: () => Promise<Matte>;
  /** What look at its people. */
  readonly looks: readonly PersonSegmenter[];
  /** At whom it is the turn of those to look that do not look at everybody in each frame. */
  readonly turns: ReadonlyMap<PersonSegmenter, Person | undefined>;
}

function seenBy(
  { whole, looks }: PeopleNetworks,
  frame: Frame,
  people: readonly Person[],
  isGlance: boolean,
): Seen {
  let taken: Promise<Matte> | undefined;
  return {
    frame,
    isGlance,
    matte: matteFor(frame),
    first: () => taken ??= whole.segment(frame),
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

/** What a network sees in a square around somebody, or would see there by what it saw before. */
async function lookAtSquare(
  one: PersonSegmenter,
  person: Person,
  within: Region,
  { frame, turns }: Seen,
): Promise<{ matte: Matte; region: Region }> {
  const last = person.squares.get(one);
  if (last !== undefined && turns.get(one) !== person && holds(last.region, within)) {
    return { matte: last.carriedTo(frame), region: last.region };
  }
  const region = squareWithin(within, frame);
  const matte = await segmentPart(one.segmenter, frame, region);
  if (one.every > 1) person.squares.set(one, new SquareLook(matte, region, frame));
  return { matte, region };
}

/** Somebody whom no finder has found, in a region that is seen. */
function personAround(region: Region, frame: Size): Person {
  return new Person(circleIn(region), false, clamped(widened(region, AROUND_PART), frame));
}

/** Whether a face is in somebody's region. */
function hasFaceOf({ face }: PersonFound): (person: Person) => boolean {
  const { x, y } = circleIn(face);
  return ({ region }) =>
    region !== undefined && x >= region.left && x < region.left + region.width &&
    y >= region.top && y < region.top + region.height;
}

/** Give back what was taken from people's mattes in a region. */
function giveBack(people: readonly Person[], region: Region, { frame, matte }: Seen): void {
  const scale = { width: frame.width / matte.width, height: frame.height / matte.height };
  for (const person of people) {
    const { taken } = person;
    if (taken === undefined) continue;
    const { left, top, width, height } = taken.place;
    const place = {
      left: left * scale.width,
      top: top * scale.height,
      width: width * scale.width,
      height: height * scale.height,
    };
    if (areaOf(intersection(place, region)) === 0) continue;
    putInto(matte, taken.place, taken.matte);
    person.keepAll(SETTLED);
  }
}

/** The matte of a part of the frame's matte. */
interface Placed extends Region {
  readonly data: Uint8Array;
}

function matteFor({ width, height }: Size): Matte {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return createMatte(
    Math.max(1, Math.round(scale * width)),
    Math.max(1, Math.round(scale * height)),
  );
}

function closeLook(
  { width, height, data }: Matte,
  region: Region,
  weight: number,
  [by, times]: PersonSegmenter["surer"] = [0, 1],
): RegionLook {
  const table = LOGITS.map((value) => Math.max(-SUREST, Math.min(SUREST, times * (value + by))));
  const logits = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) logits[i] = table[data[i]];
  return { width, height, logits, region, weight };
}

function bodyLook({ logits, side, region }: BodyLook, weight: number): RegionLook {
  const most = LOGITS[255];
  const bounded = logits.map((value) => Math.min(most, Math.max(-most, value)));
  return { width: side, height: side, logits: bounded, region, weight };
}
