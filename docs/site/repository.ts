/**
 * Paths of the repository.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const ROOT: URL = new URL("../../", import.meta.url);

/** A path from the repository's root, of an address below it. */
export function fromRoot(address: string): string {
  return address.startsWith(ROOT.href) ? decodeURI(address.slice(ROOT.href.length)) : address;
}

/** Where a path from the repository's root lies on this machine. */
export function onThisMachine(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}

/** Whether a path is a file (`true`) or a folder (`false`); `undefined` if there is nothing. */
export async function isFile(path: string): Promise<boolean | undefined> {
  try {
    return (await Deno.stat(onThisMachine(path))).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw error;
  }
}

/** Folders of which nothing is documentation. */
const OTHERS = ["node_modules", "dist", "out"];

/**
 * Files whose names end so, from the repository's root, in order.
 *
 * @param ending What they end in: ".md".
 * @param folder Where to look; ends in "/", or is "" for all.
 */
export function filesEndingIn(ending: string, folder: string = ""): string[] {
  return [...Deno.readDirSync(onThisMachine(folder))].flatMap(({ name, isDirectory }) => {
    if (name.startsWith(".") || OTHERS.includes(name)) return [];
    if (isDirectory) return filesEndingIn(ending, `${folder}${name}/`);
    return name.endsWith(ending) ? [`${folder}${name}`] : [];
  }).sort();
}
