import { assertSameSize, type Gray, type Mask, type Matte } from "../../raster/frame.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";

/** The distance from the plate, in levels, that speaks neither for a person nor against. */
export const NEUTRAL_DISTANCE = 22;

/** By so many levels more or less the odds change e-fold. */
const DISTANCE_SCALE = 4;

/** The plate's word counts so much at most, in natural logarithms of odds: for background, for a person. */
const MOST = { background: 5, person: 6 };

/** A network is never surer than this, in the same unit. */
const SUREST = 4;

/**
 * Where the network is sure of a person the plate has less and less to say, and then nothing:
 * people wear the colours of their walls.
 */
const LESS_FROM = 0.97;

/**
 * What becomes of a network's probability when the distance from a plate is known:
 * `table[probability << 8 | distance]`, all of them 0–255.
 *
 * Bayes' rule with odds as logarithms: what the network says and what the plate says
 * are added, each within bounds.
 *
 * @param trust How much the plate's word is worth, 0–1.
 * @returns 65,536 values. At the neutral distance probabilities are kept.
 */
export function evidenceTable(trust: number): Uint8Array {
  const table = new Uint8Array(65536);
  for (let level = 0; level < 256; level++) {
    const probability = level / 255;
    const bounded = Math.min(1 - 1e-4, Math.max(1e-4, probability));
    const odds = Math.log(bounded / (1 - bounded));
    const prior = Math.max(-SUREST, Math.min(SUREST, odds));
    for (let distance = 0; distance < 256; distance++) {
      const says = (distance - NEUTRAL_DISTANCE) / DISTANCE_SCALE;
      const evidence = says > 0
        ? Math.min(MOST.person, says)
        : Math.max(-MOST.background, says) * Math.min(1, (1 - probability) / (1 - LESS_FROM));
      const sum = Math.round(255 / (1 + Math.exp(-prior - trust * evidence)));
      // A network may be surer than the bound: nothing that speaks for it makes it less sure.
      const isFor = trust * evidence > 0;
      const isAgainst = trust * evidence < 0;
      table[level << 8 | distance] = isFor
        ? Math.max(level, sum)
        : isAgainst
        ? Math.min(level, sum)
        : level;
    }
  }
  return table;
}

/**
 * Correct a network's matte by how far each pixel is from the plate.
 *
 * @param matte What the network says, H × W; is changed.
 * @param distance How far each pixel is from the plate, in levels, H × W.
 * @param smoothed The same, smoothed: the mean of both counts.
 * @param where Where it is corrected, H × W.
 * @param table An {@linkcode evidenceTable}.
 * @throws {RangeError} If the sizes differ.
 */
export function addEvidence(
  matte: Matte,
  distance: Gray,
  smoothed: Gray,
  where: Mask,
  table: Uint8Array,
): void {
  assertSameSize("add evidence", { matte, distance, smoothed, where });
  const memory = memoryOf(matte.data, distance.data, smoothed.data, where.data);
  if (memory === undefined) return addPlainly(matte.data, distance, smoothed, where, table);
  const { endOfNone, endOfAll, lastOfMost } = keptBy(table);
  const inputs = [matte.data, distance.data, smoothed.data, where.data, table];
  memory.work(inputs, matte.data, (alphas, _, exact, mean, marks, at) => {
    memory.kernels.addEvidence(
      alphas,
      exact,
      mean,
      marks,
      matte.data.length,
      at,
      endOfNone,
      endOfAll,
      lastOfMost,
    );
  });
}

function addPlainly(
  alphas: Uint8Array,
  { data: exact }: Gray,
  { data: mean }: Gray,
  { data: marks }: Mask,
  table: Uint8Array,
): void {
  for (let i = 0; i < alphas.length; i++) {
    if (marks[i] !== 0) alphas[i] = table[alphas[i] << 8 | (exact[i] + mean[i]) >> 1];
  }
}

/**
 * At which distances a table leaves a matte's ends as they are: 0 below `endOfNone`, 255
 * below `endOfAll` and above `lastOfMost`.
 *
 * Benefit: most pixels are one or the other, and need no lookup.
 * Correctness: where 255 stands for 256 or for none, there is a lookup too many.
 */
function keptBy(table: Uint8Array) {
  const none = table.subarray(0, 256), all = table.subarray(255 << 8);
  const end = (row: Uint8Array, level: number) => {
    const first = row.findIndex((value) => value !== level);
    return first < 0 ? 255 : first;
  };
  return {
    endOfNone: end(none, 0),
    endOfAll: end(all, 255),
    lastOfMost: Math.max(0, all.findLastIndex((value) => value !== 255)),
  };
}
