import {
  copyFrame,
  createFrame,
  createMatte,
  type Frame,
  type Matte,
  type Size,
} from "../raster/frame.ts";
import { resizeLinear } from "../pixels/resize/resize_linear.ts";
import type { Segmenter } from "./segmenter.ts";

/** A part of a frame, in its pixels. */
interface Region extends Size {
  readonly left: number;
  readonly top: number;
}

/** From this level on somebody is there. */
const SOMEBODY = 128;

/** Around people so much more is looked at, in parts of their width and height. */
const MARGIN = 0.3;

/** The region stays as it is while at least so much is left around them, or it flickers. */
const LEAST_MARGIN = 0.1;

/** It also stays while it is at most so many times as large as it had to be. */
const MOST_LARGER = 1.6;

/** People who take up more of the picture are seen well enough. */
const MOST_AREA = 0.6;

/** A region may be enlarged so many times. */
const MOST_ENLARGED = 4;

/** At the region's borders both looks pass into each other, over so many of the matte's pixels. */
const FEATHER = 6;

/**
 * Looks twice: at the whole frame, and at the region where people were in the frame
 * before, which gets all of the network's resolution. Within the region the mean of both
 * counts, so a small figure has finer edges, and nobody who enters is missed.
 *
 * @example What the closer look finds in the corner
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../raster/frame.ts";
 * import type { Segmenter } from "./segmenter.ts";
 *
 * const sizes: number[][] = [];
 * const corner = (level: number): Segmenter => ({
 *   segment({ width, height }) {
 *     sizes.push([width, height]);
 *     const data = Uint8Array.from({ length: 64 }, (_, i) => i % 8 < 2 && i < 16 ? level : 0);
 *     return Promise.resolve({ width: 8, height: 8, data });
 *   },
 *   reset() {},
 *   [Symbol.asyncDispose]: () => Promise.resolve(),
 * });
 * await using roi = new RoiSegmenter(corner(200), corner(200));
 * await roi.segment(createFrame(80, 80));
 * assertEquals(sizes, [[80, 80], [26, 26]]);
 * ```
 */
export class RoiSegmenter implements Segmenter {
  readonly #whole: Segmenter;
  readonly #close: Segmenter;
  #region: Region | undefined;
  #crop: Frame | undefined;
  /** Counts resets: what was asked for before one leaves nothing behind. */
  #age = 0;
  #isFirst = true;

  /**
   * A segmenter that has seen nobody yet.
   *
   * @param whole Looks at the whole frame; is disposed of with this one.
   * @param close Looks at the region; is disposed of with this one, and may be the same.
   */
  constructor(whole: Segmenter, close: Segmenter) {
    this.#whole = whole;
    this.#close = close;
  }

  /**
   * Segment the next frame: see {@linkcode Segmenter.segment}.
   *
   * @param frame The frame, of any size.
   * @returns How sure each pixel is of a person, finer than the network's resolution if they are small.
   * @throws {ModelError} If a network cannot be run.
   */
  async segment(frame: Frame): Promise<Matte> {
    const age = this.#age;
    // Nobody knows yet where to look closer: the first frame must wait, and so must not change.
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const kept = isFirst ? copyFrame(frame) : frame;
    const region = this.#region;
    const size = { width: frame.width, height: frame.height };
    const asked = this.#whole.segment(frame);
    const closer = region && this.#close.segment(this.#cropOf(frame, region));
    // If the first fails, nobody asks for the second.
    closer?.catch(() => {});
    const whole = await asked;
    const people = peopleOf(whole);
    const found = people && regionOf(people, whole, size, MARGIN);
    if (age === this.#age) {
      const nearest = people && regionOf(people, whole, size, LEAST_MARGIN);
      if (!region || !found || !nearest || !suits(region, nearest, found)) this.#region = found;
    }
    if (isFirst && found !== undefined) {
      const matte = await this.#close.segment(this.#cropOf(kept, found));
      return this.#join(whole, matte, found, size);
    }
    return region && closer ? this.#join(whole, await closer, region, size) : whole;
  }

  /** A look at the whole frame alone. */
  glance(frame: Frame): Promise<Matte> {
    return this.#whole.segment(frame);
  }

