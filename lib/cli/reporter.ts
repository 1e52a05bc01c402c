import type { Progress } from "../pipeline.ts";
import { printable } from "../printable.ts";
import type { Size } from "../raster.ts";
import type { RunOptions } from "./arguments.ts";
import { progressLine } from "./progress_bar.ts";
import { nameOfTarget, type Targets } from "./targets.ts";

/** What is known of a run when it ends, well or not. */
export interface Summary extends Progress, Partial<Size> {
  /** How long it took. */
  seconds: number;
}

/** Where words go. */
export interface Console {
  /** Write to standard output. */
  out(text: string): void;
  /** Write to standard error. */
  err(text: string): void;
  /** Width of the terminal that standard error is, or `undefined` if it is none. */
  columns(): number | undefined;
}

/** All that a run says: progress and words on stderr, the JSON summary on stdout. */
export class Reporter {
  readonly #options: RunOptions;
  readonly #console: Console;
  readonly #isBarHidden: boolean;
  readonly #started = performance.now();
  #lastDrawn = -Infinity;
  #isBarShown = false;

  /**
   * @param options How much to say.
   * @param console Where to say it.
   * @param isBarHidden Whether no progress is drawn.
   */
  constructor(options: RunOptions, console: Console, isBarHidden: boolean = options.quiet) {
    this.#isBarHidden = isBarHidden;
    this.#options = options;
    this.#console = console;
  }

  /** Something a user should know, though all goes on. */
  notice(text: string): void {
    if (!this.#options.quiet) this.#say(`note: ${printable(text)}`);
  }

  /** For `--verbose`. */
  detail(text: string): void {
    if (this.#options.verbose && !this.#options.quiet) this.#say(text);
  }

  /** Redraw the bar, ten times a second at most, behind what is being done if it is not the run. */
  progress(done: number, total: number | undefined, action: string = ""): void {
    const now = performance.now();
    if (this.#isBarHidden || now - this.#lastDrawn < 100) return;
    this.#lastDrawn = now;
    const columns = this.#console.columns();
    if (columns === undefined) return;
    const seconds = (now - this.#started) / 1000;
    const bar = progressLine({ done, total, seconds }, Math.max(20, columns - action.length));
    this.#console.err(`\r\x1b[K${action}${bar}`.slice(0, columns + 3));
    this.#isBarShown = true;
  }

  /** The last words. */
  end(targets: Targets, summary: Summary, failure: unknown): void {
    const { quiet, verbose, json } = this.#options;
    if (failure !== undefined) {
      this.#say(`error: ${printable(describeFailure(failure, summary, targets))}`);
    } else if (!quiet) this.#say(printable(describeSuccess(targets, summary)));
    if (failure !== undefined && verbose) this.#say(Deno.inspect(failure));
    if (json) this.#console.out(`${this.#json(targets, summary, failure)}\n`);
  }

  #json(targets: Targets, summary: Summary, failure: unknown): string {
    const { framesRead, framesWritten, seconds, width, height } = summary;
    return JSON.stringify({
      framesRead,
      framesWritten,
      seconds: round(seconds, 3),
      framesPerSecond: round(framesRead / seconds, 1),
      width,
      height,
      output: nameOfTarget(targets.output),
      mattes: targets.mattes && nameOfTarget(targets.mattes),
      method: this.#options.method,
      error: failure === undefined ? undefined : describeFailure(failure, summary, targets),
    });
  }

  #say(text: string): void {
    // What a file's author has written may not command the terminal.
    const lines = text.split("\n").map(printable).join("\n");
    this.#console.err(`${this.#isBarShown ? "\r\x1b[K" : ""}${lines}\n`);
    this.#isBarShown = false;
  }
}

function describeSuccess({ output }: Targets, summary: Summary): string {
  const { framesRead, framesWritten, seconds } = summary;
  const what = output.kind === "pictures" ? `${pictures(framesWritten)} as ` : "";
  return `${what}${nameOfTarget(output)}, ${count(framesRead, "frame")} read, ` +
    `${round(seconds, 1)} s, ${round(framesRead / seconds, 1)} frames/s`;
}

/** Why a run failed, in one line. */
export function describeFailure(
  failure: unknown,
  { framesWritten }: Summary,
  { output }: Targets,
): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  const written = framesWritten === 0 || output.kind !== "pictures"
    ? ""
    : ` (${pictures(framesWritten)} written)`;
  return message.replaceAll(/\s*\n\s*/g, " ") + written;
}

function pictures(number: number): string {
  return count(number, "picture");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** What became of one of several videos. */
export interface Outcome {
  readonly video: string;
  readonly output: string;
  readonly state: "done" | "failed" | "skipped";
  readonly summary: Summary;
  readonly error?: string | undefined;
}

/** A table of what became of several videos, a line each. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ video, output, state, summary, error }) => [
    state,
    video,
    state === "done" ? count(summary.framesRead, "frame") : "",
    state === "done" ? `${round(summary.seconds, 1)} s` : "",
    state === "failed" ? error ?? "" : output,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
  return rows.map((row) => `${printable(line(row))}\n`).join("");
}

/** The summary of several videos as one line of JSON. */
export function outcomesJson(outcomes: readonly Outcome[]): string {
  const files = outcomes.map(({ video, output, state, summary, error }) => ({
    ...{ video, output, state, error },
    ...{ framesRead: summary.framesRead, framesWritten: summary.framesWritten },
    seconds: round(summary.seconds, 3),
  }));
  const failed = outcomes.filter(({ state }) => state === "failed").length;
  return JSON.stringify({ files, failed });
}
