// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import type { CommandUnknownOpts } from "npm:@commander-js/extra-typings@15.1.0";

/** How a command is read that stands before its own arguments, as `evaluate`. */
export interface CommandReader<Options> {
  /**
   * Make what commander reads it with.
   *
   * @param ask Called with what the command line asks for.
   */
  create(ask: (options: Options) => void): CommandUnknownOpts;
  /** What stands before the options on its page of help. */
  introduction(width: number): string;
  /** What stands behind them. */
  readonly exitCodes: string;
}
