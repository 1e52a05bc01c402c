import { basename, join } from "node:path";
import { onDisk } from "../../files/system/working_folder.ts";
import type { RunOptions } from "../options/run_options.ts";
import { run } from "../run.ts";
import type { RunReport, Summary } from "../run_report.ts";

/** How fast a machine makes frames. */
export interface MeasuredRate {
  /** Frames a second. */
  readonly rate: number;
  /** How many frames were made to find that out. */
  readonly frames: number;
  /** What a run takes before its first frame, without its survey, in seconds. */
  readonly startSeconds: number;
  /** Frames a second that a survey looks through; `undefined` without a survey. */
  readonly surveyRate: number | undefined;
}

/** What {@linkcode measureRate} needs besides. */
export interface MeasureOptions {
  /** About how many frames a second the video has. */
  readonly framesPerSecond: number;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

/** How many frames are made. */
const FRAMES = 60;

/**
 * How fast a run goes here, by its first frames: all of it is done, networks and encoder included,
 * but what it writes is removed.
 *
 * @param asked The run.
 * @param options The video's rate, and what ends it.
 * @throws What the run throws.
 */
export async function measureRate(
  asked: RunOptions,
  { framesPerSecond, signal, onNotice }: MeasureOptions,
): Promise<MeasuredRate> {
  const folder = await Deno.makeTempDir({ prefix: "backdrop_plan_" });
  try {
    const inFolder = (path: string, name: string) => join(folder, name, basename(path));
    const { output, mattes, duration = Infinity } = asked;
    const sample: RunOptions = {
      ...asked,
      output: inFolder(output, "output"),
      mattes: mattes && inFolder(mattes, "mattes"),
      // A survey too looks at this part alone.
      duration: Math.min(duration, FRAMES / framesPerSecond),
      frames: undefined,
      skipExisting: false,
      resume: false,
    };
    const watch = new Stopwatch(onNotice);
    const { failure } = await run(sample, {
      notices: [],
      signal,
      report: () => watch,
      writeOut: () => Promise.resolve(),
    });
    if (failure !== undefined) throw failure;
    return watch.measured();
  } finally {
    await Deno.remove(onDisk(folder), { recursive: true });
  }
}

/** When what happened in a run. */
class Stopwatch implements RunReport {
  readonly #onNotice: (text: string) => void;
  readonly #begin = performance.now();
  #survey: { begin: number; end: number; frames: number } | undefined;
  #first: { at: number; frames: number } | undefined;
  #end = 0;
  #frames = 0;

  constructor(onNotice: (text: string) => void) {
    this.#onNotice = onNotice;
  }

  /** What it comes to. */
  measured(): MeasuredRate {
    const survey = this.#survey;
    const surveyed = survey === undefined ? 0 : survey.end - survey.begin;
    const first = this.#first ?? { at: this.#begin, frames: 0 };
    const milliseconds = this.#end - first.at;
    const frames = this.#frames - first.frames;
    // Of very few frames most of the time is spent elsewhere.
    const isTold = frames >= 10 && milliseconds > 0;
    const rate = isTold ? frames / milliseconds : this.#frames / (this.#end - this.#begin);
    return {
      rate: 1000 * rate,
      frames: this.#frames,
      startSeconds: Math.max(0, first.at - this.#begin - surveyed) / 1000,
      surveyRate: survey && surveyed > 0 ? 1000 * survey.frames / surveyed : undefined,
    };
  }

  start(): void {}

  notice(text: string): void {
    this.#onNotice(text);
  }

  detail(): void {}

  progress({ framesWritten }: { framesWritten: number }): void {
    if (framesWritten > 0) this.#first ??= { at: performance.now(), frames: framesWritten };
  }

  survey(frames: number): void {
    const end = performance.now();
    this.#survey = { begin: this.#survey?.begin ?? end, end, frames };
  }

  fetch(): void {}

  finish(): Disposable {
    return { [Symbol.dispose]() {} };
  }

  skip(): void {}

  end(_targets: unknown, { framesWritten }: Summary): void {
    this.#end = performance.now();
    this.#frames = framesWritten;
  }
}
