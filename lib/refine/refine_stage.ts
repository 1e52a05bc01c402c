import { lookUp } from "../pixels/color/look_up.ts";
import { fillHoles, keepLargest, removeSmaller } from "../pixels/regions/connected_components.ts";
import type { Frame, Matte } from "../raster/frame.ts";
import type { Pixels } from "../pixels/simd_pixels.ts";
import type { RefineStep } from "./refinement.ts";
import { type StripWork, workInStrips } from "./strip_work.ts";

/** A matte on its way through the steps, with the frame that it belongs to. The matte may be written to. */
export interface Refined {
  readonly matte: Matte;
  readonly frame: Frame;
}

/** A step at work on one video, with what it remembers. */
export interface RefineStage {
  /** How many frames later a matte comes out. */
  readonly lookahead: number;
  /**
   * Take a matte.
   *
   * @returns The one that is due, valid until the next call; `undefined` at first.
   */
  push(item: Refined): Refined | undefined;
  /** The same in steps, between which all else may have its turn: where there is much to do. */
  pushInSteps?(item: Refined): Generator<void, Refined | undefined>;
  /** After the last one: the next that is owed. */
  flush(): Refined | undefined;
  /** Give back the memory that it has taken. */
  [Symbol.dispose](): void;
}

/** A step that looks at one matte alone and changes it in place. */
export function spatialStage({ name, numbers, word }: RefineStep, pixels: Pixels): RefineStage {
  const near = nearWork(name, numbers, word, pixels);
  if (near !== undefined) return nearStage(near, pixels);
  const work = farWork(name, numbers, word);
  return {
    lookahead: 0,
    push(item) {
      work(item);
      return item;
    },
    flush: () => undefined,
    [Symbol.dispose]() {},
  };
}

function nearStage(by: StripWork, pixels: Pixels): RefineStage {
  return {
    lookahead: 0,
    push(item) {
      by.work(item.matte, item.matte, item.frame);
      return item;
    },
    *pushInSteps(item) {
      yield* workInStrips(item.matte, item.frame, by, pixels);
      return item;
    },
    flush: () => undefined,
    [Symbol.dispose]() {},
  };
}

function nearWork(
  name: RefineStep["name"],
  [first, second, third]: readonly number[],
  word: string | undefined,
  pixels: Pixels,
): StripWork | undefined {
  const shape = (word ?? "ellipse") as "ellipse" | "rect" | "cross";
  const isQuickWithMasks = true;
  switch (name) {
    case "erode":
    case "dilate":
    case "open":
    case "close": {
      const reach = name === "erode" || name === "dilate" ? first : 2 * first;
      const work = (matte: Matte, out: Matte) => void pixels[name](matte, first, { shape, out });
      return { reach, isQuickWithMasks, work };
    }
    case "median":
      return {
        ...{ reach: first, isQuickWithMasks },
        work: (matte, out) => pixels.medianBlur(matte, first, { out }),
      };
    case "blur":
      return { reach: first, work: (matte, out) => pixels.boxBlur(matte, first, { out }) };
    case "gaussian": {
      // As far as three deviations: what is beyond rounds to nothing, nearly.
      const size = { radius: Math.max(1, Math.ceil(3 * first)), sigma: first };
      return {
        reach: size.radius,
        work: (matte, out) => pixels.gaussianBlur(matte, size, { out }),
      };
    }
    case "threshold":
      return { reach: 0, work: (matte, out) => pixels.threshold(matte, first, { out }) };
    case "guided": {
      const options = { subsample: third as 1 | 2 | 4 };
      // Means of means, and between two rows of a smaller picture. All sums are of whole numbers.
      const reach = 2 * (first + third) + 2 * third;
      return {
        ...{ reach, unit: third },
        work: (matte, out, frame) =>
          pixels.guidedFilter(matte, frame, first, second, { ...options, out }),
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
): (item: Refined) => void {
  switch (name) {
    case "levels":
      return stretchLevels(first, second);
    case "remove":
      return ({ matte }) => removeSmaller(matte, first, { out: matte });
    case "largest":
      return ({ matte }) => keepLargest(matte, { count: first, out: matte });
    case "fill": {
      const options = { largest: first, closedBottom: word === "bottom" };
      return ({ matte }) => fillHoles(matte, { ...options, out: matte });
    }
    default:
      throw new TypeError(`Cannot refine: '${name}' needs memory`);
  }
}

/** Up to `black` 0, from `white` on 255, a line between. */
function stretchLevels(black: number, white: number): (item: Refined) => void {
  const table = Uint8ClampedArray.from(
    { length: 256 },
    (_, level) => 255 * (level - black) / (white - black),
  );
  return ({ matte }) => lookUp(matte, table);
}
