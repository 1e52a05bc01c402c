import { createFrameBeside, release } from "../../memory/beside.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import { carryMatte } from "../../pixels/motion/carry_matte.ts";
import { resizePart } from "../../pixels/resize/resize_part.ts";
import type { Frame, Gray, Matte } from "../../raster/frame.ts";
import type { Region } from "./region.ts";

/** Width and height of the pictures by which motion is measured. */
const SIDE = 96;

/** What a network sees in a region of a frame, which may be carried to later frames. */
export class SquareLook {
  /** What it saw. */
  readonly matte: Matte;
  /** Where, in the frame's pixels. */
  readonly region: Region;
  /** How often it was carried. */
  age = 0;
  readonly #luma: Gray;

  /**
   * @param matte What was seen.
   * @param region Where, in whole pixels within the frame.
   * @param frame The frame.
   */
  constructor(matte: Matte, region: Region, frame: Frame) {
    this.matte = matte;
    this.region = region;
    this.#luma = smallLuma(frame, region);
  }

  /**
   * What is to be seen in the same region of a later frame, by what has moved in it.
   *
   * @param frame The frame, of the same size.
   */
  carriedTo(frame: Frame): Matte {
    this.age++;
    return carryMatte(this.matte, this.#luma, smallLuma(frame, this.region));
  }
}

function smallLuma(frame: Frame, region: Region): Gray {
  const small = createFrameBeside(frame, { width: SIDE, height: SIDE });
  resizePart(frame, region, small);
  const luma = grayscale(small);
  release(small);
  return luma;
}
