import { memoryOf } from "../memory/kernel_memory.ts";
import {
  assertSameSize,
  createMatte,
  type Frame,
  type Matte,
  type NumberedFrame,
  type Size,
} from "../raster/frame.ts";
import { Turns } from "../turns.ts";
import { type Pixels, plainPixels } from "../pixels/simd_pixels.ts";
import { type Estimate, estimateInTurns, type MaskEstimator } from "../methods/estimator.ts";
import { HoldStage } from "./hold_stage.ts";
import { type Refined, type RefineStage, spatialStage } from "./refine_stage.ts";
import { type RefineStep, scaleRefinement } from "./refinement.ts";
import { SmoothStage } from "./smooth_stage.ts";

/** Options of {@linkcode refineEstimator}. */
export interface RefineOptions {
  /** Who does the work on pixels: kernels that have been loaded. */
  pixels?: Pixels | undefined;
  /**
   * Whether radii and areas are meant for pictures of 360 lines, and grow with larger ones.
   *
   * @default {false}
   */
  linesScaled?: boolean;
}

/** What scaled refinements are written for. */
const LINES = 360;

/**
 * An estimator whose mattes are refined, step by step.
 *
 * @example A speck is opened away
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createEstimator } from "../methods/estimator.ts";
 * import { createFrame, createMask } from "../raster/frame.ts";
 * import { parseRefinement } from "./refinement.ts";
 *
 * using specks = createEstimator(({ width, height }) => {
 *   const mask = createMask(width, height);
 *   mask.data[12] = 255;
 *   return mask;
 * });
 * using refined = refineEstimator(specks, parseRefinement("open:1"));
 * const estimate = await refined.estimate({ number: 1, ...createFrame(5, 5) });
 * assertEquals(estimate!.matte.data.includes(255), false);
 * ```
 *
 * @param estimator Whose mattes are refined; is disposed of with the result.
 * @param steps What is done to them, in order; of none, the estimator itself is returned.
 * @param options Who does the work.
 * @returns An estimator that looks ahead as far as the steps do, and the given one with them.
 */
export function refineEstimator(
  estimator: MaskEstimator,
  steps: readonly RefineStep[],
  options: RefineOptions = {},
): MaskEstimator {
  return steps.length === 0 ? estimator : new RefinedEstimator(estimator, steps, options);
}

class RefinedEstimator implements MaskEstimator {
  readonly warmUp: number;
  readonly lookback: number;
  readonly lookahead: number;
  readonly surveys?: number;
  readonly survey?: (frames: AsyncIterable<NumberedFrame>) => Promise<void>;
  readonly #inner: MaskEstimator;
  readonly #steps: readonly RefineStep[];
  readonly #pixels: Pixels;
  readonly #isScaled: boolean;
  #stages: RefineStage[] | undefined;
  #matte: Matte | undefined;
  #frame: Frame | undefined;
  #innerOwes: number;

