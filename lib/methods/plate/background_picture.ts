import { assertWhole, createFrame, type Frame, type Size } from "../../raster/frame.ts";

const ACTION = "make the background's picture";

/**
 * The frame that a model's background goes into.
 *
 * @param size The model's sides, if it has seen a frame.
 * @param out Where to write, if the caller has a place.
 * @returns `out`, or a new frame.
 * @throws {Error} If there is no size.
 * @throws {RangeError} If `out` has another.
 */
export function backgroundPicture(size: Size | undefined, out: Frame | undefined): Frame {
  if (size === undefined) throw new Error(`Cannot ${ACTION}: no frame has been learned yet`);
  if (out === undefined) return createFrame(size.width, size.height);
  assertWhole(ACTION, "out", out);
  if (out.width !== size.width || out.height !== size.height) {
    throw new RangeError(
      `Cannot ${ACTION}: 'out' must be ${size.width}×${size.height} as the frames are, ` +
        `got ${out.width}×${out.height}`,
    );
  }
  return out;
}
