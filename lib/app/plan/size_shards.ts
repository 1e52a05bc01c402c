import { RUN_UP } from "../../pipeline/resets/block.ts";
import { balancedSets, type Lasting } from "../shards/sets/balanced_sets.ts";

/** What shards are sized by. */
export interface Sizing {
  /** Frames a second of one node. */
  readonly rate: number;
  /** How many minutes a shard should take. */
  readonly minutes: number;
  /** More shards than the engine takes there are not. */
  readonly mostShards: number;
  /** Seconds that each shard takes before its first frame. */
  readonly startSeconds: number;
}

/** Shards, as they were sized. */
export interface SizedShards {
  readonly shards: number;
  /** Seconds that each takes, in their order. */
  readonly seconds: readonly number[];
}

/** Shards of many videos. */
export interface SizedSets extends SizedShards {
  /** The videos of each, by their paths. */
  readonly sets: readonly (readonly string[])[];
}

/** Shards of one video. */
export interface SizedFrames extends SizedShards {
  /** After how many frames the method begins anew, if it has to. */
  readonly resetEvery: number | undefined;
}

/** One video, as shards of consecutive frames. */
export interface FramesToCut {
  readonly frames: number;
  /** After how many frames the method begins anew, if that was said. */
  readonly resetEvery: number | undefined;
  /** Whether the method remembers all frames before, so that a shard would have to look at them. */
  readonly isEndless: boolean;
}

/**
 * Size the shards of one video. A method that remembers all frames before begins anew with each
 * shard, unless something else was said: otherwise the last shard would look at the whole video.
 *
 * @example An hour at 25 frames a second, made at 10
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const video = { frames: 90_000, resetEvery: undefined, isEndless: false };
 * const { shards, seconds } = sizeFrames(video, {
 *   rate: 10,
 *   minutes: 10,
 *   mostShards: 1000,
 *   startSeconds: 0,
 * });
 * assertEquals([shards, seconds[0]], [15, 600]);
 * ```
 *
 * @param video What is cut.
 * @param sizing What the shards are sized by.
 */
export function sizeFrames(
  { frames, resetEvery, isEndless }: FramesToCut,
  { rate, minutes, mostShards, startSeconds }: Sizing,
): SizedFrames {
  const each = Math.max(1, Math.round((60 * minutes - startSeconds) * rate));
  const most = Math.min(mostShards, Math.ceil(frames / (resetEvery ?? 1)));
  let shards = Math.max(1, Math.min(most, Math.ceil(frames / each)));
  const isReset = isEndless && resetEvery === undefined && shards > 1;
  const reset = isReset ? Math.ceil(frames / shards) : resetEvery;
  // With blocks rounded up there may be fewer of them.
  if (reset !== undefined) shards = Math.min(shards, Math.ceil(frames / reset));
  const runUp = reset === undefined ? 0 : RUN_UP / reset;
  const blocks = Math.ceil(frames / (reset ?? 1));
  const seconds = Array.from({ length: shards }, (_, i) => {
    const count = Math.floor((i + 1) * blocks / shards) - Math.floor(i * blocks / shards);
    return startSeconds + count * (reset ?? 1) * (1 + runUp) / rate;
  });
  return { shards, seconds, resetEvery: reset };
}

/**
 * Size the shards of many videos: sets of them.
 *
 * @param videos The videos.
 * @param framesPerSecond Of the videos.
 * @param sizing What the shards are sized by.
 */
export function sizeSets(
  videos: readonly Lasting[],
  framesPerSecond: number,
  { rate, minutes, mostShards, startSeconds }: Sizing,
): SizedSets {
  const secondsOf = (set: readonly Lasting[]) =>
    set.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000 * framesPerSecond / rate +
    set.length * startSeconds;
  const wanted = Math.ceil(secondsOf(videos) / (60 * minutes));
  const shards = Math.max(1, Math.min(mostShards, videos.length, wanted));
  const sets = balancedSets(videos, shards);
  const paths = sets.map((set) => set.map(({ path }) => path));
  return { shards, seconds: sets.map(secondsOf), sets: paths };
}

/**
 * How long shards take on some nodes: each takes the next one when it has done one.
 *
 * @param seconds What each shard takes.
 * @param nodes How many nodes.
 */
export function wallSeconds(seconds: readonly number[], nodes: number): number {
  const busy = new Float64Array(Math.max(1, Math.min(nodes, seconds.length)));
  for (const each of seconds) {
    let next = 0;
    for (let i = 1; i < busy.length; i++) if (busy[i] < busy[next]) next = i;
    busy[next] += each;
  }
  return busy.reduce((a, b) => Math.max(a, b), 0);
}
