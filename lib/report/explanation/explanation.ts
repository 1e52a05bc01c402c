import type { Frame, Matte } from "../../raster/frame.ts";
import type { StepInputs } from "./tutorial_steps.ts";

/** What a better method makes of the frame that is explained. */
export type ExplainedMethod =
  | {
    readonly name: string;
    /** What it goes by, in a line, if it is one of ours. */
    readonly summary: string | undefined;
    /** The command line of a run with it. */
    readonly command: string;
    readonly framesPerSecond: number | undefined;
    readonly matte: Matte;
    readonly composite: Frame;
    readonly failure?: undefined;
  }
  | {
    readonly name: string;
    /** Why there is nothing, in a line. */
    readonly failure: string;
  };

/** One frame of a video, and all that is known of it. */
export interface Explanation extends StepInputs {
  /** The video, as it was named. */
  readonly video: string;
  /** The picture behind, as it was named. */
  readonly background: string;
  /** The number of the tutorial's picture: it is made when this frame has come. */
  readonly frame: number;
  /** The number of the frame that it shows. */
  readonly shown: number;
  /** The threshold that the page begins with. */
  readonly level: number;
  /** What other methods make of the frame shown, best first. */
  readonly methods: readonly ExplainedMethod[];
  /** The command line that writes this page. */
  readonly command: string;
  /** The command line that writes the tutorial's picture of this frame. */
  readonly runCommand: string;
}

/** Least and most of a picture that a reference may cover, so that it tells anything. */
const REFERENCE = { least: 0.005, most: 0.9 };

/** The first method whose matte tells a person from a room: the page takes it for the truth, and says so. */
export function trustedMethod(
  { methods }: Pick<Explanation, "methods">,
): Extract<ExplainedMethod, { matte: Matte }> | undefined {
  for (const method of methods) {
    if (method.failure !== undefined || method.name === "tutorial") continue;
    const { data } = method.matte;
    const part = data.reduce((count, alpha) => count + (alpha >= 128 ? 1 : 0), 0) / data.length;
    if (part >= REFERENCE.least && part <= REFERENCE.most) return method;
  }
  return undefined;
}
