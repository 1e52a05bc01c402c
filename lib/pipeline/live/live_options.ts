import type { FrameStore } from "../../memory/frame_store.ts";
import type { Layers } from "../../pixels/compose/layers.ts";
import { assertOption, assertOptionKinds, type OptionKind } from "../../raster/option_checks.ts";
import { edgeKinds, edgeRanges } from "../compositor.ts";
import {
  framesOptionKinds,
  type ReplacedFrame,
  type ReplaceFramesOptions,
} from "../frames/replace_frames.ts";
import type { LiveBackground } from "./changeable_background.ts";

/**
 * How `replaceLive` replaces backgrounds.
 *
 * @category Live
 */
export interface LiveOptions
  extends Omit<ReplaceFramesOptions, "survey" | "resetEvery" | "everyFrame" | "background"> {
  /**
   * What is behind: as `replaceFrames` takes it, "off" for the frames as they are, or a function that opens
   * a background, which is disposed of when another one is set.
   *
   * @default {"transparent"}
   */
  readonly background?: LiveBackground | undefined;
  /**
   * Whether frames are mirrored, left to right, before anything else.
   *
   * @default {false}
   */
  readonly mirror?: boolean | undefined;
  /**
   * Whether a frame never waits for the next one. Otherwise it waits for one at most.
   *
   * @default {false}
   */
  readonly lowLatency?: boolean | undefined;
  /**
   * How long the method may take for a frame before it counts as failed, in seconds.
   *
   * @default {2}
   */
  readonly timeLimit?: number | undefined;
  /** Told in a line when the method or the background begins to fail; it goes on without. */
  readonly onFailure?: ((line: string) => void) | undefined;
  /** Told when the method works again. */
  readonly onRecovery?: (() => void) | undefined;
  /**
   * Where frames and mattes lie; pushed frames that lie in it are not copied.
   *
   * @default {a memory of the kernels', where there are kernels}
   */
  readonly store?: FrameStore | undefined;
}

/**
 * What of {@linkcode LiveOptions} can be changed while frames come.
 *
 * @category Live
 */
export type LiveChanges = Partial<
  Omit<
    LiveOptions,
    "signal" | "onNotice" | "onFailure" | "onRecovery" | "timeLimit" | "store"
  >
>;

/**
 * How long the stages of a frame took, in milliseconds.
 *
 * @category Live
 */
export interface LiveTimings {
  /** Reading its pixels, and mirroring. */
  readonly read: number;
  /** Its matte: the method and the refinement, without the waiting for frames. */
  readonly estimate: number;
  /** Its background and the composite. */
  readonly compose: number;
}

/**
 * A frame of `LiveReplacement`. Its rasters are lent until the next one is asked for.
 *
 * @category Live
 */
export interface LiveFrame extends ReplacedFrame {
  /** What the composite was made of, for who makes one of its own. */
  readonly layers: Layers;
  /** How long its stages took. */
  readonly timings: LiveTimings;
  /** How old it was when the composite was ready: milliseconds since the frame came. */
  readonly age: number;
  /** How many frames were left out so far, because newer ones came. */
  readonly dropped: number;
  /** Whether all of it is background, because the method has failed or is being opened. */
  readonly isFailing: boolean;
}

/** What `replaceLive` can be told. */
const optionKinds: Readonly<Record<keyof LiveOptions, OptionKind>> = {
  ...framesOptionKinds,
  mirror: "boolean",
  lowLatency: "boolean",
  timeLimit: "number",
  onFailure: "function",
  onRecovery: "function",
  store: "object",
};

/** Check what can be checked of options by themselves. */
export function assertLiveOptions(options: Partial<LiveOptions>): void {
  const { edges = {}, timeLimit } = options;
  assertOptionKinds("replace live", options, optionKinds);
  assertOptionKinds("replace live", edges, edgeKinds, "edges.");
  for (const name of ["feather", "lightWrap"] as const) {
    assertOption("replace live", name, edges[name] ?? 0, edgeRanges[name]);
  }
  if (timeLimit !== undefined) {
    assertOption("replace live", "timeLimit", timeLimit, { least: 0, isAbove: true });
  }
}
