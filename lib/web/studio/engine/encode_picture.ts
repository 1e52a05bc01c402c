import type { Frame } from "../../../raster/frame.ts";

/**
 * Encode a frame as PNG by the browser.
 *
 * @param frame The frame.
 * @returns The file.
 */
export async function encodePicture({ width, height, bitmap }: Frame): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  image.data.set(bitmap);
  canvas.getContext("2d")!.putImageData(image, 0, 0);
  return await canvas.convertToBlob({ type: "image/png" });
}

/** So many pixels around a place are looked at. */
const AROUND = 2;

/**
 * The colour at a place: the mean of the pixels around it.
 *
 * @param frame The frame.
 * @param x A share of the width.
 * @param y A share of the height.
 * @returns "#rrggbb".
 */
export function colorAt({ width, height, bitmap }: Frame, x: number, y: number): string {
  const [column, row] = [Math.floor(x * width), Math.floor(y * height)];
  const sums = [0, 0, 0];
  let count = 0;
  for (let dy = -AROUND; dy <= AROUND; dy++) {
    for (let dx = -AROUND; dx <= AROUND; dx++) {
      const [px, py] = [column + dx, row + dy];
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const p = 4 * (py * width + px);
      for (let c = 0; c < 3; c++) sums[c] += bitmap[p + c];
      count++;
    }
  }
  const hex = (sum: number) => Math.round(sum / Math.max(1, count)).toString(16).padStart(2, "0");
  return `#${sums.map(hex).join("")}`;
}
