/**
 * From frames to composites: source → estimator → refinement → composition → sinks.
 *
 * @module
 */

import type { FrameStore } from "../memory/frame_store.ts";
import type { MaskEstimator } from "../methods/estimator.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import { type Background, pictureBackground } from "../backgrounds/mod.ts";
import { dropAlpha } from "../pixels/compose/drop_alpha.ts";
import type { Layers } from "../pixels/compose/layers.ts";
import {
  createMatte,
  type Frame,
  type Matte,
  type NumberedFrame,
  type Size,
  type TimedFrame,
} from "../raster/frame.ts";
import type { RefineOptions } from "../refine/refine_moments.ts";
import { inTurns, Turns } from "../turns.ts";
import { untilAborted } from "../until_aborted.ts";
import { Compositor, type EdgeOptions } from "./compositor.ts";
import { type Frames, mattesOf, openStore } from "./mattes.ts";
import type { FrameRange, Progress } from "./progress.ts";
import type { ReplacedFile, ReplaceFileOptions } from "./replace_file_options.ts";

/**
 * Where frames come from, in order. A frame is lent: valid until the next one
 * is asked for. Whoever opened the source disposes of it.
 *
 * @category In one call
 */
export interface FrameSource extends AsyncIterable<TimedFrame>, AsyncDisposable, Size {
  /** About how many frames the whole video has, if its header tells. */
  readonly frameCount: number | undefined;
}

/**
 * Where pictures go. A raster is lent: valid until the returned promise settles.
 *
 * @category In one call
 */
export interface Sink<Raster> {
  /**
   * Take one picture, numbered as the frame that was read last.
   *
   * @param raster The picture.
   * @param number The frame's number.
   * @param timestamp When it is shown, in seconds.
   */
  write(raster: Raster, number: number, timestamp: number): Promise<void>;
}

/**
 * What {@linkcode replaceBackground} works with.
 *
 * @category In one call
 */
export interface ReplaceBackgroundOptions {
  /** Tells foreground from background. */
  estimator: MaskEstimator;
  /**
   * What is done to its mattes.
   *
   * @default {nothing}
   */
  refine?: RefineOptions | undefined;
  /** What is behind; of a picture the alpha is dropped, and it is area-resized to the frames' size. */
  background: Frame | Background;
  /** How the edge between the two is treated. */
  edges?: EdgeOptions;
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
  /** Takes the composites, H × W. */
  output?: Sink<Frame>;
  /**
   * Takes what composites are made of, for an encoder that composes in another thread: instead of
   * `output`, for every frame that has a matte, if the edges are only feathered. The layers are lent
   * until the returned promise settles, and several frames may be handed over at a time.
   */
  layers?: Sink<Layers> | undefined;
  /** Takes the masks or mattes, H × W, under the same numbers. */
  mattes?: Sink<Matte>;
  /**
   * Whether a frame without a mask yet is written too: as background alone, and
   * with an empty mask.
   *
   * @default {false}
   */
  everyFrame?: boolean;
  /**
   * Which numbers to write. Reading ends after the last one.
   *
   * @default {all}
   */
  range?: FrameRange;
  /** Called after each frame. */
  onProgress?: (progress: Progress) => void;
  /**
   * Ends the run by throwing the signal's reason: between two frames, or while the estimator or
   * the background is waited for. What one of these has begun, a network's look say, is left to
   * itself; a sink is not, which may know the signal.
   */
  signal?: AbortSignal;
}

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
 * @example Her before a beach
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
  const { replaceFiles } = await import(address);
  return await replaceFiles(source, second, output, options);
}

async function replaceFrameByFrame(
  source: Frames,
  options: ReplaceBackgroundOptions,
): Promise<Progress> {
  const { estimator, refine, onProgress, signal } = options;
  const last = options.range?.last ?? Infinity;
  if (options.survey !== undefined) {
    await untilAborted(estimator.survey?.(options.survey), signal);
  }
  using own = options.store === undefined ? await openStore() : undefined;
  const store = options.store ?? own!;
  await using writer = new Writer(options);
  let framesRead = 0;
  const frames = counted(source, () => {
    signal?.throwIfAborted();
    framesRead++;
  });
  for await (const item of mattesOf(frames, { estimator, refine, store, signal })) {
    using _ = item;
    await writer.put(item);
    onProgress?.({ framesRead, framesWritten: writer.framesWritten });
    if (item.moment.number >= last) break;
  }
  await writer.finish();
  return { framesRead, framesWritten: writer.framesWritten };
}