  constructor(inner: MaskEstimator, steps: readonly RefineStep[], options: RefineOptions) {
    const { pixels = plainPixels, linesScaled = false } = options;
    this.#inner = inner;
    this.#steps = steps;
    this.#pixels = pixels;
    this.#isScaled = linesScaled;
    const stages = this.#createStages({ width: 1, height: LINES });
    this.#innerOwes = inner.lookahead ?? 0;
    this.warmUp = inner.warmUp;
    this.lookahead = stages.reduce((sum, stage) => sum + stage.lookahead, this.#innerOwes);
    const remembers = steps.some(({ name }) => name === "hold" || name === "smooth");
    this.lookback = remembers ? Infinity : inner.lookback;
    if (inner.surveys !== undefined) this.surveys = inner.surveys;
    if (inner.survey !== undefined) this.survey = (frames) => inner.survey!(frames);
  }

  async estimate(frame: NumberedFrame): Promise<Estimate | undefined> {
    const estimate = await estimateInTurns(this.#inner, frame);
    // Once begun, each frame has its turn, or those that wait would belong to others.
    const isGap = estimate === undefined && this.#stages !== undefined;
    return this.#push(isGap ? nothingOf(frame) : estimate, 0);
  }

  async flush(): Promise<Estimate | undefined> {
    // First those that the inner one owes, then those in the first stage, and so on.
    while (this.#innerOwes > 0) {
      this.#innerOwes--;
      const refined = await this.#push(await this.#inner.flush?.(), 0);
      // A clip shorter than the way through all stages has not filled them: on to the next.
      if (refined !== undefined || this.#stages === undefined) return refined;
    }
    const stages = this.#stages ?? [];
    for (const [i, stage] of stages.entries()) {
      for (let item = stage.flush(); item !== undefined; item = stage.flush()) {
        const refined = await this.#pushItem(item, i + 1);
        if (refined !== undefined) return refined;
      }
    }
    return undefined;
  }

  async #push(estimate: Estimate | undefined, from: number): Promise<Estimate | undefined> {
    if (estimate === undefined) return undefined;
    const { matte, foreground } = estimate;
    const { width, height } = matte;
    assertSameSize("refine", { matte, frame: foreground });
    this.#stages ??= this.#createStages(matte);
    // Steps work in place, and where the kernels are: on copies, but for a frame that is there.
    const copy = this.#matte ??= this.#pixels.createMask(width, height);
    copy.data.set(matte.data);
    let frame = foreground;
    if (memoryOf(foreground.bitmap) !== memoryOf(copy.data)) {
      frame = this.#frame ??= this.#pixels.createFrame(width, height);
      frame.bitmap.set(foreground.bitmap);
    }
    return await this.#pushItem({ matte: copy, frame }, from);
  }

  async #pushItem(item: Refined, from: number): Promise<Estimate | undefined> {
    // A large frame's steps take long, and a signal must be heard meanwhile.
    const stages = this.#stages ?? [];
    const turns = new Turns();
    const giveTurn = async () => {
      await turns.give();
      // Who has been reset or let go meanwhile has given the memory back.
      if (this.#stages !== stages) throw new Error("Cannot refine: the estimator was let go");
    };
    let refined: Refined | undefined = item;
    for (const stage of stages.slice(from)) {
      await giveTurn();
      if (stage.pushInSteps === undefined) refined = stage.push(refined);
      else {
        const steps = stage.pushInSteps(refined);
        let step = steps.next();
        for (; !step.done; step = steps.next()) await giveTurn();
        refined = step.value;
      }
      if (refined === undefined) return undefined;
    }
    return { matte: refined.matte, foreground: refined.frame };
  }

  #createStages({ height }: Size): RefineStage[] {
    const steps = this.#isScaled ? scaleRefinement(this.#steps, height / LINES) : this.#steps;
    return steps.map((step) => {
      const [first, second] = step.numbers;
      if (step.name === "hold") return new HoldStage(first, this.#pixels);
      if (step.name === "smooth") return new SmoothStage(first, second, this.#pixels);
      return spatialStage(step, this.#pixels);
    });
  }

  reset(): void {
    this.#inner.reset();
    // The next video's frames may have another size.
    this.#giveBack();
    this.#innerOwes = this.#inner.lookahead ?? 0;
  }

  [Symbol.dispose](): void {
    this.#inner[Symbol.dispose]();
    this.#giveBack();
  }

  #giveBack(): void {
    for (const raster of [this.#matte, this.#frame]) {
      if (raster !== undefined) this.#pixels.free(raster);
    }
    for (const stage of this.#stages ?? []) stage[Symbol.dispose]();
    this.#stages = this.#matte = this.#frame = undefined;
  }
}

/** An estimate without foreground. */
function nothingOf(frame: Frame): Estimate {
  return { matte: createMatte(frame.width, frame.height), foreground: frame };
}
