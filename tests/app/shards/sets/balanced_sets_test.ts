import { assert, assertEquals } from "@std/assert";
import { balancedSets, type Lasting } from "../../../../lib/app/shards/sets/balanced_sets.ts";
import { lcgBytes } from "../../../helpers.ts";

/** Videos of seeded lengths, many of them equally long. */
function videos(count: number, seed: number): Lasting[] {
  const bytes = lcgBytes(2 * count, seed);
  return Array.from({ length: count }, (_, i) => ({
    path: `clips/${i}.mp4`,
    milliseconds: 1000 * (bytes[2 * i] % 8) * (1 + bytes[2 * i + 1] % 3),
  }));
}

const total = (set: readonly Lasting[]) => set.reduce((sum, each) => sum + each.milliseconds, 0);

Deno.test("balancedSets() gives each video to one set, in the order of the videos", () => {
  for (const [count, sets] of [[0, 1], [1, 1], [1, 4], [7, 3], [200, 16], [40, 40]]) {
    const all = videos(count, 31 * count + sets);
    const found = balancedSets(all, sets);
    assertEquals(found.length, sets);
    for (const set of found) assertEquals(set, all.filter((each) => set.includes(each)));
    assertEquals(found.flat().map(({ path }) => path).sort(), all.map(({ path }) => path).sort());
  }
});

Deno.test("balancedSets() has no set that is longer than another by more than its shortest video", () => {
  for (let seed = 0; seed < 50; seed++) {
    const found = balancedSets(videos(60, seed), 1 + seed % 12);
    const least = Math.min(...found.map(total));
    for (const set of found) {
      const shortest = Math.min(...set.map(({ milliseconds }) => milliseconds));
      assert(total(set) - shortest <= least, `seed ${seed}`);
    }
  }
});

Deno.test("balancedSets() finds the same sets in whatever order the videos come", () => {
  for (let seed = 0; seed < 20; seed++) {
    const all = videos(50, seed);
    const names = (list: readonly Lasting[]) =>
      balancedSets(list, 7).map((set) => set.map(({ path }) => path).sort());
    const order = lcgBytes(50, seed + 99);
    const shuffled = all.map((each, i) => ({ each, by: order[i] })).sort((a, b) => a.by - b.by)
      .map(({ each }) => each);
    assertEquals(names(shuffled), names(all));
    assertEquals(names(all.toReversed()), names(all));
  }
});

Deno.test("balancedSets() spreads what takes no time, too", () => {
  const still = Array.from({ length: 8 }, (_, i) => ({ path: `${i}.jpg`, milliseconds: 0 }));
  assertEquals(balancedSets(still, 4).map(({ length }) => length), [2, 2, 2, 2]);
});
