import type { SettingValue } from "../../methods/settings/setting.ts";
import type { MaskEstimator } from "../../methods/estimator.ts";
import { surveyToHandOn } from "../../methods/hand_on_survey.ts";
import type { OpenDepth } from "../../networks/depth/depth_network.ts";
import type { OpenSegmenter } from "../../networks/segmenter.ts";
import type { Fit } from "../../pixels/resize/fit_frame.ts";
import { frameFrom } from "../../raster/frame_from.ts";
import type { Frame, Matte } from "../../raster/frame.ts";
import {
  assertOption,
  assertOptionKinds,
  assertOptions,
  type OptionKind,
} from "../../raster/option_checks.ts";
import type { WebStill } from "../../raster/web_types.ts";
import type { RefineStep } from "../../refine/refinement.ts";
import { untilAborted } from "../../until_aborted.ts";
import { type BackgroundLike, chooseBackground } from "./choose_background.ts";
import { edgeKinds, type EdgeOptions, edgeRanges } from "../compositor.ts";
import { framesIn, type FramesLike } from "./frames_in.ts";
import { mattesOf, openStore } from "../mattes.ts";
import type { Resets } from "../resets/mattes_in_blocks.ts";
import { chooseEstimator, isEstimator, type MethodChoice } from "./choose_estimator.ts";
import { MomentComposer } from "../moment_composer.ts";

/**
 * How {@linkcode replaceFrames} replaces backgrounds.
 *
 * @category In one call
 */
