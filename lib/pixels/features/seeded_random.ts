/**
 * Random numbers that are the same in every run: the minimal standard generator.
 *
 * @param seed A whole number from 1 to 2147483646.
 * @returns A function that gives the next number, above 0 and below 1.
 * @see Park and Miller, CACM 1988, DOI 10.1145/63039.63042, with the multiplier of 1993.
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = state * 48271 % 2147483647;
    return state / 2147483647;
  };
}
