import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertGrays,
  assertSameSize,
  createFrame,
  type Frame,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { EVEN_BYTES, wordsOf } from "../../raster/bytes.ts";

/** One half of 256 in both halves of a word. */
const HALVES = 0x00800080;
/** Bytes 1 and 3 of a word. */
const ODD_BYTES = 0xff00ff00 | 0;

/**
 * Put a foreground over a background, as much of it as the matte says.
 *
 * Over an opaque background a colour is `round((f·a + b·(255 − a)) / 255)`, to
 * the bit, where `a` is the matte's value, and the result is opaque. In general
 * it is the "over" operator on straight alpha:
 *
 * - `a = round(foreground's alpha · matte / 255)`, and the background weighs
 *   `b' = background's alpha · (255 − a)` beside the foreground's `255·a`;
 * - colour: `round((f·255·a + b·b') / (255·a + b'))`, halves up;
 * - alpha: `round((255·a + b') / 255)`.
 *
 * So over a transparent background the foreground's colours stay as they are,
 * with the matte as their alpha. Where `a` is 0 the background's pixel stays
 * with all its four bytes: nothing of the foreground is left under alpha 0.
 * Colours are mixed as stored (sRGB), not in linear light.
 *
 * @example Half a pixel of white over black, and over nothing
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const pixel = (...rgba: number[]) => ({
 *   width: 1,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.from(rgba),
 * });
 * const half = { width: 1, height: 1, data: Uint8Array.of(128) };
 * const white = pixel(255, 255, 255, 255);
 * assertEquals([...composite(white, pixel(0, 0, 0, 255), half).bitmap], [128, 128, 128, 255]);
 * assertEquals([...composite(white, pixel(0, 0, 0, 0), half).bitmap], [255, 255, 255, 128]);
 * ```
 *
 * @param foreground What lies above, H × W.
 * @param background What lies below, H × W.
 * @param matte How much of the foreground is seen, H × W: 0 none, 255 all.
 * @param options `out` may be `foreground` or `background`.
 * @returns `out`, or a new H × W frame; straight alpha.
 * @throws {RangeError} If the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see Porter & Duff, Compositing Digital Images, SIGGRAPH 1984, https://doi.org/10.1145/800031.808606
 * @category Primitives: composition
 */
export function composite(
  foreground: Frame,
  background: Frame,
  matte: Matte,
  options: OutOption<Frame> = {},
): Frame {
  assertFrames("composite", { foreground, background });
  assertGrays("composite", { matte });
  const { out = createFrame(foreground.width, foreground.height) } = options;
  assertSameSize("composite", { foreground, background, matte, out });
  const inputs = [foreground.bitmap, background.bitmap, matte.data];
  const memory = memoryOf(...inputs);
  if (memory !== undefined) {
    memory.work(inputs, out.bitmap, (to, front, back, alpha) => {
      memory.kernels.composite(front, back, alpha, to, out.width * out.height);
    });
    return out;
  }

  const front = wordsOf(foreground.bitmap);
  const back = wordsOf(background.bitmap);
  const to = wordsOf(out.bitmap);
  if (front === undefined || back === undefined || to === undefined) {
    for (let i = 0; i < matte.data.length; i++) {
      putOver(foreground.bitmap, background.bitmap, matte.data[i], out.bitmap, 4 * i);
    }
    return out;
  }
  const alpha = matte.data;
  for (let i = 0; i < alpha.length; i++) {
    const a = alpha[i];
    const f = front[i];
    const b = back[i];
    // Most of a matte is all or nothing.
    if (a === 0) to[i] = b;
    else if (a === 255 && f >> 24 === -1) to[i] = f;
    else if ((f & b) >> 24 === -1) to[i] = mix(f, b, a);
    else putOver(foreground.bitmap, background.bitmap, a, out.bitmap, 4 * i);
  }
  return out;
}

/**
 * Two opaque pixels mixed, two bytes in one product. Alpha comes out as 255 like
 * any byte that both have.
 *
 * Correctness: with t = f·a + b·(255 − a), t / 255 is never half-way between two
 * whole numbers: 2t would be an odd multiple of 255, but 2t is even. So there is
 * one way to round. (x + (x >> 8)) >> 8 with x = t + 128 is that, for all t up to
 * 255² (tests/pixels/compose/composite_test.ts tries each); x + (x >> 8) is at most 65407,
 * so that the lower sum does not run into the upper.
 */
function mix(f: number, b: number, a: number): number {
  const rest = 255 - a;
  const even = Math.imul(f & EVEN_BYTES, a) + Math.imul(b & EVEN_BYTES, rest) + HALVES | 0;
  const odd = Math.imul(f >>> 8 & EVEN_BYTES, a) + Math.imul(b >>> 8 & EVEN_BYTES, rest) + HALVES |
    0;
  return (even + (even >>> 8 & EVEN_BYTES)) >>> 8 & EVEN_BYTES |
    (odd + (odd >>> 8 & EVEN_BYTES)) & ODD_BYTES;
}

/** One pixel of any alphas over another, at byte `p`. */
function putOver(
  front: Uint8ClampedArray,
  back: Uint8ClampedArray,
  matte: number,
  to: Uint8ClampedArray,
  p: number,
): void {
  const a = Math.floor((front[p + 3] * matte + 127) / 255);
  const frontWeight = 255 * a;
  const backWeight = back[p + 3] * (255 - a);
  const weight = frontWeight + backWeight;
  for (let c = p; c < p + 3; c++) {
    const sum = front[c] * frontWeight + back[c] * backWeight;
    to[c] = a === 0 ? back[c] : Math.floor((sum + (weight >> 1)) / weight);
  }
  to[p + 3] = Math.floor((weight + 127) / 255);
}
