import { basename, dirname, join } from "node:path";
import { systemReason } from "./system_reason.ts";

/**
 * Write a file that appears whole or not at all: under a temporary name in the
 * same folder first, then renamed. Whoever watches the folder never sees half
 * a file, and an old one stays until the new one is complete.
 *
 * @param path The file's path.
 * @param bytes All of its bytes.
 * @param signal Ends the writing, with nothing left.
 * @throws {Error} If it cannot be written; `cause` is the system's error.
 */
export async function writeWhole(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const temporary = join(dirname(path), `.${basename(path)}.${Deno.pid}.tmp`);
  try {
    // Not told of the signal: when aborted it goes on in its thread, and would
    // make the file after it was removed.
    await Deno.writeFile(temporary, bytes);
    signal?.throwIfAborted();
    await Deno.rename(temporary, path);
  } catch (cause) {
    await Deno.remove(temporary).catch(() => {});
    signal?.throwIfAborted();
    throw writeError(path, cause);
  }
}

/**
 * An error that names the path and, in few words, the system's reason.
 *
 * @param path What was to be written.
 * @param cause The system's error.
 * @returns The error to throw.
 */
export function writeError(path: string, cause: unknown): Error {
  return new Error(`Cannot write '${path}': ${systemReason(cause, "--allow-write")}`, { cause });
}
