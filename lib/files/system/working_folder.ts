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
import { CallValue } from "./call_value.ts";

/** `undefined` for the process's own. */
const folders = new CallValue<string | undefined>();

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
  if (folder === undefined && !folders.wasGiven) return await work();
  const path = folder === undefined ? undefined : resolve(onDisk(folder));
  return await folders.during(path, work);
}

/** The folder that paths are relative to; `undefined` if that is the process's own. */
export function workingFolder(): string | undefined {
  return folders.get();
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
