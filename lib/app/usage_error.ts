import type { CommandLine } from "./options/command_line.ts";

/** What there is to say of a wrong command line, besides words. */
export interface UsageErrorOptions extends ErrorOptions {
  /** A command line that may do what was meant; shown only if it can be run. */
  better?: CommandLine | undefined;
  /** What its output is piped into, as a shell reads it. */
  pipe?: string | undefined;
}

/**
 * The command line is wrong: exit code 2. The message is one line with a hint.
 *
 * @category Errors
 */
export class UsageError extends Error {
  /** What kind of error it is. */
  override readonly name = "UsageError";
  /** A command line that may do what was meant. */
  readonly better: CommandLine | undefined;
  /** What its output is piped into. */
  readonly pipe: string | undefined;

  /**
   * A command line is wrong.
   *
   * @param message What is wrong, in one line.
   * @param options What may be said besides.
   */
  constructor(message: string, { better, pipe, ...options }: UsageErrorOptions = {}) {
    super(message, options);
    this.better = better;
    this.pipe = pipe;
  }
}
