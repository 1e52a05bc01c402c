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

/** Loaded with the first folder that is named. */
let folders: AsyncLocalStorage<string> | undefined;

/**
 * Do something with paths relative to a folder: all that it calls and awaits, and nothing else.
 *
 * @param folder The folder; `undefined` leaves all as it is.
 * @param work What is done.
 * @returns What that gives.
 */
export async function inFolder<Result>(
  folder: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (folder === undefined) return await work();
  if (folders === undefined) {
    const { AsyncLocalStorage } = await import("node:async_hooks");
    folders ??= new AsyncLocalStorage();
  }
  return await folders.run(resolve(onDisk(folder)), work);
}

/** The folder that paths are relative to; `undefined` if that is the process's own. */
export function workingFolder(): string | undefined {
  return folders?.getStore();
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
  return folder === undefined ? path : resolve(folder, path);
}

/** A path from the root on. */
export function wholePath(path: string): string {
  return resolve(onDisk(path));
}
