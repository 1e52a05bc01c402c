import { ahead } from "../ahead.ts";
import { continued } from "../continued.ts";
import type { MaskEstimator } from "../methods/estimator.ts";
import type { StageOptions } from "../methods/estimate_frames.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import { windowsOf } from "../moments/window.ts";
import type { Frame } from "../raster/frame.ts";
import { outcomeOf } from "../turns.ts";
import { untilAborted } from "../until_aborted.ts";
import { HoldStage } from "./hold_stage.ts";
import { type RefineStage, spatialStage } from "./refine_stage.ts";
import { type RefineStep, scaleRefinement } from "./refinement.ts";
import { smoothSpan, SmoothStage } from "./smooth_stage.ts";

/**
 * How mattes are refined.
 *
 * @category Refinement
 */
export interface RefineOptions {
  /** What is done to them, in order: see `parseRefinement`. */
  readonly steps: readonly RefineStep[];
  /**
   * Whether radii and areas are meant for pictures of 360 lines, and grow with larger ones.
   *
   * @default {false}
   */
  readonly linesScaled?: boolean | undefined;
}

/** What scaled refinements are written for. */
const LINES = 360;

/**
 * The stages of the pipeline that refine: moments with mattes in, the same with better mattes out.
 *
 * What has no matte yet passes. Once there is one, whatever has none has an empty one.
 *
 * @param items The moments with their mattes, in order.
 * @param refine What is done.
 * @param options Where rasters come from, and what ends the work.
 * @returns An item for each one, in order; whoever gets one releases it.
 */
export async function* refineMoments(
  items: AsyncGenerator<MatteMoment, void, void>,
  refine: RefineOptions | undefined,
  options: StageOptions,
): AsyncGenerator<MatteMoment, void, void> {
  if (refine === undefined || refine.steps.length === 0) return yield* items;
  // The first one knows the frames' size.
  const first = await items.next();
  if (first.done === true) return;
  using stages = new Stages(refine, first.value.moment);
  let refined = withoutGaps(continued(first, items), options);
  const { helper } = options.store.memory ?? {};
  for (const stage of stages.all) {
    // While another thread is at work on one matte, this one makes the next.
    const isAside = helper !== undefined && stage.isAside;
    refined = refineBy(stage, isAside ? ahead(refined) : refined, options);
  }
  yield* refined;
}

/** The stages at work on one video. */
class Stages implements Disposable {
  readonly all: readonly RefineStage[];

  constructor({ steps, linesScaled = false }: RefineOptions, { height }: Frame) {
    const scaled = linesScaled ? scaleRefinement(steps, height / LINES) : steps;
    this.all = scaled.map((step) => {
      const [first, second] = step.numbers;
      if (step.name === "hold") return new HoldStage(first);
      if (step.name === "smooth") return new SmoothStage(first, second);
      return spatialStage(step);
    });
  }

  [Symbol.dispose](): void {
    for (const stage of this.all) stage[Symbol.dispose]();
  }
}

async function* withoutGaps(
  items: AsyncGenerator<MatteMoment, void, void>,
  { store }: StageOptions,
): AsyncGenerator<MatteMoment, void, void> {
  let hasBegun = false;
  for await (const item of items) {
    hasBegun ||= item.matte !== undefined;
    if (!hasBegun || item.matte !== undefined) {
      yield item;
      continue;
    }
    using _ = item;
    yield item.withNothing(store);
  }
}

async function* refineBy(
  stage: RefineStage,
  items: AsyncGenerator<MatteMoment, void, void>,
  { store, signal }: StageOptions,
): AsyncGenerator<MatteMoment, void, void> {
  for await (const window of windowsOf(items, stage.window)) {
    const { now } = window;
    if (now.matte === undefined) {
      yield now.retain();
      continue;
    }
    using out = stage.isInPlace ? undefined : store.takeGray(now.matte);
    const work = outcomeOf(stage.refine(window, out ?? now.matte), signal);
    // Who gives up waiting takes nothing back that is still written to.
    if (out !== undefined && work instanceof Promise) {
      out.retain();
      work.catch(() => {}).finally(() => out.release());
    }
    await untilAborted(work, signal);
    yield out === undefined ? now.retain() : now.withMatte(out.retain());
  }
}

/**
 * How many frames before a frame its refined matte depends on.
 *
 * A step that looks back needs mattes of so many frames, and the first of them the estimator's frames
 * before it. Where a scene begins within these frames is known, since each but the first is seen beside
 * the one before; whether one begins with the first does not matter to those that follow.
 *
 * @param estimator Whose mattes are refined.
 * @param refine What is done to them.
 * @returns The estimator's `lookback` and how far each step looks back; `Infinity` where one remembers.
 */
export function lookbackOf(
  { lookback }: Pick<MaskEstimator, "lookback">,
  refine: RefineOptions | undefined,
): number {
  return refine?.steps.reduce((sum, step) => sum + lookbackOfStep(step), lookback) ?? lookback;
}

function lookbackOfStep({ name, numbers: [, lookahead] }: RefineStep): number {
  if (name === "hold") return Infinity;
  return name === "smooth" ? smoothSpan(lookahead).before : 0;
}
