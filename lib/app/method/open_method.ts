import { isMethodPath } from "../../files/find_method.ts";
import type { MaskEstimator } from "../../methods/estimator.ts";
import { surveyToHandOn } from "../../methods/hand_on_survey.ts";
import type { Resets } from "../../pipeline/resets/mattes_in_blocks.ts";
import type { Frame, Size } from "../../raster/frame.ts";
import type { RunOptions } from "../options/run_options.ts";
import { fitPlate, makesUseOfPlate, type PlateTools, readCleanPlate } from "./clean_plate.ts";
import {
  estimatorOf,
  type MethodTools,
  type PreparedMethod,
  refinementOf,
} from "./prepare_method.ts";
import { lookbackOf, type RefineOptions } from "../../refine/refine_moments.ts";
import type { FrameNeeds } from "../targets/choose_range.ts";

/**
 * Make a run's method ready: read its clean plate.
 *
 * @param prepared The method, checked.
 * @param options The command line.
 * @param tools What plates are read with, and networks.
 */
export async function openMethod(
  prepared: PreparedMethod,
  options: RunOptions,
  tools: PlateTools & Pick<MethodTools, "networks" | "lookahead" | "pace">,
): Promise<OpenMethod> {
  // One that has no effect, as the user has been told, need not fit either.
  const builtIn = isMethodPath(prepared.name) ? undefined : prepared.method;
  const plate = makesUseOfPlate(builtIn) ? await readCleanPlate(options, tools) : undefined;
  const { networks, lookahead, pace, onNotice, onFetch, signal } = tools;
  const { cleanPlate, resetEvery } = options;
  const rest = { networks, lookahead, pace, onNotice, onFetch, signal };
  return new OpenMethod(prepared, rest, { plate, plateName: cleanPlate, resetEvery });
}

/** What a method was told besides. */
interface OpenMethodParts {
  readonly plate: Frame | undefined;
  /** `undefined` if the plate is a frame of the video. */
  readonly plateName: string | undefined;
  readonly resetEvery: number | undefined;
}

/** Tells each line once, whatever the numbers in it. */
function onceEach(tell: MethodTools["onNotice"]): MethodTools["onNotice"] {
  const told = new Set<string>();
  return tell && ((line) => {
    const words = line.replaceAll(/\d+/g, "");
    if (!told.has(words)) tell(line);
    told.add(words);
  });
}

/** A method at work on one video. */
export class OpenMethod implements Disposable {
  readonly prepared: PreparedMethod;
  readonly tools: MethodTools;
  readonly #plate: Frame | undefined;
  /** `undefined` if the plate is a frame of the video. */
  readonly #plateName: string | undefined;
  readonly #resetEvery: number | undefined;
  /** The plate, brought to the frames' size. */
  #fitted: Frame | undefined;
  #estimator: MaskEstimator;

  constructor(
    prepared: PreparedMethod,
    tools: MethodTools,
    { plate, plateName, resetEvery }: OpenMethodParts,
  ) {
    this.prepared = prepared;
    // What each part finds out of the video is told once.
    this.tools = resetEvery === undefined
      ? tools
      : { ...tools, onNotice: onceEach(tools.onNotice) };
    this.#plate = plate;
    this.#fitted = plate;
    this.#plateName = plateName;
    this.#resetEvery = resetEvery;
    this.#estimator = estimatorOf(prepared, { ...this.tools, cleanPlate: plate });
  }

  /** Its estimator; after {@linkcode fitTo} it is another. */
  get estimator(): MaskEstimator {
    return this.#estimator;
  }

  /** How many first frames get no matte, and how many earlier ones a refined matte depends on. */
  get needs(): FrameNeeds {
    const { warmUp } = this.#estimator;
    const lookback = lookbackOf(this.#estimator, this.refine);
    return { warmUp, lookback, resetEvery: lookback < Infinity ? undefined : this.#resetEvery };
  }

  /**
   * How it begins anew, if it was told to and that changes anything. To be asked when all has been learned
   * beforehand.
   *
   * @throws {TypeError} If the method cannot hand on what it has learned.
   */
  resets(): Resets | undefined {
    const { resetEvery: every } = this.needs;
    if (every === undefined) return undefined;
    const handOn = surveyToHandOn(this.#estimator);
    const tools = { ...this.tools, cleanPlate: this.#fitted, isPart: true };
    return { every, renew: () => handOn(estimatorOf(this.prepared, tools)) };
  }

  /** What is done to its mattes. */
  get refine(): RefineOptions {
    return refinementOf(this.prepared);
  }

  /**
   * Start anew with a plate of the frames' size, which is known only when the video is open;
   * how far the method looks back must be known before.
   *
   * @throws {RangeError} If the plate's proportions are others.
   */
  fitTo(size: Size, onNotice: (text: string) => void): void {
    const plate = this.#plate;
    const { names } = this.prepared;
    const cleanPlate = plate && fitPlate(plate, size, { name: this.#plateName, names, onNotice });
    if (cleanPlate === plate) return;
    this.#fitted = cleanPlate;
    this.#estimator[Symbol.dispose]();
    this.#estimator = estimatorOf(this.prepared, { ...this.tools, cleanPlate });
  }

  [Symbol.dispose](): void {
    this.#estimator[Symbol.dispose]();
  }
}
