import { createMatte, type Mask, type Matte, type Size } from "../../raster/frame.ts";
import { dilate } from "../../pixels/filter/morphology.ts";
import type { BodyLook } from "./body_network.ts";
import { bodyReach, LEAST_SEEN, type Reach } from "./body_reach.ts";
import {
  type Box,
  boxesOf,
  countIn,
  eachRun,
  hangingParts,
  type Parts,
  regionsOf,
} from "./matte_parts.ts";
import { circleIn, type Region } from "./region.ts";

/** From this level on a matte says person. */
export const LEAST_PERSON = 128;

/** From this level on something can be seen. */
const VISIBLE = 26;

/** Of what it sees so much must be in the matte, or it has no say. */
const LEAST_AGREEMENT = 0.5;

/** If more than this share of a matte is not theirs, it may be somebody else's: the look at the whole frame is asked. */
const MUCH = 0.05;

/** Where less than this share of a look is not known, the body network is not asked. */
const LEAST_ASKED = 0.001;

/** What the body network sees where furniture was is theirs when it has seen it twice. */
const DOUBTED = 128;

/** What fades out around a part that is taken away goes with it, so many pixels far. */
const HALO = 3;

/** From this level on the look at the whole frame is sure. */
export const SURE_PERSON = 200;

/** A part that the look at the whole frame is sure of is somebody if it has a face, or is no larger beside them than this. */
const FACELESS = 0.02;

/** What is so large beside them is somebody, too: furniture is smaller. */
const LARGE = 0.5;

/** What is to be asked before all can be told: the body network, the look at the whole frame, or the finder, in regions of the frame. */
export type Lacking = "body" | "whole" | { readonly faces: readonly Region[] };

/** When the body network saw what it last saw: see {@linkcode OwnParts.keep}. */
type BodyAge = "now" | "earlier" | "lately" | "last";

/** What was asked. */
export interface Answers {
  /** The look at the whole frame. */
  readonly sees?: Matte;
  /** The faces that the finder is sure of. */
  readonly faces?: readonly Region[];
  /** Whether the body network was asked and nobody waits for it: until then what is new is theirs. */
  readonly isBodyLater?: boolean;
}

/** A matte, and what it covers in the pixels of the frame's. */
export interface PlacedMatte {
  readonly place: Region;
  readonly matte: Matte;
}

/**
 * Tells which parts of a person's mattes are theirs.
 *
 * A close look also sees what lies beside a person: the coat on the next chair, the keyboard under their hands,
 * somebody else. The body network does not, but what it sees is coarse. So what is away from what it sees is not
 * theirs, nor are parts that do not hang together with the person, unless it sees them too: a forearm below a sleeve.
 * What was not theirs at a place is not theirs until it looks again.
 */
export class OwnParts {
  /** Where something was that is not theirs: 255, or {@linkcode DOUBTED} if the body network has last seen it. */
  #others: { readonly place: Region; readonly mask: Mask } | undefined;
  #reach: Reach | undefined;
  /** What was taken away when the body network last looked, as it was. */
  taken: PlacedMatte | undefined;

