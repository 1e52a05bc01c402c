/**
 * The folder that paths are relative to, where it is not the process's own: that belongs to all of
 * its threads, and cannot differ from one call to the next.
 *
 * Paths stay as they were named, so messages and outputs tell them so; only where the system gets
 * one, {@linkcode onDisk} says where that is.
 *
 * @module
 */

import { resolve } from "node:path";
import type { AsyncLocalStorage } from "node:async_hooks";

/** A folder that counts until its work is done. */
interface Folder {
  /** `undefined` for the process's own. */
  readonly path: string | undefined;
  /** What counted before. */
  readonly before: Folder | undefined;
  isOver: boolean;
}

/** Loaded with the first folder that is named. */
let folders: AsyncLocalStorage<Folder> | undefined;

/**
 * Do something with paths relative to a folder: all that it calls and awaits, and nothing else.
 *
 * @param folder The folder; `undefined` for the process's own.
 * @param work What is done.
 * @returns What that gives.
 */
export async function inFolder<Result>(
  folder: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (folders === undefined) {
    if (folder === undefined) return await work();
    const { AsyncLocalStorage } = await import("node:async_hooks");
    folders ??= new AsyncLocalStorage();
  }
  const path = folder === undefined ? undefined : resolve(onDisk(folder));
  const here: Folder = { path, before: folders.getStore(), isOver: false };
  try {
    return await folders.run(here, work);
  } finally {
    // Deno 2.9 calls some of what begins anew, a test or an event's listener, where earlier work was.
    here.isOver = true;
  }
}

/** The folder that paths are relative to; `undefined` if that is the process's own. */
export function workingFolder(): string | undefined {
  let folder = folders?.getStore();
  while (folder?.isOver) folder = folder.before;
  return folder?.path;
}

/** What starts a program there. */
export function inWorkingFolder(): Pick<Deno.CommandOptions, "cwd"> {
  const cwd = workingFolder();
  return cwd === undefined ? {} : { cwd };
}

/**
 * Where the system finds a path.
 *
 * @param path A path as it was named.
 * @returns The path itself where the process's own folder counts, else a whole one.
 */
export function onDisk(path: string): string {
  const folder = workingFolder();
  // No name is none, and not the folder's.
  return folder === undefined || path === "" ? path : resolve(folder, path);
}

/** A path from the root on. */
export function wholePath(path: string): string {
  return resolve(onDisk(path));
}
