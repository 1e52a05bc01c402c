/**
 * The errors that a caller would tell apart and act on. Wrong arguments throw
 * the built-in `TypeError` and `RangeError` instead.
 *
 * @module
 */

/**
 * A file that is no video or picture we can read: another file would help.
 *
 * @category Errors
 */
export class UnsupportedMediaError extends Error {
  /** "UnsupportedMediaError". */
  override readonly name = "UnsupportedMediaError";
}

/**
 * A video that broke off or is damaged: the frames before were good and have been handed out.
 *
 * @category Errors
 */
export class DamagedMediaError extends Error {
  /** "DamagedMediaError". */
  override readonly name = "DamagedMediaError";
}

/**
 * A neural network that cannot be had, read or run: another model, or another setting, would help.
 *
 * @category Errors
 */
export class ModelError extends Error {
  /** "ModelError". */
  override readonly name = "ModelError";
}

/**
 * ffmpeg could not be started, failed, or was killed.
 *
 * @category Errors
 */
export class FfmpegError extends Error {
  /** "FfmpegError". */
  override readonly name = "FfmpegError";
  /** The command line, program first. */
  readonly command: readonly string[];
  /** ffmpeg's exit code, or `undefined` if it never ran. */
  readonly exitCode: number | undefined;
  /** The last lines that ffmpeg wrote to stderr, oldest first. */
  readonly stderr: readonly string[];

  /**
   * An error that knows the run it comes from.
   *
   * @param message What could not be done, and why.
   * @param run What was run and how it ended.
   */
  constructor(
    message: string,
    run: { command: readonly string[]; exitCode?: number; stderr?: readonly string[] },
  ) {
    super(message);
    this.command = run.command;
    this.exitCode = run.exitCode;
    this.stderr = run.stderr ?? [];
  }
}

/**
 * What was thrown, in words: an error's message, or the value itself.
 *
 * @param thrown What a `catch` got.
 * @returns The message.
 * @internal
 */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
