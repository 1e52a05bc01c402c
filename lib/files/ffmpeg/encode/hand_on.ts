import type { FfmpegRun } from "../ffmpeg.ts";
import { writeError } from "../../system/write_whole.ts";

/** Writes to standard output, all of the bytes or an error. */
export type WriteOut = (bytes: Uint8Array) => Promise<void>;

/** What standard output is called in messages. */
export const STDOUT_NAME = "standard output";

/** What is being handed on. */
export interface HandingOn {
  /** Why it cannot go on. */
  readonly failure: Error | undefined;
  /** Changes as long as it goes on, or waits for whoever reads. */
  readonly sign: number;
  /** Settles when ffmpeg has ended and all is written; rejects with the failure. */
  readonly done: Promise<void>;
}

/**
 * Hand what ffmpeg writes on to our standard output: so a full disk and a reader that has left are
 * seen by us, whatever ffmpeg makes of them. ffmpeg is ended then.
 *
 * @param run The run, whose output is ours.
 * @param writeOut Writes to standard output.
 * @param signal Ends the waiting for who reads.
 */
export function handOn(run: FfmpegRun, writeOut: WriteOut, signal?: AbortSignal): HandingOn {
  let failure: Error | undefined;
  let byteCount = 0;
  let isWaiting = false;
  const pass = async () => {
    for await (const bytes of run.stdout) {
      isWaiting = true;
      try {
        await writeUnlessAborted(bytes, writeOut, signal);
        byteCount += bytes.length;
      } catch (cause) {
        throw failure = cause as Error;
      } finally {
        isWaiting = false;
        if (failure !== undefined) run.kill();
      }
    }
  };
  const done = pass();
  // Whoever writes the pictures hears of it at the next one.
  done.catch(() => {});
  return {
    get failure() {
      return failure;
    },
    get sign() {
      return isWaiting ? -performance.now() : byteCount;
    },
    done,
  };
}

/**
 * Write to standard output, but do not wait for a reader that does not read when the run is over.
 *
 * @param bytes What to write.
 * @param writeOut Writes them.
 * @param signal Ends the waiting.
 * @throws What {@linkcode outputError} gives, or the signal's reason.
 */
export async function writeUnlessAborted(
  bytes: Uint8Array,
  writeOut: WriteOut,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal!.reason);
  signal?.addEventListener("abort", abort);
  try {
    await Promise.race([writeOut(bytes), aborted.promise]);
  } catch (cause) {
    throw signal?.aborted ? cause : outputError(cause);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** What is thrown where standard output cannot be written; a reader that has left is no fault. */
export function outputError(cause: unknown): Error {
  return cause instanceof Deno.errors.BrokenPipe ? cause : writeError(STDOUT_NAME, cause);
}
