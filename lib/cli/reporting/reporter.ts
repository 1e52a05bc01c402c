import { type Fetching, megabytes } from "../../files/packages/lone_package.ts";
import {
  describeFailure,
  type Outcome,
  pictures,
  type RunReport,
  type Summary,
} from "../../app/run_report.ts";
import type { LiveStatus } from "../../app/live/live_status.ts";
import type { Progress } from "../../pipeline/progress.ts";
import { counted } from "../../counted.ts";
import { printable } from "../../printable.ts";
import type { RunOptions } from "../arguments/arguments.ts";
import { EventLines, type Stage } from "./event_lines.ts";
import { liveLine, liveWords } from "./live_line.ts";
import { clock, paceOf, plainProgress, progressLine } from "./progress_bar.ts";
import { type Console, ProgressDisplay, type ProgressText } from "./progress_display.ts";
import { nameOfTarget, type Targets } from "../../app/targets/target.ts";

export type { Console };

/** How a run is told of, besides what its options say. */
export interface Telling {
  /** Whether no progress is drawn. */
  readonly isBarHidden?: boolean | undefined;
  /** Whether others come before or after, so that these are not the last words. */
  readonly isOneOfMany?: boolean | undefined;
}

/** What is said of frames that are only looked at. */
const SURVEY = ["looking at the whole video", "looking"] as const;

/** All that a run says: progress and words on stderr, JSON on stdout. */
export class Reporter implements RunReport {
  readonly #options: RunOptions;
  readonly #console: Console;
  readonly #display: ProgressDisplay;
  readonly #events: EventLines | undefined;
  readonly #isOneOfMany: boolean;
  /** Since when frames are counted, without what was waited for. */
  #started: number;
  /** How many packages are on their way. */
  #fetching = 0;
  /** When a frame was looked at last. */
  #lastSurveyed: number | undefined;

  /**
   * @param options How much to say.
   * @param console Where to say it.
   * @param telling Whether a bar is drawn, and whether it is one of several runs.
   */
  constructor(options: RunOptions, console: Console, telling: Telling = {}) {
    const { isBarHidden = options.quiet, isOneOfMany = false } = telling;
    this.#options = options;
    this.#console = console;
    this.#isOneOfMany = isOneOfMany;
    this.#display = new ProgressDisplay(console, isBarHidden);
    const now = () => this.#display.now();
    if (options.jsonLines) this.#events = new EventLines({ out: (text) => this.#out(text) }, now);
    this.#started = now();
  }

  /** Write to standard output; where that is a terminal, never behind what is drawn there. */
  #out(text: string): void {
    if (this.#console.pageColumns?.() !== undefined) this.#display.wipe();
    this.#console.out(text);
  }

  /** The run begins. */
  start(targets: Targets): void {
    const { video, background, method } = this.#options;
    const { output, mattes } = namesOf(targets);
    this.#events?.write("start", { video, background, method, output, mattes });
  }

  /** Something a user should know, though all goes on. */
  notice(text: string): void {
    this.#events?.write("notice", { text });
    if (!this.#options.quiet) this.#display.say(`note: ${printable(text)}`);
  }

  /** For `--verbose`. */
  detail(text: string): void {
    if (this.#options.verbose && !this.#options.quiet) this.#display.say(text);
  }

  /** Frames have been read, and some written. */
  progress(progress: Progress, total: number | undefined, live?: LiveStatus): void {
    if (live !== undefined) return this.#showLive(progress, live);
    this.#show("run", progress.framesRead, total, progress.framesWritten);
  }

  /** How a camera's run goes. */
  #showLive({ framesRead, framesWritten }: Progress, live: LiveStatus): void {
    const { framesPerSecond, ...rest } = live;
    const told = { framesRead, framesWritten, framesPerSecond: round(framesPerSecond, 1), ...rest };
    this.#events?.progress({ stage: "run", ...told });
    // While a package is fetched, Deno draws.
    if (this.#fetching > 0) return;
    const words = liveWords(live);
    this.#display.show({
      line: (columns) => liveLine(words, columns),
      plain: () => words.join("  "),
    });
  }

  /** Frames have been looked at, of which nothing is made yet. */
  survey(framesRead: number, total: number | undefined): void {
    this.#show("survey", framesRead, total);
  }

  /** A package is on its way. On a terminal Deno draws a bar of its own: it alone knows the bytes. */
  fetch(fetching: Fetching): void {
    this.#events?.fetch(fetching);
    this.#display.wipe();
    const begun = this.#display.now();
    const text = `fetching ${fetching.package} (${megabytes(fetching.bytes)})`;
    const isDrawn = this.#display.isOnTerminal;
    if (isDrawn) fetching.letDenoDraw();
    const shown = isDrawn ? undefined : this.#display.keepShowing(this.#waiting(text, begun));
    this.#fetching++;
    fetching.ended.then(() => {
      this.#fetching--;
      shown?.[Symbol.dispose]();
      this.#started += this.#display.now() - begun;
    });
  }

