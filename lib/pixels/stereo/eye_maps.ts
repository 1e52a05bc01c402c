import { createDisparity } from "../../raster/disparity.ts";
import type { Disparity } from "../../raster/frame.ts";
import type { Eyes, StereoLayout } from "./split_eyes.ts";

/**
 * Put both eyes' maps into one, side by side or one above the other; nothing is pressed.
 *
 * @param left The left half, or the upper one.
 * @param right The other, of the same size.
 * @param layout How they are to lie: of a half layout, as of the full one.
 * @returns A map of twice the width or height.
 */
export function joinMaps(left: Disparity, right: Disparity, layout: StereoLayout): Disparity {
  const { width, height } = left;
  if (!isBeside(layout)) {
    const out = createDisparity(width, 2 * height);
    out.disparity.set(left.disparity);
    out.disparity.set(right.disparity, width * height);
    return out;
  }
  const out = createDisparity(2 * width, height);
  for (let y = 0; y < height; y++) {
    [left, right].forEach(({ disparity }, which) => {
      out.disparity.set(disparity.subarray(y * width, (y + 1) * width), (2 * y + which) * width);
    });
  }
  return out;
}

/**
 * Take apart what {@linkcode joinMaps} put together.
 *
 * @param map The map of both eyes.
 * @param layout How they lie in it.
 * @returns A map for each eye.
 */
export function splitMaps(map: Disparity, layout: StereoLayout): Eyes<Disparity> {
  const width = isBeside(layout) ? map.width / 2 : map.width;
  const height = isBeside(layout) ? map.height : map.height / 2;
  const [left, right] = [0, 1].map((which) => {
    const out = createDisparity(width, height);
    for (let y = 0; y < height; y++) {
      const start = isBeside(layout) ? (2 * y + which) * width : (which * height + y) * width;
      out.disparity.set(map.disparity.subarray(start, start + width), y * width);
    }
    return out;
  });
  return { left, right };
}

function isBeside(layout: StereoLayout): boolean {
  return layout.startsWith("sbs");
}
