import { findRuns, joinRuns } from "../../pixels/regions/runs.ts";
import { createMatte, type Mask, type Matte, type Size } from "../../raster/frame.ts";
import { dilate } from "../../pixels/filter/morphology.ts";
import type { BodyLook } from "./body_network.ts";
import type { Region } from "./region.ts";

/** From this level on a matte says person. */
export const LEAST_PERSON = 128;

/** From this level on something can be seen. */
const VISIBLE = 26;

/** A part is the person's if the body network sees at least so much of it. */
const LEAST_SEEN = 0.5;

/** What is farther than this from what it sees is not theirs, in parts of the square root of that area. */
const REACH = 0.06;

/** Of what it sees so much must be in the matte, or it has no say. */
const LEAST_AGREEMENT = 0.5;

/** What it sees so near to the border of the frame goes on to it: there it fades out. In the same parts. */
const TO_BORDER = 0.12;

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

/** What is to be asked before all can be told: the body network, or the look at the whole frame. */
export type Lacking = "body" | "whole";

/** A matte, and what it covers in the pixels of the frame's. */
export interface PlacedMatte {
  readonly place: Region;
  readonly matte: Matte;
}

/** What the body network sees within a place: masks of 0 and 255. */
interface Reach {
  readonly body: BodyLook;
  readonly place: Region;
  readonly seen: Mask;
  readonly near: Mask;
  /** The pixels of what it sees. */
  readonly area: number;
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
   * @param sees The look at the whole frame: where it is sure of a person, nothing much is taken away.
   * @returns What is to be asked, if not all could be told; then nothing has changed.
   */
  keep(
    matte: Matte,
    place: Region,
    perPixel: Size,
    body: BodyLook,
    whole: Size,
    age: "now" | "earlier" | "lately" | "last",
    sees?: Matte,
  ): Lacking | undefined {
    const isFresh = age === "now", canAsk = age === "earlier";
    const { data } = matte;
    this.taken = undefined;
    const { seen, near, area } = this.#reachOf(body, place, perPixel, whole);
    const agreed = countBoth(seen, data);
    if (agreed === 0 || agreed < LEAST_AGREEMENT * area) return undefined;
    const others = this.#othersIn(place);
    const left: Matte = { ...matte, data: data.slice() };
    let unknown = 0, taken = 0;
    for (let i = 0; i < data.length; i++) {
      if (data[i] < VISIBLE) continue;
      if (isFresh ? near.data[i] === 0 : others[i] > 0) taken++, left.data[i] = 0;
      else if (near.data[i] === 0 && data[i] >= LEAST_PERSON) unknown++;
    }
    const least = LEAST_ASKED * data.length;
    if (canAsk && unknown >= least) return "body";
    const parts = partsOf(left, LEAST_PERSON), { areas } = parts;
    const isDoubted = new Uint8Array(areas.length);
    if (areas.length > 1) {
      const covered = countIn(parts, seen, 255);
      const main = covered.indexOf(Math.max(...covered));
      const isOwn = Uint8Array.from(
        areas,
        (own, k) => k === main || covered[k] >= LEAST_SEEN * own ? 1 : 0,
      );
      if (canAsk && isOwn.some((own, k) => own === 0 && areas[k] >= least)) return "body";
      // Until it is asked, what is new and large is theirs.
      if (age === "lately") isOwn.forEach((_, k) => isOwn[k] |= areas[k] >= least ? 1 : 0);
      if (isFresh) {
        const doubted = countIn(parts, { ...place, data: others }, 255);
        for (let k = 0; k < areas.length; k++) {
          if (k === main || isOwn[k] === 0 || doubted[k] < LEAST_SEEN * areas[k]) continue;
          isOwn[k] = 0;
          isDoubted[k] = 1;
        }
      }
      if (age !== "last" && isOwn.includes(0)) taken++, takeAway(left, parts, isOwn);
    }
    taken += takeFaintAway(left, seen);
    if (isFresh && countPerson(left) < (1 - MUCH) * countPerson(matte)) {
      if (sees === undefined) return "whole";
      giveBackSeen(matte, left, place, whole, sees);
    }
    if (isFresh) this.#others = undefined;
    if (taken === 0) return undefined;
    if (isFresh) {
      const mask = othersOf(matte, left);
      eachRun(parts, matte, (k, from, to) => {
        if (isDoubted[k] === 1) mask.data.fill(DOUBTED, from, to);
      });
      this.#others = { place, mask };
      const gone = data.map((level, i) => left.data[i] === 0 ? level : 0);
      this.taken = { place, matte: { ...matte, data: gone } };
    }
    data.set(left.data);
    return undefined;
  }

  /** Forget what was not theirs. */
  forget(): void {
    this.#others = this.taken = undefined;
  }

  /** Where the body network sees them, how much that is, and what is near to it. */
  #reachOf(body: BodyLook, place: Region, perPixel: Size, whole: Size): Reach {
    const last = this.#reach;
    if (last?.body === body && isSame(last.place, place)) return last;
    const seen = bodyMask(body, place, perPixel);
    const area = seen.data.reduce((sum, level) => sum + (level & 1), 0);
    const radius = Math.round(REACH * Math.sqrt(area));
    const near = dilate(seen, radius, { shape: "rect" });
    reachBorders(near, place, whole, Math.round(TO_BORDER * Math.sqrt(area)));
    return this.#reach = { body, place, seen, near, area };
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

/** What hangs together in a matte. */
interface Parts extends ReturnType<typeof findRuns> {
  /** The part of each run. */
  readonly components: Int32Array;
  /** The pixels of each part. */
  readonly areas: Int32Array;
}

function partsOf(matte: Matte, level: number): Parts {
  const runs = findRuns(matte, level, true);
  const { components, areas } = joinRuns(runs, true);
  return { ...runs, components, areas };
}

/** Go through runs, with the pixels at which they begin and before which they end. */
function eachRun(
  { rows, starts, ends, components }: Parts,
  { width, height }: Size,
  visit: (part: number, from: number, to: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      visit(components[k], y * width + starts[k], y * width + ends[k]);
    }
  }
}

