/**
 * Where the project is: a folder of this machine, or an address.
 *
 * @module
 */

import { dirname, isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { wholePath } from "../../files/system/working_folder.ts";

/** The folder that holds `mod.ts`. */
const ROOT = new URL("../../../", import.meta.url);

/**
 * A file of the project as a module elsewhere imports it: by a relative path inside the project, which
 * is moved as a whole, and by its address outside.
 *
 * @param name The file, from the project's folder on: "mod.ts".
 * @param importer The path of the module that imports it.
 */
export function projectSpecifier(name: string, importer: string): string {
  const url = new URL(name, ROOT);
  if (url.protocol !== "file:") return url.href;
  const folder = dirname(wholePath(importer));
  if (isOutside(fileURLToPath(ROOT), folder)) return url.href;
  const path = relative(folder, fileURLToPath(url)).replaceAll("\\", "/");
  return path.startsWith(".") ? path : `./${path}`;
}

function isOutside(root: string, folder: string): boolean {
  const path = relative(root, folder);
  return path.startsWith("..") || isAbsolute(path);
}

/**
 * A file of the project as a path.
 *
 * @param name The file, from the project's folder on.
 * @returns `undefined` if the project was loaded from an address.
 */
export function projectPath(name: string): string | undefined {
  const url = new URL(name, ROOT);
  return url.protocol === "file:" ? fileURLToPath(url) : undefined;
}

/**
 * A file of the project as a command names it from here: by the shorter of its paths.
 *
 * @param name The file, from the project's folder on.
 * @returns `undefined` if the project was loaded from an address.
 */
export function nearProjectPath(name: string): string | undefined {
  const path = projectPath(name);
  if (path === undefined) return undefined;
  const near = relative(wholePath("."), path);
  return near.length < path.length ? near : path;
}

/**
 * A file of the project as an address.
 *
 * @param name The file, from the project's folder on.
 */
export function projectAddress(name: string): string {
  return new URL(name, ROOT).href;
}

/**
 * Fetch a file of the project, which was loaded from an address.
 *
 * @param name The file, from the project's folder on.
 * @param signal Ends it.
 * @throws {Error} If it does not come.
 */
export async function fetchProjectFile(
  name: string,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(name, ROOT);
  const response = await fetch(url, { ...(signal && { signal }) });
  if (response.ok) return await response.bytes();
  await response.body?.cancel();
  throw new Error(`Cannot read '${url.href}': ${response.statusText}`);
}
