import type { Gray, Matte } from "../../raster/frame.ts";
import { percent } from "./mask_failures.ts";

/** How many pixels have each gray level, of the person and of the room. */
export interface LevelCounts {
  readonly person: readonly number[];
  readonly room: readonly number[];
}

/**
 * Count gray levels.
 *
 * @example Of four pixels two are the person
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 4, height: 1, data: Uint8Array.from(data) });
 * const { person, room } = countLevels(row(0, 0, 7, 7), row(0, 255, 255, 0));
 * assertEquals([person[0], person[7], room[0], room[7]], [1, 1, 1, 1]);
 * ```
 *
 * @param gray The levels.
 * @param matte Who is the person; all is room if left out.
 */
export function countLevels(gray: Gray, matte?: Matte): LevelCounts {
  const person = new Array<number>(256).fill(0);
  const room = new Array<number>(256).fill(0);
  for (let i = 0; i < gray.data.length; i++) {
    (matte !== undefined && matte.data[i] >= 128 ? person : room)[gray.data[i]]++;
  }
  return { person, room };
}

/** How well a threshold tells the person from the room. */
export interface LevelScore {
  /** Of the person, what the mask lacks, 0–1. */
  readonly missing: number;
  /** Of the mask, what is no person, 0–1. */
  readonly excess: number;
  readonly iou: number;
}

/**
 * How well a threshold tells both apart.
 *
 * @param counts What {@linkcode countLevels} gave.
 * @param level The last level that still is background.
 */
export function scoreOf({ person, room }: LevelCounts, level: number): LevelScore {
  const sum = (counts: readonly number[], from: number) =>
    counts.slice(from).reduce((a, b) => a + b, 0);
  const all = sum(person, 0);
  const found = sum(person, level + 1);
  const wrong = sum(room, level + 1);
  return {
    missing: all === 0 ? 0 : 1 - found / all,
    excess: found + wrong === 0 ? 0 : wrong / (found + wrong),
    iou: all + wrong === 0 ? 0 : found / (all + wrong),
  };
}

/** The threshold that tells both apart best, with its score; of equal ones the lowest. */
export function bestLevel(counts: LevelCounts): LevelScore & { readonly level: number } {
  let best = { level: 0, ...scoreOf(counts, 0) };
  for (let level = 1; level < 255; level++) {
    const score = scoreOf(counts, level);
    if (score.iou > best.iou) best = { level, ...score };
  }
  return best;
}

/**
 * How good a threshold is, as a sentence.
 *
 * @param counts Pixels by level.
 * @param level The threshold.
 */
export function scoreWords(counts: LevelCounts, level: number): string {
  const { missing, excess, iou } = scoreOf(counts, level);
  return `At ${level}, ${percent(missing, 1)} of the person is missing, ${
    percent(excess, 1)
  } of the mask is room, and the IoU is ${iou.toFixed(3)}.`;
}