/** How many of each part's pixels have at least a level in a picture of the same size. */
function countIn(parts: Parts, { width, height, data }: Matte, level: number): Int32Array {
  const { rows, starts, ends, components } = parts;
  const counts = new Int32Array(parts.areas.length);
  for (let y = 0; y < height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      let count = 0;
      const end = y * width + ends[k];
      for (let i = y * width + starts[k]; i < end; i++) if (data[i] >= level) count++;
      counts[components[k]] += count;
    }
  }
  return counts;
}

/** What is around a part: its last column and row are beyond it. */
interface Box {
  readonly part: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The box around each part, and so many pixels more. */
function boxesOf(parts: Parts, { width, height }: Size, more: number): Box[] {
  const { rows, starts, ends, components, areas } = parts;
  const boxes = Array.from(
    areas,
    (_, part): Box => ({ part, left: width, top: height, right: 0, bottom: 0 }),
  );
  for (let y = 0; y < height; y++) {
    for (let k = rows[y]; k < rows[y + 1]; k++) {
      const box = boxes[components[k]];
      box.left = Math.min(box.left, Math.max(0, starts[k] - more));
      box.right = Math.max(box.right, Math.min(width, ends[k] + more));
      box.top = Math.min(box.top, Math.max(0, y - more));
      box.bottom = Math.min(height, y + 1 + more);
    }
  }
  return boxes;
}

/** Extend a mask at those sides of a place that are the frame's, from at most so many pixels before them. */
function reachBorders(mask: Mask, place: Region, frame: Size, most: number): void {
  const { width, height, data } = mask;
  const extend = (length: number, at: (distance: number) => number) => {
    let first = 0;
    while (first < length && data[at(first)] === 0) first++;
    if (first === length) return;
    while (first > 0) data[at(--first)] = 255;
  };
  const across = Math.min(most, width), down = Math.min(most, height);
  for (let y = 0, row = 0; y < height; y++, row += width) {
    if (place.left === 0) extend(across, (x) => row + x);
    if (place.left + width === frame.width) extend(across, (x) => row + width - 1 - x);
  }
  const last = width * (height - 1);
  for (let x = 0; x < width; x++) {
    if (place.top === 0) extend(down, (y) => x + y * width);
    if (place.top + height === frame.height) extend(down, (y) => last + x - y * width);
  }
}

/** Give back what was taken from a matte where a look at the whole frame sees a person. */
function giveBackSeen(
  { data }: Matte,
  { data: left }: Matte,
  place: Region,
  whole: Size,
  sees: Matte,
): void {
  for (let y = 0, i = 0; y < place.height; y++) {
    const row = Math.floor((place.top + y + 0.5) * sees.height / whole.height) * sees.width;
    for (let x = 0; x < place.width; x++, i++) {
      if (left[i] === data[i]) continue;
      const column = Math.floor((place.left + x + 0.5) * sees.width / whole.width);
      if (sees.data[row + column] >= SURE_PERSON) left[i] = data[i];
    }
  }
}

/** How many pixels of a matte say person. */
export function countPerson({ data }: Pick<Matte, "data">): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] >= LEAST_PERSON) count++;
  return count;
}

/** Where the body network sees somebody: 0 or 255. */
function bodyMask({ logits, side, region }: BodyLook, place: Region, perPixel: Size): Mask {
  const mask = createMatte(place.width, place.height);
  const columns = Int32Array.from(
    { length: place.width },
    (_, x) => placeOn(place.left + x, perPixel.width, region.left, region.width, side),
  );
  for (let y = 0; y < place.height; y++) {
    const row = placeOn(place.top + y, perPixel.height, region.top, region.height, side);
    if (row < 0) continue;
    for (let x = 0, i = y * place.width; x < place.width; x++, i++) {
      if (columns[x] >= 0 && logits[row * side + columns[x]] > 0) mask.data[i] = 255;
    }
  }
  return mask;
}

/** How many pixels both a mask and a matte have. */
function countBoth({ data: mask }: Mask, matte: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0 && matte[i] >= LEAST_PERSON) count++;
  return count;
}

/** The pixel of a look that shows a pixel of the frame's matte; -1 if none does. */
function placeOn(at: number, step: number, start: number, length: number, side: number): number {
  const place = Math.floor(((at + 0.5) * step - start) * side / length);
  return place >= 0 && place < side ? place : -1;
}

/** Take parts away that are not theirs, with what fades out around them; not what fades out around others. */
function takeAway(matte: Matte, parts: Parts, isOwn: Uint8Array): void {
  for (const box of boxesOf(parts, matte, 2 * HALO)) {
    if (isOwn[box.part] === 0) takeOneAway(matte, parts, isOwn, box);
  }
}

/** The same for one part, in a box around it: beyond that nothing changes. */
function takeOneAway(
  { width, data }: Matte,
  parts: Parts,
  isOwn: Uint8Array,
  { part, left, top, right, bottom }: Box,
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

/** Take away what is seen faintly, apart from all that is surer, and not by the body network. */
function takeFaintAway(matte: Matte, seen: Mask): number {
  const { data } = matte;
  const parts = partsOf(matte, VISIBLE);
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
