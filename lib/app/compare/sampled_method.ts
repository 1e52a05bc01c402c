/**
 * What comes of sampling methods.
 *
 * @module
 */

import type { Frame, Matte } from "../../raster/frame.ts";

/**
 * What a method makes of one frame; the pictures are the caller's own.
 *
 * @category Evaluation
 */
export interface FrameSample {
  /** When it is shown, in seconds from where the reading begins. */
  readonly timestamp: number;
  /** The frame that the matte belongs to, H × W. */
  readonly frame: Frame;
  /** Its matte, H × W, refined and feathered. */
  readonly matte: Matte;
  /** The frame over its background, H × W: the picture of a run, before it is encoded. */
  readonly composite: Frame;
}

/**
 * What became of one method.
 *
 * @category Evaluation
 */
export type SampledMethod =
  | {
    /** Its name, or the path of its module. */
    readonly name: string;
    /** The command line whose run makes the same, to be copied. */
    readonly command: string;
    /**
     * Frames a second here: decoded, estimated and refined, without the survey, the network's loading and
     * the encoder. `undefined` if there were too few to tell.
     */
    readonly framesPerSecond: number | undefined;
    /** By their numbers, in order; a frame that gets no picture is not there. */
    readonly samples: ReadonlyMap<number, FrameSample>;
    readonly failure?: undefined;
  }
  | {
    readonly name: string;
    /** Why there is nothing, in a line: no clean plate, no network, … */
    readonly failure: string;
  };

/**
 * How far the work has come.
 *
 * @category Evaluation
 */
export interface SampleProgress {
  /** The method at work. */
  readonly method: string;
  /** Which of them it is, from 1. */
  readonly place: number;
  /** How many methods there are. */
  readonly count: number;
  /** Whether it looks at the whole video first. */
  readonly stage: "survey" | "frames";
  /** How many frames were read; of a survey, about which part of the video was reached. */
  readonly framesRead: number;
  /** How many it will be, if that is known. */
  readonly total: number | undefined;
}
