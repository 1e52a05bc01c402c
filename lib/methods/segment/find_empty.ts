import { assertSameSize, type Mask, type Matte } from "../../raster/frame.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";

/** The masks of {@linkcode findEmpty}. */
export interface EmptyPixels {
  /** Where the room is known: 0 or 255. */
  readonly known: Mask;
  /** What is near to somebody: 0 or 255; where the room is not known it becomes 0. */
  readonly near: Mask;
  /** Takes what is known and empty: 0 or 255. */
  readonly empty: Mask;
}

/**
 * Mark what is known of a room and empty in a frame, and forget of what is near to people
 * what is not known.
 *
 * @param matte Of the frame, H × W.
 * @param background The matte is at most so high where it is empty, 0–255.
 * @param masks All H × W.
 * @returns How many pixels are known and empty.
 * @throws {RangeError} If the sizes differ.
 */
export function findEmpty(
  matte: Matte,
  background: number,
  { known, near, empty }: EmptyPixels,
): number {
  assertSameSize("find what is empty", { matte, known, near, empty });
  // Of `near` what is not known is forgotten: it is written to as well.
  const memory = memoryOf(matte.data, known.data, near.data, empty.data);
  if (memory === undefined) return findPlainly(matte.data, background, known, near, empty);
  let count = 0;
  memory.work([matte.data, known.data, near.data], empty.data, (to, alphas, isKnown, isNear) => {
    count = memory.kernels.findEmpty(alphas, isKnown, isNear, to, empty.data.length, background);
  });
  return count;
}

function findPlainly(
  alphas: Uint8Array,
  background: number,
  { data: known }: Mask,
  { data: near }: Mask,
  { data: empty }: Mask,
): number {
  let count = 0;
  for (let i = 0; i < empty.length; i++) {
    const isEmpty = alphas[i] <= background ? known[i] : 0;
    empty[i] = isEmpty;
    near[i] &= known[i];
    count += isEmpty & 1;
  }
  return count;
}