  /**
   * Take away what is not theirs.
   *
   * @param matte Of a region; is changed.
   * @param place What it covers, in the pixels of the frame's matte.
   * @param perPixel How many of the frame's pixels one of the matte's is, on each axis.
   * @param body What the body network last saw of them.
   * @param whole The size of the frame's matte.
   * @param age Whether it saw that in this frame, or earlier and can be asked again, or lately and is not asked
   * yet, or cannot, for it is not sure.
   * @param answers What was asked: where the look at the whole frame is sure of somebody with a face, nothing much
   * is taken away.
   * @param others What it last saw of other people: their own mattes have what is theirs.
   * @returns What is to be asked, if not all could be told; then nothing has changed.
   */
  keep(
    matte: Matte,
    place: Region,
    perPixel: Size,
    body: BodyLook,
    whole: Size,
    age: BodyAge,
    { sees, faces }: Answers = {},
    others: readonly BodyLook[] = [],
  ): Lacking | undefined {
    const isFresh = age === "now", canAsk = age === "earlier";
    const { data } = matte;
    this.taken = undefined;
    const { seen, near, area } = this.#reachOf(body, place, perPixel, whole, others);
    const agreed = countBoth(seen, data);
    if (agreed === 0 || agreed < LEAST_AGREEMENT * area) return undefined;
    const furniture = this.#othersIn(place);
    const left: Matte = { ...matte, data: data.slice() };
    let unknown = 0, taken = 0;
    for (let i = 0; i < data.length; i++) {
      if (data[i] < VISIBLE) continue;
      if (isFresh ? near.data[i] === 0 : furniture[i] > 0) taken++, left.data[i] = 0;
      else if (near.data[i] === 0 && data[i] >= LEAST_PERSON) unknown++;
    }
    const least = LEAST_ASKED * data.length;
    if (canAsk && unknown >= least) return "body";
    const parts = hangingParts(left, LEAST_PERSON);
    const judged = judgeParts(parts, seen, { ...place, data: furniture }, age, least);
    if (judged === "body") return "body";
    const { isOwn, isDoubted } = judged;
    if (age !== "last" && isOwn.includes(0)) taken++, takeAway(left, parts, isOwn);
    taken += takeFaintAway(left, seen);
    if (isFresh && countPerson(left) < (1 - MUCH) * countPerson(matte)) {
      const gone = nobodysFrom(matte, left, place, perPixel, whole, others);
      // A face of somebody whom the body network sees is theirs.
      const strange = faces?.filter((face) => ![body, ...others].some(hasNoseIn(face)));
      const answers = { sees, faces: strange };
      const lacking = giveBack({ ...matte, data: gone }, left, place, perPixel, whole, answers);
      if (lacking !== undefined) return lacking;
    }
    if (isFresh) this.#others = undefined;
    if (taken === 0) return undefined;
    if (isFresh) this.#remember(matte, left, place, parts, isDoubted);
    data.set(left.data);
    return undefined;
  }

  /** Remember what is not theirs at a place, and which parts of it are to be seen once more. */
  #remember(
    matte: Matte,
    left: Matte,
    place: Region,
    parts: Parts,
    isDoubted: Uint8Array,
  ): void {
    const mask = othersOf(matte, left);
    eachRun(parts, matte, (k, from, to) => {
      if (isDoubted[k] === 1) mask.data.fill(DOUBTED, from, to);
    });
    this.#others = { place, mask };
    this.taken = { place, matte: { ...matte, data: goneFrom(matte, left) } };
  }

  /** Forget what was not theirs. */
  forget(): void {
    this.#others = this.taken = undefined;
  }

  /** Where the body network sees them, how much that is, and what is near to it. */
  #reachOf(
    body: BodyLook,
    place: Region,
    perPixel: Size,
    whole: Size,
    others: readonly BodyLook[],
  ): Reach {
    const last = this.#reach;
    if (last?.body === body && isSame(last.place, place)) return last;
    return this.#reach = bodyReach(body, place, perPixel, whole, others);
  }

  /** What was not theirs, at another place: 0 or 255. */
  #othersIn({ left, top, width, height }: Region): Uint8Array {
    const out = new Uint8Array(width * height);
    const others = this.#others;
    if (others === undefined) return out;
    const { place, mask } = others;
    const first = Math.max(left, place.left);
    const last = Math.min(left + width, place.left + place.width);
    if (last <= first) return out;
    for (
      let y = Math.max(top, place.top);
      y < Math.min(top + height, place.top + place.height);
      y++
    ) {
      const row = (y - place.top) * place.width - place.left;
      out.set(mask.data.subarray(row + first, row + last), (y - top) * width + first - left);
    }
    return out;
  }
}

