import { carryMatte } from "../../pixels/motion/carry_matte.ts";
import { assertSameSize, createMatte, type Gray, type Matte } from "../../raster/frame.ts";

/** From here on a matte says person. */
const PERSON = 128;

/** A place looks as it did if its brightness differs by at most so many levels. */
const ALIKE = 12;

/** At least so much of somebody must look as they did. */
const LEAST_ALIKE = 0.6;

/** What a network saw in one frame, and that frame's brightness, as {@linkcode carryMatte} takes it. */
export interface SeenFrame {
  /** The network's matte. */
  readonly matte: Matte;
  /** The brightness of its frame, reduced to about 90 lines. */
  readonly luma: Gray;
}

/**
 * The matte of a frame in which a network saw nobody, from a frame beside it in which it did: carried along what moves,
 * and kept where the frame looks as the other one did. Whoever has left is not brought back, for then their place looks
 * different.
 *
 * @example Somebody who stands still, and somebody who has left
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 *
 * const somebody = createGray(64, 64);
 * somebody.data.forEach((_, i) => somebody.data[i] = i % 64 > 20 && i % 64 < 40 ? 200 : 40);
 * const matte = { ...somebody, data: somebody.data.map((level) => level === 200 ? 255 : 0) };
 * assertEquals(bridgeGap({ matte, luma: somebody }, somebody), matte);
 * const nobody = { ...somebody, data: somebody.data.map(() => 40) };
 * assertEquals(bridgeGap({ matte, luma: somebody }, nobody), undefined);
 * ```
 *
 * @param seen The frame beside it.
 * @param luma The brightness of the frame.
 * @returns A matte as large as the other frame's; nothing if nobody is there, or their places look different.
 * @throws {RangeError} If the sizes of the brightnesses differ.
 */
export function bridgeGap(seen: SeenFrame, luma: Gray): Matte | undefined {
  assertSameSize("bridge a gap", { seen: seen.luma, luma });
  const carried = carryMatte(seen.matte, seen.luma, luma);
  // The picture itself, moved in the same way.
  const expected = carryMatte(seen.luma, seen.luma, luma);
  const { width, height, data } = carried;
  const out = createMatte(width, height);
  let count = 0, alike = 0;
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y + 0.5) * luma.height / height) * luma.width;
    for (let x = 0; x < width; x++, i++) {
      if (data[i] === 0) continue;
      const place = row + Math.floor((x + 0.5) * luma.width / width);
      const isAlike = Math.abs(luma.data[place] - expected.data[place]) <= ALIKE;
      if (isAlike) out.data[i] = data[i];
      if (data[i] < PERSON) continue;
      count++;
      if (isAlike) alike++;
    }
  }
  return count > 0 && alike >= LEAST_ALIKE * count ? out : undefined;
}
