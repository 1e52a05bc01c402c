/**
 * Segmenters written by hand, that tell what was asked of them.
 *
 * @module
 */

import { grayscale } from "../../lib/pixels/color/grayscale.ts";
import { resizeArea } from "../../lib/pixels/resize/resize_area.ts";
import type { OpenSegmenter, Segmenter } from "../../lib/networks/segmenter.ts";
import type { Frame, Matte, Size } from "../../mod.ts";

/** What a frame looks like to a segmenter. */
export type Sight = (frame: Frame, call: number) => Matte | Promise<Matte>;

/** What is bright is somebody, in the frame's own resolution. */
export const bright: Sight = (frame) => grayscale(frame);

/** The same in half the resolution. */
export const coarselyBright: Sight = (frame) => {
  const [width, height] = [frame.width, frame.height].map((side) => Math.ceil(side / 2));
  return resizeArea(grayscale(frame), { width, height });
};

/** A segmenter that sees what a function sees; each of its frames must be whole when it is asked. */
export class MadeSegmenter implements Segmenter {
  /** What was asked, in order: "segment 90" with the first byte of the frame, "reset", "dispose". */
  readonly log: string[] = [];
  readonly #sight: Sight;
  #calls = 0;

  /** @param sight What it sees. */
  constructor(sight: Sight) {
    this.#sight = sight;
  }

  // Not async: what the sight throws at once is a rejection all the same, but the
  // frame is looked at before the call returns, as the contract says.
  segment(frame: Frame): Promise<Matte> {
    this.log.push(`segment ${frame.bitmap[0]}`);
    try {
      return Promise.resolve(this.#sight(frame, ++this.#calls));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  reset(): void {
    this.log.push("reset");
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.log.push("dispose");
    return Promise.resolve();
  }
}

/** Opens a segmenter that sees what a function sees; it and the sizes asked for can be looked at. */
export function made(
  sight: Sight,
): { open: OpenSegmenter; segmenter: MadeSegmenter; sizes: Size[] } {
  const segmenter = new MadeSegmenter(sight);
  const sizes: Size[] = [];
  const open = ({ width, height }: Size) => {
    sizes.push({ width, height });
    return Promise.resolve(segmenter);
  };
  return { open, segmenter, sizes };
}
