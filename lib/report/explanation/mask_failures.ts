import { counted } from "../../counted.ts";
import { grayscale } from "../../pixels/color/grayscale.ts";
import {
  connectedComponents,
  fillHoles,
  removeSmaller,
} from "../../pixels/regions/connected_components.ts";
import { createFrame, createMask, type Frame, type Mask } from "../../raster/frame.ts";

/** A speck is smaller than this part of the picture. */
const SPECK = 1 / 2500;

/** One kind of failure on one frame. */
export interface MaskFailure {
  /** Where it is. */
  readonly mask: Mask;
  /** How many pixels that are. */
  readonly pixels: number;
}

/** What is wrong with a mask, as far as the mask and the picture tell without the true one. */
export interface MaskFailures {
  /** How many pixels of the mask are foreground. */
  readonly foreground: number;
  /** Background that foreground encloses; the lower border encloses too. */
  readonly holes: MaskFailure & { readonly count: number };
  /** Foreground in parts that are smaller than a speck. */
  readonly noise: MaskFailure & { readonly count: number };
  /** Foreground with background beside it. */
  readonly seams: MaskFailure & {
    /** Its length against the outline of a disc with the mask's area. */
    readonly ratio: number;
    /** How much the result changes across it, in gray levels. */
    readonly step: number;
    /** How much the frame itself changes there. */
    readonly ownStep: number;
  };
}

/**
 * Measure what is wrong with a mask.
 *
 * @example A ring has a hole
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../../raster/frame.ts";
 *
 * const data = Uint8Array.of(0, 0, 0, 0, 0, 0, 9, 9, 9, 0, 0, 9, 0, 9, 0, 0, 9, 9, 9, 0, 0, 0, 0, 0, 0);
 * const picture = createFrame(5, 5);
 * const { foreground, holes } = maskFailures({ width: 5, height: 5, data }, picture, picture);
 * assertEquals([foreground, holes.count, holes.pixels], [8, 1, 1]);
 * ```
 *
 * @param mask The mask.
 * @param frame The frame that is shown.
 * @param result What the mask makes of it.
 */
export function maskFailures(mask: Mask, frame: Frame, result: Frame): MaskFailures {
  const { width, height } = mask;
  const foreground = pixelsOf(mask);
  const filled = fillHoles(mask, { level: 1, closedBottom: true });
  const holes = differenceOf(filled, mask);
  const kept = removeSmaller(mask, Math.max(2, Math.round(SPECK * width * height)), { level: 1 });
  const specks = differenceOf(mask, kept);
  return {
    foreground,
    holes: { mask: holes, pixels: pixelsOf(holes), count: partsOf(holes, 4) },
    noise: { mask: specks, pixels: pixelsOf(specks), count: partsOf(specks, 8) },
    seams: seamsOf(mask, foreground, frame, result),
  };
}

function pixelsOf({ data }: Mask): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) count += data[i] === 0 ? 0 : 1;
  return count;
}

/** What is in one mask and not in another that lies within it. */
function differenceOf(outer: Mask, inner: Mask): Mask {
  const mask = createMask(outer.width, outer.height);
  for (let i = 0; i < mask.data.length; i++) {
    mask.data[i] = outer.data[i] !== 0 && inner.data[i] === 0 ? 255 : 0;
  }
  return mask;
}

function partsOf(mask: Mask, connectivity: 4 | 8): number {
  return connectedComponents(mask, { connectivity }).stats.length;
}