  #cropOf(frame: Frame, { left, top, width, height }: Region): Frame {
    if (this.#crop?.width !== width || this.#crop.height !== height) {
      this.#crop = createFrame(width, height);
    }
    const { bitmap } = this.#crop;
    for (let y = 0; y < height; y++) {
      const start = 4 * ((top + y) * frame.width + left);
      bitmap.set(frame.bitmap.subarray(start, start + 4 * width), 4 * y * width);
    }
    return this.#crop;
  }

  /** The whole matte enlarged until the region has the closer one's resolution, and that put into it. */
  #join(whole: Matte, close: Matte, region: Region, size: Size): Matte {
    const finer = Math.min(
      MOST_ENLARGED,
      close.width * size.width / (region.width * whole.width),
      size.width / whole.width,
    );
    const scale = Math.max(1, finer);
    const width = Math.round(scale * whole.width);
    const height = Math.round(scale * whole.height);
    const out = resizeLinear(whole, { width, height }, {
      out: createMatte(width, height),
    });
    const left = Math.round(region.left * width / size.width);
    const top = Math.round(region.top * height / size.height);
    const right = Math.round((region.left + region.width) * width / size.width);
    const bottom = Math.round((region.top + region.height) * height / size.height);
    const inner = resizeLinear(close, { width: right - left, height: bottom - top });
    blendInto(out, inner, left, top);
    return out;
  }

  /** Forget where people were. */
  reset(): void {
    this.#age++;
    this.#region = undefined;
    this.#isFirst = true;
    this.#whole.reset();
    this.#close.reset();
  }

  /** Dispose of both. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (this.#close !== this.#whole) await this.#close[Symbol.asyncDispose]();
    } finally {
      await this.#whole[Symbol.asyncDispose]();
    }
  }
}

/** Where people are in a matte; nothing if nobody is there. */
function peopleOf({ width, height, data }: Matte): Region | undefined {
  let left = width, right = -1, top = height, bottom = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < SOMEBODY) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return undefined;
  return { left, top, width: right + 1 - left, height: bottom + 1 - top };
}

/** The frame's region of people in its matte, with a margin; nothing if they fill the picture. */
function regionOf(people: Region, matte: Size, size: Size, margin: number): Region | undefined {
  const { left, top } = people;
  const [marginX, marginY] = [margin * people.width, margin * people.height];
  const [acrossX, acrossY] = [size.width / matte.width, size.height / matte.height];
  const x = Math.max(0, Math.floor((left - marginX) * acrossX));
  const y = Math.max(0, Math.floor((top - marginY) * acrossY));
  const endX = Math.min(size.width, Math.ceil((left + people.width + marginX) * acrossX));
  const endY = Math.min(size.height, Math.ceil((top + people.height + marginY) * acrossY));
  const region = { left: x, top: y, width: endX - x, height: endY - y };
  const isSmall = region.width * region.height < MOST_AREA * size.width * size.height;
  return isSmall ? region : undefined;
}

/** Whether a region still holds the people, and is not far too large for them. */
function suits(region: Region, nearest: Region, found: Region): boolean {
  const { left, top, width, height } = region;
  return nearest.left >= left && nearest.top >= top &&
    nearest.left + nearest.width <= left + width &&
    nearest.top + nearest.height <= top + height &&
    width * height <= MOST_LARGER * found.width * found.height;
}

/** The mean of both, passing into what is there at borders that are not the picture's. */
function blendInto(out: Matte, inner: Matte, left: number, top: number): void {
  const { width, height } = inner;
  const ramp = (at: number, length: number, start: number, whole: number) => {
    const before = start === 0 ? FEATHER : at;
    const after = start + length === whole ? FEATHER : length - 1 - at;
    return Math.min(FEATHER, before, after) / FEATHER;
  };
  const across = Array.from({ length: width }, (_, x) => ramp(x, width, left, out.width));
  for (let y = 0; y < height; y++) {
    const down = ramp(y, height, top, out.height) / 2;
    let i = (top + y) * out.width + left;
    for (let x = 0, j = y * width; x < width; x++, i++, j++) {
      out.data[i] = Math.round(out.data[i] + down * across[x] * (inner.data[j] - out.data[i]));
    }
  }
}
