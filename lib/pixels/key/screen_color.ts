import { hueOf } from "./chroma_matte.ts";
import type { Frame, Rgba } from "../../raster/frame.ts";

/** Hues are counted in so many bins. */
const BINS = 72;

/** Only what is so saturated and so bright (0–1, 0–255) has a hue. */
const LEAST_SATURATION = 0.25;
const LEAST_VALUE = 40;

/** The border is this part of the smaller side. */
const BORDER = 1 / 16;

/** At least this part of the border must be of one hue. */
const LEAST_SHARE = 0.1;

/**
 * The colour of the screen behind: of the most frequent hue among the saturated
 * pixels along the picture's border, the mean.
 *
 * @example A blue wall, though the person is red
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const colors = [[10, 20, 200, 255], [200, 10, 10, 255], [10, 20, 200, 255]];
 * const frame = { width: 3, height: 1, bitmap: Uint8ClampedArray.from(colors.flat()) };
 * assertEquals(screenColor(frame), [10, 20, 200, 255]);
 * ```
 *
 * @param frame A frame with the screen to be seen at its border.
 * @returns The colour, or `undefined` if a tenth of the border has no hue in common.
 * @category Primitives: chroma key
 */
export function screenColor(frame: Frame): Rgba | undefined {
  const places = borderPlaces(frame);
  const { bitmap } = frame;
  const counts = new Int32Array(BINS);
  const bins = places.map((p) => {
    const r = bitmap[p], g = bitmap[p + 1], b = bitmap[p + 2];
    const most = Math.max(r, g, b), spread = most - Math.min(r, g, b);
    if (most < LEAST_VALUE || spread < LEAST_SATURATION * most) return -1;
    const bin = Math.floor(hueOf(r, g, b) * BINS / 6) % BINS;
    counts[bin]++;
    return bin;
  });
  // Noise spreads one hue over some bins: look at five together.
  const around = (bin: number) =>
    [-2, -1, 0, 1, 2].reduce((sum, by) => sum + counts[(bin + by + BINS) % BINS], 0);
  let best = 0;
  for (let bin = 1; bin < BINS; bin++) if (around(bin) > around(best)) best = bin;
  if (around(best) < LEAST_SHARE * places.length) return undefined;
  let count = 0, red = 0, green = 0, blue = 0;
  places.forEach((p, k) => {
    const apart = Math.abs(bins[k] - best);
    if (bins[k] < 0 || Math.min(apart, BINS - apart) > 2) return;
    count++;
    red += bitmap[p], green += bitmap[p + 1], blue += bitmap[p + 2];
  });
  return [Math.round(red / count), Math.round(green / count), Math.round(blue / count), 255];
}

/** Where the pixels of the border begin. */
function borderPlaces({ width, height }: Frame): number[] {
  const thick = Math.max(1, Math.floor(Math.min(width, height) * BORDER));
  const places: number[] = [];
  for (let y = 0; y < height; y++) {
    const isInside = y >= thick && y < height - thick;
    for (let x = 0; x < width; x++) {
      // From a row that is inside only both ends.
      if (isInside && x === thick && width - thick > x) x = width - thick;
      places.push(4 * (y * width + x));
    }
  }
  return places;
}
