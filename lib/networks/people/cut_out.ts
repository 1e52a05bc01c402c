import { createFrameBeside, release } from "../../memory/beside.ts";
import { numbersOfFrame } from "../../pixels/color/numbers_of_frame.ts";
import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { Frame } from "../../raster/frame.ts";
import type { Tensor } from "../inference_session.ts";
import { clamped, type Region } from "./region.ts";

/**
 * Copy a region of a frame.
 *
 * @param frame The frame.
 * @param region Whole pixels within the frame.
 * @returns The region as a frame where the frame lies, to be given back by `release`.
 */
export function cutOut(frame: Frame, { left, top, width, height }: Region): Frame {
  const out = createFrameBeside(frame, { width, height });
  for (let y = 0; y < height; y++) {
    const start = 4 * ((top + y) * frame.width + left);
    out.bitmap.set(frame.bitmap.subarray(start, start + 4 * width), 4 * y * width);
  }
  return out;
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
 * @returns The numbers, and what they show: the square, moved by less than a pixel of the network.
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
    const isWhole = inside.width === frame.width && inside.height === frame.height;
    const cut = isWhole ? frame : cutOut(frame, inside);
    const small = createFrameBeside(frame, { width, height });
    resizeArea(cut, small, { out: small });
    for (let y = 0; y < height; y++) {
      const row = small.bitmap.subarray(4 * y * width, 4 * (y + 1) * width);
      picture.bitmap.set(row, 4 * ((top + y) * side + left));
    }
    release(small, isWhole ? undefined : cut);
  }
  const three = (value: number): [number, number, number] => [value, value, value];
  const data = numbersOfFrame(picture, { mean: three(mean), std: three(std) });
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
