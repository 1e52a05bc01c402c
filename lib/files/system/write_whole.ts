import { basename, dirname, join } from "node:path";
import { systemReason } from "./permission.ts";
import { onDisk } from "./working_folder.ts";

/**
 * Write a file atomically: under a temporary name in the same folder first, then
 * renamed. The folder never shows half a file, and an old file stays until the
 * new one is complete.
 *
 * @param path The file's path.
 * @param bytes All of its bytes.
 * @param signal Ends the writing, with nothing left.
 * @throws {Error} If it cannot be written; `cause` is the system's error.
 * @category Picture files
 */
export async function writeWhole(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const temporary = temporaryPath(path);
  let isOurs = false;
  try {
    // Not told of the signal: when aborted it goes on in its thread, and would
    // make the file after it was removed.
    await Deno.writeFile(onDisk(temporary), bytes, { createNew: true });
    isOurs = true;
    signal?.throwIfAborted();
    await Deno.rename(onDisk(temporary), onDisk(path));
  } catch (cause) {
    // A link or a file that was planted under this name is nobody's to remove.
    if (isOurs || !(cause instanceof Deno.errors.AlreadyExists)) {
      await Deno.remove(onDisk(temporary)).catch(() => {});
    }
    signal?.throwIfAborted();
    throw writeError(path, cause);
  }
}

/**
 * Write files that belong together: the folder shows all new ones, or all that were there before, unless the
 * system fails between two renamings.
 *
 * @param folder Where they lie; it must be there.
 * @param files Their names and bytes.
 * @param signal Ends the writing, with nothing left.
 * @returns Their paths.
 * @throws {Error} If one cannot be written; `cause` is the system's error.
 */
export async function writeSet(
  folder: string,
  files: readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[],
  signal?: AbortSignal,
): Promise<string[]> {
  const paths = files.map(([name]) => join(folder, name));
  const work = await makeWorkFolder(join(folder, "files"));
  let path = folder;
  try {
    for (const [name, bytes] of files) {
      path = join(folder, name);
      signal?.throwIfAborted();
      await Deno.writeFile(onDisk(join(work, name)), bytes, { createNew: true });
    }
    signal?.throwIfAborted();
    for (const [name] of files) {
      path = join(folder, name);
      // In one go: a signal that comes between two of them finds all renamed.
      Deno.renameSync(onDisk(join(work, name)), onDisk(path));
    }
    return paths;
  } catch (cause) {
    signal?.throwIfAborted();
    throw writeError(path, cause);
  } finally {
    await Deno.remove(onDisk(work), { recursive: true }).catch(() => {});
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
  let isOurs = false;
  try {
    // Deno writes from shared memory too, though its types do not say so.
    Deno.writeFileSync(onDisk(temporary), bytes as Uint8Array<ArrayBuffer>, { createNew: true });
    isOurs = true;
    Deno.renameSync(onDisk(temporary), onDisk(path));
  } catch (cause) {
    try {
      if (isOurs || !(cause instanceof Deno.errors.AlreadyExists)) {
        Deno.removeSync(onDisk(temporary));
      }
    } catch {
      // It was not there.
    }
    throw writeError(path, cause);
  }
}

/**
 * A folder of our own beside a file's place, for a program that writes the file there: with a
 * random name, and closed to other users, so that nobody can put a link where it writes.
 *
 * @param path The file's path; its folder must be there.
 * @returns The new folder's path. Remove it when the file has been renamed.
 * @throws {Error} If it cannot be made; `cause` is the system's error.
 */
export async function makeWorkFolder(path: string): Promise<string> {
  const folder = temporaryPath(path);
  try {
    // Fails on whatever has this name, a link too.
    await Deno.mkdir(onDisk(folder), { mode: 0o700 });
  } catch (cause) {
    throw writeError(path, cause);
  }
  return folder;
}

/** A name beside a file's place, new each time, under which it is written. */
function temporaryPath(path: string): string {
  const random = crypto.getRandomValues(new Uint8Array(8)).toHex();
  return join(dirname(path), `${hiddenName(basename(path))}.${random}.tmp`);
}

/** How many bytes of a name are left: a name may have 255, and more is put behind it. */
const MOST_BYTES = 220;

/** The hidden name that all has that lies beside a file for a while. */
export function hiddenName(name: string): string {
  const bytes = new TextEncoder().encode(name);
  if (bytes.length <= MOST_BYTES) return `.${name}`;
  // What is cut off may be all that tells two names apart.
  const digits = fingerprint(bytes);
  const start = new TextDecoder().decode(bytes.subarray(0, MOST_BYTES - digits.length - 4));
  // Half a letter at the end stands for none.
  return `.${start.replace(/\ufffd+$/, "")}~${digits}`;
}

/**
 * Whether a hidden name, without its dot, is that of a longer name, so that it does not tell which.
 *
 * @param hidden The name, as {@linkcode hiddenName} cut it, or a whole one.
 */
export function isCut(hidden: string): boolean {
  return /~[0-9a-f]{16}$/.test(hidden);
}

/** Sixteen digits that differ for different bytes, by FNV-1a of 64 bits. */
function fingerprint(bytes: Uint8Array): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}

/**
 * The file that a temporary name was made for: "out.mp4" of ".out.mp4.0123456789abcdef.tmp".
 *
 * @param name The name, without its folder.
 * @returns `undefined` if it is no such name.
 */
export function writtenName(name: string): string | undefined {
  // Until now there was a process number instead of random digits.
  return /^\.(.+)\.(?:[0-9a-f]{16}|\d+)\.tmp(?:\.\w{3})?$/.exec(name)?.[1];
}

/**
 * Make a folder with those above it.
 *
 * @param folder Its path.
 * @throws {Error} If it cannot be made; `cause` is the system's error.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(onDisk(folder), { recursive: true });
  } catch (cause) {
    throw writeError(folder, cause, folder);
  }
}

/** The same in a thread that may wait. */
export function makeFolderSync(folder: string): void {
  try {
    Deno.mkdirSync(onDisk(folder), { recursive: true });
  } catch (cause) {
    throw writeError(folder, cause, folder);
  }
}

/**
 * An error that names the path and, in few words, the system's reason.
 *
 * @param path What was to be written.
 * @param cause The system's error.
 * @param folder What Deno must be allowed to write to: a file is made beside its place first.
 * @returns The error to throw.
 */
export function writeError(path: string, cause: unknown, folder: string = dirname(path)): Error {
  const why = systemReason(cause, "--allow-write", folder);
  return new Error(`Cannot write '${path}': ${why}`, { cause });
}