/**
 * Tell which parts are theirs.
 *
 * @param parts What hangs together.
 * @param seen Where the body network sees them.
 * @param furniture Where something was that is not theirs.
 * @param age When it saw that.
 * @param least How small a part may be for it to be asked.
 * @returns What is theirs, and what is doubted; "body" if it is to be asked first.
 */
function judgeParts(
  parts: Parts,
  seen: Matte,
  furniture: Matte,
  age: BodyAge,
  least: number,
): { readonly isOwn: Uint8Array; readonly isDoubted: Uint8Array } | "body" {
  const { areas } = parts;
  const isDoubted = new Uint8Array(areas.length);
  if (areas.length <= 1) return { isOwn: new Uint8Array(areas.length).fill(1), isDoubted };
  const covered = countIn(parts, seen, 255);
  const main = covered.indexOf(Math.max(...covered));
  const isOwn = Uint8Array.from(
    areas,
    (own, k) => k === main || covered[k] >= LEAST_SEEN * own ? 1 : 0,
  );
  if (age === "earlier" && isOwn.some((own, k) => own === 0 && areas[k] >= least)) return "body";
  // Until it is asked, what is new and large is theirs.
  if (age === "lately") isOwn.forEach((_, k) => isOwn[k] |= areas[k] >= least ? 1 : 0);
  if (age !== "now") return { isOwn, isDoubted };
  const doubted = countIn(parts, furniture, 255);
  for (let k = 0; k < areas.length; k++) {
    if (k === main || isOwn[k] === 0 || doubted[k] < LEAST_SEEN * areas[k]) continue;
    isOwn[k] = 0;
    isDoubted[k] = 1;
  }
  return { isOwn, isDoubted };
}

/** What was taken away, but for what is near to other people. */
function nobodysFrom(
  matte: Matte,
  left: Matte,
  place: Region,
  perPixel: Size,
  whole: Size,
  others: readonly BodyLook[],
): Uint8Array {
  const gone = goneFrom(matte, left);
  for (const other of others) {
    const { near } = bodyReach(other, place, perPixel, whole);
    for (let i = 0; i < gone.length; i++) if (near.data[i] !== 0) gone[i] = 0;
  }
  return gone;
}

/** What was taken from a matte, as it was. */
function goneFrom({ data }: Matte, { data: left }: Matte): Uint8Array {
  return data.map((level, i) => left[i] === 0 ? level : 0);
}

/** What was taken from a matte, and a little around it. */
function othersOf({ width, height, data }: Matte, { data: left }: Matte): Mask {
  const mask = createMatte(width, height);
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= VISIBLE && left[i] < data[i]) mask.data[i] = 255;
  }
  dilate(mask, HALO, { shape: "rect", out: mask });
  for (let i = 0; i < data.length; i++) if (left[i] > 0) mask.data[i] = 0;
  return mask;
}

/** Leave of what was taken only what a look at the whole frame is sure of. */
function onlySeen(gone: Uint8Array, place: Region, whole: Size, sees: Matte): void {
  for (let y = 0, i = 0; y < place.height; y++) {
    const row = Math.floor((place.top + y + 0.5) * sees.height / whole.height) * sees.width;
    for (let x = 0; x < place.width; x++, i++) {
      const column = Math.floor((place.left + x + 0.5) * sees.width / whole.width);
      if (sees.data[row + column] < SURE_PERSON) gone[i] = 0;
    }
  }
}

