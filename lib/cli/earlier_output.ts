import { basename } from "node:path";
import type { FilePattern } from "../io/numbered_files.ts";
import type { FrameRange } from "../pipeline.ts";
import type { Target } from "./targets.ts";

/**
 * Whether a target has been written before: the video, or any of the pictures.
 *
 * @param target Where a run would write.
 */
export function isThere(target: Target): boolean {
  if (target.kind === "raw") return false;
  if (target.kind === "pictures") return numbersOf(target.pattern).size > 0;
  try {
    return target.path !== undefined && Deno.statSync(target.path).isFile;
  } catch {
    return false;
  }
}

/**
 * What is left to be written of a run that was interrupted: from the first picture that
 * is missing on. Pictures appear whole, so what is there is right.
 *
 * @param pattern The pictures' names.
 * @param range What the whole run writes.
 * @param firstPicture The first number for which there is a picture.
 */
export function rangeLeft(
  pattern: FilePattern,
  range: FrameRange,
  firstPicture: number,
): FrameRange {
  const there = numbersOf(pattern);
  let first = Math.max(range.first, firstPicture);
  while (there.has(first)) first++;
  return { first, last: range.last };
}

/** The numbers of the pictures that are there. */
function numbersOf(pattern: FilePattern): Set<number> {
  const numbers = new Set<number>();
  try {
    for (const { name, isFile } of Deno.readDirSync(pattern.folder)) {
      const number = isFile ? pattern.numberOf(basename(name)) : undefined;
      if (number !== undefined) numbers.add(number);
    }
  } catch {
    // There is no folder yet.
  }
  return numbers;
}
