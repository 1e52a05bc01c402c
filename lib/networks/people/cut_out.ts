import { createFrameBeside, createNumbersBeside, release } from "../../memory/beside.ts";
import { numbersOfFrame } from "../../pixels/color/numbers_of_frame.ts";
import { resizePart } from "../../pixels/resize/resize_part.ts";
import type { Frame, Matte } from "../../raster/frame.ts";
import type { Tensor } from "../inference_session.ts";
import type { Segmenter } from "../segmenter.ts";
import { clamped, type Region } from "./region.ts";

/**
 * Segment a region of a frame, which is cut out if the segmenter cannot do without.
 *
 * @param segmenter What looks.
 * @param frame The frame; must stay as it is until the promise has settled.
 * @param region Whole pixels within the frame.
 */
export async function segmentPart(
  segmenter: Segmenter,
  frame: Frame,
  region: Region,
): Promise<Matte> {
  if (segmenter.segmentPart !== undefined) return await segmenter.segmentPart(frame, region);
  const cut = createFrameBeside(frame, region);
  try {
    resizePart(frame, region, cut);
    return await segmenter.segment(cut);
  } finally {
    release(cut);
  }
}

/** A square of a frame as a network takes it. */
export interface SquareInput {
  /** 1 × side × side × 3. */
  readonly tensor: Tensor;
  /** The part of the frame that the square shows, in the frame's pixels. */
  readonly region: Region;
}

/**
 * A square of a frame as numbers for a network: `(level − mean) / std`. What is beyond the frame is black.
 *
 * @param frame The frame.
 * @param square Where to look; it may reach beyond the frame.
 * @param side Width and height of the network's pictures.
 * @param mean What is subtracted from each level.
 * @param std What the difference is divided by.
 * @returns The numbers, to be given back by `release`, and what they show: the square, moved by less
 * than a pixel of the network.
 */
export function squareInput(
  frame: Frame,
  square: Region,
  side: number,
  mean: number,
  std: number,
): SquareInput {
  const inside = clamped(square, frame);
  const scale = side / square.width;
  const place = (start: number, length: number, from: number) => {
    const first = Math.min(side - 1, Math.max(0, Math.round((start - from) * scale)));
    return [first, Math.max(1, Math.min(side - first, Math.round(length * scale)))] as const;
  };
  const [left, width] = place(inside.left, inside.width, square.left);
  const [top, height] = place(inside.top, inside.height, square.top);
  const isEmpty = inside.width === 0 || inside.height === 0;
  const picture = createFrameBeside(frame, { width: side, height: side });
  if (!isEmpty) {
    const small = createFrameBeside(frame, { width, height });
    resizePart(frame, inside, small);
    for (let y = 0; y < height; y++) {
      const row = small.bitmap.subarray(4 * y * width, 4 * (y + 1) * width);
      picture.bitmap.set(row, 4 * ((top + y) * side + left));
    }
    release(small);
  }
  const three = (value: number): [number, number, number] => [value, value, value];
  const out = createNumbersBeside(frame, 3 * side * side);
  const data = numbersOfFrame(picture, { mean: three(mean), std: three(std), out });
  release(picture);
  const across = inside.width / width, down = inside.height / height;
  const region = isEmpty ? square : {
    left: inside.left - left * across,
    top: inside.top - top * down,
    width: side * across,
    height: side * down,
  };
  return { tensor: { dims: [1, side, side, 3], data }, region };
}
