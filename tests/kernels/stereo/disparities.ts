/**
 * What tests of stereo's kernels share: pairs of pictures, and maps at places that vectors do not like.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Disparity, Gray } from "../../../mod.ts";
import { lcgBytes } from "../../helpers.ts";
import { memory, type Place } from "../twins.ts";

/** Two pictures of noise in bands at several disparities, with some that differs. */
export function noisePair(width: number, height: number, seed: number): [Gray, Gray] {
  const [left, noise] = [lcgBytes(width * height, seed), lcgBytes(width * height, seed + 1)];
  const right = new Uint8Array(left.length);
  for (let i = 0; i < right.length; i++) {
    const y = Math.floor(i / width);
    const shift = (y >> 2) * 5 % 23 - 4;
    const x = Math.min(Math.max(i % width + shift, 0), width - 1);
    right[i] = left[y * width + x] ^ (noise[i] & 3);
    if ((y & 15) === 5) right[i] = 90;
  }
  return [{ width, height, data: left }, { width, height, data: right }];
}

/** A map with the same numbers at another place. */
export function disparityAt(place: Place, { width, height, disparity }: Disparity): Disparity {
  if (place === "elsewhere") return { width, height, disparity: disparity.slice() };
  const shift = place === "inside" ? 0 : 1;
  const room = memory.createNumbers(width * height + 9);
  const view = room.subarray(shift, shift + disparity.length);
  view.set(disparity);
  return { width, height, disparity: view };
}

/** The numbers of a map, and those around it. */
function numbersOf({ disparity: { buffer, byteOffset, length } }: Disparity) {
  const all = new Int32Array(buffer, byteOffset, length);
  const isAlone = byteOffset === 0;
  const before = isAlone ? [] : [...new Int32Array(buffer, byteOffset - 4, 1)];
  const end = byteOffset + 4 * length;
  const after = end + 4 > buffer.byteLength ? [] : [...new Int32Array(buffer, end, 1)];
  return { all: [...all], around: [...before, ...after] };
}

/** Check that a kernel writes the plain numbers into a map, and nothing beside it. */
export function assertTwinMap(
  wanted: Disparity,
  work: (out: Disparity) => void,
  out: Disparity,
  what: unknown,
): void {
  const { around } = numbersOf(out);
  work(out);
  assertEquals([...out.disparity], [...wanted.disparity], JSON.stringify(what));
  assertEquals(numbersOf(out).around, around, JSON.stringify(what));
}
