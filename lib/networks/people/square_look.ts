import { createFrameBeside, release } from "../../memory/beside.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import { carryMatte } from "../../pixels/motion/carry_matte.ts";
import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { Frame, Gray, Matte } from "../../raster/frame.ts";
import { cutOut } from "./cut_out.ts";
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
   * @param cut That region of the frame.
   */
  constructor(matte: Matte, region: Region, cut: Frame) {
    this.matte = matte;
    this.region = region;
    this.#luma = smallLuma(cut);
  }

  /**
   * What is to be seen in the same region of a later frame, by what has moved in it.
   *
   * @param frame The frame, of the same size.
   */
  carriedTo(frame: Frame): Matte {
    this.age++;
    const cut = cutOut(frame, this.region);
    const luma = smallLuma(cut);
    release(cut);
    return carryMatte(this.matte, this.#luma, luma);
  }
}

function smallLuma(cut: Frame): Gray {
  const small = createFrameBeside(cut, { width: SIDE, height: SIDE });
  const luma = grayscale(resizeArea(cut, small, { out: small }));
  release(small);
  return luma;
}
