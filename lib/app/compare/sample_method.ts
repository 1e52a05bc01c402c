import { messageOf } from "../../errors.ts";
import { framesOf, type VideoSource } from "../../files/ffmpeg/decode/open_by_ffmpeg.ts";
import type { OpenVideoOptions } from "../../files/ffmpeg/decode/decode_arguments.ts";
import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import type { JpegCodec } from "../../files/pictures/jpeg_codec.ts";
import type { FrameStore } from "../../memory/frame_store.ts";
import type { MaskEstimator } from "../../methods/estimator.ts";
import { surveyToHandOn } from "../../methods/hand_on_survey.ts";
import type { MatteMoment } from "../../moments/matte_moment.ts";
import type { SharedNetworks } from "../../networks/runtime/shared_networks.ts";
import { mattesOf } from "../../pipeline/mattes.ts";
import { MomentComposer } from "../../pipeline/moment_composer.ts";
import { copyFrame } from "../../raster/frame.ts";
import { openBackground } from "../background/open_background.ts";
import { finishFacts } from "../finish_facts.ts";
import { areTutorialsOwn } from "../finish_plan.ts";
import { ownMethod } from "../method/prepare_method.ts";
import { type OpenMethod, openMethod } from "../method/open_method.ts";
import type { RunOptions } from "../options/run_options.ts";
import { chooseLeftOut, type Chosen } from "../run.ts";
import { seenFrames } from "../source/seen_frames.ts";
import { learnRoom } from "../survey/learn_room.ts";
import { firstFrameNeeded, noPicture } from "../targets/choose_range.ts";
import { hasScreen } from "./has_screen.ts";
import { sampledCommand } from "./sampled_run.ts";
import type { FrameSample, SampledMethod, SampleProgress } from "./sampled_method.ts";

/** What the methods of one video share. */
export interface SampleTools {
  readonly ffmpeg: Ffmpeg;
  readonly store: FrameStore;
  readonly networks: SharedNetworks;
  readonly jpeg: JpegCodec;
  readonly onNotice: (text: string) => void;
  readonly onFetch?: ((fetching: Fetching) => void) | undefined;
  readonly signal: AbortSignal;
}

/** How one method is sampled. */
export interface SampleMethodOptions {
  /** The frames' numbers, in order. */
  readonly wanted: readonly number[];
  /** How many frames before a sample a method begins that remembers all of them. */
  readonly runUp: number | undefined;
  /** Whether somebody has named the method. */
  readonly isChosen: boolean;
  readonly tools: SampleTools;
  readonly tell: (progress: Pick<SampleProgress, "stage" | "framesRead" | "total">) => void;
}

/**
 * What one method makes of a few frames.
 *
 * @param name Its name, or the path of its module.
 * @param run The run.
 * @param options Which frames, and what methods share.
 * @returns What became of it.
 * @throws The signal's reason.
 */
export async function sampleMethod(
  name: string,
  run: RunOptions,
  options: SampleMethodOptions,
): Promise<SampledMethod> {
  const { tools: { signal } } = options;
  const asked = { ...run, method: name, given: new Set([...run.given, "method"]) };
  try {
    const chosen = await chooseLeftOut(asked);
    assertTakes(chosen);
    const sampler = new Sampler(chosen, options);
    await sampler.sample();
    const { samples, framesPerSecond } = sampler;
    if (samples.size === 0) return { name, failure: sampler.whyNothing() };
    return { name, command: sampledCommand(chosen), framesPerSecond, samples };
  } catch (error) {
    signal.throwIfAborted();
    return { name, failure: messageOf(error) };
  }
}

/** Check that a method can make something of a photo, if it is one. */
function assertTakes({ isStill, prepared }: Chosen): void {
  const method = ownMethod(prepared);
  if (!isStill || method === undefined || method.takesPhotos === true) return;
  throw new Error("it finds what moves, and a photo has nothing that does");
}

function framesIn(numbers: readonly number[]): string {
  return numbers.length === 1 ? `frame ${numbers[0]}` : `frames ${numbers.join(", ")}`;
}

/** So many frames before a sample are read at least: a single one does not tell how long one takes. */
const TIMED = 12;

/** Frames that are read in one go. */
interface Part {
  readonly first: number;
  readonly wanted: readonly number[];
}

