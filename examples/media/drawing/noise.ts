/** Seeded randomness for the drawings: the same numbers on every run. */

/** A whole-number lattice point and a seed, scrambled to a number from 0 up to 1. */
export function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Value noise, −1 to 1: a random height at each lattice point, smoothly joined. */
export function valueNoise(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = fade(x - column);
  const v = fade(y - row);
  const top = hash(column, row, seed) * (1 - u) + hash(column + 1, row, seed) * u;
  const bottom = hash(column, row + 1, seed) * (1 - u) + hash(column + 1, row + 1, seed) * u;
  return 2 * (top * (1 - v) + bottom * v) - 1;
}

/** Fractal Brownian motion, about −1 to 1: octaves of value noise, each half as big and strong. */
export function fbm(x: number, y: number, octaves: number, seed: number): number {
  let sum = 0;
  let weight = 0;
  for (let octave = 0, gain = 1; octave < octaves; octave++, gain /= 2) {
    // The odd shift keeps the octaves' lattices from lining up at the origin.
    sum += gain * valueNoise(x + 17.3 * octave, y - 9.1 * octave, seed + octave);
    weight += gain;
    x *= 2;
    y *= 2;
  }
  return sum / weight;
}

/** Normally distributed numbers (mean 0, deviation 1), drawn once by Box and Muller. */
export function gaussianTable(length: number, seed: number): Float32Array {
  const table = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - hash(i, 0, seed)));
    table[i] = radius * Math.cos(2 * Math.PI * hash(i, 1, seed));
  }
  return table;
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}
