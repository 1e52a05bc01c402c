import { eachRun, hangingParts } from "../../networks/people/matte_parts.ts";
import { dilate } from "../../pixels/filter/morphology.ts";
import { createMask, createMatte, type Disparity, type Matte } from "../../raster/frame.ts";

/** From this level on the network is sure of somebody. */
const SURE = 200;

/** From this level on a matte says person. */
const PERSON = 128;

/** Of fewer pixels nothing is told, in parts of the picture. */
const LEAST_SURE = 0.002;

/** What is farther than the person's middle by so many times their own depth is not theirs. */
const BEHIND = 2.5;

/** And by so much of that middle, which is what a measurement errs by. */
const ERROR = 0.04;

/** What is held is nowhere farther from the person than so many parts of the picture's width. */
const REACH = 0.1;

/** And no larger than so much of them. */
const LARGEST_HELD = 0.25;

/**
 * Correct what a network says of people by how near all is: the chair behind somebody goes, and what they hold
 * stays.
 *
 * The median of the distances where the network is sure is the person's, their depth is twice the median
 * of the deviations from it: less than half of what is sure may be something else. What is farther is taken away. What is as near as the person or nearer, touches them, is
 * smaller than they are and ends near to them is added: a cup, a book. A desk or the floor goes on beyond.
 *
 * @example The wall between arm and body goes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const matte = { width: 4, height: 1, data: Uint8Array.of(255, 255, 220, 0) };
 * const map = { width: 4, height: 1, disparity: Float32Array.of(20, 20, 4, 4) };
 * assertEquals([...guideByDepth(matte, map).data], [255, 255, 0, 0]);
 * ```
 *
 * @param matte What the network says, H × W.
 * @param map How near all is, of any size; NaN is unknown and changes nothing.
 * @returns A new matte.
 */
export function guideByDepth(matte: Matte, map: Disparity): Matte {
  const near = sampled(map, matte);
  const out = createMatte(matte.width, matte.height);
  out.data.set(matte.data);
  const person = distancesOf(matte, near);
  if (person === undefined) return out;
  const limit = person.middle - BEHIND * person.depth - ERROR * Math.abs(person.middle);
  const ramp = Math.max(person.depth, ERROR * Math.abs(person.middle), Number.EPSILON);
  for (let i = 0; i < near.length; i++) {
    // Comparisons with NaN are false.
    if (near[i] < limit) out.data[i] *= Math.max(0, 1 - (limit - near[i]) / ramp);
  }
  addHeld(out, near, person.middle - person.depth);
  return out;
}

/** The middle of a person's distances, and how deep they are. */
function distancesOf(
  matte: Matte,
  near: Float32Array,
): { middle: number; depth: number } | undefined {
  const all = near.filter((value, i) => matte.data[i] >= SURE && !Number.isNaN(value)).sort();
  if (all.length < LEAST_SURE * near.length) return undefined;
  const middle = all[all.length >> 1];
  const deviations = all.map((value) => Math.abs(value - middle)).sort();
  return { middle, depth: 2 * deviations[all.length >> 1] };
}

/** Add what is at least so near, touches the person, is smaller and ends near to them. */
function addHeld(matte: Matte, near: Float32Array, least: number): void {
  const { width, height, data } = matte;
  const reach = createMask(width, height), things = createMask(width, height);
  let personArea = 0;
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= PERSON) reach.data[i] = 255, personArea++;
    else if (near[i] >= least) things.data[i] = 255;
  }
  const touching = dilate(reach, 1, { shape: "rect" });
  dilate(reach, Math.round(REACH * width), { shape: "rect", out: reach });
  const parts = hangingParts(things, PERSON), { areas } = parts;
  const touches = new Uint8Array(areas.length), goesOn = new Uint8Array(areas.length);
  eachRun(parts, matte, (part, from, to) => {
    for (let i = from; i < to; i++) {
      if (touching.data[i] !== 0) touches[part] = 1;
      if (reach.data[i] === 0) goesOn[part] = 1;
    }
  });
  eachRun(parts, matte, (part, from, to) => {
    const isHeld = touches[part] === 1 && goesOn[part] === 0 &&
      areas[part] <= LARGEST_HELD * personArea;
    if (isHeld) data.fill(255, from, to);
  });
}

/** A map at the pixels of a matte. */
function sampled({ width, height, disparity }: Disparity, matte: Matte): Float32Array {
  const out = new Float32Array(matte.data.length);
  for (let y = 0, i = 0; y < matte.height; y++) {
    const row = Math.floor((y + 0.5) * height / matte.height) * width;
    for (let x = 0; x < matte.width; x++, i++) {
      out[i] = disparity[row + Math.floor((x + 0.5) * width / matte.width)];
    }
  }
  return out;
}
