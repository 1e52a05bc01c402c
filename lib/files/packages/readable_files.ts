/**
 * Archives of packages may hold files that only their owner may read, and Deno unpacks them so: in a
 * cache that several users share, the others cannot use them.
 *
 * @module
 */

import { onDisk } from "../system/working_folder.ts";

/** What a folder's mode must have for all to find what is in it. */
const ALL_MAY_ENTER = 0o005;
const ALL_MAY_READ = 0o444;

/**
 * Let all users read a package's files, if they may enter its folder; what belongs to somebody else
 * stays as it is.
 *
 * @param folder The package's folder, in Deno's cache.
 */
export async function letAllRead(folder: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  for await (const { path, isFile, mode } of below(folder)) {
    if (!isFile || (mode & ALL_MAY_READ) === ALL_MAY_READ) continue;
    await Deno.chmod(onDisk(path), mode | ALL_MAY_READ).catch(() => {});
  }
}

/**
 * Whether this user may read all of a package's files.
 *
 * @param folder The package's folder, in Deno's cache.
 */
export async function canReadAll(folder: string): Promise<boolean> {
  try {
    for await (const { path, isFile } of below(folder, true)) {
      if (isFile) (await Deno.open(onDisk(path))).close();
    }
    return true;
  } catch {
    return false;
  }
}

interface Below {
  readonly path: string;
  readonly isFile: boolean;
  readonly mode: number;
}

/** All that is below a folder, but for what is below folders that not all may enter. */
async function* below(folder: string, intoAll = false): AsyncGenerator<Below> {
  const { mode } = await Deno.stat(onDisk(folder));
  if (!intoAll && ((mode ?? 0) & ALL_MAY_ENTER) !== ALL_MAY_ENTER) return;
  for await (const { name, isDirectory, isFile } of Deno.readDir(onDisk(folder))) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* below(path, intoAll);
    else yield { path, isFile, mode: (await Deno.stat(onDisk(path))).mode ?? 0 };
  }
}
