import type { Size } from "../../raster/frame.ts";
import type { ReferenceSize } from "./model_spec_types.ts";

/**
 * The size at which a network that takes any shall see a frame: nearly of its
 * proportions, and as large as what the network was trained with.
 *
 * @example A wide frame for a network that was trained with 512×512
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const reference = { area: 512 * 512, multiple: 32 };
 * assertEquals(inputSize({ width: 1920, height: 1080 }, reference), { width: 672, height: 384 });
 * ```
 *
 * @param frame The frame's size.
 * @param reference What the network was trained with.
 * @returns Width and height.
 */
export function inputSize(frame: Size, reference: ReferenceSize): Size {
  const { area, shorter = Infinity, multiple, isLimit = false } = reference;
  const { width, height } = frame;
  const scale = Math.min(
    Math.sqrt(area / (width * height)),
    shorter / Math.min(width, height),
    isLimit ? 1 : Infinity,
  );
  const nearest = (side: number) => Math.max(1, Math.round(side * scale / multiple)) * multiple;
  const size = { width: nearest(width), height: nearest(height) };
  while (size.width * size.height > area) {
    const longer = size.width > size.height ? "width" : "height";
    if (size[longer] <= multiple) break;
    size[longer] -= multiple;
  }
  return size;
}

/**
 * The scale at which Robust Video Matting first looks at a frame.
 *
 * @param size The frame's size.
 * @returns 1 up to 512 pixels, 0.375 for 1280×720, 0.25 for 1920×1080.
 * @see https://github.com/PeterL1n/RobustVideoMatting: the table of ratios for portraits.
 */
export function downsampleRatio({ width, height }: Size): number {
  const longer = Math.max(width, height);
  return longer <= 512 ? 1 : 480 / longer;
}
