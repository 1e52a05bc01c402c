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
  const temporary = temporaryPath(path);
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
 * The same in a thread that may wait.
 *
 * @param path The file's path.
 * @param bytes All of its bytes; they may lie in shared memory.
 * @throws {Error} If it cannot be written; `cause` is the system's error.
 */
export function writeWholeSync(path: string, bytes: Uint8Array): void {
  const temporary = temporaryPath(path);
  try {
    // Deno writes from shared memory too, though its types do not say so.
    Deno.writeFileSync(temporary, bytes as Uint8Array<ArrayBuffer>);
    Deno.renameSync(temporary, path);
  } catch (cause) {
    try {
      Deno.removeSync(temporary);
    } catch {
      // It was not there.
    }
    throw writeError(path, cause);
  }
}

/** The name beside its place under which a file is written. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${Deno.pid}.tmp`);
}

/**
 * Make a folder with those above it.
 *
 * @param folder Its path.
 * @throws {Error} If it cannot be made; `cause` is the system's error.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (cause) {
    throw writeError(folder, cause);
  }
}

/** The same in a thread that may wait. */
export function makeFolderSync(folder: string): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw writeError(folder, cause);
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