/** Give back much that the look at the whole frame is sure of: parts with a face, and small ones. */
function giveBack(
  gone: Matte,
  left: Matte,
  place: Region,
  perPixel: Size,
  whole: Size,
  { sees, faces }: { sees: Matte | undefined; faces: readonly Region[] | undefined },
): Lacking | undefined {
  const nobodys = countPerson(gone);
  if (nobodys <= MUCH * (countPerson(left) + nobodys)) return undefined;
  if (sees === undefined) return "whole";
  onlySeen(gone.data, place, whole, sees);
  const parts = hangingParts(gone, VISIBLE);
  const own = countPerson(left);
  const isDoubted = Array.from(
    parts.areas,
    (area) => area > FACELESS * own && area < LARGE * own,
  );
  const regions = regionsOf(parts, gone, place, perPixel);
  if (faces === undefined && isDoubted.includes(true)) {
    return { faces: regions.filter((_, k) => isDoubted[k]) };
  }
  const middles = (faces ?? []).map(circleIn);
  const isBack = regions.map(({ left, top, width, height }, k) =>
    !isDoubted[k] ||
    middles.some(({ x, y }) => x >= left && x < left + width && y >= top && y < top + height)
  );
  eachRun(parts, gone, (k, from, to) => {
    if (isBack[k]) left.data.set(gone.data.subarray(from, to), from);
  });
  return undefined;
}

/** Whether somebody's nose is in a region. */
function hasNoseIn({ left, top, width, height }: Region): (body: BodyLook) => boolean {
  return ({ nose: { x, y } }) => x >= left && x <= left + width && y >= top && y <= top + height;
}

/** How many pixels of a matte say person. */
export function countPerson({ data }: Pick<Matte, "data">): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] >= LEAST_PERSON) count++;
  return count;
}

/** How many pixels both a mask and a matte have. */
function countBoth({ data: mask }: Mask, matte: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0 && matte[i] >= LEAST_PERSON) count++;
  return count;
}

/** Take parts away that are not theirs, with what fades out around them; not what fades out around others. */
function takeAway(matte: Matte, parts: Parts, isOwn: Uint8Array): void {
  boxesOf(parts, matte).forEach((box, part) => {
    if (isOwn[part] === 0) takeOneAway(matte, parts, isOwn, part, widened(box, 2 * HALO, matte));
  });
}

/** The same for one part, in a box around it: beyond that nothing changes. */
function takeOneAway(
  { width, data }: Matte,
  parts: Parts,
  isOwn: Uint8Array,
  part: number,
  { left, top, right, bottom }: Box,
): void {
  const size = { width: right - left, height: bottom - top };
  const taken = createMatte(size.width, size.height), kept = createMatte(size.width, size.height);
  for (let y = top; y < bottom; y++) {
    const row = (y - top) * size.width - left;
    for (let k = parts.rows[y]; k < parts.rows[y + 1]; k++) {
      const start = Math.max(left, parts.starts[k]), end = Math.min(right, parts.ends[k]);
      if (start >= end) continue;
      if (isOwn[parts.components[k]] === 1) kept.data.fill(255, row + start, row + end);
      if (parts.components[k] !== part) continue;
      taken.data.fill(255, row + start, row + end);
      data.fill(0, y * width + start, y * width + end);
    }
  }
  dilate(taken, HALO, { shape: "rect", out: taken });
  dilate(kept, HALO, { shape: "rect", out: kept });
  for (let y = top, j = 0; y < bottom; y++) {
    for (let i = y * width + left; j < (y - top + 1) * size.width; i++, j++) {
      if (taken.data[j] > kept.data[j]) data[i] = 0;
    }
  }
}

function widened({ left, top, right, bottom }: Box, by: number, { width, height }: Size): Box {
  return {
    left: Math.max(0, left - by),
    top: Math.max(0, top - by),
    right: Math.min(width, right + by),
    bottom: Math.min(height, bottom + by),
  };
}

/** Take away what is seen faintly, apart from all that is surer, and not by the body network. */
function takeFaintAway(matte: Matte, seen: Mask): number {
  const { data } = matte;
  const parts = hangingParts(matte, VISIBLE);
  if (parts.areas.length < 2) return 0;
  const sure = countIn(parts, matte, LEAST_PERSON);
  const covered = countIn(parts, seen, 255);
  let taken = 0;
  eachRun(parts, matte, (k, from, to) => {
    if (sure[k] > 0 || covered[k] >= LEAST_SEEN * parts.areas[k]) return;
    taken++;
    data.fill(0, from, to);
  });
  return taken;
}

function isSame(a: Region, b: Region): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}
