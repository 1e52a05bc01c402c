import type { Frame } from "../../raster/frame.ts";
import { holds, type Region } from "./region.ts";

/** Cells across and down. */
const COLUMNS = 32;
const ROWS = 18;

/** So many pixels a side are taken of each cell. */
const SAMPLES = 6;

/** A cell has changed by more than so many levels. */
const CHANGED = 10;

/** What enters changes at least so many cells. */
const LEAST_CELLS = 2;

/** Tells whether something has changed where nobody is known to be: somebody may have come in. */
export class PeopleSurroundings {
  #known: Float32Array | undefined;

  /** Take a frame for what is known. */
  learn(frame: Frame): void {
    this.#known = meansOf(frame);
  }

  /**
   * Compare a frame with what is known.
   *
   * @param frame As large as the one before.
   * @param people Where people are.
   * @returns Whether it looks different beside them; also where nothing is known.
   */
  hasChanged(frame: Frame, people: readonly Region[]): boolean {
    if (this.#known === undefined) return true;
    const means = meansOf(frame);
    const [width, height] = [frame.width / COLUMNS, frame.height / ROWS];
    let count = 0;
    for (let i = 0; i < means.length; i++) {
      if (Math.abs(means[i] - this.#known[i]) <= CHANGED) continue;
      const [x, y] = [i % COLUMNS, Math.floor(i / COLUMNS)];
      const cell = { left: x * width, top: y * height, width, height };
      if (!people.some((region) => holds(region, cell))) count++;
    }
    return count >= LEAST_CELLS;
  }
}

/** The mean of some of each cell's pixels, in green. */
function meansOf({ width, height, bitmap }: Frame): Float32Array {
  const means = new Float32Array(COLUMNS * ROWS);
  for (let v = 0; v < ROWS * SAMPLES; v++) {
    const y = Math.floor((v + 0.5) * height / ROWS / SAMPLES);
    const row = Math.floor(v / SAMPLES) * COLUMNS;
    for (let u = 0; u < COLUMNS * SAMPLES; u++) {
      const x = Math.floor((u + 0.5) * width / COLUMNS / SAMPLES);
      means[row + Math.floor(u / SAMPLES)] += bitmap[4 * (y * width + x) + 1];
    }
  }
  for (let i = 0; i < means.length; i++) means[i] /= SAMPLES ** 2;
  return means;
}
