import { dilate } from "../../pixels/filter/morphology.ts";
import { createMatte, type Mask, type Size } from "../../raster/frame.ts";
import type { BodyLook } from "./body_network.ts";
import { countIn, eachRun, hangingParts } from "./matte_parts.ts";
import type { Region } from "./region.ts";

/** A part is somebody's if the body network sees at least so much of it. */
export const LEAST_SEEN = 0.5;

/** What is farther than this from what it sees is not theirs, in parts of the square root of that area. */
const REACH = 0.06;

/** Of what it sees, smaller parts than this are specks, beside the largest. */
const SPECK = 0.01;

/** What it sees so near to the border of the frame goes on to it: there it fades out. In the same parts. */
const TO_BORDER = 0.12;

/** What the body network sees within a place: masks of 0 and 255. */
export interface Reach {
  readonly body: BodyLook;
  readonly place: Region;
  readonly seen: Mask;
  readonly near: Mask;
  /** The pixels of what it sees. */
  readonly area: number;
}

/** Where the body network sees somebody within a place, and what is near to it. */
export function bodyReach(
  body: BodyLook,
  place: Region,
  perPixel: Size,
  whole: Size,
  others: readonly BodyLook[] = [],
): Reach {
  const seen = bodyMask(body, place, perPixel);
  dropParts(seen, others.map((other) => bodyMask(other, place, perPixel)));
  const area = seen.data.reduce((sum, level) => sum + (level & 1), 0);
  const radius = Math.round(REACH * Math.sqrt(area));
  const near = dilate(seen, radius, { shape: "rect" });
  reachBorders(near, place, whole, Math.round(TO_BORDER * Math.sqrt(area)));
  return { body, place, seen, near, area };
}

/** Drop parts of what the body network sees of somebody: specks, and what it sees of another, too. */
function dropParts(seen: Mask, others: readonly Mask[]): void {
  const parts = hangingParts(seen, 255), { areas } = parts;
  if (areas.length < 2) return;
  const most = Math.max(...areas);
  const shared = others.map((other) => countIn(parts, other, 255));
  const isDropped = Array.from(areas, (area, k) =>
    area < SPECK * most ||
    area < most && shared.some((counts) => counts[k] >= LEAST_SEEN * area));
  eachRun(parts, seen, (k, from, to) => {
    if (isDropped[k]) seen.data.fill(0, from, to);
  });
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

/** The pixel of a look that shows a pixel of the frame's matte; -1 if none does. */
function placeOn(at: number, step: number, start: number, length: number, side: number): number {
  const place = Math.floor(((at + 0.5) * step - start) * side / length);
  return place >= 0 && place < side ? place : -1;
}
