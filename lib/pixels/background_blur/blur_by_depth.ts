import { createFrameBeside, release } from "../../memory/beside.ts";
import {
  assertFrames,
  assertGrays,
  assertSameSize,
  createFrame,
  type Frame,
  type Gray,
  type Mask,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { assertBlurRadius, blurFrame } from "./blur_frame.ts";

/**
 * Options of {@linkcode blurByDepth}.
 *
 * @category Primitives: composition
 */
export interface BlurByDepthOptions extends OutOption<Frame> {
  /** What must not bleed into its surroundings, H × W: as in `blurFrame`. */
  weight?: Matte | Mask;
}

/** So many radii above 0 are blurred with; between two of them colours are interpolated. */
const STEPS = 3;

/**
 * Blur each pixel of a frame as far as it is out of focus: what a lens does.
 *
 * The frame is blurred with three radii, and each pixel lies between the two next to its own.
 *
 * @example Sharp on the left, blurred on the right
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../../raster/frame.ts";
 *
 * const frame = createFrame(4, 1);
 * frame.bitmap.set([0, 0, 0, 255, 90, 90, 90, 255, 0, 0, 0, 255, 90, 90, 90, 255]);
 * const amounts = { width: 4, height: 1, data: Uint8Array.of(0, 0, 255, 255) };
 * const { bitmap } = blurByDepth(frame, amounts, 3);
 * assertEquals([bitmap[0], bitmap[4], bitmap[8], bitmap[12]], [0, 90, 45, 45]);
 * ```
 *
 * @param frame The frame, H × W.
 * @param amounts How far each pixel is out of focus, H × W: 0 is sharp, 255 has the whole radius.
 * @param radius In pixels: a whole number from 0 to 500, as in `blurFrame`.
 * @param options `out` may be `frame`; `weight` is the foreground's matte.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If `radius` is out of range, or the sizes differ.
 * @category Primitives: composition
 */
export function blurByDepth(
  frame: Frame,
  amounts: Gray,
  radius: number,
  options: BlurByDepthOptions = {},
): Frame {
  assertFrames("blur by depth", { frame });
  assertGrays("blur by depth", { amounts });
  assertBlurRadius(radius);
  const { out = createFrame(frame.width, frame.height), weight } = options;
  assertSameSize("blur by depth", { frame, amounts, out, ...(weight && { weight }) });
  const blurred = Array.from({ length: STEPS + 1 }, (_, k) => {
    const to = createFrameBeside(frame);
    return blurFrame(frame, Math.round(radius * k / STEPS), { out: to, ...(weight && { weight }) });
  });
  const levels = blurred.map(({ bitmap }) => bitmap);
  for (let i = 0, p = 0; i < amounts.data.length; i++) {
    const place = STEPS * amounts.data[i];
    const step = Math.min(STEPS - 1, Math.floor(place / 255));
    const share = place - 255 * step;
    const less = levels[step], more = levels[step + 1];
    for (const end = p + 4; p < end; p++) {
      out.bitmap[p] = ((255 - share) * less[p] + share * more[p] + 127) / 255;
    }
  }
  release(...blurred);
  return out;
}
