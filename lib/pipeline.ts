/**
 * From frames to composites: source → estimator → composition → sinks.
 *
 * @module
 */

import type { MaskEstimator } from "./masks/estimator.ts";
import { copyMasked } from "./pixels/compose.ts";
import { resizeArea } from "./pixels/resize.ts";
import { createFrame, type Frame, type Mask, type NumberedFrame, type Size } from "./raster.ts";

/**
 * Where frames come from, in order. A frame is lent: valid until the next one
 * is asked for. Whoever opened the source disposes of it.
 */
export interface FrameSource extends AsyncIterable<NumberedFrame>, AsyncDisposable, Size {
  /** About how many frames the whole video has, if its header tells. */
  readonly frameCount: number | undefined;
}

/** Where pictures go. A raster is lent: valid until the returned promise settles. */
export interface Sink<Raster> {
  /** Take one picture, numbered as the frame that was read last. */
  write(raster: Raster, number: number): Promise<void>;
}

/** Which numbers are wanted: `first` to `last`, both included. */
export interface FrameRange {
  /** At least 1. */
  readonly first: number;
  /** At least `first`; `Infinity` for all that follow. */
  readonly last: number;
}

/** How far a run is. */
export interface Progress {
  /** Frames taken from the source. */
  readonly framesRead: number;
  /** Pictures handed to the sink. */
  readonly framesWritten: number;
}

/** What {@linkcode replaceBackground} works with. */
export interface ReplaceBackgroundOptions {
  /** Tells foreground from background. */
  estimator: MaskEstimator;
  /** The picture behind, of any size: area-resized once to the frames' size. */
  background: Frame;
  /** Takes the composites, H × W. */
  output?: Sink<Frame>;
  /** Takes the masks, H × W, under the same numbers. */
  mattes?: Sink<Mask>;
  /**
   * Which numbers to write. Reading ends after the last one.
   *
   * @default {all}
   */
  range?: FrameRange;
  /** Called after each frame. */
  onProgress?: (progress: Progress) => void;
  /** Ends the run between two frames by throwing the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Put the foreground of each frame over another background.
 *
 * @example Three frames in, one picture out
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { TutorialEstimator } from "./masks/tutorial.ts";
 *
 * const clip = async function* () {
 *   for (const [number, level] of [[1, 10], [2, 10], [3, 90]]) {
 *     const bitmap = Uint8ClampedArray.of(level, level, level, 255, 50, 50, 50, 255);
 *     yield { number, width: 2, height: 1, bitmap };
 *   }
 * };
 * const written: number[][] = [];
 * using estimator = new TutorialEstimator();
 * const progress = await replaceBackground(clip(), {
 *   estimator,
 *   background: { width: 1, height: 1, bitmap: Uint8ClampedArray.of(1, 2, 3, 255) },
 *   output: { write: async (frame, number) => void written.push([number, ...frame.bitmap]) },
 * });
 * assertEquals(progress, { framesRead: 3, framesWritten: 1 });
 * assertEquals(written, [[3, 10, 10, 10, 255, 1, 2, 3, 255]]);
 * ```
 *
 * @param source The frames, in order.
 * @param options The estimator, the background and the sinks.
 * @returns How many frames were read and written.
 * @throws What the source, the estimator or a sink throws; frames written before stay written.
 */
export async function replaceBackground(
  source: AsyncIterable<NumberedFrame>,
  options: ReplaceBackgroundOptions,
): Promise<Progress> {
  const { estimator, background, output, mattes, onProgress, signal } = options;
  const { first, last } = options.range ?? { first: 1, last: Infinity };
  let framesRead = 0;
  let framesWritten = 0;
  let behind: Frame | undefined;
  let composite: Frame | undefined;

  for await (const frame of source) {
    signal?.throwIfAborted();
    framesRead++;
    const estimate = await estimator.estimate(frame);
    if (estimate !== undefined && frame.number >= first && frame.number <= last) {
      behind ??= opaque(resizeArea(background, frame));
      composite ??= createFrame(frame.width, frame.height);
      composite.bitmap.set(behind.bitmap);
      copyMasked(estimate.foreground, estimate.mask, { out: composite });
      await output?.write(composite, frame.number);
      framesWritten++;
      await mattes?.write(estimate.mask, frame.number);
    }
    onProgress?.({ framesRead, framesWritten });
    if (frame.number >= last) break;
  }
  return { framesRead, framesWritten };
}

/** A background has nothing behind it: its alpha is dropped, as `cv::imread` does. */
function opaque(frame: Frame): Frame {
  const { bitmap } = frame;
  for (let p = 3; p < bitmap.length; p += 4) bitmap[p] = 255;
  return frame;
}
