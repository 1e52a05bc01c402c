import type { Progress } from "../pipeline.ts";
import type { Size } from "../raster.ts";
import type { RunOptions } from "./arguments.ts";
import { progressLine } from "./progress_bar.ts";
import type { Targets } from "./targets.ts";

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
  readonly #started = performance.now();
  #lastDrawn = -Infinity;
  #isBarShown = false;

  /**
   * @param options How much to say.
   * @param console Where to say it.
   */
  constructor(options: RunOptions, console: Console) {
    this.#options = options;
    this.#console = console;
  }

  /** Something a user should know, though all goes on. */
  notice(text: string): void {
    if (!this.#options.quiet) this.#say(`note: ${text}`);
  }

  /** For `--verbose`. */
  detail(text: string): void {
    if (this.#options.verbose) this.#say(text);
  }

  /** Redraw the bar, ten times a second at most. */
  progress(done: number, total: number | undefined): void {
    const now = performance.now();
    if (this.#options.quiet || now - this.#lastDrawn < 100) return;
    this.#lastDrawn = now;
    const columns = this.#console.columns();
    if (columns === undefined) return;
    const seconds = (now - this.#started) / 1000;
    this.#console.err(`\r\x1b[K${progressLine({ done, total, seconds }, columns)}`);
    this.#isBarShown = true;
  }

  /** The last words. */
  end(targets: Targets, summary: Summary, failure: unknown): void {
    const { quiet, verbose, json } = this.#options;
    if (failure !== undefined) this.#say(`error: ${describeFailure(failure, summary)}`);
    else if (!quiet) this.#say(describeSuccess(targets, summary));
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
      output: String(targets.output),
      mattes: targets.mattes && String(targets.mattes),
      method: this.#options.method,
      error: failure === undefined ? undefined : describeFailure(failure, summary),
    });
  }

  #say(text: string): void {
    this.#console.err(`${this.#isBarShown ? "\r\x1b[K" : ""}${text}\n`);
    this.#isBarShown = false;
  }
}

function describeSuccess({ output }: Targets, summary: Summary): string {
  const { framesRead, framesWritten, seconds } = summary;
  return `${pictures(framesWritten)} as ${output}, ${framesRead} frames read, ` +
    `${round(seconds, 1)} s, ${round(framesRead / seconds, 1)} frames/s`;
}

function describeFailure(failure: unknown, { framesWritten }: Summary): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  const written = framesWritten === 0 ? "" : ` (${pictures(framesWritten)} written)`;
  return message.replaceAll(/\s*\n\s*/g, " ") + written;
}

function pictures(count: number): string {
  return `${count} ${count === 1 ? "picture" : "pictures"}`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