  /** All frames are made, and the output is being closed: a GIF's colours are chosen only now. */
  finish({ framesRead, framesWritten }: Progress): Disposable {
    const event = { framesRead, framesWritten, total: framesRead };
    this.#events?.progress({ stage: "finish", ...event });
    return this.#display.keepShowing(this.#waiting("finishing", this.#display.now()));
  }

  /** Something that takes its time without a word. */
  #waiting(text: string, begun: number): ProgressText {
    const plain = () => `${text}: ${clock((this.#display.now() - begun) / 1000)}`;
    return { plain, line: (columns) => ` ${plain()}`.slice(0, columns - 1) };
  }

  #show(stage: Stage, done: number, total: number | undefined, framesWritten?: number): void {
    const now = this.#display.now();
    if (stage === "survey") this.#lastSurveyed = now;
    else if (this.#lastSurveyed !== undefined) {
      // The time of looking is none of the run's.
      this.#started = this.#lastSurveyed;
      this.#lastSurveyed = undefined;
    }
    const action = stage === "survey" ? SURVEY : undefined;
    const state = { done, total, seconds: (now - this.#started) / 1000, action };
    const { rate, left } = paceOf(state);
    this.#events?.progress({
      stage,
      framesRead: done,
      framesWritten,
      total: total && Math.max(total, done),
      framesPerSecond: round(rate, 1),
      secondsLeft: left && round(left, 1),
    });
    this.#display.show({
      line: (columns) => progressLine(state, columns),
      plain: () => plainProgress(state),
    });
  }

  /** Nothing is done: what would be made "is there already", or will be soon. */
  skip(targets: Targets, summary: Summary, why: string): void {
    this.start(targets);
    this.notice(`'${nameOfTarget(targets.output)}' ${why}: left out`);
    this.#endJson({ ...this.#summary(targets, summary, undefined), skipped: true });
  }

  /** The last words; of a run that went well, with a hint after them, if there is one. */
  end(targets: Targets, summary: Summary, failure: unknown, hint?: string): void {
    const { quiet, verbose } = this.#options;
    const words = failure === undefined && !this.#isOneOfMany ? hint : undefined;
    // Nothing comes after the event that ends all.
    if (words !== undefined) this.#events?.write("notice", { text: words });
    this.#display.wipe();
    if (failure !== undefined) {
      this.#display.say(`error: ${printable(describeFailure(failure, summary, targets))}`);
    } else if (!quiet) this.#display.say(printable(describeSuccess(targets, summary)));
    if (words !== undefined && !quiet) this.#display.say(`note: ${words}`);
    if (failure !== undefined && verbose) this.#display.say(Deno.inspect(failure));
    this.#endJson(this.#summary(targets, summary, failure));
  }

  #endJson(fields: object): void {
    if (this.#isOneOfMany) return;
    if (this.#events) this.#events.write("end", fields);
    else if (this.#options.json) this.#out(`${JSON.stringify(fields)}\n`);
  }

  #summary(targets: Targets, summary: Summary, failure: unknown): object {
    const { framesRead, framesWritten, dropped, latency, seconds, width, height } = summary;
    return {
      framesRead,
      framesWritten,
      dropped,
      latency,
      seconds: round(seconds, 3),
      framesPerSecond: seconds > 0 ? round(framesRead / seconds, 1) : 0,
      width,
      height,
      ...namesOf(targets),
      method: this.#options.method,
      error: failure === undefined ? undefined : describeFailure(failure, summary, targets),
    };
  }
}

function namesOf({ output, mattes }: Targets): { output: string; mattes: string | undefined } {
  return { output: nameOfTarget(output), mattes: mattes && nameOfTarget(mattes) };
}

function describeSuccess({ output }: Targets, summary: Summary): string {
  const { framesRead, framesWritten, dropped, latency, seconds } = summary;
  if (latency !== undefined) {
    return `${nameOfTarget(output)}, ${counted(framesWritten, "frame")}, ${dropped} dropped, ` +
      `${round(seconds, 1)} s, ${round(framesWritten / seconds, 1)} frames/s, latency ` +
      `${latency.median} ms (p95 ${latency.p95})`;
  }
  const what = output.kind === "pictures" ? `${pictures(framesWritten)} as ` : "";
  return `${what}${nameOfTarget(output)}, ${counted(framesRead, "frame")} read, ` +
    `${round(seconds, 1)} s, ${round(framesRead / seconds, 1)} frames/s`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** A table of what became of several videos, a line each. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ video, output, state, summary, error }) => [
    state,
    video,
    state === "done" ? counted(summary.framesRead, "frame") : "",
    state === "done" ? `${round(summary.seconds, 1)} s` : "",
    state === "failed" ? error ?? "" : output,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
  return rows.map((row) => `${printable(line(row))}\n`).join("");
}

/** One of several videos, in JSON. */
export function outcomeFields({ video, output, state, summary, error }: Outcome): object {
  return {
    video,
    output,
    state,
    error,
    framesRead: summary.framesRead,
    framesWritten: summary.framesWritten,
    seconds: round(summary.seconds, 3),
  };
}

/** The summary of several videos, in JSON. */
export function outcomesFields(outcomes: readonly Outcome[]): object {
  const failed = outcomes.filter(({ state }) => state === "failed").length;
  return { files: outcomes.map(outcomeFields), failed };
}
