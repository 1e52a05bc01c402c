import { onDisk } from "./working_folder.ts";

/**
 * What the system knows of a file.
 *
 * @param path Its path; links are followed.
 * @returns `undefined` if there is none, or Deno may not look.
 */
export function fileInfo(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(onDisk(path));
  } catch {
    return undefined;
  }
}

/**
 * Where a file or folder really lies.
 *
 * @param path Its path; links are followed.
 * @returns `undefined` if there is none, or Deno may not look.
 */
export function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(onDisk(path));
  } catch {
    return undefined;
  }
}
