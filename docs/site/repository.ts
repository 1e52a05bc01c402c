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
