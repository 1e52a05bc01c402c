import { type Background, pictureBackground } from "../backgrounds/mod.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import { dropAlpha } from "../pixels/compose/drop_alpha.ts";
import type { Layers } from "../pixels/compose/layers.ts";
import type { Frame, Matte } from "../raster/frame.ts";
import { untilAborted } from "../until_aborted.ts";
import { areLayersEnough, type EdgeOptions } from "./compositor.ts";
import { MomentComposer } from "./moment_composer.ts";
import type { FrameRange } from "./progress.ts";
import type { Sink } from "./sink.ts";

/**
 * What is composed, and where it goes.
 *
 * @category In one call
 */
export interface CompositeOptions {
  /** What is behind; of a picture the alpha is dropped, and it is area-resized to the frames' size. */
  background: Frame | Background;
  /** How the edge between the two is treated. */
  edges?: EdgeOptions;
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
  /**
   * Ends the run by throwing the signal's reason: between two frames, or while the estimator or
   * the background is waited for. What one of these has begun, a network's look say, is left to
   * itself; a sink is not, which may know the signal.
   */
  signal?: AbortSignal;
}

/** So many frames may be on their way to an encoder in another thread. */
const MOST_UNDER_WAY = 3;

/** Composes what is due and hands it to the sinks. */
export class CompositeWriter implements AsyncDisposable {
  /** How many frames have been written. */
  framesWritten = 0;
  readonly #options: CompositeOptions;
  /** What is behind, if it was made here. */
  readonly #ownBackground: Background | undefined;
  readonly #composer: MomentComposer;
  /** Who composes in another thread. */
  readonly #layers: Sink<Layers> | undefined;
  readonly #underWay: Promise<void>[] = [];
  readonly #mostUnderWay: number;

  /** @param options What is composed, and where it goes. */
  constructor(options: CompositeOptions) {
    this.#options = options;
    const { background: asked, edges, signal } = options;
    const background = "bitmap" in asked
      ? this.#ownBackground = pictureBackground(dropAlpha(asked))
      : asked;
    this.#composer = new MomentComposer({ background, edges, signal });
    const { feather = 0 } = edges ?? {};
    this.#layers = areLayersEnough(edges ?? {}) ? options.layers : undefined;
    // A softened matte and a background that changes have one place, whose last picture must be done.
    this.#mostUnderWay = background.isStill && feather === 0 ? MOST_UNDER_WAY : 1;
  }

  /** Compose a frame and hand it over, if it is to be written. */
  async put(item: MatteMoment): Promise<void> {
    const { moment, matte: estimated } = item;
    const { range, output, mattes, everyFrame = false } = this.#options;
    const { first, last } = range ?? { first: 1, last: Infinity };
    const { number, timestamp } = moment;
    if (number < first || number > last || (estimated === undefined && !everyFrame)) return;
    await this.#waitFor(this.#mostUnderWay - 1);
    const layers = await this.#composer.layersOf(item);
    if (this.#layers !== undefined && estimated !== undefined) {
      this.#handOver(item, this.#layers.write(layers, number, timestamp));
    } else {
      await this.#waitFor(0);
      await output?.write(await this.#composer.compose(item, layers), number, timestamp);
      this.framesWritten++;
    }
    await mattes?.write(layers.matte, number, timestamp);
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

  /** Wait until nothing is under way any more, whether it was written or not. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /** Wait until all is written. */
  async finish(): Promise<void> {
    await this.#waitFor(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#composer[Symbol.dispose]();
    await this.#ownBackground?.[Symbol.asyncDispose]();
  }
}
