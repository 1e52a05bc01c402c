import { hasLevel } from "../../../pixels/regions/mask_logic.ts";
import { createMatte, type Matte } from "../../../raster/frame.ts";
import type { BodyLook } from "../body_network.ts";
import { segmentPart } from "../cut_out.ts";
import { joinLooks, LOGITS, type RegionLook, SUREST } from "../join_looks.ts";
import { LEAST_SIZE, PART_SCORE } from "../find_people.ts";
import { type Answers, type Lacking, LEAST_PERSON } from "../own_parts.ts";
import type { PersonSegmenter } from "../people_networks.ts";
import { ASK_LIVE, type Person } from "../person.ts";
import {
  type Circle,
  circleIn,
  clamped,
  holds,
  type Region,
  regionOf,
  squareAround,
  squareWithin,
} from "../region.ts";
import type { PersonFound } from "../pose_detector.ts";
import { SquareLook } from "../square_look.ts";
import type { Seen } from "./seen.ts";

/** The finder looks for a face in so many times the square around what may be somebody. */
const AROUND_FACELESS = 1.5;

/** The matte of a part of the frame's matte. */
export interface Placed extends Region {
  readonly data: Uint8Array;
}

/** What the body network last saw of people, by whom it saw. */
export type Bodies = ReadonlyMap<Person, BodyLook>;

/** What it last saw of those of whom it was sure. */
export function bodiesOf(people: readonly Person[]): Bodies {
  return new Map(people.flatMap((person) => {
    const { sureBody } = person;
    return sureBody === undefined ? [] : [[person, sureBody]];
  }));
}

/**
 * Look closer at people, and follow them.
 *
 * @param people At whom.
 * @param known Who else is there.
 * @param seen The frame.
 */
export async function lookAtAll(
  people: readonly Person[],
  known: readonly Person[],
  seen: Seen,
): Promise<Placed[]> {
  const looks = await Promise.all(people.map((person) => closeLooks(person, seen, true)));
  // What is whose is told when all bodies are known.
  const bodies = bodiesOf([...known, ...people]);
  return await Promise.all(people.map((person, i) => joinOwn(person, looks[i], bodies, seen)));
}

/** Look closer at one of them again, the body network only if need be. */
export async function lookAgain(person: Person, bodies: Bodies, seen: Seen): Promise<Placed> {
  return await joinOwn(person, await closeLooks(person, seen, false), bodies, seen);
}

/** Join what was seen of somebody, take away what is not theirs, and follow them. */
async function joinOwn(
  person: Person,
  looks: readonly RegionLook[],
  bodies: Bodies,
  seen: Seen,
): Promise<Placed> {
  const { frame, matte: whole } = seen;
  const region = person.regionIn(frame);
  const perPixel = { width: frame.width / whole.width, height: frame.height / whole.height };
  const place = clamped({
    left: region.left / perPixel.width,
    top: region.top / perPixel.height,
    width: region.width / perPixel.width,
    height: region.height / perPixel.height,
  }, whole);
  const matte = createMatte(place.width, place.height);
  joinLooks(looks, place, perPixel, matte.data);
  const others = [...bodies].filter(([other]) => other !== person).map(([, body]) => body);
  const ask = seen.isLive ? ASK_LIVE : undefined;
  let answers: Answers = {};
  for (;;) {
    const lacking = person.keepOwn(matte, place, perPixel, frame, answers, others, ask);
    if (lacking === undefined) break;
    answers = { ...answers, ...await answerTo(lacking, person, seen) };
  }
  person.follow(matte, place, perPixel, frame);
  return { ...place, data: matte.data };
}

/** Find out what is lacking to tell what is theirs. */
async function answerTo(lacking: Lacking, person: Person, seen: Seen): Promise<Answers> {
  if (lacking === "whole") return { sees: await seen.lately() };
  if (lacking !== "body") return { faces: await facesBeside(person, lacking.faces, seen) };
  if (seen.isLive) {
    person.wantsBody = true;
    return { isBodyLater: true };
  }
  const { body, wholeBodies } = seen.networks;
  person.takeBody(await body.look(seen.frame, person.circle), seen.frame, wholeBodies);
  return {};
}

/** The faces in regions of those whom the finder is sure of, and who are not far behind somebody. */
async function facesBeside(
  { circle }: Person,
  regions: readonly Region[],
  { frame, networks, isLive, found: lately }: Seen,
): Promise<Region[]> {
  if (isLive) return sureFaces(lately, circle);
  const squares = regions.map((region) => squareAround(circleIn(region), AROUND_FACELESS));
  const found = await Promise.all(squares.map((square) => networks.detector.find(frame, square)));
  return sureFaces(found.flat(), circle);
}

function sureFaces(found: readonly PersonFound[], { radius }: Circle): Region[] {
  return found
    .filter((one) => one.score >= PART_SCORE && one.circle.radius >= LEAST_SIZE * radius)
    .map(({ face }) => face);
}

async function closeLooks(
  person: Person,
  seen: Seen,
  withBody: boolean,
): Promise<RegionLook[]> {
  const { frame, looks: segmenters } = seen;
  if (person.isSeenFirst) return [closeLook(await seen.first(), regionOf(frame), 1)];
  const { body, ofBodies } = seen.networks;
  const region = person.regionIn(frame);
  // Of a whole body each frame needs what the network sees.
  const isLater = seen.isLive && person.body !== undefined && person.wholeness === 0;
  const looked = !withBody
    ? undefined
    : isLater || person.asked.isAsked
    ? person.asked.take()
    : person.needsBody(seen.isLive)
    ? body.look(frame, person.circle)
    : undefined;
  looked?.catch(() => {});
  if (withBody && isLater && person.needsBody(seen.isLive) && !person.asked.isAsked) {
    person.asked.ask(body.look(frame, person.circle));
  }
  const asked = segmenters.map((one) =>
    one.isSquare || seen.isLive
      ? lookInTurn(one, person, region, seen)
      : segmentPart(one.segmenter, frame, region).then((matte) => ({ matte, region }))
  );
  const mattes = await Promise.all(asked);
  if (withBody) person.takeBody(await looked, frame, seen.networks.wholeBodies);
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

/** What a network sees in a region or a square around it, or would see there by what it saw before. */
async function lookInTurn(
  one: PersonSegmenter,
  person: Person,
  within: Region,
  { frame, turns, isLive }: Seen,
): Promise<{ matte: Matte; region: Region }> {
  const last = person.squares.get(one);
  if (last !== undefined && turns.get(one) !== person && holds(last.region, within)) {
    return { matte: last.carriedTo(frame), region: last.region };
  }
  const region = one.isSquare ? squareWithin(within, frame) : within;
  const matte = await segmentPart(one.segmenter, frame, region);
  if (one.every > 1 || isLive) person.squares.set(one, new SquareLook(matte, region, frame));
  return { matte, region };
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
