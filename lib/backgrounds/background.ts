import { createFrameBeside, release } from "../memory/beside.ts";
import { memoryOf } from "../memory/kernel_memory.ts";
import { dropAlpha } from "../pixels/compose/drop_alpha.ts";
import type { Frame, Mask, Matte, TimedFrame } from "../raster/frame.ts";

/**
 * What is behind the frames of one video. Whoever made it disposes of it.
 *
 * @category Backgrounds
 */
export interface Background extends AsyncDisposable {
  /**
   * Whether it is the same picture behind all frames of a size, in the same place: then it need not be
   * looked at again, nor waited for.
   *
   * @default {false}
   */
  readonly isStill?: boolean;
  /**
   * What is behind a frame. Frames come in order: their timestamps do not fall.
   *
   * @param frame The frame that will be shown in front.
   * @param matte Which of its pixels are foreground, H × W, 0–255; `undefined` if that is unknown.
   * @returns A picture of the frame's size: lent until the next call, and not to be written to.
   */
  behind(frame: TimedFrame, matte: Matte | Mask | undefined): Frame | Promise<Frame>;
}

/**
 * A background with its alpha dropped: nothing is behind it.
 *
 * @example Glass becomes solid
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { colorBackground } from "./picture_background.ts";
 *
 * await using solid = opaqueBackground(colorBackground([1, 2, 3, 0]));
 * const bitmap = new Uint8ClampedArray(4);
 * const frame = { number: 1, timestamp: 0, width: 1, height: 1, bitmap };
 * assertEquals([...(await solid.behind(frame, undefined)).bitmap], [1, 2, 3, 255]);
 * ```
 *
 * @param background The background; it is disposed of with the result.
 * @returns It, opaque.
 * @category Backgrounds
 */
export function opaqueBackground(background: Background): Background {
  let out: Frame | undefined;
  return {
    async behind(frame, matte) {
      const behind = await background.behind(frame, matte);
      const isThere = out !== undefined && memoryOf(out.bitmap) === memoryOf(behind.bitmap);
      if (!isThere || out?.width !== behind.width || out.height !== behind.height) {
        release(out);
        out = createFrameBeside(behind);
      }
      return dropAlpha(behind, { out: out! });
    },
    async [Symbol.asyncDispose]() {
      release(out);
      out = undefined;
      await background[Symbol.asyncDispose]();
    },
  };
}
