import { createGrayBeside } from "../../memory/beside.ts";
import { type Homography, invertHomography, mapPoint } from "../../pixels/features/homography.ts";
import type { Frame, Mask } from "../../raster/frame.ts";

/** So many pixels within a warped plate's edge are not used: they are mixed with what is outside. */
const EDGE = 2;

/** Which pixels of a frame a warped plate shows, and what is said of the others. */
export class PlateCoverage {
  /** 255 where the plate can be compared; lies where the plate does. */
  readonly covered: Mask;
  /** Pairs of numbers: a pixel beyond the plate, and the nearest one within it, along column and row. */
  readonly #beyond: Int32Array;

  /**
   * @param plate The warped plate, H × W.
   * @param pose From the plate as it was taken to where it is.
   */
  constructor(plate: Frame, pose: Homography) {
    this.covered = createGrayBeside(plate);
    markCovered(this.covered, pose);
    this.#beyond = nearestWithin(this.covered);
  }

  /**
   * Say of pixels that the plate does not show what is said of the nearest that it does: whoever is cut
   * off by its edge goes on beyond it.
   *
   * @param mask The mask, H × W; is changed.
   */
  fillBeyond({ data }: Mask): void {
    const beyond = this.#beyond;
    for (let k = 0; k < beyond.length; k += 2) data[beyond[k]] = data[beyond[k + 1]];
  }
}

function markCovered({ width, height, data }: Mask, pose: Homography): void {
  const back = invertHomography(pose);
  const right = width - 1 - EDGE, down = height - 1 - EDGE;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const from = mapPoint(back, { x, y });
      const isWithin = from.x >= EDGE && from.y >= EDGE && from.x <= right && from.y <= down;
      data[i] = isWithin ? 255 : 0;
    }
  }
}

/** For each pixel that is not covered, the nearest in its row or column that is, or nearly so in a corner. */
function nearestWithin({ width, height, data }: Mask): Int32Array {
  const from = new Int32Array(data.length);
  const distance = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    from[i] = data[i] === 0 ? -1 : i;
    distance[i] = data[i] === 0 ? width + height : 0;
  }
  const walk = (start: number, step: number, count: number) => {
    for (let k = 1, i = start + step; k < count; k++, i += step) {
      const farther = distance[i - step] + 1;
      if (farther >= distance[i]) continue;
      distance[i] = farther;
      from[i] = from[i - step];
    }
  };
  for (let x = 0; x < width; x++) {
    walk(x, width, height);
    walk((height - 1) * width + x, -width, height);
  }
  // After the columns: a corner's row has pixels by now that know where to look.
  for (let y = 0; y < height; y++) {
    walk(y * width, 1, width);
    walk(y * width + width - 1, -1, width);
  }
  const pairs: number[] = [];
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0 && from[i] >= 0) pairs.push(i, from[i]);
  }
  return Int32Array.from(pairs);
}