/** How far before each sample a reading begins. */
interface PartOptions {
  /** The first frame that a frame's matte depends on. */
  readonly firstNeeded: (number: number) => number;
  /** Whether the video may be read in several parts. */
  readonly mayPart: boolean;
}

/**
 * Which parts of a video are read for some of its frames.
 *
 * @example Far apart, and near each other
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const how = { firstNeeded: (number: number) => Math.max(1, number - 20), mayPart: true };
 * assertEquals(sampledParts([5, 30, 200], how), [
 *   { first: 1, wanted: [5, 30] },
 *   { first: 180, wanted: [200] },
 * ]);
 * ```
 *
 * @param wanted The frames' numbers, in order.
 * @param options How far before each one reading begins.
 */
export function sampledParts(
  wanted: readonly number[],
  { firstNeeded, mayPart }: PartOptions,
): Part[] {
  const parts: { first: number; wanted: number[] }[] = [];
  for (const number of wanted) {
    const first = firstNeeded(number);
    const last = parts.at(-1);
    // To open a video takes about as long as so many frames.
    const isNear = last !== undefined && first <= last.wanted.at(-1)! + TIMED;
    if (last !== undefined && (isNear || !mayPart)) last.wanted.push(number);
    else parts.push({ first, wanted: [number] });
  }
  return parts;
}

/** A method that is sampled. */
class Sampler {
  readonly samples: Map<number, FrameSample> = new Map();
  readonly #chosen: Chosen;
  readonly #options: SampleMethodOptions;
  readonly #reading: OpenVideoOptions;
  /** How many frames it makes no picture of. */
  #warmUp = 0;
  /** The number of the last frame that was read. */
  #last = 0;
  /** Lets another estimator know what the first one's survey has learned. */
  #handOn: ((to: MaskEstimator) => MaskEstimator) | undefined;
  #framesRead = 0;
  /** How many frames were timed, and how long they took, in milliseconds. */
  #timed = 0;
  #time = 0;

