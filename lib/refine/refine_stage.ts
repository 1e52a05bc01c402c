import { lookUp } from "../pixels/color/look_up.ts";
import { threshold } from "../pixels/color/threshold.ts";
import { boxBlur } from "../pixels/filter/box_blur.ts";
import { gaussianBlur } from "../pixels/filter/gaussian_blur.ts";
import { guidedFilter } from "../pixels/filter/guided/guided_filter.ts";
import { medianBlur } from "../pixels/filter/median_blur.ts";
import { close, dilate, erode, open } from "../pixels/filter/morphology.ts";
import { fillHoles, keepLargest, removeSmaller } from "../pixels/regions/connected_components.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import { ALONE, type Window, type WindowSpan } from "../moments/window.ts";
import type { Matte } from "../raster/frame.ts";
import type { Steps } from "../turns.ts";
import type { RefineStep } from "./refinement.ts";
import { type StripWork, workInStrips } from "./strip_work.ts";

/** A step at work on one video, with what it remembers. */
export interface RefineStage extends Disposable {
  /** How far it looks around each matte; of its neighbours some may have no matte yet. */
  readonly window: WindowSpan;
  /** Whether it changes mattes where they lie; then it must not look at its neighbours' mattes. */
  readonly isInPlace: boolean;
  /** Whether a thread that helps with the kernels takes its work over. */
  readonly isAside: boolean;
  /**
   * Refine a matte.
   *
   * @param window The matte that is due, and those around it.
   * @param out Where the result goes; in place, the matte itself.
   * @returns Nothing: at once, or in steps between which all else may have its turn.
   */
  refine(window: Window<MatteMoment>, out: Matte): Steps<void>;
}

/** A step that looks at one matte alone. */
export function spatialStage({ name, numbers, word }: RefineStep): RefineStage {
  const near = nearWork(name, numbers, word);
  const far = near === undefined ? farWork(name, numbers, word) : undefined;
  return {
    window: ALONE,
    isInPlace: near === undefined,
    isAside: false,
    refine({ now }, out) {
      return near === undefined ? far!(out) : workInStrips(now.matte!, now.foreground, near, out);
    },
    [Symbol.dispose]() {},
  };
}

const morphology = { erode, dilate, open, close };

function morphologyWork(
  name: keyof typeof morphology,
  radius: number,
  word: string | undefined,
): StripWork {
  const shape = (word ?? "ellipse") as "ellipse" | "rect" | "cross";
  return {
    reach: name === "erode" || name === "dilate" ? radius : 2 * radius,
    isQuickWithMasks: true,
    work: (matte, out) => void morphology[name](matte, radius, { shape, out }),
  };
}

function gaussianWork(sigma: number): StripWork {
  // As far as three deviations: what is beyond rounds to nothing, nearly.
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const size = { radius, sigma };
  return { reach: radius, work: (matte, out) => gaussianBlur(matte, size, { out }) };
}

function nearWork(
  name: RefineStep["name"],
  [first, second, third]: readonly number[],
  word: string | undefined,
): StripWork | undefined {
  switch (name) {
    case "erode":
    case "dilate":
    case "open":
    case "close":
      return morphologyWork(name, first, word);
    case "median":
      return {
        reach: first,
        isQuickWithMasks: true,
        work: (matte, out) => medianBlur(matte, first, { out }),
      };
    case "blur":
      return { reach: first, work: (matte, out) => boxBlur(matte, first, { out }) };
    case "gaussian":
      return gaussianWork(first);
    case "threshold":
      return { reach: 0, work: (matte, out) => threshold(matte, first, { out }) };
    case "guided": {
      const options = { subsample: third as 1 | 2 | 4 };
      // Means of means, and between two rows of a smaller picture. All sums are of whole numbers.
      const reach = 2 * (first + third) + 2 * third;
      return {
        reach,
        unit: third,
        work: (matte, out, frame) => guidedFilter(matte, frame, first, second, { ...options, out }),
      };
    }
    default:
      return undefined;
  }
}

/** What is done to a matte where a pixel may depend on those far from it. */
function farWork(
  name: RefineStep["name"],
  [first, second]: readonly number[],
  word: string | undefined,
): (matte: Matte) => void {
  switch (name) {
    case "levels":
      return stretchLevels(first, second);
    case "remove":
      return (matte) => removeSmaller(matte, first, { out: matte });
    case "largest":
      return (matte) => keepLargest(matte, { count: first, out: matte });
    case "fill": {
      const options = { largest: first, closedBottom: word === "bottom" };
      return (matte) => fillHoles(matte, { ...options, out: matte });
    }
    default:
      throw new TypeError(`Cannot refine: '${name}' needs memory`);
  }
}

/** Up to `black` 0, from `white` on 255, a line between. */
function stretchLevels(black: number, white: number): (matte: Matte) => void {
  const table = Uint8ClampedArray.from(
    { length: 256 },
    (_, level) => 255 * (level - black) / (white - black),
  );
  return (matte) => lookUp(matte, table);
}
