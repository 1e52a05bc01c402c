import type { Background } from "../backgrounds/mod.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import type { Layers } from "../pixels/compose/layers.ts";
import { createMatte, type Frame, type Matte } from "../raster/frame.ts";
import { inTurns, Turns } from "../turns.ts";
import { untilAborted } from "../until_aborted.ts";
import { Compositor, type EdgeOptions } from "./compositor.ts";

/** What {@linkcode MomentComposer} works with. */
export interface MomentComposerOptions {
  /** What is behind; whoever made it disposes of it. */
  readonly background: Background;
  /** How the edge between the two is treated. */
  readonly edges: EdgeOptions | undefined;
  /** Ends the work by throwing its reason. */
  readonly signal: AbortSignal | undefined;
}

/** Puts the moments of one video over their background. */
export class MomentComposer implements Disposable {
  readonly #background: Background;
  readonly #compositor: Compositor;
  readonly #signal: AbortSignal | undefined;
  #nothing: Matte | undefined;

  /** @param options The background, and how. */
  constructor({ background, edges, signal }: MomentComposerOptions) {
    this.#background = background;
    this.#compositor = new Compositor(edges);
    this.#signal = signal;
  }

  /**
   * What a moment's composite is made of.
   *
   * @param item The moment.
   * @returns Its layers, lent until the next call; where there is no estimate, the matte is empty.
   */
  async layersOf(item: MatteMoment): Promise<Layers> {
    const { moment, shown, foreground, matte: estimated } = item;
    // What the estimator has done took long with a large frame, and so does what follows.
    const turns = new Turns();
    const { number, timestamp, width, height } = moment;
    const matte = estimated === undefined
      ? this.#nothing ??= createMatte(width, height)
      : this.#compositor.soften(estimated);
    await turns.give();
    // The matte belongs to the frame that is shown, which need not be the one that is due.
    const { bitmap } = foreground;
    const shot = { number, timestamp, width, height, bitmap, depth: shown.depth };
    const asked = this.#background.behind(shot, matte);
    const background = await untilAborted(asked, this.#signal);
    await turns.give();
    this.#signal?.throwIfAborted();
    return { foreground, background, matte, isBackgroundStill: this.#background.isStill };
  }

  /**
   * Compose a moment.
   *
   * @param item The moment.
   * @param layers What {@linkcode layersOf} gave for it.
   * @returns The composite, lent until the next call; the background alone where there is no estimate.
   */
  async compose({ matte: estimated }: MatteMoment, layers: Layers): Promise<Frame> {
    const { foreground, background, matte } = layers;
    if (estimated === undefined) return background;
    const steps = this.#compositor.composeInSteps(foreground, matte, background);
    const composed = inTurns(steps, () => this.#signal?.throwIfAborted());
    return await untilAborted(composed, this.#signal);
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.#compositor[Symbol.dispose]();
  }
}
