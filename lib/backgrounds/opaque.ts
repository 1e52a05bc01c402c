import { dropAlpha } from "../pixels/compose/drop_alpha.ts";
import { createFrame, type Frame } from "../raster/frame.ts";
import type { Background } from "./background.ts";

/**
 * A background with its alpha dropped: nothing is behind it.
 *
 * @example Glass becomes solid
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { colorBackground } from "./still.ts";
 *
 * await using solid = opaqueBackground(colorBackground([1, 2, 3, 0]));
 * const bitmap = new Uint8ClampedArray(4);
 * const frame = { number: 1, timestamp: 0, width: 1, height: 1, bitmap };
 * assertEquals([...(await solid.behind(frame, undefined)).bitmap], [1, 2, 3, 255]);
 * ```
 *
 * @param background The background; it is disposed of with the result.
 * @returns It, opaque.
 */
export function opaqueBackground(background: Background): Background {
  let out: Frame | undefined;
  return {
    async behind(frame, matte) {
      const behind = await background.behind(frame, matte);
      if (out?.width !== behind.width || out.height !== behind.height) {
        out = createFrame(behind.width, behind.height);
      }
      return dropAlpha(behind, { out });
    },
    [Symbol.asyncDispose]: () => background[Symbol.asyncDispose](),
  };
}
