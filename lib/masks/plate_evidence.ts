import { assertSameSize, type Gray, type Mask, type Matte } from "../raster.ts";

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
 * @param where Where it is corrected, H × W; lies at an address that four divides.
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
  const alphas = matte.data;
  const exact = distance.data;
  const mean = smoothed.data;
  const marks = where.data;
  const words = new Int32Array(marks.buffer, marks.byteOffset, marks.length >> 2);
  for (let w = 0; w <= words.length; w++) {
    // Most pixels are far from anybody. The last few make no whole word.
    if (w < words.length && words[w] === 0) continue;
    const end = Math.min(4 * w + 4, alphas.length);
    for (let i = 4 * w; i < end; i++) {
      if (marks[i] !== 0) alphas[i] = table[alphas[i] << 8 | (exact[i] + mean[i]) >> 1];
    }
  }
}
