import { printable } from "../../printable.ts";

/** Where words go. */
export interface Console {
  /** Write to standard output. */
  out(text: string): void;
  /** Write to standard error. */
  err(text: string): void;
  /** Width of the terminal that standard error is, or `undefined` if it is none. */
  columns(): number | undefined;
  /** Width of the terminal that standard output is, or `undefined` if it is none. */
  pageColumns?(): number | undefined;
  /**
   * The clock, in milliseconds.
   *
   * @default {performance.now}
   */
  now?(): number;
}

/** How often a line is drawn over the one before, at most: in milliseconds. */
const REDRAWN_AFTER = 100;

/** How often a line is printed where none can be drawn over another. */
const PRINTED_AFTER = 30_000;

/** A line about something under way, at its longest for a terminal's width, and as it is elsewhere. */
export interface ProgressText {
  readonly line: (columns: number) => string;
  readonly plain: () => string;
}

/** The one line that tells how far things are: drawn anew on a terminal, printed now and then elsewhere. */
export class ProgressDisplay {
  readonly #console: Console;
  readonly #isHidden: boolean;
  #lastDrawn = -Infinity;
  #lastPrinted: number;
  #isDrawn = false;

  /**
   * @param console Where to draw it.
   * @param isHidden Whether nothing is drawn at all.
   */
  constructor(console: Console, isHidden: boolean) {
    this.#console = console;
    this.#isHidden = isHidden;
    this.#lastPrinted = this.now();
  }

  /** The clock, in milliseconds. */
  now(): number {
    return this.#console.now?.() ?? performance.now();
  }

  /** Whether lines are drawn over one another. */
  get isOnTerminal(): boolean {
    return !this.#isHidden && this.#console.columns() !== undefined;
  }

  /** Draw or print the line, if the last time is long enough ago. */
  show({ line, plain }: ProgressText): void {
    if (this.#isHidden) return;
    const now = this.now();
    const columns = this.#console.columns();
    if (columns === undefined) {
      if (now - this.#lastPrinted < PRINTED_AFTER) return;
      this.#lastPrinted = now;
      this.#console.err(`${plain()}\n`);
    } else {
      if (now - this.#lastDrawn < REDRAWN_AFTER) return;
      this.#lastDrawn = now;
      this.#console.err(`\r\x1b[K${line(columns)}`);
      this.#isDrawn = true;
    }
  }

  /**
   * Show again and again what takes its time without a word: once a second on a terminal.
   *
   * @returns What ends that.
   */
  keepShowing(text: ProgressText): Disposable {
    if (this.#isHidden) return { [Symbol.dispose]() {} };
    this.show(text);
    const timer = setInterval(() => this.show(text), 1000);
    Deno.unrefTimer(timer);
    return {
      [Symbol.dispose]: () => {
        clearInterval(timer);
        this.wipe();
      },
    };
  }

  /** Wipe the line, if one is drawn. */
  wipe(): void {
    if (this.#isDrawn) this.#console.err("\r\x1b[K");
    this.#isDrawn = false;
  }

  /** Say something else, in a line that stays. */
  say(text: string): void {
    this.wipe();
    // What a file's author has written may not command the terminal.
    this.#console.err(`${text.split("\n").map(printable).join("\n")}\n`);
  }
}
