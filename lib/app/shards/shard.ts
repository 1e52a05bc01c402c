import type { FrameRange } from "../../pipeline/progress.ts";

/** One of the parts that a job is cut into, for a machine each. */
export interface Shard {
  /** Which one: 1 to `count`. */
  readonly index: number;
  /** How many there are. */
  readonly count: number;
}

/** What `--shard` says: which one, or that the engine tells. */
export type ShardChoice = Shard | "auto";

/** More shards than any engine starts for one job. */
export const MOST_SHARDS = 1_000_000;

/**
 * Read which shard is meant.
 *
 * @example The third of eight
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseShard("3/8"), { index: 3, count: 8 });
 * assertEquals(parseShard("auto"), "auto");
 * assertEquals(parseShard("9/8"), undefined);
 * ```
 *
 * @param text "3/8", or "auto".
 * @returns `undefined` if it is neither.
 */
export function parseShard(text: string): ShardChoice | undefined {
  if (text === "auto") return "auto";
  const [, index, count] = (/^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? []).map(Number);
  const isShard = index >= 1 && index <= count && count <= MOST_SHARDS;
  return isShard ? { index, count } : undefined;
}

/** A shard as it is written: "3/8". */
export function shardText({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/** A shard's frames as they are written: "frame 1", "frames 1–66", "frames from 134 on". */
export function framesText({ first, last }: FrameRange): string {
  if (last === Infinity) return `frames from ${first} on`;
  return first === last ? `frame ${first}` : `frames ${first}–${last}`;
}

/** "shard 3", "shards 1–4, 7". */
export function shardList(indices: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const index of indices) {
    const run = runs.at(-1);
    if (run?.[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  const most = 20;
  const parts = runs.slice(0, most).map(([first, last]) =>
    first === last ? `${first}` : last === first + 1 ? `${first}, ${last}` : `${first}–${last}`
  );
  const more = runs.length > most ? ", …" : "";
  return `${indices.length === 1 ? "shard" : "shards"} ${parts.join(", ")}${more}`;
}
