import { basename, dirname, join } from "node:path";
import { FilePattern } from "../pictures/numbered_files.ts";
import { isGranted } from "./permission.ts";
import { hiddenName, isCut, makeFolder, writeError, writtenName } from "./write_whole.ts";
import { onDisk } from "./working_folder.ts";

/** How {@linkcode claim} goes about it. */
export interface ClaimOptions {
  /**
   * Whether other runs that share may write there too.
   *
   * @default {false}
   */
  isShared?: boolean;
  /** Told in one line if there are no locks here, so that nothing is claimed. */
  onNotice?: ((notice: string) => void) | undefined;
}

/** An output that belongs to this run for as long as this lives. */
export interface Claim extends AsyncDisposable {
  /** Whether other runs can see it: there are file systems without locks. */
  readonly isHeld: boolean;
}

/**
 * Claim an output for this run: a hidden file beside it (`.out.mp4.lock`) is locked, and removed at
 * the end. The system lets go of the lock whatever ends the process, so a run that was killed
 * claims nothing, and what it left under temporary names is removed here.
 *
 * The folder is made if it is missing, and removed at the end if nothing has come into it.
 *
 * @param output A file's path, or the names of many.
 * @param options Whether others may write there too.
 * @returns The claim; dispose of it. `undefined` while another run has the output.
 * @throws {Error} If the folder cannot be written to; `cause` is the system's error.
 */
export async function claim(
  output: string | FilePattern,
  { isShared = false, onNotice }: ClaimOptions = {},
): Promise<Claim | undefined> {
  const path = String(output);
  const folder = dirname(path);
  const lockPath = join(folder, `${hiddenName(basename(path))}.lock`);
  await assertNoLink(lockPath, path);
  let made: string | undefined;
  let lock: Lock | "taken" | "none";
  try {
    made = await makeMissing(folder);
    lock = await takeLock(lockPath, isShared);
    if (lock !== "taken" && lock !== "none") {
      if (lock.isAlone) await removeLeftovers(output, folder, lockPath);
      if (isShared) await lock.share();
    }
  } catch (cause) {
    await removeEmpty(folder, made);
    // Whoever writes will say so, if it comes to that.
    if (isNotAllowed(cause)) return unclaimed;
    throw cause instanceof Error && cause.cause !== undefined ? cause : writeError(path, cause);
  }
  if (lock === "taken" || lock === "none") await removeEmpty(folder, made);
  if (lock === "taken") return undefined;
  if (lock === "none") {
    onNotice?.(`'${path}' cannot be locked here: another run at once would not be noticed`);
    return unclaimed;
  }
  return {
    isHeld: true,
    async [Symbol.asyncDispose]() {
      await lock.release();
      await removeEmpty(folder, made);
    },
  };
}

/** What is given where nothing can be locked. */
const unclaimed: Claim = { isHeld: false, [Symbol.asyncDispose]: () => Promise.resolve() };

function isNotAllowed(error: unknown): boolean {
  return error instanceof Deno.errors.NotCapable ||
    (error instanceof Error && error.cause instanceof Deno.errors.NotCapable);
}

/** A lock that is held. */
interface Lock {
  /** Whether nobody else has it. */
  readonly isAlone: boolean;
  /** Let others have it too. */
  share(): Promise<void>;
  /** Give it back, and remove its file if nobody else has it. */
  release(): Promise<void>;
}

/** A lock, alone if that can be had. */
async function takeLock(path: string, isShared: boolean): Promise<Lock | "taken" | "none"> {
  for (let tries = 0;; tries++) {
    const file = await openLockFile(path);
    if (file === undefined) return "none";
    let isAlone: boolean;
    try {
      isAlone = await file.tryLock(true);
      if (!isAlone && !(isShared && await file.tryLock(false))) {
        file.close();
        // Another run may just be looking whether it is held.
        if (tries >= 3) return "taken";
        await pause(5 + 10 * Math.random());
        continue;
      }
    } catch {
      // This file system, or this way to share it, has no locks.
      await Deno.remove(onDisk(path)).catch(() => {});
      file.close();
      return "none";
    }
    // Whoever had it may have removed the file since it was opened.
    if (await isStillThere(path, file)) return lockOf(path, file, isAlone);
    file.close();
  }
}

