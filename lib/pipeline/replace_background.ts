/**
 * From frames to composites: source → estimator → refinement → composition → sinks.
 *
 * @module
 */

import type { FrameStore } from "../memory/frame_store.ts";
import type { MaskEstimator } from "../methods/estimator.ts";
import type { NumberedFrame, TimedFrame } from "../raster/frame.ts";
import { assertOption, assertOptionKinds, type OptionKind } from "../raster/option_checks.ts";
import type { RefineOptions } from "../refine/refine_moments.ts";
import { untilAborted } from "../until_aborted.ts";
import { edgeKinds } from "./compositor.ts";
import { type Frames, mattesOf, openStore } from "./mattes.ts";
import { type CompositeOptions, CompositeWriter } from "./composite_writer.ts";
import type { Progress } from "./progress.ts";
import type { Resets } from "./resets/mattes_in_blocks.ts";
import type { ReplacedFile, ReplaceFileOptions } from "./files/replace_file_options.ts";

/**
 * What {@linkcode replaceBackground} works with.
 *
 * @category In one call
 */
export interface ReplaceBackgroundOptions extends CompositeOptions {
  /** Tells foreground from background. */
  estimator: MaskEstimator;
  /**
   * What is done to its mattes.
   *
   * @default {nothing}
   */
  refine?: RefineOptions | undefined;
  /**
   * Where frames and mattes lie. Frames that lie in it already are not copied.
   *
   * @default {a memory of the kernels', where there are kernels}
   */
  store?: FrameStore | undefined;
  /**
   * The frames of the whole video, or some evenly spaced ones, in a reading of their own: for an
   * estimator that learns the room before the first frame, as the command line has it. Without them it
   * learns as it goes.
   */
  survey?: AsyncIterable<NumberedFrame> | undefined;
  /**
   * Whether the method begins anew every so many frames, each time after a run-up of 30 frames: then a
   * part of the video comes out the same without most of the frames before it. Without effect on a method
   * whose mattes depend on a few frames anyway.
   *
   * @default {never}
   */
  resets?: Resets | undefined;
  /** Called after each frame. */
  onProgress?: (progress: Progress) => void;
}

/** What {@linkcode replaceBackground} can be told of frames. */
const optionKinds: Readonly<Record<keyof ReplaceBackgroundOptions, OptionKind>> = {
  estimator: "object",
  refine: "object",
  store: "object",
  survey: "object",
  resets: "object",
  onProgress: "function",
  background: "object",
  edges: "object",
  output: "object",
  layers: "object",
  mattes: "object",
  everyFrame: "boolean",
  range: "object",
  signal: "object",
};

const resetKinds: Readonly<Record<keyof Resets, OptionKind>> = {
  every: "number",
  renew: "function",
};

/**
 * Put the foreground of each frame over another background.
 *
 * @example Three frames in, one picture out
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { TutorialEstimator } from "../methods/tutorial_estimator.ts";
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
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws What the source, the estimator or a sink throws; frames written before stay written.
 * @category In one call
 */
export async function replaceBackground(
  source: AsyncIterable<NumberedFrame | TimedFrame>,
  options: ReplaceBackgroundOptions,
): Promise<Progress>;
/**
 * Replace the background of a video file: all that the command line does, in one call, with the same
 * defaults, the same files and at the same speed. It needs Deno, and the command line's permissions.
 *
 * @example Her in front of a beach
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const { framesWritten, output } = await replaceBackground(
 *   "examples/media/labelled/walk/input.mp4",
 *   "examples/media/beach.jpg",
 *   `${folder}/out.mp4`,
 *   { method: "median", duration: 0.4 },
 * );
 * assertEquals([framesWritten, (await Deno.stat(output)).isFile], [10, true]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @param video The video: a file, a folder of numbered pictures, an address.
 * @param background A picture, a video, or a word as on the command line: "blur:24", "color:teal",
 * "transparent".
 * @param output A video, a pattern of pictures ("out%d.png"), or a folder.
 * @param options The command line's options by their names.
 * @returns How many frames were read and written, and where they are.
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws {RangeError} If an option is out of range.
 * @throws {Error} If what is asked for does not go together, as the command line says it.
 * @throws What reading, the method or writing throws; of a video no half file stays.
 */
export async function replaceBackground(
  video: string,
  background: string,
  output: string,
  options?: ReplaceFileOptions,
): Promise<ReplacedFile>;
export async function replaceBackground(
  source: string | AsyncIterable<NumberedFrame | TimedFrame>,
  second: string | ReplaceBackgroundOptions,
  output?: string,
  options: ReplaceFileOptions = {},
): Promise<Progress> {
  if (typeof source !== "string") {
    return await replaceFrameByFrame(source, second as ReplaceBackgroundOptions);
  }
  for (const [name, value] of Object.entries({ video: source, background: second, output })) {
    if (typeof value === "string" && value !== "") continue;
    throw new TypeError(`Cannot replace a background: '${name}' must be a path, got ${value}`);
  }
  if (!("Deno" in globalThis)) {
    throw new TypeError(
      "Cannot replace the background of a file: files need Deno; replaceFrames() takes frames",
    );
  }
  // Files are read with Deno and packages, which are not loaded before: an address that is computed is
  // not fetched with this module.
  const address = new URL("../app/replace_files.ts", import.meta.url).href;
  const { replaceFiles } = await import(/* @vite-ignore */ address);
  return await replaceFiles(source, second, output, options);
}

async function replaceFrameByFrame(
  source: Frames,
  options: ReplaceBackgroundOptions,
): Promise<Progress> {
  assertOptionKinds("replace backgrounds", options, optionKinds);
  assertOptionKinds("replace backgrounds", options.edges ?? {}, edgeKinds, "edges.");
  const { estimator, refine, resets, onProgress, signal } = options;
  const { range } = options;
  const last = range?.last ?? Infinity;
  if (resets !== undefined) assertResets(resets);
  if (options.survey !== undefined) {
    await untilAborted(estimator.survey?.(options.survey), signal);
  }
  using own = options.store === undefined ? await openStore() : undefined;
  const store = options.store ?? own!;
  await using writer = new CompositeWriter(options);
  let framesRead = 0;
  const frames = counted(source, () => {
    signal?.throwIfAborted();
    framesRead++;
  });
  let told = 0;
  const tell = () => {
    told = writer.framesWritten;
    onProgress?.({ framesRead, framesWritten: told });
  };
  try {
    const how = { estimator, refine, resets, range, store, signal };
    for await (const item of mattesOf(frames, how)) {
      using _ = item;
      await writer.put(item);
      tell();
      if (item.moment.number >= last) break;
    }
    await writer.finish();
  } catch (error) {
    // What was under way may have been written all the same.
    await writer.settle();
    if (writer.framesWritten > told) tell();
    throw error;
  }
  return { framesRead, framesWritten: writer.framesWritten };
}

function assertResets({ every, renew }: Resets): void {
  assertOption("replace backgrounds", "resets.every", every, { least: 1, isWhole: true });
  assertOptionKinds("replace backgrounds", { every, renew }, resetKinds, "resets.");
}

async function* counted<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  count: () => void,
): AsyncGenerator<Item, void, void> {
  for await (const item of items) {
    count();
    yield item;
  }
}
