/** How long work may keep all else waiting, in milliseconds. */
const LONGEST = 100;

/** Gives timers, signals and messages their turn in the middle of long work. */
export class Turns {
  #since = performance.now();

  /** Let all that waits have its turn, if the last is long ago; else nothing is waited for. */
  async give(): Promise<void> {
    if (performance.now() - this.#since < LONGEST) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#since = performance.now();
  }
}

/**
 * Work that is done at once, is waited for, or goes in steps, between which all else may have its turn.
 *
 * @category Methods
 */
export type Steps<Result> = Result | Promise<Result> | Generator<void, Result>;

/**
 * Do work, however it goes.
 *
 * @param work What was begun.
 * @param signal Ends what goes in steps, by throwing its reason.
 * @returns What the work gives.
 */
export function outcomeOf<Result>(
  work: Steps<Result>,
  signal?: AbortSignal,
): Result | Promise<Result> {
  return isInSteps(work) ? inTurns(work, () => signal?.throwIfAborted()) : work;
}

function isInSteps<Result>(work: Steps<Result>): work is Generator<void, Result> {
  return typeof (work as Partial<Generator<void, Result>> | undefined)?.next === "function";
}

/**
 * Do work in steps, between which all else may have its turn.
 *
 * @param steps The work.
 * @param onTurn Called after each turn: may throw if the work is not wanted any more.
 * @returns What the work gives.
 */
export async function inTurns<Result>(
  steps: Generator<void, Result>,
  onTurn?: () => void,
): Promise<Result> {
  const turns = new Turns();
  let step = steps.next();
  while (!step.done) {
    await turns.give();
    onTurn?.();
    step = steps.next();
  }
  return step.value;
}

/**
 * Do the same steps at once.
 *
 * @param steps The work.
 * @returns What the work gives.
 */
export function atOnce<Result>(steps: Generator<void, Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