/** Where foreground and background meet, and what is to be seen there. */
function seamsOf(
  mask: Mask,
  foreground: number,
  frame: Frame,
  result: Frame,
): MaskFailures["seams"] {
  const { width, height, data } = mask;
  const seam = createMask(width, height);
  const own = grayscale(frame).data;
  const made = grayscale(result).data;
  let [pairs, step, ownStep] = [0, 0, 0];
  const meet = (i: number, j: number) => {
    if ((data[i] === 0) === (data[j] === 0)) return;
    seam.data[data[i] === 0 ? j : i] = 255;
    pairs++;
    step += Math.abs(made[i] - made[j]);
    ownStep += Math.abs(own[i] - own[j]);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (x + 1 < width) meet(i, i + 1);
      if (y + 1 < height) meet(i, i + width);
    }
  }
  const pixels = pixelsOf(seam);
  const outline = 2 * Math.sqrt(Math.PI * foreground);
  const ratio = foreground === 0 ? 0 : pixels / outline;
  const most = Math.max(1, pairs);
  return { mask: seam, pixels, ratio, step: step / most, ownStep: ownStep / most };
}

/** What each kind of failure is called where it is counted. */
export interface FailureWords {
  readonly foreground: string;
  readonly holes: string;
  readonly noise: string;
  readonly seams: string;
}

/**
 * The measured failures, each as a sentence.
 *
 * @param failures What {@linkcode maskFailures} found.
 */
export function failureWords({ foreground, holes, noise, seams }: MaskFailures): FailureWords {
  const all = holes.mask.data.length;
  const inside = foreground + holes.pixels;
  return {
    foreground: `${percent(foreground, all)} of the picture is foreground.`,
    holes: holes.count === 0
      ? "No hole: the mask encloses nothing."
      : `${counted(holes.count, "hole")}: ${percent(holes.pixels, inside)} of what the mask ` +
        "and its holes cover shows the background.",
    noise: noise.count === 0
      ? "No speck: all parts of the mask are larger."
      : `${counted(noise.count, "speck")}: ${percent(noise.pixels, foreground)} of the mask ` +
        "lies in parts smaller than 1/2500 of the picture.",
    seams: seams.pixels === 0
      ? "No seam: the mask has no edge."
      : `The mask's edge has ${counted(seams.pixels, "pixel")}, ${
        seams.ratio.toFixed(1)
      } times the outline of a disc as large as the mask. Across it the result changes by ${
        seams.step.toFixed(0)
      } gray levels, the video itself by ${seams.ownStep.toFixed(0)}.`,
  };
}

/** "12.3 %". */
export function percent(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : 100 * part / whole).toFixed(1)} %`;
}

/** The colour of marks, by their kind. */
export const failureColors: Readonly<
  Record<"holes" | "noise" | "seams", readonly [number, number, number]>
> = {
  holes: [40, 110, 255],
  noise: [255, 138, 0],
  seams: [236, 30, 140],
};

/** So wide is a picture in which a marked pixel is drawn as one; in wider ones it is seen no less. */
const MARKED_WIDTH = 640;

/**
 * A frame in pale gray, with some of its pixels in a colour, each large enough to be seen.
 *
 * @param frame The frame.
 * @param mask What is marked.
 * @param color Red, green and blue.
 */
export function markedFrame(
  frame: Frame,
  mask: Mask,
  [red, green, blue]: readonly [number, number, number],
): Frame {
  const { width, height } = frame;
  const luma = grayscale(frame).data;
  const marks = createFrame(width, height);
  const { bitmap } = marks;
  for (let i = 0, p = 0; p < bitmap.length; i++, p += 4) {
    bitmap[p] = bitmap[p + 1] = bitmap[p + 2] = 70 + 0.4 * luma[i];
    bitmap[p + 3] = 255;
  }
  const size = Math.max(1, Math.round(width / MARKED_WIDTH));
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (mask.data[i] !== 0) mark(x, y);
    }
  }
  return marks;

  function mark(left: number, top: number): void {
    for (let y = top; y < Math.min(height, top + size); y++) {
      for (let x = left; x < Math.min(width, left + size); x++) {
        const p = 4 * (y * width + x);
        bitmap[p] = red;
        bitmap[p + 1] = green;
        bitmap[p + 2] = blue;
      }
    }
  }
}
