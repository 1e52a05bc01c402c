import { fileInfo } from "../../files/system/file_info.ts";
import type { FilePattern } from "../../files/pictures/numbered_files.ts";
import type { Target, Targets } from "./target.ts";

/**
 * Whether all targets of a run have been written before: the video, or any of the pictures.
 *
 * @param targets Where the run would write.
 */
export function wasWritten({ output, mattes }: Targets): boolean {
  return isThere(output) && (mattes === undefined || isThere(mattes));
}

function isThere(target: Target): boolean {
  if (target.kind === "raw" || target.kind === "live") return false;
  if (target.kind === "pictures") {
    return target.pattern.entriesThere().values().some(({ isFile }) => isFile);
  }
  return target.path !== undefined && fileInfo(target.path)?.isFile === true;
}

/**
 * Where a run that was interrupted goes on: at the first picture that is missing.
 * Pictures appear whole, so what is there is right.
 *
 * @param pattern The pictures' names.
 * @param first The number of the first picture.
 * @returns The first number from there on that has no picture.
 */
export function firstMissing(pattern: FilePattern, first: number): number {
  const there = pattern.entriesThere();
  let number = first;
  while (there.get(number)?.isFile) number++;
  return number;
}