  constructor(chosen: Chosen, options: SampleMethodOptions) {
    this.#chosen = chosen;
    this.#options = options;
    const { work, background, fits, targets } = chosen;
    const { start, duration, size, fps, allowNetwork, names } = chosen.options;
    const { ffmpeg, store, onNotice, signal } = options.tools;
    this.#reading = {
      ...{ start, duration, size, fps, allowNetwork, names, ffmpeg, store, onNotice, signal },
      // The colours and the shape of what the run would write.
      isAccurate: targets.output.kind === "video",
      isSquare: !areTutorialsOwn(finishFacts(work, background, fits, chosen.options)),
    };
  }

  get framesPerSecond(): number | undefined {
    return this.#timed === 0 ? undefined : 1000 * this.#timed / this.#time;
  }

  /** Why there is no picture of any frame. */
  whyNothing(): string {
    const { wanted } = this.#options;
    const beyond = wanted.filter((number) => number > this.#last);
    const isEarly = wanted.some((number) => number <= Math.min(this.#warmUp, this.#last));
    const reasons = [
      ...(isEarly ? [noPicture("it", this.#warmUp)] : []),
      ...(beyond.length > 0 ? [`the video has no ${framesIn(beyond)}`] : []),
    ];
    return reasons.join(", and ") || `there is no picture of ${framesIn(wanted)}`;
  }

  /** Sample all frames. */
  async sample(): Promise<void> {
    using method = await this.#open();
    this.#warmUp = method.needs.warmUp;
    const parts = this.#partsFor(method);
    await this.#readPart(method, parts[0], parts);
    for (const part of parts.slice(1)) {
      using next = await this.#open();
      await this.#readPart(next, part, parts);
    }
  }

  async #open(): Promise<OpenMethod> {
    const { prepared, options } = this.#chosen;
    const { isAccurate = false, isSquare = false } = this.#reading;
    return await openMethod(prepared, options, { ...this.#options.tools, isAccurate, isSquare });
  }

  #partsFor(method: OpenMethod): Part[] {
    const { wanted, runUp = Infinity } = this.#options;
    const { estimator, needs } = method;
    const { lookback, warmUp } = needs;
    const isEndless = lookback === Infinity;
    const before = isEndless ? Math.max(runUp, warmUp) : Math.max(lookback, TIMED);
    const mayPart = estimator.survey === undefined || estimator.saveSurvey !== undefined;
    const firstNeeded = (number: number) =>
      firstFrameNeeded({ first: number, last: number }, { warmUp, lookback: before });
    return sampledParts(wanted, { firstNeeded, mayPart });
  }

  /** Read one part, and sample its frames. */
  async #readPart(method: OpenMethod, part: Part, parts: readonly Part[]): Promise<void> {
    const { options: { video } } = this.#chosen;
    await using stack = new AsyncDisposableStack();
    const reading = { ...this.#reading, firstFrame: part.first, isNative: false };
    const opening = stack.use(await startRawVideo(video, reading));
    const source = await this.#openSource(method, opening, stack);
    if (parts.length > 1 && part === parts[0]) this.#handOn = surveyToHandOn(method.estimator);
    const total = parts.reduce((sum, { first, wanted }) => sum + wanted.at(-1)! - first + 1, 0);
    await this.#readMattes(method, source, part, total);
  }

  /** The frames, after the method has seen what it must know beforehand. */
  async #openSource(
    method: OpenMethod,
    opening: Awaited<ReturnType<typeof startRawVideo>>,
    stack: AsyncDisposableStack,
  ): Promise<VideoSource> {
    const { options, prepared } = this.#chosen;
    const { tools: { store, onNotice }, tell, isChosen } = this.#options;
    const video = await opening.open();
    const reading = this.#reading;
    const ownDepth = prepared.method.takesDistance === true;
    const frames = framesOf(video, store);
    const source = await seenFrames(frames, { ...options, ownDepth }, reading, stack, store);
    method.fitTo(source, onNotice);
    if (this.#handOn !== undefined) {
      this.#handOn(method.estimator);
      return source;
    }
    if (prepared.method.needsScreen && !isChosen) await this.#assertScreen();
    const again = { ...reading, ...opening.learned };
    await learnRoom(method.estimator, {
      ...{ options, prepared, size: source, input: opening.input, path: options.video, video },
      reading: again,
      reporter: {
        notice: onNotice,
        survey: (framesRead, total) => tell({ stage: "survey", framesRead, total }),
      },
      seen: (source) => {
        const alone = { ...options, right: undefined, depth: undefined };
        return seenFrames(source, alone, again, stack, store);
      },
    });
    return source;
  }

  /** Check that there is a screen to be keyed: in any room some hue is the most frequent. */
  async #assertScreen(): Promise<void> {
    const { options: { video } } = this.#chosen;
    const { onNotice: _, ...quiet } = this.#reading;
    await using opening = await startRawVideo(video, { ...quiet, isNative: false });
    for await (const frame of framesOf(await opening.open())) {
      if (hasScreen(frame)) return;
      break;
    }
    throw new Error("there is no green or blue screen");
  }

  async #readMattes(
    { estimator, refine }: OpenMethod,
    source: VideoSource,
    { first, wanted }: Part,
    total: number,
  ): Promise<void> {
    const { background, options, fits } = this.#chosen;
    const { tools, tell } = this.#options;
    const { store, signal } = tools;
    const { feather, lightWrap, despill } = options;
    await using behind = await openBackground(background, options, fits, tools);
    const edges = { feather, lightWrap, despill };
    using composer = new MomentComposer({ background: behind, edges, signal });
    const last = wanted.at(-1)!;
    let since = 0;
    for await (const item of mattesOf(source, { estimator, refine, store, signal })) {
      using _ = item;
      signal.throwIfAborted();
      const { number } = item.moment;
      this.#last = Math.max(this.#last, number);
      // Before the first one, networks are loaded.
      if (number > first) this.#timed++, this.#time += performance.now() - since;
      tell({ stage: "frames", framesRead: ++this.#framesRead, total });
      if (wanted.includes(number)) await this.#take(item, composer);
      if (number >= last) break;
      since = performance.now();
    }
  }

  async #take(item: MatteMoment, composer: MomentComposer): Promise<void> {
    if (item.matte === undefined) return;
    const layers = await composer.layersOf(item);
    const { foreground, matte: { width, height, data } } = layers;
    const { number, timestamp } = item.moment;
    this.samples.set(number, {
      timestamp,
      frame: copyFrame(foreground),
      matte: { width, height, data: data.slice() },
      composite: copyFrame(await composer.compose(item, layers)),
    });
  }
}
