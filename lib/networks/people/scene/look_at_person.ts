import { hasLevel } from "../../../pixels/regions/mask_logic.ts";
import { createMatte, type Matte } from "../../../raster/frame.ts";
import type { BodyLook } from "../body_network.ts";
import { segmentPart } from "../cut_out.ts";
import { joinLooks, LOGITS, type RegionLook, SUREST } from "../join_looks.ts";
import { LEAST_PERSON } from "../own_parts.ts";
import type { PersonSegmenter } from "../people_networks.ts";
import type { Person } from "../person.ts";
import { clamped, holds, type Region, regionOf, squareWithin } from "../region.ts";
import { SquareLook } from "../square_look.ts";
import type { Seen } from "./seen.ts";

/** The matte of a part of the frame's matte. */
export interface Placed extends Region {
  readonly data: Uint8Array;
}

/** Look closer at somebody, and follow them. */
export async function lookAt(
  person: Person,
  seen: Seen,
  withBody = true,
): Promise<Placed> {
  const { frame, matte: whole } = seen;
  const region = person.regionIn(frame);
  const looks = person.isSeenFirst
    ? [closeLook(await seen.first(), regionOf(frame), 1)]
    : await closeLooks(person, region, seen, withBody);
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
      const { body, wholeBodies } = seen.networks;
      person.takeBody(await body.look(frame, person.circle), frame, wholeBodies);
    }
  }
  person.follow(matte, place, perPixel, frame);
  return { ...place, data: matte.data };
}

async function closeLooks(
  person: Person,
  region: Region,
  seen: Seen,
  withBody: boolean,
): Promise<RegionLook[]> {
  const { body, ofBodies } = seen.networks;
  const { frame, looks: segmenters } = seen;
  const looked = withBody && person.needsBody ? body.look(frame, person.circle) : undefined;
  looked?.catch(() => {});
  const asked = segmenters.map((one) =>
    one.isSquare
      ? lookAtSquare(one, person, region, seen)
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
