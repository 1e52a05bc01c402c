/** Something that takes a while. */
export interface Lasting {
  /** What tells it from all others, the same on all machines. */
  readonly path: string;
  /** How long it lasts: a whole number, so that sums are the same in any order. */
  readonly milliseconds: number;
}

/**
 * Divide videos into sets that last about equally long: the longest first, each to the set that
 * has least so far. No set is longer than 4/3 of the shortest longest one that there could be.
 *
 * The sets depend on names and lengths alone, not on the order: each machine finds the same ones.
 *
 * @example Three videos in two sets
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const videos = [
 *   { path: "a.mp4", milliseconds: 1000 },
 *   { path: "b.mp4", milliseconds: 3000 },
 *   { path: "c.mp4", milliseconds: 1500 },
 * ];
 * const sets = balancedSets(videos, 2).map((set) => set.map(({ path }) => path));
 * assertEquals(sets, [["b.mp4"], ["a.mp4", "c.mp4"]]);
 * ```
 *
 * @param videos What is divided; paths differ.
 * @param count How many sets, 1 or more.
 * @returns So many sets, each in the order of `videos`; empty ones where there are fewer videos.
 * @see R. L. Graham, Bounds on multiprocessing timing anomalies, 1969, doi:10.1137/0117039.
 */
export function balancedSets<Video extends Lasting>(
  videos: readonly Video[],
  count: number,
): Video[][] {
  const byLength = videos.map((_, i) => i).sort((a, b) =>
    videos[b].milliseconds - videos[a].milliseconds || (videos[a].path < videos[b].path ? -1 : 1)
  );
  const loads = new Float64Array(count);
  const sizes = new Uint32Array(count);
  const setOf = new Uint32Array(videos.length);
  for (const i of byLength) {
    let least = 0;
    for (let set = 1; set < count; set++) {
      const isLess = loads[set] < loads[least] ||
        (loads[set] === loads[least] && sizes[set] < sizes[least]);
      if (isLess) least = set;
    }
    loads[least] += videos[i].milliseconds;
    sizes[least]++;
    setOf[i] = least;
  }
  const sets: Video[][] = Array.from({ length: count }, () => []);
  for (const [i, video] of videos.entries()) sets[setOf[i]].push(video);
  return sets;
}
