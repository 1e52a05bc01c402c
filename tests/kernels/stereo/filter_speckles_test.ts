import { createDisparity, type Disparity, filterSpeckles } from "../../../mod.ts";
import { lcgBytes } from "../../helpers.ts";
import { memory, PLACES, plain, SIZES } from "../twins.ts";
import { assertTwinMap, disparityAt } from "./disparities.ts";

/** Disparities with so many steps, or with as many regions as pixels. */
function maps(width: number, height: number): Disparity[] {
  const bytes = lcgBytes(width * height, 5);
  const mapOf = (disparity: (level: number, i: number) => number) => ({
    width,
    height,
    disparity: Float32Array.from(bytes, disparity),
  });
  return [
    mapOf((level) => level < 40 ? NaN : (level >> 6) + 0.5),
    mapOf((level, i) => (i % 7 < 5 ? 3 : 9) + (level & 15) / 16),
    mapOf((_, i) => i % width + Math.floor(i / width) & 1 ? 20 : 4),
    mapOf((level, i) => level < 30 ? level / 3 : i / 99),
    mapOf((level) => level < 60 ? [NaN, Infinity, -Infinity][level % 3] : 7),
    mapOf(() => NaN),
  ];
}

for (const place of PLACES) {
  Deno.test(`filterSpeckles() of a map inside, its out ${place}, equals the plain twin`, () => {
    for (const [width, height] of [...SIZES, [40, 31], [129, 17]]) {
      maps(width, height).forEach((map, k) => {
        const inside = memory.createNumbers(width * height);
        inside.set(map.disparity);
        for (
          const [maxSpeckleSize, maxDiff] of [[0, 1], [1, 0], [4, 0.25], [30, 1], [1e9, 1e300]]
        ) {
          const options = { maxSpeckleSize, maxDiff };
          const wanted = plain.filterSpeckles(map, options);
          const work = (out: Disparity) => {
            filterSpeckles({ ...map, disparity: inside }, { ...options, out });
          };
          const what = { width, height, k, ...options };
          assertTwinMap(wanted, work, disparityAt(place, createDisparity(width, height)), what);
          const own = disparityAt("inside, unaligned", map);
          assertTwinMap(wanted, (out) => filterSpeckles(out, { ...options, out }), own, what);
        }
        memory.free(inside);
      });
    }
  });
}