function lockOf(path: string, file: Deno.FsFile, isAlone: boolean): Lock {
  return {
    isAlone,
    async share() {
      if (isAlone) await file.tryLock(false);
    },
    async release() {
      // Two that share, and end at once, may each see the other.
      for (let tries = 0; tries < 5; tries++) {
        if (await file.tryLock(true).catch(() => false)) {
          if (await isStillThere(path, file)) await Deno.remove(onDisk(path)).catch(() => {});
          break;
        }
        if (await file.tryLock(false).catch(() => false)) await pause(5 + 20 * Math.random());
      }
      file.close();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A lock's name that leads elsewhere was made by nobody who means well. */
async function assertNoLink(lockPath: string, path: string): Promise<void> {
  if (!isGranted({ name: "read", path: onDisk(lockPath) })) return;
  const info = await Deno.lstat(onDisk(lockPath)).catch(() => undefined);
  if (info === undefined || info.isFile) return;
  throw new Error(`Cannot write '${path}': '${lockPath}' is no file; remove it`);
}

/** The file of a lock, new or as another run has made it; `undefined` if that is another user's. */
async function openLockFile(path: string): Promise<Deno.FsFile | undefined> {
  for (;;) {
    try {
      return await Deno.open(onDisk(path), { write: true, createNew: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
    // Neither made nor cut off here: what a link may lead to stays as it is.
    for (const how of [{ write: true }, { read: true }]) {
      try {
        return await Deno.open(onDisk(path), how);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) break;
        if (how.read) return undefined;
      }
    }
  }
}

async function isStillThere(path: string, file: Deno.FsFile): Promise<boolean> {
  if (!isGranted({ name: "read", path: onDisk(path) })) return true;
  const [here, there] = [await file.stat(), await Deno.lstat(onDisk(path)).catch(() => undefined)];
  return there !== undefined && here.ino === there.ino && here.dev === there.dev;
}

/** What runs that were killed have left of an output, which nobody writes now. */
async function removeLeftovers(
  output: string | FilePattern,
  folder: string,
  ownLock: string,
): Promise<void> {
  if (!isGranted({ name: "read", path: onDisk(folder) })) return;
  const left: { name: string; written: string }[] = [];
  for await (const { name } of Deno.readDir(onDisk(folder))) {
    const written = writtenName(name);
    if (written !== undefined && covers(output, written)) left.push({ name, written });
  }
  if (left.length === 0) return;
  // Whoever writes one of these had its lock before, and has it until the file has its name: to
  // look for locks only now misses nobody.
  const others = await heldLocks(folder, ownLock);
  for (const { name, written } of left) {
    if (others.some((lock) => lockCovers(lock, written))) continue;
    await Deno.remove(onDisk(join(folder, name)), { recursive: true }).catch(() => {});
  }
}

function covers(output: string | FilePattern, written: string): boolean {
  return output instanceof FilePattern
    ? output.numberOf(written) !== undefined
    : `.${written}` === hiddenName(basename(output));
}

/** The names of outputs in a folder that other runs have, which their locks tell. */
async function heldLocks(folder: string, ownLock: string): Promise<string[]> {
  const held: string[] = [];
  for await (const { name } of Deno.readDir(onDisk(folder))) {
    const path = join(folder, name);
    if (path === ownLock || !/^\..+\.lock$/.test(name)) continue;
    if (await isHeld(path)) held.push(name.slice(1, -".lock".length));
  }
  return held;
}

async function isHeld(path: string): Promise<boolean> {
  let file: Deno.FsFile;
  try {
    // A pipe of such a name would never open.
    if (!(await Deno.lstat(onDisk(path))).isFile) return false;
    file = await Deno.open(onDisk(path), { read: true });
  } catch (error) {
    // What another user does not let us see may be alive.
    return !(error instanceof Deno.errors.NotFound);
  }
  try {
    // Whoever shares a lock keeps it from being had alone.
    return !await file.tryLock(true);
  } catch {
    return true;
  } finally {
    file.close();
  }
}

/** Whether the run that has a lock of this name may write a file. */
function lockCovers(lock: string, written: string): boolean {
  if (lock === written || isCut(lock)) return true;
  try {
    const pattern = new FilePattern(lock);
    return pattern.hasNumber && pattern.numberOf(written) !== undefined;
  } catch {
    return false;
  }
}

/** Make a folder, and tell which is the highest that was not there. */
async function makeMissing(folder: string): Promise<string | undefined> {
  try {
    await Deno.mkdir(onDisk(folder));
    return folder;
  } catch (error) {
    const isBelowMissing = error instanceof Deno.errors.NotFound && dirname(folder) !== folder;
    const highest = isBelowMissing
      ? await makeMissing(dirname(folder)).catch(() => undefined)
      : undefined;
    // Says what is wrong with the whole path.
    await makeFolder(folder);
    return highest;
  }
}

/** Remove a folder and those above it up to the highest that was made, as far as they are empty. */
async function removeEmpty(folder: string, highest: string | undefined): Promise<void> {
  if (highest === undefined) return;
  for (let path = folder;; path = dirname(path)) {
    const isGone = await Deno.remove(onDisk(path)).then(() => true, () => false);
    if (!isGone || path === highest) return;
  }
}
