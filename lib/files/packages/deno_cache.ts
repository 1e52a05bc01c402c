import { resolve } from "node:path";
import { fileURLToPath as fromFileUrl } from "node:url";
import { isGranted, readEnvironment } from "../system/permission.ts";

/** What png.ts imports. */
const IMPORTED = "npm:fast-png@8.0.0";

/**
 * Folder of a package in Deno's cache, found without another Deno, which takes
 * 0.1 s and `--allow-run`.
 *
 * Deno writes a package there atomically.
 *
 * @param name The package's name.
 * @param version Its version.
 * @returns The folder, or `undefined` if it is not there, or may not be looked for.
 */
export async function cachedFolder(name: string, version: string): Promise<string | undefined> {
  const cache = denoFolder();
  if (cache === undefined || !isGranted({ name: "read", path: `${cache}/npm` })) return undefined;
  try {
    // One folder a registry.
    for await (const registry of Deno.readDir(`${cache}/npm`)) {
      const folder = `${cache}/npm/${registry.name}/${name}/${version}`;
      if (await isFile(`${folder}/package.json`)) return folder;
    }
  } catch {
    // No cache yet, or not to be read: Deno itself shall look.
  }
  return undefined;
}

/** Whether {@linkcode cachedFolder} knows where to look, and may. */
export function mayLookIntoCache(): boolean {
  const cache = denoFolder();
  return cache !== undefined && isGranted({ name: "read", path: `${cache}/npm` });
}

/**
 * Where Deno keeps what it has fetched: as its path to a package tells that io
 * has imported, which needs no permission, or else as far as the environment does.
 */
export function denoFolder(): string | undefined {
  return folderOfImports() ?? folderOfEnvironment();
}

/** In a folder of node_modules, or where png.ts was not imported, it is not to be learned so. */
function folderOfImports(): string | undefined {
  try {
    const path = fromFileUrl(import.meta.resolve(IMPORTED));
    return /^(.+)[\\/]npm[\\/][^\\/]+[\\/]fast-png[\\/]/.exec(path)?.[1];
  } catch {
    return undefined;
  }
}

function folderOfEnvironment(): string | undefined {
  const set = readEnvironment("DENO_DIR");
  if (set) return resolve(set);
  const home = readEnvironment("HOME");
  switch (Deno.build.os) {
    case "windows": {
      const local = readEnvironment("LOCALAPPDATA");
      return local && `${local}\\deno`;
    }
    case "darwin":
      return home && `${home}/Library/Caches/deno`;
    default: {
      const caches = readEnvironment("XDG_CACHE_HOME") || (home && `${home}/.cache`);
      return caches && `${caches}/deno`;
    }
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}