/** So many frames may be on their way to an encoder in another thread. */
const MOST_UNDER_WAY = 3;

/** Composes what is due and hands it to the sinks. */
class Writer implements AsyncDisposable {
  framesWritten = 0;
  readonly #options: ReplaceBackgroundOptions;
  readonly #background: Background;
  /** The same, if it was made here. */
  readonly #ownBackground: Background | undefined;
  readonly #compositor: Compositor;
  /** Who composes in another thread. */
  readonly #layers: Sink<Layers> | undefined;
  readonly #underWay: Promise<void>[] = [];
  readonly #mostUnderWay: number;
  #nothing: Matte | undefined;

  constructor(options: ReplaceBackgroundOptions) {
    this.#options = options;
    const { background } = options;
    this.#background = "bitmap" in background
      ? this.#ownBackground = pictureBackground(dropAlpha(background))
      : background;
    this.#compositor = new Compositor(options.edges);
    const { feather = 0, lightWrap = 0, despill = false } = options.edges ?? {};
    this.#layers = lightWrap === 0 && !despill ? options.layers : undefined;
    // A softened matte and a background that changes have one place, whose last picture must be done.
    this.#mostUnderWay = this.#background.isStill && feather === 0 ? MOST_UNDER_WAY : 1;
  }

  async put(item: MatteMoment): Promise<void> {
    const { moment, matte: estimated, foreground } = item;
    const { range, output, mattes, everyFrame = false, signal } = this.#options;
    const { first, last } = range ?? { first: 1, last: Infinity };
    // What the estimator has done took long with a large frame, and so does what follows.
    const turns = new Turns();
    const { number, timestamp, width, height } = moment;
    if (number < first || number > last || (estimated === undefined && !everyFrame)) return;
    await this.#waitFor(this.#mostUnderWay - 1);
    const matte = estimated === undefined
      ? this.#nothing ??= createMatte(width, height)
      : this.#compositor.soften(estimated);
    await turns.give();
    // The matte belongs to the frame that is shown, which need not be the one that is due.
    const { bitmap } = foreground;
    const asked = this.#background.behind({ number, timestamp, width, height, bitmap }, matte);
    const behind = await untilAborted(asked, signal);
    await turns.give();
    signal?.throwIfAborted();
    if (this.#layers !== undefined && estimated !== undefined) {
      const isBackgroundStill = this.#background.isStill;
      const layers = { foreground, background: behind, matte, isBackgroundStill };
      this.#handOver(item, this.#layers.write(layers, number, timestamp));
      await mattes?.write(matte, number, timestamp);
      return;
    }
    await this.#waitFor(0);
    const composite = estimated === undefined
      ? behind
      : await untilAborted(this.#compose(foreground, matte, behind), signal);
    await output?.write(composite, number, timestamp);
    this.framesWritten++;
    await mattes?.write(matte, number, timestamp);
  }

  /** Keep a frame's layers until they are written. */
  #handOver(item: MatteMoment, written: Promise<void>): void {
    const kept = item.retain();
    const done = written.then(() => void this.framesWritten++).finally(() => kept.release());
    // Whether it fails is seen when it is waited for.
    done.catch(() => {});
    this.#underWay.push(done);
  }

  /** Wait until at most so many frames are under way. */
  async #waitFor(count: number): Promise<void> {
    while (this.#underWay.length > count) {
      await untilAborted(this.#underWay[0], this.#options.signal);
      this.#underWay.shift();
    }
  }

  /** Wait until all is written. */
  async finish(): Promise<void> {
    await this.#waitFor(0);
  }

  #compose(foreground: Frame, matte: Matte, behind: Frame): Promise<Frame> {
    const steps = this.#compositor.composeInSteps(foreground, matte, behind);
    return inTurns(steps, () => this.#options.signal?.throwIfAborted());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#compositor[Symbol.dispose]();
    await this.#ownBackground?.[Symbol.asyncDispose]();
  }
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