export interface ReplaceFramesOptions {
  /**
   * What tells foreground from background: a name out of {@linkcode methods}, a method of your own, a
   * function from frame to mask, or an estimator that has seen nothing yet. An estimator stays its
   * maker's, and is reset at the end.
   */
  readonly method: MethodChoice;
  /**
   * The last level of change that still is background, 0–255.
   *
   * @default {the method's own}
   */
  readonly threshold?: number | undefined;
  /** What else the method can be told, by the names in its `settings`. */
  readonly settings?: Readonly<Record<string, SettingValue>> | undefined;
  /** A picture of the empty room, of the frames' size. */
  readonly cleanPlate?: Frame | WebStill | undefined;
  /** Opens the neural network, for a method that needs one. */
  readonly openSegmenter?: OpenSegmenter | undefined;
  /** Opens the neural network that measures depth, for `depth` where frames do not bring it along. */
  readonly openDepth?: OpenDepth | undefined;
  /**
   * What is done to each mask: "auto", which is the method's own, "none", or steps as in "open:1,fill".
   *
   * @default {"auto"}
   */
  readonly refine?: string | readonly RefineStep[] | undefined;
  /**
   * What is behind: "transparent", "blur:24", "color:teal", a picture, whose alpha is dropped, or a
   * {@linkcode Background}, which stays its maker's.
   *
   * @default {"transparent"}
   */
  readonly background?: BackgroundLike | undefined;
  /**
   * How a picture of another shape fills the frame.
   *
   * @default {"cover"}
   */
  readonly fit?: Fit | undefined;
  /** How the edge between the two is treated: `feather` 0–200 pixels, `lightWrap` 0–1, `despill`. */
  readonly edges?: EdgeOptions | undefined;
  /**
   * The same pictures in a reading of their own, or some evenly spaced ones: for a method that learns the
   * room before the first frame. Without them it learns as it goes.
   */
  readonly survey?: FramesLike | undefined;
  /**
   * The method begins anew every so many frames, each time after a run-up of 30 frames, and keeps only
   * what its survey has learned: then each frame depends on few others. `openSegmenter` is called anew,
   * too. Without effect on a method whose mattes depend on a few frames anyway.
   *
   * @default {never}
   */
  readonly resetEvery?: number | undefined;
  /**
   * Whether a frame without a mask yet comes out too: as background alone, with an empty matte.
   *
   * @default {true}
   */
  readonly everyFrame?: boolean | undefined;
  /** Told in one line what a user should know of the masks. */
  readonly onNotice?: ((notice: string) => void) | undefined;
  /** Ends the run by throwing the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What all calls on frames can be told. */
export const framesOptionKinds: Readonly<
  Record<Exclude<keyof ReplaceFramesOptions, "survey" | "resetEvery" | "everyFrame">, OptionKind>
> = {
  method: "any",
  threshold: "number",
  settings: "object",
  cleanPlate: "object",
  openSegmenter: "function",
  openDepth: "function",
  refine: "any",
  background: "any",
  fit: "string",
  edges: "object",
  onNotice: "function",
  signal: "object",
};

/** What {@linkcode replaceFrames} can be told. */
const optionKinds: Readonly<Record<keyof ReplaceFramesOptions, OptionKind>> = {
  ...framesOptionKinds,
  survey: "object",
  resetEvery: "number",
  everyFrame: "boolean",
};

/**
 * One frame with its background replaced. The three rasters are lent until the next one is asked for.
 *
 * @category In one call
 */
export interface ReplacedFrame {
  /** The frame's number; the first is 1 unless the frames have numbers of their own. */
  readonly number: number;
  /** When it is shown, in seconds. */
  readonly timestamp: number;
  /** The frame that is shown, H × W. */
  readonly frame: Frame;
  /** How much of each of its pixels is foreground, H × W, 0–255. */
  readonly matte: Matte;
  /** Its foreground over the background, H × W. */
  readonly composite: Frame;
}

/**
 * Put the foreground of each frame over another background, frame by frame, without files: in Deno, in
 * Node and on a web page, without a permission.
 *
 * Frames are copied once into memory that SIMD kernels work in, where there is SIMD. A method that looks
 * ahead gives a frame some frames after it was read; the order stays. No more is read than is asked for.
 *
 * @example Whatever is bright, over blue
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { grayscale } from "../../pixels/color/grayscale.ts";
 * import { threshold } from "../../pixels/color/threshold.ts";
 *
 * const bitmap = Uint8ClampedArray.of(250, 250, 250, 255, 9, 9, 9, 255);
 * const frames = [{ width: 2, height: 1, bitmap }];
 * const replaced = replaceFrames(frames, {
 *   method: (frame) => threshold(grayscale(frame), 127),
 *   background: "color:blue",
 * });
 * for await (const { number, matte, composite } of replaced) {
 *   assertEquals([number, ...matte.data], [1, 255, 0]);
 *   assertEquals([...composite.bitmap], [250, 250, 250, 255, 0, 0, 255, 255]);
 * }
 * ```
 *
 * @param frames The pictures in order, all of one size: frames, `ImageData`s, canvases, `VideoFrame`s,
 * which are closed when they have been read. They are lent until the next one is asked for. Those
 * without a time are taken for 25 a second.
 * @param options The method, the background, and how.
 * @returns The frames with their mattes and composites.
 * @throws {RangeError} If there is no such method, setting, step or colour, or a number is out of range:
 * at once; if frames are of different sizes: when they come.
 * @throws {TypeError} If an option is unknown or of another kind, or the method lacks a clean plate or a
 * network: at once; if one of the frames is no picture: when it comes.
 * @throws What the frames, the method or the background throw.
 * @category In one call
 */
export function replaceFrames(
  frames: FramesLike,
  options: ReplaceFramesOptions,
): AsyncGenerator<ReplacedFrame, void, void> {
  assertOptionKinds("replace backgrounds", options, optionKinds);
  const { method, background = "transparent", fit, cleanPlate, edges = {} } = options;
  const { threshold, settings, openSegmenter, openDepth, refine, resetEvery, onNotice } = options;
  const { feather = 0, lightWrap = 0 } = edges;
  assertOptionKinds("replace backgrounds", edges, edgeKinds, "edges.");
  assertOptions("replace backgrounds", { feather, lightWrap }, edgeRanges);
  if (resetEvery !== undefined) assertResetEvery(resetEvery, method);
  const startMethod = chooseEstimator(method, {
    threshold,
    openSegmenter,
    openDepth,
    refine,
    onNotice,
    ...(settings && { settings }),
    ...(cleanPlate && { cleanPlate: frameFrom(cleanPlate) }),
  });
  return replaceEach(frames, startMethod, chooseBackground(background, fit), options);
}

function assertResetEvery(resetEvery: number, method: MethodChoice): void {
  assertOption("replace backgrounds", "resetEvery", resetEvery, { least: 1, isWhole: true });
  if (!isEstimator(method)) return;
  throw new TypeError(
    "Cannot replace backgrounds: 'resetEvery' needs a 'method' that can be made anew, not an estimator",
  );
}

async function* replaceEach(
  frames: FramesLike,
  startMethod: ReturnType<typeof chooseEstimator>,
  startBackground: ReturnType<typeof chooseBackground>,
  { edges, survey, resetEvery, everyFrame = true, signal }: ReplaceFramesOptions,
): AsyncGenerator<ReplacedFrame, void, void> {
  signal?.throwIfAborted();
  using store = await openStore();
  using chosen = startMethod();
  await using background = startBackground();
  using composer = new MomentComposer({ background, edges, signal });
  const { estimator, refine } = chosen;

  if (survey !== undefined && estimator.survey !== undefined) {
    await untilAborted(estimator.survey(framesIn(survey, store)), signal);
  }
  const resets = resetEvery === undefined
    ? undefined
    : resetsOf(resetEvery, startMethod, estimator);
  for await (
    const item of mattesOf(framesIn(frames, store), { estimator, refine, resets, store, signal })
  ) {
    using _ = item;
    signal?.throwIfAborted();
    if (item.matte === undefined && !everyFrame) continue;
    const layers = await composer.layersOf(item);
    const composite = await composer.compose(item, layers);
    const { number, timestamp } = item.moment;
    yield { number, timestamp, frame: layers.foreground, matte: layers.matte, composite };
  }
}

/** How a method begins anew that has learned what it does beforehand. */
function resetsOf(
  every: number,
  startMethod: ReturnType<typeof chooseEstimator>,
  first: MaskEstimator,
): Resets {
  const handOn = surveyToHandOn(first);
  return { every, renew: () => handOn(startMethod(true).estimator) };
}
