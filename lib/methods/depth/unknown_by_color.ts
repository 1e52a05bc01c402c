import { resizeArea } from "../../pixels/resize/resize_area.ts";
import { resizeLinear } from "../../pixels/resize/resize_linear.ts";
import { voteEdges } from "../../pixels/regions/vote_edges.ts";
import { createMask, type Frame, type Mask, type Matte } from "../../raster/frame.ts";

/** What is unknown is wide: it is decided in a picture so many times smaller. */
const SMALLER = 4;

/** Within how many of its pixels somebody is asked; edges are decided later. */
const REACH = 16;

/** How alike colours are to be: those of several pixels are mixed in each. */
const DEVIATION = 20;

/**
 * Decide by colours what is near where two eyes do not tell: what one eye alone sees, beside somebody or at
 * an edge of the picture.
 *
 * @param matte What is near, H × W; it is changed.
 * @param unknown Where nobody knows, H × W.
 * @param frame What the eye sees, H × W.
 */
export function decideUnknown(matte: Matte, unknown: Mask, frame: Frame): void {
  const small = {
    width: Math.max(1, Math.round(frame.width / SMALLER)),
    height: Math.max(1, Math.round(frame.height / SMALLER)),
  };
  // What is filled from behind is right: who guesses are those that are filled with what is near.
  const guessed = createMask(frame.width, frame.height);
  for (let i = 0; i < guessed.data.length; i++) {
    if (unknown.data[i] !== 0 && matte.data[i] >= 128) guessed.data[i] = 255;
  }
  const unsure = resizeArea(guessed, small);
  for (let i = 0; i < unsure.data.length; i++) unsure.data[i] = unsure.data[i] >= 128 ? 255 : 0;
  const voted = voteEdges(resizeArea(matte, small), resizeArea(frame, small), {
    unsure,
    radius: 1,
    reach: REACH,
    deviation: DEVIATION,
  });
  const { data } = resizeLinear(voted, frame);
  for (let i = 0; i < data.length; i++) {
    if (guessed.data[i] !== 0) matte.data[i] = data[i];
  }
}
